"""The mail to the admins for a held registration: it stands alone, and is decided by answering it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.notices.common import FieldShown, House, Reason


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a case: the registration, its partner, and what the partner's record says."""

    ref: str
    partner: str
    sender: str
    state: str
    received_at: datetime
    fields: tuple[FieldShown, ...]
    standing: tuple[str, ...] = ()
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CaseMail:
    """What case/ shows. ``token`` stands in subject and body; ``…_means`` say what follows from each word."""

    house: House
    ref: str
    token: str
    company: str
    asked: Side
    others: tuple[Side, ...]
    reasons: tuple[Reason, ...]
    accept_means: str
    reject_means: str
    decide_by: datetime | None = None
