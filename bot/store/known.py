"""What a batch of mails needs to know, read under the program's lock in a handful of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from bot.domain.outcome import Ask, Known
from bot.domain.partner import Customer, Partner
from bot.domain.registration import OUTSTANDING, Case, Registration, State
from bot.store import schema
from bot.store.database import chunks
from bot.store.rows import CASE, CUSTOMER, PARTNER, REGISTRATION, to_case, to_customer, to_partner, to_registration

_regs = schema.registration.c
_senders = schema.sender.c
_out = schema.outbox.c

_OVER = (State.REJECTED.value, State.WITHDRAWN.value, State.LOST.value)  # these say nothing about a new lead
_UNASKED = ("case", "decided", "digest", "expired", "nudge", "reminder")  # mails that answer no mail of their reader
_BUDGET = timedelta(hours=1)


def known(connection: Connection, program: str, ask: Ask, now: datetime) -> Known:
    """Answer an Ask: registrations by domain and address unless they are over, by reference in any state.

    Of every partner in the answer, the accepted ones whose term is over are there too, so that who handles the batch
    can expire them first, as the clock would have done: then ``outstanding`` follows.
    """
    by_sender = partner_ids(connection, program, [*ask.senders, *ask.all_of])
    wanted = {by_sender[sender] for sender in map(str.casefold, ask.all_of) if sender in by_sender}
    found = _registrations(connection, program, ask, wanted)
    ids = {*by_sender.values(), *(registration.partner for registration in found)}
    ended = _regs.state == State.ACCEPTED.value, _regs.expires_at <= now
    registrations = _ordered([*found, *_lookup(connection, program, _regs.partner, ids, *ended)])
    return Known(
        partners=partners(connection, program, ids),
        customers=_customers(connection, program, ask.domains),
        registrations=registrations,
        cases=cases(connection, program, (registration.ref for registration in registrations)),
        outstanding=_outstanding(connection, program, ids),
        replies=_replies(connection, program, ask.senders, now),
        numbers=connection.scalars(select(schema.program.c.next_number).where(schema.program.c.name == program)).one(),
    )


def partner_ids(connection: Connection, program: str, senders: Iterable[str]) -> dict[str, str]:
    """By sender, folded: the partner whose address it is, else the one whose domain it comes from."""
    folded = {sender.casefold() for sender in senders}
    values = folded | {sender.rpartition("@")[2] for sender in folded}
    query = select(_senders.value, _senders.partner).where(_senders.program == program)
    owners = {
        value: owner
        for chunk in chunks(values)
        for value, owner in connection.execute(query.where(_senders.value.in_(chunk)))
    }
    found = {sender: owners.get(sender) or owners.get(sender.rpartition("@")[2]) for sender in folded}
    return {sender: owner for sender, owner in found.items() if owner}


def partners(connection: Connection, program: str, ids: Iterable[str]) -> tuple[Partner, ...]:
    """The partners with these ids, each with all its senders."""
    query = select(*PARTNER).where(schema.partner.c.program == program).order_by(schema.partner.c.id)
    found: list[Partner] = []
    for chunk in chunks(ids):
        senders = senders_of(connection, program, chunk)
        rows = connection.execute(query.where(schema.partner.c.id.in_(chunk)))
        found.extend(to_partner(row, senders.get(row.id, ())) for row in rows)
    return tuple(found)


def senders_of(connection: Connection, program: str, ids: Sequence[str]) -> dict[str, list[str]]:
    """By partner id: its addresses and domains, in the order in which they were given."""
    query = select(_senders.partner, _senders.value).where(_senders.program == program, _senders.partner.in_(ids))
    found: dict[str, list[str]] = defaultdict(list)
    for owner, value in connection.execute(query.order_by(_senders.place)):
        found[owner].append(value)
    return found


def by_refs(connection: Connection, program: str, refs: Iterable[str]) -> tuple[Registration, ...]:
    """The registrations with these references, in any state."""
    return tuple(_lookup(connection, program, _regs.ref, refs))


def cases(connection: Connection, program: str, refs: Iterable[str]) -> tuple[Case, ...]:
    """The open cases of these references, and of those without one the case that was closed last."""
    table = schema.case.c
    latest: dict[str, Case] = {}
    for chunk in chunks(refs):
        query = select(*CASE).where(table.program == program, table.ref.in_(chunk)).order_by(table.opened_at)
        latest.update((case.ref, case) for case in map(to_case, connection.execute(query)))
    return tuple(latest.values())


def _registrations(connection: Connection, program: str, ask: Ask, wanted: set[str]) -> list[Registration]:
    alive = _regs.state.not_in(_OVER)
    return [
        *_lookup(connection, program, _regs.ref, ask.refs),
        *_lookup(connection, program, _regs.domain, filter(None, ask.domains), alive),
        *_lookup(connection, program, _regs.email_key, map(str.casefold, filter(None, ask.emails)), alive),
        *_lookup(connection, program, _regs.partner, wanted),
    ]


def _ordered(found: Iterable[Registration]) -> tuple[Registration, ...]:
    """Each once, earliest receipt first."""
    distinct = {registration.ref: registration for registration in found}
    return tuple(sorted(distinct.values(), key=lambda one: (one.received_at, one.ref)))


def _lookup(
    connection: Connection, program: str, column: ColumnElement[Any], values: Iterable[str], *conditions: Any
) -> Iterable[Registration]:
    query = select(*REGISTRATION).where(_regs.program == program, *conditions)
    for chunk in chunks(values):
        yield from map(to_registration, connection.execute(query.where(column.in_(chunk))))


def _customers(connection: Connection, program: str, domains: Iterable[str]) -> tuple[Customer, ...]:
    table = schema.customer.c
    query = select(*CUSTOMER).where(table.program == program)
    return tuple(
        to_customer(row)
        for chunk in chunks(domains)
        for row in connection.execute(query.where(table.domain.in_(chunk)))
    )


def _outstanding(connection: Connection, program: str, ids: Iterable[str]) -> dict[str, int]:
    """By partner: what counts against its cap, an accepted one whose term is over included until it is expired."""
    query = (
        select(_regs.partner, func.count())
        .where(_regs.program == program, _regs.state.in_([state.value for state in OUTSTANDING]))
        .group_by(_regs.partner)
    )
    return {
        owner: count
        for chunk in chunks(ids)
        for owner, count in connection.execute(query.where(_regs.partner.in_(chunk)))
    }


def _replies(connection: Connection, program: str, senders: Iterable[str], now: datetime) -> dict[str, int]:
    query = (
        select(_out.first, func.count())
        .where(_out.program == program, _out.created_at > now - _BUDGET, _out.kind.not_in(_UNASKED))
        .group_by(_out.first)
    )
    return {
        first: count
        for chunk in chunks(map(str.casefold, senders))
        for first, count in connection.execute(query.where(_out.first.in_(chunk)))
    }
