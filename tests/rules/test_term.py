"""When a registration ends: calendar months, the month's end, the program's zone."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import load_program
from bot.domain.term import add_months, last_day
from bot.rules.program import Term
from bot.rules.term import expiry

LEANSTACK = load_program("leanstack")
ZONES = ["UTC", "America/Chicago", "Asia/Kolkata", "Pacific/Auckland", "Europe/London"]


@pytest.mark.parametrize(
    ("start", "end"),
    [
        pytest.param("2025-03-04T09:30", "2025-09-05T00:00", id="to the end of the same day, six months on"),
        pytest.param("2025-08-31T00:00", "2026-03-01T00:00", id="31 August ends with February"),
        pytest.param("2027-08-31T12:00", "2028-03-01T00:00", id="31 August ends with a leap February"),
        pytest.param("2025-03-31T23:59", "2025-10-01T00:00", id="31 March ends with September"),
    ],
)
def test_six_months(start, end):
    ends = expiry(LEANSTACK, datetime.fromisoformat(start).replace(tzinfo=UTC))
    assert ends == datetime.fromisoformat(end).replace(tzinfo=UTC)


def test_days_begin_and_end_in_the_program_s_zone():
    chicago = replace(LEANSTACK, zone="America/Chicago")
    start = datetime(2025, 3, 5, 2, 0, tzinfo=UTC)  # still 4 March there
    assert expiry(chicago, start) == datetime(2025, 9, 5, 5, 0, tzinfo=UTC)  # midnight there after 4 September


def test_a_renewal_counts_days():
    assert expiry(LEANSTACK, datetime(2025, 9, 10, 8, tzinfo=UTC), renewal=True) == datetime(2025, 12, 10, tzinfo=UTC)


def test_no_end_where_the_policy_names_no_term():
    assert expiry(load_program("plaidcloud"), datetime(2025, 1, 1, tzinfo=UTC)) is None


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.integers(1, 24), st.sampled_from(ZONES))
def test_the_last_day_is_the_clamped_one_in_every_zone(day, months, zone):
    program = replace(LEANSTACK, zone=zone, term=Term(months=months, policy="x"), notify=_quiet())
    start = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    ends = expiry(program, start)
    assert ends.tzinfo is UTC
    last = last_day(ends, program.tz)
    assert last == add_months(day, months)
    assert last.day <= day.day
    assert (last.year * 12 + last.month) - (day.year * 12 + day.month) == months
    assert last.day == day.day or (last + timedelta(days=1)).day == 1


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.integers(1, 24))
def test_no_term_is_shorter_than_its_shortest(day, months):
    assert (add_months(day, months) - day).days >= Term(months=months, policy="x").shortest


@pytest.mark.parametrize(
    ("months", "days"),
    [
        pytest.param(0, 0, id="neither"),
        pytest.param(6, 90, id="both"),
        pytest.param(121, 0, id="more than ten years of months"),
        pytest.param(0, 3661, id="more than ten years of days"),
    ],
)
def test_impossible_terms(months, days):
    with pytest.raises(ValueError, match=r"^(months|days): "):
        Term(months=months, days=days, policy="x")


def _quiet():
    return replace(LEANSTACK.notify, reminders_before=())
