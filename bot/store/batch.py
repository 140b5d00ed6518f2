"""Many rows at once, on either database: look-ups by long lists of keys, and inserts without a toll on each row."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import BindParameter, Connection, Dialect, Select, Table, bindparam, insert
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError

from bot.store.columns import Instant, aware, ticks
from bot.store.rows import Line

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

T = TypeVar("T")

AMONG: BindParameter[Any] = bindparam("among", expanding=True)
"""The keys of a look-up, as in ``column.in_(AMONG)``: a statement made once is compiled once, however many they are."""


def chunks(items: Iterable[T], size: int = 512) -> Iterator[list[T]]:
    """The distinct items in runs that fit into one statement's variables."""
    distinct = list(dict.fromkeys(items))
    for start in range(0, len(distinct), size):
        yield distinct[start : start + size]


def among(
    connection: Connection, query: Select[*tuple[Any, ...]], keys: Iterable[object], **given: object
) -> Iterator[Line]:
    """The rows of a query that asks for AMONG; ``given`` are its other parameters.

    The driver is asked past SQLAlchemy, whose work on a statement takes longer than the look-up of a row by its key.
    """
    for chunk in chunks(keys):
        size = 1 << (len(chunk) - 1).bit_length()  # of few sizes, so that the driver meets few statements
        look_up = _look_up(query, size, tuple(given), connection.dialect)
        yield from look_up.rows(connection, chunk + chunk[:1] * (size - len(chunk)), given)


class _LookUp:
    """A query for a number of keys as the driver takes it, and what makes its rows those of the columns' types."""

    def __init__(self, query: Select[*tuple[Any, ...]], size: int, given: tuple[str, ...], dialect: Dialect) -> None:
        blank = {**dict.fromkeys(given), "among": [""] * size}
        state = query.compile(dialect=dialect).construct_expanded_state(blank)
        columns = list(query.selected_columns)
        made = ((at, one.type.dialect_impl(dialect).result_processor(dialect, None)) for at, one in enumerate(columns))
        self._statement = state.statement
        self._parameters = dict(state.parameters)
        self._order = state.positiontup
        self._keys = state.parameter_expansion["among"]
        self._stored = ticks if dialect.name == "sqlite" else aware
        self._line: Any = namedtuple("Line", [one.name for one in columns])  # type: ignore[misc]  # noqa: PYI024
        self._types = [(at, process) for at, process in made if process]

    def rows(self, connection: Connection, keys: Sequence[object], given: Mapping[str, object]) -> Iterator[Line]:
        """What the database has of these, as many as the query was made for."""
        stored = {key: self._stored(one) if isinstance(one, datetime) else one for key, one in given.items()}
        values = {**self._parameters, **stored, **dict(zip(self._keys, keys, strict=True))}
        found = self._fetched(connection, tuple([values[name] for name in self._order]) if self._order else values)
        if not self._types:
            return map(self._line._make, found)
        return map(self._line._make, map(self._typed, found))

    def _typed(self, row: Sequence[Any]) -> list[Any]:
        typed = list(row)
        for at, process in self._types:
            typed[at] = process(typed[at])
        return typed

    def _fetched(self, connection: Connection, values: Any) -> Sequence[Any]:
        """All rows; what the driver raises is told as SQLAlchemy tells it."""
        driver, pooled = connection.dialect.loaded_dbapi, connection.connection
        cursor = pooled.cursor()
        try:
            cursor.execute(self._statement, values)
            return cursor.fetchall()
        except driver.Error as error:
            lost = connection.dialect.is_disconnect(error, pooled.dbapi_connection, cursor)
            if lost:
                connection.invalidate(error)
            raise DBAPIError.instance(
                self._statement, values, error, driver.Error, connection_invalidated=lost, dialect=connection.dialect
            ) from error
        finally:
            cursor.close()


_look_up = lru_cache(maxsize=1024)(_LookUp)


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
