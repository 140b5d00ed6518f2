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
class Word:
    """A word that decides: what to write, what follows from it, and "" or the words of its button."""

    usage: str
    means: str
    button: str = ""


@dataclass(frozen=True, slots=True)
class CaseMail:
    """What case/ shows. ``token`` stands in subject and body; ``words`` say what follows from each.

    ``suggested`` is the word that the rules and the record speak for, with its reason in ``because``; both "" where
    they speak for none. ``history`` is what was decided on the same company before, latest first. ``news`` says what
    has changed where this mail takes the place of an earlier one.
    """

    house: House
    ref: str
    token: str
    company: str
    asked: Side
    others: tuple[Side, ...]
    reasons: tuple[Reason, ...]
    words: tuple[Word, ...]
    decide_by: datetime | None = None
    suggested: str = ""
    because: str = ""
    history: tuple[str, ...] = ()
    news: tuple[str, ...] = ()
