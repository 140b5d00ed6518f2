"""Does what is due by the clock: expiry, reminders, nudges, the digest; what is due stands in the database."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from bot.desk import Book, Work, advance, due, follow, overdue, unwritten, week, week_due, week_key
from bot.domain.errors import StoreUnavailable
from bot.domain.outcome import Ask, Outcome
from bot.store import Store, Unit
from bot.workers.log import Log
from bot.workers.office import Office
from bot.workers.process import informed, record

BATCH = 200
LOOK_BACK = 7  # days
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
log = Log()


class Ticker:
    """One program's alarm clock; a tick may run twice, late, or on two machines, and each mail still goes once."""

    def __init__(
        self,
        store: Store,
        office: Office,
        clock: Callable[[], datetime],
        digest_hour: int,
        weekly_digest: str = "monday",
    ) -> None:
        self._store = store
        self._office = office
        self._clock = clock
        self._digest_hour = digest_hour
        self._weekday = _DAYS.index(weekly_digest)

    def step(self) -> bool:
        """Do all that is due now; False where something failed, which is logged and keeps nothing else back.

        Raises StoreUnavailable, after which the next tick takes up what is left.
        """
        now = self._clock()
        calls = (self._lapse, self._remind, self._nudge, self._escalate, self._digest, self._week)
        works = (*calls, self._expire, self._line)
        done = [self._done(work, now) for work in works]
        return all(done)

    def _done(self, work: Callable[[Unit, datetime], Outcome], now: datetime) -> bool:
        try:
            while self._under_lock(work, now) >= BATCH:
                pass
        except StoreUnavailable:
            raise
        except Exception as error:  # noqa: BLE001  a template of one notice is wrong: the others still go out
            log.error("tick.failed", program=self._office.program.name, why=f"{type(error).__name__}: {error}")
            return False
        return True

    def _under_lock(self, work: Callable[[Unit, datetime], Outcome], now: datetime) -> int:
        """One piece of work in one transaction; how many registrations it changed."""
        with self._store.begin(self._office.program.name, now, names=self._office.names) as unit:
            outcome = work(unit, now)
            if outcome.notices or outcome.events or outcome.registrations:
                record([outcome], unit, self._office, now, {})
        for event in outcome.events:
            log.info(event.name, ref=event.ref)
        return len(outcome.registrations)

    def _expire(self, unit: Unit, now: datetime) -> Outcome:
        """End what is over; who waits behind it is offered the place at once, and its open cases are asked anew."""
        office = self._office
        outcome = due.expire(office.program, office.house, unit.expiring(BATCH), now, office.admins)
        if not outcome.registrations:
            return outcome
        work = self._work(unit, [one.ref for one in outcome.registrations], now)
        for registration in outcome.registrations:
            work.book.register.put(registration)
        work.absorb(outcome)
        follow(work, unit.heard())
        return self._told(work, unit)

    def _line(self, unit: Unit, now: datetime) -> Outcome:
        """Offer places that are free to who waits for them; what was offered and not answered goes to the next."""
        heard = unit.heard()
        refs = unit.line_due(heard, BATCH)
        if not refs:
            return Outcome()
        work = self._work(unit, refs, now)
        advance(work, refs, heard)
        return self._told(work, unit)

    def _work(self, unit: Unit, refs: Sequence[str], now: datetime) -> Work:
        """The book opened at these references, for what the clock does."""
        office = self._office
        known = unit.known(Ask(refs=tuple(refs)))
        book = Book(office.program, office.house, office.admins, known)
        return Work(unwritten(office.program.name, "clock", os.urandom(16), now), book, now)

    def _told(self, work: Work, unit: Unit) -> Outcome:
        return informed([work.outcome()], unit, self._office)[0]

    def _remind(self, unit: Unit, now: datetime) -> Outcome:
        program = self._office.program
        near = unit.remindable(due.remind_until(program, now))
        free = unit.take_keys(due.reminder_keys(program, near, now).values())
        return due.remind(program, self._office.house, near, free, now)

    def _lapse(self, unit: Unit, now: datetime) -> Outcome:
        program = self._office.program
        return due.lapse(program, unit.incomplete(due.lapse_before(program, now), BATCH), now)

    def _nudge(self, unit: Unit, now: datetime) -> Outcome:
        office = self._office
        cases = unit.open_cases(overdue.nudge_before(office.program, now))
        known = {r.ref: r for r in unit.registrations_by_ref(case.ref for case in cases)}
        names = unit.partner_names(known.values())
        return overdue.nudge(office.program, office.house, office.admins, cases, known, names, now)

    def _escalate(self, unit: Unit, now: datetime) -> Outcome:
        office = self._office
        before = overdue.escalate_before(office.program, now)
        if before is None or not office.escalate_to:
            return Outcome()
        cases = [case for case in unit.open_cases(before) if case.escalated_at is None]
        known = {r.ref: r for r in unit.registrations_by_ref(case.ref for case in cases)}
        names, to = unit.partner_names(known.values()), office.escalate_to
        return overdue.escalate(office.program, office.house, to, office.admins, cases, known, names, now)

    def _week(self, unit: Unit, now: datetime) -> Outcome:
        office = self._office
        since, key = week_due(office.program, now, self._weekday, self._digest_hour), week_key(office.program, now)
        if now < since or key in self._store.outbox_written([key]):
            return Outcome()
        held = sorted(
            unit.registrations_by_ref(case.ref for case in unit.open_cases(now)),
            key=lambda one: (one.received_at, one.ref),
        )
        line = unit.waiting()
        names = unit.partner_names([*held, *line])
        return week(office.program, office.house, office.admins, held, line, names, now, since)

    def _digest(self, _: Unit, now: datetime) -> Outcome:
        office = self._office
        if now.astimezone(office.program.tz).hour < self._digest_hour:
            return Outcome()
        keys = [due.digest_key(office.program, now - timedelta(days=back)) for back in range(LOOK_BACK + 1)]
        written = self._store.outbox_written(keys)
        if keys[0] in written:
            return Outcome()
        # not a day ago: the last one may have been late, or never needed
        since = max(written.values(), default=now - timedelta(days=LOOK_BACK))
        name = office.program.name
        rows = due.troubles(self._store.troubles(name, since))
        failing = self._store.failing(name)
        rows += due.unreachable(failing, self._store.partners(name) if failing else (), since)
        # what concerns an address that takes no mail is not told to it
        admins = office.admins - {one.address for one in failing}
        return due.digest(office.program, office.house, admins, rows, now)
