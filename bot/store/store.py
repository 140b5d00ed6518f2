"""The store as its callers see it: one database, each of whose methods is a transaction of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from bot.store.aliases import AliasList
from bot.store.backfill import file_companies
from bot.store.imports import Imports
from bot.store.inbox import Inbox
from bot.store.listing import Listing
from bot.store.migrate import Migrated
from bot.store.outbox import Outbox
from bot.store.receiving import Receiving
from bot.store.thread import Threads
from bot.store.unit import Unit, lock


class Store(Receiving, Inbox, Threads, Outbox, Listing, Imports, AliasList, Migrated):
    """A database by its URL (``sqlite:///var/regbot.db``, ``postgresql://user@host/name``); threads may share it.

    Any method raises StoreUnavailable when the database is locked, gone or not migrated; nothing is half-written.
    """

    @contextmanager
    def begin(self, program: str, now: datetime, *, names: bool = True) -> Iterator[Unit]:
        """Work under the program's lock; all is written when the block ends, nothing when it raises.

        Companies are filed by name where ``names`` count; ``file_names`` files later what was not.

        The lock is waited for: on PostgreSQL the program's row, on SQLite the database's one writer.
        """
        with self._write() as connection:
            lock(connection, program)
            yield Unit(connection, program, now, names=names)

    def file_names(self, program: str) -> None:
        """File by name the companies of a program that are not yet: its rules did not compare names before."""
        with self._write() as connection:
            lock(connection, program)
            file_companies(connection, program)
