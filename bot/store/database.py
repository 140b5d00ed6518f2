"""The connection: one engine a store, SQLite and PostgreSQL set up so that their transactions mean the same."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from time import sleep

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

from bot.domain.errors import ConfigError
from bot.store.trouble import told

BUSY_S = 15  # how long a writer waits for another one; `?timeout=` in a SQLite URL says otherwise

_PRAGMAS = (
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA wal_autocheckpoint = 4000",  # pages: after 16 MB, not 4, which two batches of mails and answers fill
)

# A plan that was made while the tables were empty, and kept, looks every key up by a full scan: 10 times slower.
_SESSION = "-c timezone=UTC -c plan_cache_mode=force_custom_plan"


class Database:
    """An engine and its two kinds of transaction."""

    def __init__(self, url: str) -> None:
        self._url = _parsed(url)
        self._engine = _open(self._url)

    def close(self) -> None:
        """Give every connection back; the store can still be used and opens new ones."""
        self._engine.dispose()

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        """A transaction that only looks, and keeps no writer out."""
        with told(self._url), self._engine.connect().execution_options(looks=True) as connection, connection.begin():
            yield connection

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        """A transaction that writes; on SQLite it waits here, at its beginning, until it is the only writer (P10)."""
        with told(self._url), self._engine.begin() as connection:
            yield connection


def _parsed(url: str) -> URL:
    """The URL; what is wrong with one is told without it, since a password may stand anywhere in it."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise ConfigError(["database: is not a database URL such as sqlite:///var/regbot.db"]) from None
    if "@" in (parsed.host or ""):
        raise ConfigError(["database: has more than one @; write the one in the password as %40"])
    if parsed.drivername in {"postgres", "postgresql"}:
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() not in {"sqlite", "postgresql"}:
        raise ConfigError([f"database: {parsed.drivername} is not supported; use sqlite:/// or postgresql://"])
    return parsed


def _open(url: URL) -> Engine:
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url if "timeout" in url.query else url.update_query_dict({"timeout": str(BUSY_S)}))
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    try:
        return create_engine(url, pool_pre_ping=True, connect_args={"options": _SESSION, "connect_timeout": BUSY_S})
    except ModuleNotFoundError as error:
        raise ConfigError(["database: PostgreSQL needs psycopg; pip install 'regbot[postgres]'"]) from error


def _set_up_sqlite(raw: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
    raw.isolation_level = None  # the driver would begin late, and by DEFERRED, which ends in "database is locked"
    _use_wal(raw)
    for pragma in _PRAGMAS:
        raw.execute(pragma)


def _use_wal(raw: sqlite3.Connection) -> None:
    """Let readers and the writer work side by side; the file remembers it.

    SQLite does not wait when two connections change a new file at once, so the loser looks again.
    """
    for wait in (0.05, 0.1, 0.2, 0.4, 0.8, 1.6):
        try:
            if raw.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                raw.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            sleep(wait)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    looks = connection.get_execution_options().get("looks", False)
    connection.exec_driver_sql("BEGIN" if looks else "BEGIN IMMEDIATE")
