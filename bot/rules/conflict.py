"""Another partner's live registration of the same prospect: deconfliction (PlaidCloud P9)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

from bot.domain.decision import Facts, Finding, Verdict
from bot.domain.lead import Lead
from bot.domain.registration import Registration, State
from bot.rules.common import STRICT, Meaning, Positive, Text, day, instant, plural

_TOLD = {
    "hold": "is held for an admin",
    "reject": "is refused",
    "queue": "waits in line, in the order of receipt",
    "share": "is accepted too, and both stand",
}
_VERDICTS = {"hold": Verdict.HOLD, "reject": Verdict.REJECT, "queue": Verdict.WAIT, "share": Verdict.ACCEPT}
_STANDING = {State.ACCEPTED: "stands", State.HELD: "is under review", State.WAITING: "waits in line"}


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """Another partner's live registration of the same prospect (P9)."""

    __pydantic_config__ = STRICT
    on_match: Literal["hold", "reject", "queue", "share"]
    """What becomes of the later one; an earlier one that is handled late is held unless both may stand."""
    offer_hours: Positive
    """How long a partner in line has to answer once the place is offered to it, in hours."""
    disclose: Literal["none", "date"]
    """What a partner learns of the other registration: that it is there, or since when too. Never whose it is."""
    policy: Text

    def check(self, lead: Lead, facts: Facts, zone: ZoneInfo) -> Iterator[Finding]:
        """One finding on all rivals: the partner reads what is the same and since when, only an admin whose it is.

        Priority is receipt: a mail that came before the rival's is held even where later ones are refused.
        """
        others = [other for other in facts.others if not _share_already(facts, other)]
        if not others:
            return
        verdict = _VERDICTS[self.on_match]
        standing = [other for other in others if other.outstanding]
        later = [other for other in standing or others if facts.received_at < other.received_at]
        if later and (verdict is Verdict.REJECT or (verdict is Verdict.WAIT and standing)):
            verdict = Verdict.HOLD
        rival = (later or standing or others)[0]
        code, same = _same(lead, rival)
        evidence = self._evidence(rival, same, facts, zone, late=bool(later))
        if verdict is Verdict.WAIT:
            evidence += f"; yours is number {_place(facts, others)} in line behind it"
        elif verdict is Verdict.ACCEPT:
            evidence += "; both stand side by side"
        yield Finding(code, verdict, evidence, self.policy, _internal(facts, zone))

    def meanings(self) -> Iterator[Meaning]:
        """What happens to the second of two, and what each learns."""
        text = "A registration of a prospect that another partner has registered"
        yield Meaning(f"{text} {_TOLD[self.on_match]}.", self.policy)
        if self.on_match != "share":
            yield Meaning("A mail that was received first but handled after a later one is held for an admin.")
            hours = plural(self.offer_hours, "hour")
            yield Meaning(
                f"Who waits in line is offered the place once it is free, and has {hours} to answer; then the next is."
            )
        shown = "since when it stands" if self.disclose == "date" else "only that it exists"
        yield Meaning(f"Of the other registration a partner learns {shown}, never whose it is.")

    def _evidence(self, first: Registration, same: str, facts: Facts, zone: ZoneInfo, *, late: bool) -> str:
        stands = _STANDING.get(first.state, "is there")
        text = f"Another partner's registration of the same prospect ({same}) {stands}"
        if self.disclose == "date":
            text += f" since {day(first.received_at, zone)}"
        if not late:
            return text
        theirs = f", the other on {instant(first.received_at, zone)}" if self.disclose == "date" else ""
        return f"{text}; yours was received earlier: on {instant(facts.received_at, zone)}{theirs}"


def _share_already(facts: Facts, other: Registration) -> bool:
    """Whether an admin let the two stand side by side before, which a renewal does not undo."""
    previous = facts.previous
    return previous is not None and not previous.exclusive and not other.exclusive


def _place(facts: Facts, others: list[Registration]) -> int:
    """The place in line, from 1, by receipt."""
    return 1 + sum(other.state is State.WAITING and other.received_at <= facts.received_at for other in others)


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
