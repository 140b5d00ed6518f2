"""A partner's answer to an admin's question, on its way to the admins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.notices.common import House


@dataclass(frozen=True, slots=True)
class Answered:
    """What answered/ shows. ``files`` came with the mail, which ``command`` shows at the terminal."""

    house: House
    ref: str
    token: str
    company: str
    partner: str
    sender: str
    text: str
    received_at: datetime
    files: tuple[str, ...] = ()
    command: str = ""
