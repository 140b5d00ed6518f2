"""The reminder to the admins of cases that wait longer than the program's own time to decide."""

from __future__ import annotations

from dataclasses import dataclass

from bot.notices.common import House, Standing


@dataclass(frozen=True, slots=True)
class Nudge:
    """What nudge/ shows; ``hours`` is the program's time to decide."""

    house: House
    rows: tuple[Standing, ...]
    hours: int
