"""How long a registration lasts: calendar months clamped to the month's end, days, and the end of a local day."""

from __future__ import annotations

import calendar
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo


def add_months(day: date, months: int) -> date:
    """The same day ``months`` calendar months later, clamped to that month's end (31 Aug + 6 = 28 or 29 Feb)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@lru_cache(maxsize=1024)  # what is decided in one batch starts at one instant
def end_of_term(start: datetime, zone: ZoneInfo, *, months: int = 0, days: int = 0) -> datetime:
    """The instant (aware, UTC) at which a term that starts at ``start`` ends: the end of its last day in ``zone``.

    The end is the first instant of the next local day, so that a registration is live while ``now < end``.
    """
    last = add_months(start.astimezone(zone).date(), months) + timedelta(days=days)
    return datetime.combine(last + timedelta(days=1), time(), zone).astimezone(UTC)


def last_day(end: datetime, zone: ZoneInfo) -> date:
    """The last local day of a term that ends at ``end``, as it is told to people."""
    return (end - timedelta(microseconds=1)).astimezone(zone).date()
