"""The question to a known partner's own address whether a mail that could not be proven was its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.notices.common import House


@dataclass(frozen=True, slots=True)
class Confirm:
    """What confirm/ shows: the mail's subject and receipt, the word that lets it go on, and until when it serves."""

    house: House
    address: str
    subject: str
    received_at: datetime
    word: str
    until: datetime
