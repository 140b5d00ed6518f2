"""What the store takes and gives beyond the domain's own words: plain frozen values, all instants aware and UTC."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from bot.domain.mail import InboundState
from bot.domain.outcome import Event, OutboxMail
from bot.domain.partner import Partner
from bot.domain.quarantine import Quarantined
from bot.domain.registration import Case, Registration


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a mailbox was read: every UID up to ``last_uid`` under ``uidvalidity`` (RFC 3501 section 2.3.1.1)."""

    uidvalidity: int
    last_uid: int


@dataclass(frozen=True, slots=True)
class Fetched:
    """A mail as the IMAP server gave it; ``raw`` holds the headers only when ``truncated``, ``size`` is in bytes."""

    uid: int
    received_at: datetime
    raw: bytes
    size: int
    truncated: bool = False


class Unfiled(NamedTuple):
    """A finished mail that still lies where it was received."""

    id: int
    uid: int
    state: InboundState


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A claimed mail on its way out; ``attempts`` counts the claims, this one included."""

    id: int
    mail: OutboxMail
    attempts: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class OutboxShown:
    """A mail of the outbox as it is listed, without its bytes; ``state`` is queued, sent, failed or dropped."""

    id: int
    key: str
    kind: str
    program: str
    message_id: str
    recipients: tuple[str, ...]
    refs: tuple[str, ...]
    state: str
    attempts: int
    created_at: datetime
    due_at: datetime
    sent_at: datetime | None
    error: str


@dataclass(frozen=True, slots=True)
class StoredMail:
    """A received mail as it is listed, without its bytes; ``why`` says what became of it in one line."""

    id: int
    mailbox: str
    program: str
    received_at: datetime
    size: int
    state: InboundState
    why: str
    attempts: int
    handled_at: datetime | None


@dataclass(frozen=True, slots=True)
class JournalEvent:
    """An event with its place in its program's journal (from 1)."""

    program: str
    seq: int
    event: Event
    hash: bytes


@dataclass(frozen=True, slots=True)
class Broken:
    """The first event at which a program's journal does not hold, and why."""

    program: str
    seq: int
    why: str


@dataclass(frozen=True, slots=True)
class Story:
    """All that is known of one registration; cases, events and mails in the order in which they came.

    ``ahead`` counts who waits in line before it, None where it does not wait.
    """

    registration: Registration
    partner: Partner | None
    cases: tuple[Case, ...]
    events: tuple[JournalEvent, ...]
    mails: tuple[OutboxShown, ...]
    ahead: int | None = None


@dataclass(frozen=True, slots=True)
class Troubles:
    """What the admins hear of in the digest, oldest first."""

    parked: tuple[StoredMail, ...]
    quarantined: tuple[StoredMail, ...]
    waiting: Mapping[int, Quarantined]  # those of them that a person may release, by id
    left: tuple[StoredMail, ...]
    failed: tuple[OutboxShown, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """How many rows of an import were new, and how many changed what was there."""

    new: int
    changed: int
