"""What a partner is told when a held or waiting registration is decided, or an admin's decision touches another."""

from __future__ import annotations

from dataclasses import dataclass

from bot.notices.common import House, LeadLine


@dataclass(frozen=True, slots=True)
class Decided:
    """What decided/ shows. ``reason`` is the admin's own words, "" when none were given.

    ``opening`` says how it came about: accepted, rejected, waiting or closed by an admin; shared, where another
    partner's now stands beside it; barred, where the rules no longer let it have the place; lapsed, where an offer was
    not answered; recalled, where the place that was offered went to another. ``beside`` when another partner's
    registration stands too, ``share`` this one's part of the revenue share in percent.
    """

    house: House
    greeting: str
    line: LeadLine
    opening: str
    reason: str = ""
    used: int = 0
    beside: bool = False
    share: int | None = None
