"""The journal: events appended in order, each hashed with the one before, so that no change goes unseen."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import Connection, select, update

from bot.domain.outcome import Event
from bot.store import schema
from bot.store.batch import insert_many
from bot.store.database import Database
from bot.store.records import Broken, JournalEvent
from bot.store.rows import Line, dump, fit

START = bytes(32)
"""The hash before the first event."""

_lines = schema.journal
_heads = schema.program
_PAGE = 1000


class Journal(Database):
    """What the store tells of the past."""

    def events(self, ref: str) -> list[JournalEvent]:
        """The events of one registration, in order."""
        query = select(_lines).where(_lines.c.ref == ref).order_by(_lines.c.program, _lines.c.seq)
        with self._read() as connection:
            return [_told(row) for row in connection.execute(query)]

    def journal(self, program: str | None = None) -> Iterator[JournalEvent]:
        """Every event in order, program by program; read in pages, so that any length will do."""
        for name, _, _ in self._heads(program):
            for row in self._rows(name):
                yield _told(row)

    def verify(self, program: str | None = None) -> Broken | None:
        """The first event that was changed, removed or slipped in; None where every chain holds to its end."""
        return next(filter(None, (self._chain(name) for name, _, _ in self._heads(program))), None)

    def _chain(self, program: str) -> Broken | None:
        """Follow a chain to its head, which is read after the lines: the bot may be adding to both meanwhile."""
        seq, previous, end = 0, START, 0
        while True:
            for row in self._rows(program, seq):
                seq += 1
                if row.seq != seq:
                    return Broken(program, seq, f"event {seq} is missing")
                previous = _hash(previous, row._asdict())
                if previous != row.hash:
                    return Broken(program, seq, f"event {seq} ({row.name}) is not as it was written")
            if seq < end:
                return Broken(program, seq + 1, f"the journal ends before event {seq + 1}, of {end}")
            ((_, end, head),) = self._heads(program)
            if end <= seq:  # lines beyond the head may be chained rightly, but nobody wrote them under the lock
                sound = end == seq and head == previous
                return None if sound else Broken(program, end + 1, "the journal's end was changed")

    def _heads(self, program: str | None) -> list[tuple[str, int, bytes]]:
        query = select(_heads.c.name, _heads.c.journal_seq, _heads.c.journal_hash).order_by(_heads.c.name)
        if program is not None:
            query = query.where(_heads.c.name == program)
        with self._read() as connection:
            return [(name, seq, head) for name, seq, head in connection.execute(query)]

    def _rows(self, program: str, after: int = 0) -> Iterator[Line]:
        query = select(_lines).where(_lines.c.program == program).order_by(_lines.c.seq).limit(_PAGE)
        while True:
            with self._read() as connection:
                page = connection.execute(query.where(_lines.c.seq > after)).all()
            yield from page
            if len(page) < _PAGE:
                return
            after = page[-1].seq


def append(connection: Connection, program: str, events: Iterable[Event]) -> None:
    """Append events to the program's journal; the caller holds the program's lock."""
    head = connection.execute(select(_heads.c.journal_seq, _heads.c.journal_hash).where(_heads.c.name == program)).one()
    seq, previous = head.journal_seq, head.journal_hash
    rows = []
    for event in events:
        seq += 1
        row = {
            "program": program,
            "seq": seq,
            "at": event.at,
            "name": event.name,
            "ref": fit(event.ref),
            "data": dump(dict(event.data)) if event.data else "{}",
        }
        row["hash"] = previous = _hash(previous, row)
        rows.append(row)
    if rows:
        insert_many(connection, _lines, rows)
        connection.execute(
            update(_heads).where(_heads.c.name == program).values(journal_seq=seq, journal_hash=previous)
        )


def _hash(previous: bytes, row: dict[str, Any]) -> bytes:
    """SHA-256 over the hash before and the event as canonical JSON."""
    at: datetime = row["at"]
    line = {
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "data": orjson.Fragment(row["data"]),
        "name": row["name"],
        "program": row["program"],
        "ref": row["ref"],
        "seq": row["seq"],
    }
    return hashlib.sha256(previous + orjson.dumps(line)).digest()


def _told(row: Line) -> JournalEvent:
    return JournalEvent(row.program, row.seq, Event(row.name, row.at, row.ref, orjson.loads(row.data)), row.hash)
