"""The column types of the schema: instants, counted keys and bytes, alike on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Integer
from sqlalchemy.types import TypeDecorator, TypeEngine

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)

Counter = BigInteger().with_variant(Integer(), "sqlite")
"""A primary key that the database counts up; SQLite counts only plain INTEGER."""


class Instant(TypeDecorator[datetime]):
    """An instant, aware and UTC: ``timestamptz`` in PostgreSQL, whole microseconds since 1970 in SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the column's type."""
        return BigInteger() if dialect.name == "sqlite" else DateTime(timezone=True)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Refuse naive instants."""
        return ticks(value) if dialect.name == "sqlite" else aware(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Give it back in UTC."""
        if value is None:
            return None
        instant: datetime = _EPOCH + value * _TICK if dialect.name == "sqlite" else value.astimezone(UTC)
        return instant


def aware(value: datetime | None) -> datetime | None:
    """The instant as it is; raises ValueError where it has no zone, which would have to be guessed."""
    if value is not None and value.tzinfo is None:
        raise ValueError(f"{value.isoformat()} has no time zone")
    return value


def ticks(value: datetime | None) -> int | None:
    """The instant as whole microseconds since 1970."""
    checked = aware(value)
    return None if checked is None else (checked - _EPOCH) // _TICK
