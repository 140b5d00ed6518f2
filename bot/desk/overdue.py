"""Cases that wait longer than the program allows itself: the admins are reminded, then others hear of it.

A case waits since its registration was held, also where it was opened anew. ``names`` are the partners', by id.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.commands.show import standing
from bot.domain.outcome import Event, Notice, Outcome
from bot.domain.registration import Case, Registration
from bot.notices.common import House, Standing
from bot.notices.nudge import Nudge
from bot.rules.program import Program


def nudge_before(program: Program, now: datetime) -> datetime:
    """Cases opened before this instant wait longer than the program allows itself."""
    return now - timedelta(hours=program.sla.decide_within_hours)


def nudge(
    program: Program,
    house: House,
    admins: Collection[str],
    cases: Iterable[Case],
    registrations: Mapping[str, Registration],
    names: Mapping[str, str],
    now: datetime,
) -> Outcome:
    """One ``nudge`` mail a day to the admins for the open cases that wait too long and were not named today."""
    today = now.astimezone(program.tz).date()
    waiting = [
        case
        for case in _overdue(cases, registrations, nudge_before(program, now))
        if case.nudged_at is None or case.nudged_at.astimezone(program.tz).date() < today
    ]
    if not waiting or not admins:
        return Outcome()
    rows = tuple(_waiting(registrations[case.ref], case, names) for case in waiting)
    refs = tuple(case.ref for case in waiting)
    notice = Notice(
        "nudge",
        f"nudge/{program.name}/{today}/{refs[0]}",
        tuple(sorted(admins)),
        Nudge(house, rows, program.sla.decide_within_hours),
        refs=refs,
    )
    events = tuple(Event("case.nudged", now, ref) for ref in refs)
    nudged = tuple(replace(case, nudged_at=now) for case in waiting)
    return Outcome(cases=nudged, notices=(notice,), events=events)


def escalate_before(program: Program, now: datetime) -> datetime | None:
    """Cases that wait since before this instant go beyond the admins; None where the program says nothing of it."""
    hours = program.sla.escalate_after_hours
    return None if hours is None else now - timedelta(hours=hours)


def escalate(
    program: Program,
    house: House,
    to: Collection[str],
    admins: Collection[str],
    cases: Iterable[Case],
    registrations: Mapping[str, Registration],
    names: Mapping[str, str],
    now: datetime,
) -> Outcome:
    """One ``nudge`` mail beyond the admins for the cases that they have left too long; each case goes there once."""
    before = escalate_before(program, now)
    if before is None or not to:
        return Outcome()
    waiting = [case for case in _overdue(cases, registrations, before) if case.escalated_at is None]
    if not waiting:
        return Outcome()
    rows = tuple(_waiting(registrations[case.ref], case, names, code=False) for case in waiting)
    refs = tuple(case.ref for case in waiting)
    key = f"escalation/{program.name}/{now.isoformat()}/{refs[0]}"
    view = Nudge(house, rows, program.sla.escalate_after_hours or 0, tuple(sorted(admins)))
    events = tuple(Event("case.escalated", now, ref) for ref in refs)
    passed = tuple(replace(case, escalated_at=now) for case in waiting)
    return Outcome(cases=passed, notices=(Notice("nudge", key, tuple(sorted(to)), view),), events=events)


def _overdue(cases: Iterable[Case], registrations: Mapping[str, Registration], before: datetime) -> list[Case]:
    """The open cases whose registration is held since before an instant, the oldest first."""
    waiting = [
        (registrations[case.ref].decided_at, case.ref, case)
        for case in cases
        if case.closed_at is None and case.ref in registrations and registrations[case.ref].decided_at <= before
    ]
    return [case for _, _, case in sorted(waiting, key=lambda one: one[:2])]


def _waiting(registration: Registration, case: Case, names: Mapping[str, str], *, code: bool = True) -> Standing:
    """A case as a row; its code is for those who may decide it."""
    note = f"Of {names.get(registration.partner, registration.partner)}"
    return replace(standing(registration), note=f"{note}; case {case.token}" if code else note)
