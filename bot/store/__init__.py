"""All that lasts: mails in and out, registrations, cases, partners and the journal, in SQLite or PostgreSQL."""

from bot.store.records import (
    Broken,
    Cursor,
    Fetched,
    Imported,
    JournalEvent,
    OutboxRow,
    OutboxShown,
    StoredMail,
    Story,
    Troubles,
    Unfiled,
)
from bot.store.store import Store
from bot.store.unit import Unit

__all__ = [
    "Broken",
    "Cursor",
    "Fetched",
    "Imported",
    "JournalEvent",
    "OutboxRow",
    "OutboxShown",
    "Store",
    "StoredMail",
    "Story",
    "Troubles",
    "Unfiled",
    "Unit",
]
