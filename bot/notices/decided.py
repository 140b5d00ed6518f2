"""What a partner is told when an admin has decided a held registration, or gave its prospect to another partner."""

from __future__ import annotations

from dataclasses import dataclass

from bot.notices.common import House, LeadLine


@dataclass(frozen=True, slots=True)
class Decided:
    """What decided/ shows. ``reason`` is the admin's own words, "" when none were given."""

    house: House
    greeting: str
    line: LeadLine
    reason: str = ""
    used: int = 0
