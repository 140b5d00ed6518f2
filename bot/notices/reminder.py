"""The reminder before expiry: one mail a partner and day that lists all that is due."""

from __future__ import annotations

from dataclasses import dataclass

from bot.notices.common import House, Standing


@dataclass(frozen=True, slots=True)
class Reminder:
    """What reminder/ shows.

    ``rows`` are ordered by the day on which they end; ``renewal`` is a sentence on what comes after.
    """

    house: House
    greeting: str
    rows: tuple[Standing, ...]
    renewal: str = ""
