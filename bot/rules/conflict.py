"""Another partner's live registration of the same prospect: deconfliction (PlaidCloud P9)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

from bot.domain.decision import Facts, Finding, Verdict
from bot.domain.lead import Lead
from bot.domain.registration import Registration, State
from bot.rules.common import STRICT, Meaning, Text, day, instant

_TOLD = {"hold": "is held for an admin", "reject": "is refused", "share": "is accepted too, and both stand"}
_VERDICTS = {"hold": Verdict.HOLD, "reject": Verdict.REJECT, "share": Verdict.ACCEPT}


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """Another partner's live registration of the same prospect (P9)."""

    __pydantic_config__ = STRICT
    on_match: Literal["hold", "reject", "share"]
    """What becomes of the later one; an earlier one that is handled late is held unless both may stand."""
    disclose: Literal["none", "date"]
    """What a partner learns of the other registration: that it is there, or since when too. Never whose it is."""
    policy: Text

    def check(self, lead: Lead, facts: Facts, zone: ZoneInfo) -> Iterator[Finding]:
        """One finding on all rivals: the partner reads what is the same and since when, only an admin whose it is.

        Priority is receipt: a mail that came before the rival's is held even where later ones are refused.
        """
        if not facts.others:
            return
        first = facts.others[0]
        late = facts.received_at < first.received_at
        verdict = _VERDICTS[self.on_match]
        if late and verdict is Verdict.REJECT:
            verdict = Verdict.HOLD
        code, same = _same(lead, first)
        evidence = self._evidence(first, same, facts, zone, late=late)
        yield Finding(code, verdict, evidence, self.policy, _internal(facts, zone))

    def meanings(self) -> Iterator[Meaning]:
        """What happens to the second of two, and what each learns."""
        text = "A registration of a prospect that another partner has registered"
        yield Meaning(f"{text} {_TOLD[self.on_match]}.", self.policy)
        if self.on_match != "share":
            yield Meaning("A mail that was received first but handled after a later one is held for an admin.")
        shown = "since when it stands" if self.disclose == "date" else "only that it exists"
        yield Meaning(f"Of the other registration a partner learns {shown}, never whose it is.")

    def _evidence(self, first: Registration, same: str, facts: Facts, zone: ZoneInfo, *, late: bool) -> str:
        stands = "stands" if first.state is State.ACCEPTED else "is under review"
        text = f"Another partner's registration of the same prospect ({same}) {stands}"
        if self.disclose == "date":
            text += f" since {day(first.received_at, zone)}"
        if not late:
            return text
        theirs = f", the other on {instant(first.received_at, zone)}" if self.disclose == "date" else ""
        return f"{text}; yours was received earlier: on {instant(facts.received_at, zone)}{theirs}"


def _same(lead: Lead, other: Registration) -> tuple[str, str]:
    """By what the two are the same: code and words."""
    if lead.domain and lead.domain == other.lead.domain:
        return "conflict.domain", f"same domain {lead.domain}"
    if lead.email and lead.email.casefold() == other.lead.email.casefold():
        return "conflict.contact", f"same contact address {lead.email}"
    return "conflict.prospect", "the same company"


def _internal(facts: Facts, zone: ZoneInfo) -> str:
    rivals = [
        f"{other.ref} of partner {other.partner}, {other.state}, received {instant(other.received_at, zone)}"
        for other in facts.others
    ]
    return f"{'; '.join(rivals)}; this one of {facts.partner.id} received {instant(facts.received_at, zone)}"
