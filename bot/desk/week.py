"""The weekly look at what waits, and since when: cases, lines and offers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from bot.commands.show import standing
from bot.domain.outcome import Notice, Outcome
from bot.domain.registration import Registration
from bot.notices.common import House, Standing
from bot.notices.waiting import Waiting
from bot.rules.common import instant
from bot.rules.program import Program

_SHOWN = 100


def week_due(program: Program, now: datetime, weekday: int, hour: int) -> datetime:
    """When the list of this local week is due (aware); ``weekday`` counts from 0, Monday."""
    local = now.astimezone(program.tz)
    due = local.replace(hour=hour, minute=0, second=0, microsecond=0)
    return due + timedelta(days=weekday - local.weekday())


def week_key(program: Program, now: datetime) -> str:
    """The key of the one digest of a local week (ISO 8601)."""
    year, week, _ = now.astimezone(program.tz).isocalendar()
    return f"waiting/{program.name}/{year}-{week:02}"


def week(
    program: Program,
    house: House,
    admins: Collection[str],
    held: Sequence[Registration],
    line: Sequence[Registration],
    names: Mapping[str, str],
    now: datetime,
    due: datetime,
) -> Outcome:
    """The ``waiting`` mail of the week, where anything has waited since it was ``due``; ``names`` are the partners'.

    What has come since then alone is left to the next week: its case mail has just gone out.
    """
    if not admins or all(one.received_at > due for one in (*held, *line)):
        return Outcome()
    cases = tuple(_row(one, names, "") for one in held[:_SHOWN])
    places = tuple(_row(one, names, text) for one, text in _places(program, line[:_SHOWN]))
    more = max(0, len(held) - _SHOWN) + max(0, len(line) - _SHOWN)
    view = Waiting(house, cases, places, more)
    return Outcome(notices=(Notice("waiting", week_key(program, now), tuple(sorted(admins)), view),))


def _row(one: Registration, names: Mapping[str, str], note: str) -> Standing:
    who = f"Of {names.get(one.partner, one.partner)}"
    return standing(one, f"{who}. {note}" if note else f"{who}.")


def _places(program: Program, line: Sequence[Registration]) -> Iterable[tuple[Registration, str]]:
    for one in line:
        if one.offer_ends_at is not None:
            yield one, f"The place is offered until {instant(one.offer_ends_at, program.tz)}."
        else:
            yield one, "It waits for the place."
