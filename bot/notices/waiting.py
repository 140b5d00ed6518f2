"""The weekly mail to the admins of what waits, and since when."""

from __future__ import annotations

from dataclasses import dataclass

from bot.notices.common import House, Standing


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waiting/ shows: ``cases`` wait for a decision, ``line`` for a place; ``more`` rows are left out."""

    house: House
    cases: tuple[Standing, ...]
    line: tuple[Standing, ...] = ()
    more: int = 0
