"""How long an accepted registration lasts (LEANSTACK L9), and the instant at which it ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

from annotated_types import Ge

from bot.domain.registration import Registration
from bot.domain.term import add_months, end_of_term
from bot.rules.common import STRICT, Meaning, Text, plural

if TYPE_CHECKING:
    from bot.rules.program import Program

_LONGEST_MONTHS = 120
_LONGEST_DAYS = 3660


@dataclass(frozen=True, kw_only=True)
class Term:
    """How long an accepted registration lasts: calendar months, or days (L9)."""

    __pydantic_config__ = STRICT
    months: Annotated[int, Ge(0)] = 0
    """Calendar months; a day that the last month lacks is that month's last."""
    days: Annotated[int, Ge(0)] = 0
    policy: Text

    def __post_init__(self) -> None:
        """Raise ValueError, as "key: problem", for a term that is none, both, or longer than ten years."""
        if not self.months and not self.days:
            raise ValueError('months: must be at least 1 (or days; or the whole section "unset")')
        if self.months and self.days:
            raise ValueError("days: a term is counted in months or in days, not in both")
        if self.months > _LONGEST_MONTHS or self.days > _LONGEST_DAYS:
            raise ValueError(f"{'months' if self.months else 'days'}: is longer than ten years")

    @property
    def length(self) -> str:
        """The term in words."""
        return plural(self.months, "calendar month") if self.months else plural(self.days, "day")

    @property
    def shortest(self) -> int:
        """The fewest days that the term can have, whatever day it starts on."""
        starts = (date(2025, month, 1) for month in range(1, 13))
        return self.days or min((add_months(start, self.months) - start).days for start in starts)

    def meanings(self, zone: str) -> Iterator[Meaning]:
        """When a registration ends."""
        yield Meaning(
            f"An accepted registration lasts {self.length}, to the end of that day in the time zone {zone}; "
            "the term starts when it is accepted.",
            self.policy,
        )


def grant(program: Program, registration: Registration, now: datetime) -> tuple[datetime | None, int]:
    """The end (aware, UTC) and the number of the term that a registration has when it is accepted now.

    A term that still runs goes on (see ``renewal.resumes``); one that is over is renewed; else the first begins.
    """
    end, term = registration.expires_at, registration.term
    if term and end is not None and end > now:
        return end, term
    return expiry(program, now, renewal=term > 0), term + 1


def expiry(program: Program, start: datetime, *, renewal: bool = False) -> datetime | None:
    """The instant (aware, UTC) at which a registration accepted at ``start`` ends; None where no term is set.

    A renewal lasts as long as the renewal rule says (LEANSTACK L10: days).
    """
    if renewal and program.renewal is not None:
        return end_of_term(start, program.tz, days=program.renewal.days)
    if program.term is None:
        return None
    return end_of_term(start, program.tz, months=program.term.months, days=program.term.days)
