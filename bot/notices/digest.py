"""The daily mail to the admins of what needs a look: parked and quarantined mails, deliveries that failed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.notices.common import House


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing to look at: ``what`` is parked, quarantined, left (to a person), failed, failing or withheld.

    ``command`` is what to type at the terminal, ``reply`` the line by which an answer to the digest settles it.
    """

    what: str
    id: int
    at: datetime
    text: str
    command: str
    reply: str = ""


@dataclass(frozen=True, slots=True)
class Digest:
    """What digest/ shows."""

    house: House
    rows: tuple[Trouble, ...]
    more: int = 0
