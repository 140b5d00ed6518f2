"""The offer of a place that has become free, to the partner who is next in line for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.notices.common import House, LeadLine


@dataclass(frozen=True, slots=True)
class Offer:
    """What offer/ shows. ``until`` (aware, UTC) is when the place goes to the next; ``full`` when no place is left."""

    house: House
    greeting: str
    line: LeadLine
    until: datetime
    used: int = 0
    full: bool = False
