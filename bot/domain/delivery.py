"""What became of mails that went out: delivery reports, and addresses that take no mail."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime


def mark(key: bytes, message_id: str) -> str:
    """What shows that a mail of ours is ours: nobody else can make it for that Message-ID (16 hexadecimal digits)."""
    return hmac.digest(key, message_id.encode(), "sha256").hex()[:16]


@dataclass(frozen=True, slots=True)
class Bounced:
    """A report on mails of ours, by their Message-IDs (brackets kept); ``addresses`` (folded) failed for good.

    ``lasting`` tells a report of failure from one of mere delay; such a report may name no address at all, or one that
    a recipient forwards to. ``text`` is what the other server said.
    """

    message_ids: tuple[str, ...]
    addresses: tuple[str, ...]
    lasting: bool
    text: str = ""


@dataclass(frozen=True, slots=True)
class SentMail:
    """A mail that went out: to whom (folded), so that a report on it may be believed about these and nobody else."""

    message_id: str
    recipients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Failing:
    """An address (folded) that sends our mails back, since when, and what its server said."""

    program: str
    address: str
    since: datetime
    text: str
