"""The polite answer to a mail of which only the headers were fetched."""

from __future__ import annotations

from dataclasses import dataclass

from bot.notices.common import House


@dataclass(frozen=True, slots=True)
class TooLarge:
    """What too_large/ shows; sizes are bytes."""

    house: House
    greeting: str
    size: int
    limit: int
