"""What people ask to see: listings of any length, one registration's whole story, and what needs their eyes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Column, ColumnElement, Connection, Select, select, tuple_

from bot.domain.delivery import Failing
from bot.domain.mail import LEFT_TO_A_PERSON, InboundState
from bot.domain.partner import Customer, Partner
from bot.domain.registration import Case, Registration, State
from bot.store import schema
from bot.store.journal import Journal
from bot.store.known import partners, senders_of
from bot.store.line import ahead_of
from bot.store.proofs import failing_of, waiting
from bot.store.records import OutboxShown, StoredMail, Story, Troubles
from bot.store.rows import (
    CASE,
    CUSTOMER,
    PARTNER,
    REGISTRATION,
    SHOWN,
    STORED,
    Line,
    to_case,
    to_customer,
    to_partner,
    to_registration,
    to_shown,
    to_stored,
)

T = TypeVar("T")
_PAGE = 500
_regs = schema.registration.c
_partners = schema.partner.c
_cases = schema.case.c
_customers = schema.customer.c
_mails = schema.inbound.c
_out = schema.outbox.c


class Listing(Journal):
    """What the store shows to people."""

    def registrations(
        self, program: str | None = None, states: Iterable[State] | None = None
    ) -> Iterator[Registration]:
        """Registrations by reference; read in pages, as the other listings are."""
        query = _of(select(*REGISTRATION), _regs.program, program)
        if states is not None:
            query = query.where(_regs.state.in_([state.value for state in states]))
        return self._pages(query, (_regs.ref, _regs.program), lambda _, rows: map(to_registration, rows))

    def partners(self, program: str | None = None) -> Iterator[Partner]:
        """Partners by program and id."""
        query = _of(select(*PARTNER), _partners.program, program)
        return self._pages(query, (_partners.program, _partners.id), _with_senders)

    def customers(self, program: str | None = None) -> Iterator[Customer]:
        """Customers by program and domain."""
        query = _of(select(*CUSTOMER), _customers.program, program)
        return self._pages(query, (_customers.program, _customers.domain), lambda _, rows: map(to_customer, rows))

    def cases(self, program: str | None = None, *, open_only: bool = True) -> Iterator[Case]:
        """Cases by program, reference and opening."""
        query = _of(select(*CASE), _cases.program, program)
        if open_only:
            query = query.where(schema.IS_OPEN)
        key = (_cases.program, _cases.ref, _cases.opened_at)
        return self._pages(query, key, lambda _, rows: map(to_case, rows))

    def story(self, ref: str) -> Story | None:
        """All that is known of one registration, or None."""
        with self._read() as connection:
            row = connection.execute(select(*REGISTRATION).where(_regs.ref == ref)).first()
            if row is None:
                return None
            registration = to_registration(row)
            program = registration.program
            partner = partners(connection, program, [registration.partner])
            held = select(*CASE).where(_cases.program == program, _cases.ref == ref).order_by(_cases.opened_at)
            cases = tuple(map(to_case, connection.execute(held)))
            mails = _mails_about(connection, program, ref)
            ahead = ahead_of(connection, registration) if registration.state is State.WAITING else None
        return Story(registration, partner[0] if partner else None, cases, tuple(self.events(ref)), mails, ahead)

    def troubles(self, program: str, since: datetime, limit: int = 200) -> Troubles:
        """What was parked, quarantined or not delivered since an instant, at most ``limit`` of each, oldest first."""
        failed = (
            select(*SHOWN)
            .where(_out.program == program, schema.IS_FAILED, _out.due_at >= since)
            .order_by(_out.id)
            .limit(limit)
        )
        with self._read() as connection:
            quarantined = _handled(connection, program, InboundState.QUARANTINED, since, limit)
            return Troubles(
                _handled(connection, program, InboundState.PARKED, since, limit),
                quarantined,
                waiting(connection, [mail.id for mail in quarantined]),
                _handled(connection, program, InboundState.IGNORED, since, limit, _mails.why == LEFT_TO_A_PERSON),
                tuple(map(to_shown, connection.execute(failed))),
            )

    def failing(self, program: str | None = None) -> tuple[Failing, ...]:
        """The addresses that take no mail, by program and address."""
        with self._read() as connection:
            return failing_of(connection, program)

    def _pages(
        self,
        query: Select[Any],
        key: tuple[Column[Any], ...],
        read: Callable[[Connection, list[Line]], Iterable[T]],
    ) -> Iterator[T]:
        """The query's rows in the order of its key, a page a transaction."""
        page_of, query = query, query.order_by(*key).limit(_PAGE)
        while True:
            with self._read() as connection:
                rows: list[Line] = list(connection.execute(query))
                values = list(read(connection, rows))
            yield from values
            if len(rows) < _PAGE:
                return
            last = tuple(getattr(rows[-1], column.name) for column in key)
            query = (
                page_of.where(tuple_(*key) > tuple_(*last, types=[column.type for column in key]))
                .order_by(*key)
                .limit(_PAGE)
            )


def _of(query: Select[Any], column: Column[str], program: str | None) -> Select[Any]:
    return query if program is None else query.where(column == program)


def _with_senders(connection: Connection, rows: list[Line]) -> Iterator[Partner]:
    senders = {
        program: senders_of(connection, program, [row.id for row in rows if row.program == program])
        for program in {row.program for row in rows}
    }
    return (to_partner(row, senders[row.program].get(row.id, ())) for row in rows)


def _mails_about(connection: Connection, program: str, ref: str) -> tuple[OutboxShown, ...]:
    spoken = schema.mail_ref.c
    named = select(spoken.message_id).where(spoken.program == program, spoken.ref == ref)
    query = select(*SHOWN).where(_out.message_id.in_(named)).order_by(_out.id)
    return tuple(map(to_shown, connection.execute(query)))


def _handled(
    connection: Connection,
    program: str,
    state: InboundState,
    since: datetime,
    limit: int,
    *only: ColumnElement[bool],
) -> tuple[StoredMail, ...]:
    query = (
        select(*STORED)
        .where(_mails.program == program, _mails.state == state.value, _mails.handled_at >= since, *only)
        .order_by(_mails.handled_at, _mails.id)
        .limit(limit)
    )
    return tuple(map(to_stored, connection.execute(query)))
