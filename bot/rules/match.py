"""By what two prospects are taken for the same company, and by what they are put before a person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from annotated_types import Ge, Le

from bot.domain.decision import Facts, Finding, Likely, Verdict
from bot.domain.match import Thresholds
from bot.rules.common import STRICT, Meaning, day, instant

_DOMAIN = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")


Share = Annotated[float, Ge(0), Le(1)]


@dataclass(frozen=True, kw_only=True)
class Match:
    """By what prospects are compared; ``ignore_domains`` adds to the built-in free-mail and shared-hosting lists."""

    __pydantic_config__ = STRICT
    scope: Literal["domain", "company"]
    """Compare domains and addresses only, or names, pages and the list of aliases too."""
    ignore_domains: tuple[str, ...] = ()
    """Domains that never identify a company, in ASCII and small letters."""
    typo: Share = 0.8
    """From 0 to 1: how alike the letters of two words must be for one to be the other misspelled."""
    alike: Share = 0.85
    """From 0 to 1: how much of two misspelled names must be common for a person to look."""
    rare: Share = 0.8
    """From 0 to 1: how rare a word must be for a longer name that holds it ("Siemens Energy") to be looked at."""

    def __post_init__(self) -> None:
        """Raise ValueError, a line "key: problem" each, for what is no domain."""
        wrong = [name for name in self.ignore_domains if not _DOMAIN.fullmatch(name)]
        if wrong:
            raise ValueError("\n".join(f"ignore_domains: {name!r} is no domain in small letters" for name in wrong))

    @property
    def thresholds(self) -> Thresholds:
        """From where on names count as alike."""
        return Thresholds(self.typo, self.alike, self.rare)

    def check(self, facts: Facts, zone: ZoneInfo, policy: str, disclose: Literal["none", "date"]) -> Iterator[Finding]:
        """Hold what may be the prospect of another partner, with the evidence for an admin only.

        What was registered before was decided on before.
        """
        if not facts.likely or facts.previous is not None:
            return
        first = facts.likely[0]
        evidence = f"Another partner has registered a company that may be the same ({first.reason})"
        if disclose == "date":
            evidence += f"; that registration was received on {day(first.registration.received_at, zone)}"
        internal = "; ".join(_internal(one, zone) for one in facts.likely)
        yield Finding("conflict.likely", Verdict.HOLD, evidence, policy, internal)

    def meanings(self) -> Iterator[Meaning]:
        """What makes two prospects the same."""
        yield Meaning(
            "Two prospects are the same where the registrable domain of their URL, or else of the contact's address, "
            "is the same; free-mail, disposable, social and shared-hosting domains never identify a company."
        )
        if self.scope == "company":
            yield Meaning(
                "They are the same, too, where a page on a shared host or the list of aliases says so, or one contact "
                "address stands with like names."
            )
            yield Meaning(
                "A registration is held for an admin where another partner's, or one on the vendor's own list, may be "
                "of the same company: by name at another domain, as a part or a subsidiary of it, or as a member of a "
                "group on the list of aliases."
            )
            yield Meaning(
                f"Two words are one misspelled where {self.typo:.0%} of their letters agree, two misspelled names are "
                f"alike where they share {self.alike:.0%} of their weight, and one word in common suffices where its "
                f"rarity is {self.rare:.0%} or more."
            )
        if self.ignore_domains:
            yield Meaning(f"Nor do {', '.join(self.ignore_domains)}.")


def _internal(likely: Likely, zone: ZoneInfo) -> str:
    other = likely.registration
    received = instant(other.received_at, zone)
    why = ", ".join(likely.evidence)
    return f"{other.ref} of partner {other.partner}, {other.state}, received {received}: {why}"
