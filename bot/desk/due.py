"""What is due by the clock: expiry, reminders, lapsed questions and the digest, each a pure function.

All ``now`` are aware instants; days are the program's local days.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from bot.commands.show import greeting, standing
from bot.desk.troubles import digest, digest_key, troubles, unreachable
from bot.domain.outcome import Event, Notice, Outcome
from bot.domain.registration import Registration, State, change
from bot.domain.term import last_day
from bot.notices.common import House
from bot.notices.expired import Expired
from bot.notices.reminder import Reminder
from bot.rules.program import Program

__all__ = [
    "digest",
    "digest_key",
    "expire",
    "lapse",
    "lapse_before",
    "remind",
    "remind_until",
    "reminder_keys",
    "renewable",
    "troubles",
    "unreachable",
]


def expire(
    program: Program, house: House, due: Iterable[Registration], now: datetime, admins: Collection[str] = ()
) -> Outcome:
    """End the accepted registrations whose term is over; one ``expired`` mail a partner."""
    ended = [change(r, State.EXPIRED, decided_at=now) for r in due if _over(r, now)]
    events = [
        Event(
            "registration.expired", now, r.ref, {"partner": r.partner, "expires_at": _iso(r.expires_at), "term": r.term}
        )
        for r in ended
    ]
    notices = [_expired(program, house, rows, admins, now) for rows in _by_partner(ended)]
    return Outcome(registrations=tuple(ended), notices=tuple(notices), events=tuple(events))


def remind_until(program: Program, now: datetime) -> datetime:
    """No registration that ends later than this instant can be due for a reminder."""
    return now + timedelta(days=max(program.notify.reminders_before, default=0) + 2)


def reminder_keys(program: Program, registrations: Iterable[Registration], now: datetime) -> dict[str, str]:
    """By reference, the key of the reminder that is due: always the most urgent one, so that none follows in a burst.

    A reminder whose day lay before the term began is never due.
    """
    days = sorted(program.notify.reminders_before)
    today = now.astimezone(program.tz).date()
    keys = {}
    for registration in registrations:
        if (
            registration.state is not State.ACCEPTED
            or registration.expires_at is None
            or registration.expires_at <= now
        ):
            continue
        last = last_day(registration.expires_at, program.tz)
        began = registration.decided_at.astimezone(program.tz).date()
        reached = [d for d in days if (last - today).days <= d < (last - began).days]
        if reached:
            keys[registration.ref] = f"reminder/{registration.ref}/{registration.term}/{reached[0]}d"
    return keys


def remind(
    program: Program, house: House, registrations: Iterable[Registration], free: Collection[str], now: datetime
) -> Outcome:
    """One ``reminder`` mail a partner for the registrations whose reminder key was ``free`` and is now taken."""
    known = list(registrations)
    keys = reminder_keys(program, known, now)
    due = [r for r in known if keys.get(r.ref) in free]
    events = [Event("registration.reminded", now, r.ref, {"key": keys[r.ref]}) for r in due]
    notices = [_reminder(program, house, rows, now) for rows in _by_partner(due)]
    return Outcome(notices=tuple(notices), events=tuple(events))


def lapse_before(program: Program, now: datetime) -> datetime:
    """Incomplete registrations last heard of before this instant have lapsed."""
    return now - timedelta(days=program.intake.incomplete_days)


def lapse(program: Program, registrations: Iterable[Registration], now: datetime) -> Outcome:
    """Give up the incomplete registrations whose answer never came; nobody is written to."""
    before = lapse_before(program, now)
    gone = [
        change(r, State.WITHDRAWN, decided_at=now, codes=("incomplete.lapsed",))
        for r in registrations
        if r.state is State.INCOMPLETE and r.decided_at <= before
    ]
    events = [Event("registration.lapsed", now, r.ref, {"partner": r.partner}) for r in gone]
    return Outcome(registrations=tuple(gone), events=tuple(events))


def renewable(program: Program, registration: Registration) -> bool:
    """Whether the rules let an expired registration be renewed once more."""
    return program.renewal is not None and registration.term <= program.renewal.max


def _expired(
    program: Program, house: House, rows: Sequence[Registration], admins: Collection[str], now: datetime
) -> Notice:
    refs = tuple(row.ref for row in rows)
    again = tuple(row.ref for row in rows if renewable(program, row))
    shown = tuple(standing(row) for row in rows)
    view = Expired(house, greeting(""), shown, again, _another(program) if again else "")
    cc = tuple(sorted(admins)) if "expired" in program.notify.cc else ()
    return Notice("expired", _key("expired", program, rows, now), _senders(rows), view, cc=cc, refs=refs)


def _reminder(program: Program, house: House, rows: Sequence[Registration], now: datetime) -> Notice:
    rows = sorted(rows, key=_by_end)
    words = ""
    if any(renewable(program, row) for row in rows):
        which = "it has ended" if len(rows) == 1 else "one has ended"
        words = f"Once {which}, the word RENEW asks for {_another(program)}."
    shown = tuple(standing(row) for row in rows)
    refs = tuple(row.ref for row in rows)
    view = Reminder(house, greeting(""), shown, words)
    return Notice("reminder", _key("reminder", program, rows, now), _senders(rows), view, refs=refs)


def _another(program: Program) -> str:
    return f"another {program.renewal.days} days" if program.renewal else ""


def _key(kind: str, program: Program, rows: Sequence[Registration], now: datetime) -> str:
    """One mail a partner and day; the first reference tells a later batch of the same day apart."""
    first = min(row.ref for row in rows)
    return f"{kind}/{rows[0].partner}/{now.astimezone(program.tz).date()}/{first}/{rows[0].term}"


def _senders(rows: Sequence[Registration]) -> tuple[str, ...]:
    return tuple(sorted({row.sender for row in rows}))


def _by_partner(registrations: Iterable[Registration]) -> Iterator[list[Registration]]:
    groups: dict[str, list[Registration]] = {}
    for registration in sorted(registrations, key=_by_end):
        groups.setdefault(registration.partner, []).append(registration)
    yield from (groups[partner] for partner in sorted(groups))


def _by_end(registration: Registration) -> tuple[datetime, str]:
    return registration.expires_at or registration.decided_at, registration.ref


def _over(registration: Registration, now: datetime) -> bool:
    ends = registration.expires_at
    return registration.state is State.ACCEPTED and ends is not None and ends <= now


def _iso(at: datetime | None) -> str:
    return at.isoformat() if at else ""
