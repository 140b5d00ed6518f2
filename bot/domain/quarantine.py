"""Mails whose sender is not proven, or not known, and what lets one go on: its sender's word, or an admin's.

QUARANTINED ──confirm (the address on file answers in time)──> released, handled by its first receipt
  └─────────release (an admin answers; may bind the address)──> released
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

TIME_TO_CONFIRM = timedelta(days=3)
"""How long a sender may confirm a mail by the word that was sent to its address."""


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A mail that waits for a word; ``word`` is unguessable and serves once, ``address`` is the From (folded).

    ``partner`` is the id of the one that the address belongs to, ``""`` for a stranger. ``asked_until`` is set where
    the address itself was asked to confirm, and says when that ends. ``released_by`` is who let the mail go on.
    """

    inbound: int
    program: str
    word: str
    address: str
    partner: str
    subject: str
    received_at: datetime
    asked_until: datetime | None = None
    released_at: datetime | None = None
    released_by: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A line of a mail that names a word: ``verb`` is confirm or release, ``partner`` the id of whom to credit."""

    verb: str
    word: str
    partner: str = ""


@dataclass(frozen=True, slots=True)
class Binding:
    """An address that an admin gave to a partner."""

    program: str
    address: str
    partner: str
