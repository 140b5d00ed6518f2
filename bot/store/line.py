"""Who waits in line for a prospect that is free by now, and what became of a company's earlier registrations."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, and_, exists, func, or_, select, tuple_

from bot.domain.outcome import Past
from bot.domain.registration import OUTSTANDING, Registration, State
from bot.store import schema
from bot.store.known import cases, partners
from bot.store.rows import REGISTRATION, to_registration

_regs = schema.registration.c
_KEY = [_regs.received_at.type, _regs.ref.type]
_rival = schema.registration.alias("rival")


def due(connection: Connection, program: str, heard: datetime, limit: int) -> tuple[str, ...]:
    """References of waiting registrations: with an offer that ended by ``heard``, or with nobody before them at all."""
    rival = _rival.c
    same = or_(
        and_(_regs.domain != "", rival.domain == _regs.domain),
        and_(_regs.email_key != "", rival.email_key == _regs.email_key, or_(_regs.domain == "", rival.domain == "")),
    )
    taken = or_(
        rival.state.in_([state.value for state in OUTSTANDING]),
        and_(rival.state == State.WAITING.value, rival.offer_ends_at.is_not(None)),
    )
    free = ~exists().where(rival.program == program, rival.ref != _regs.ref, same, taken)
    query = (
        select(_regs.ref)
        .where(_regs.program == program, _regs.state == State.WAITING.value)
        .where(or_(_regs.offer_ends_at <= heard, and_(_regs.offer_ends_at.is_(None), free)))
        .order_by(_regs.received_at, _regs.ref)
        .limit(limit)
    )
    return tuple(connection.scalars(query))


def ahead_of(connection: Connection, waits: Registration) -> int:
    """How many wait in line for the same prospect before this one."""
    same = _regs.domain == waits.lead.domain if waits.lead.domain else _regs.email_key == waits.lead.email.casefold()
    query = (
        select(func.count())
        .where(_regs.program == waits.program, _regs.state == State.WAITING.value, same)
        .where(tuple_(_regs.received_at, _regs.ref) < tuple_(waits.received_at, waits.ref, types=_KEY))
    )
    return connection.scalar(query) or 0


def past(connection: Connection, program: str, domains: Iterable[str], limit: int) -> tuple[Past, ...]:
    """The registrations of each domain, the last decided first, with partners' names and last cases."""
    found = []
    for domain in sorted(set(domains)):
        query = (
            select(*REGISTRATION)
            .where(_regs.program == program, _regs.domain == domain, _regs.state != State.INCOMPLETE.value)
            .order_by(_regs.decided_at.desc(), _regs.ref)
            .limit(limit)
        )
        found += [to_registration(row) for row in connection.execute(query)]
    names = {one.id: one.name for one in partners(connection, program, {one.partner for one in found})}
    last = {case.ref: case for case in cases(connection, program, (one.ref for one in found))}
    return tuple(
        Past(one, names.get(one.partner, one.partner), last.get(one.ref))
        for one in found
        if not one.live or last.get(one.ref)
    )
