"""Many rows at once, on either database: look-ups by long lists of keys, and inserts without a toll on each row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import BindParameter, Connection, Dialect, Select, Table, bindparam, insert
from sqlalchemy.dialects import sqlite

from bot.store.columns import Instant, aware, ticks
from bot.store.rows import Line

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

T = TypeVar("T")

AMONG: BindParameter[Any] = bindparam("among", expanding=True)
"""The keys of a look-up, as in ``column.in_(AMONG)``: a statement made once is compiled once, however many they are."""


def chunks(items: Iterable[T], size: int = 500) -> Iterator[list[T]]:
    """The distinct items in runs that fit into one statement's variables."""
    distinct = list(dict.fromkeys(items))
    for start in range(0, len(distinct), size):
        yield distinct[start : start + size]


def among(
    connection: Connection, query: Select[*tuple[Any, ...]], keys: Iterable[object], **given: object
) -> Iterator[Line]:
    """The rows of a query that asks for AMONG; ``given`` are its other parameters."""
    for chunk in chunks(keys):
        yield from connection.execute(query, {"among": chunk, **given}).all()


def insert_new(connection: Connection, table: Table) -> Any:
    """An INSERT that leaves out the rows whose key is taken."""
    return upsert(connection, table).on_conflict_do_nothing()


def upsert(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An INSERT of the connection's dialect, which knows ON CONFLICT."""
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415  much to import, for those who use it only

    return postgresql.insert(table)


def insert_many(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """INSERT rows that all name the same columns; past SQLAlchemy's work on each row it takes half the time."""
    if not rows:
        return
    dialect = connection.dialect
    statement, names, instants = _insertion(table, tuple(rows[0]), dialect)
    stored = ticks if dialect.name == "sqlite" else aware
    for row in rows:
        for name in instants:
            row[name] = stored(row[name])
    if names:
        connection.exec_driver_sql(statement, [tuple([row[name] for name in names]) for row in rows])
    else:
        connection.exec_driver_sql(statement, list(rows))


@lru_cache(maxsize=64)
def _insertion(table: Table, columns: tuple[str, ...], dialect: Dialect) -> tuple[str, list[str], list[str]]:
    """The statement, the order of its parameters (none where they go by name), and which of them are instants."""
    compiled = insert(table).compile(dialect=dialect, column_keys=list(columns))
    instants = [name for name in columns if isinstance(table.c[name].type, Instant)]
    return str(compiled), list(compiled.positiontup or ()), instants
