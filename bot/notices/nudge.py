"""The reminder of cases that wait longer than the program's own time to decide, to the admins or beyond them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.notices.common import House, Standing


@dataclass(frozen=True, slots=True)
class Nudge:
    """What nudge/ shows; ``hours`` is the program's time to decide.

    ``admins`` are those who have not decided, where the mail goes to somebody above them; empty where it goes to them.
    """

    house: House
    rows: tuple[Standing, ...]
    hours: int
    admins: tuple[str, ...] = ()
