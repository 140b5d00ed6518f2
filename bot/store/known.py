"""What a batch of mails needs to know, read under the program's lock in a handful of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import BindParameter, Connection, bindparam, func, select

from bot.domain.outcome import Ask, Known
from bot.domain.partner import Partner
from bot.domain.registration import OUTSTANDING, Case, Registration, State
from bot.store import schema
from bot.store.batch import AMONG, among
from bot.store.proofs import failing_among, quarantined, sent
from bot.store.prospects import REGISTRATIONS, Search
from bot.store.rows import (
    CASE,
    PARTNER,
    texts,
    to_case,
    to_customer,
    to_partner,
    to_registration,
)

_regs = schema.registration.c
_senders = schema.sender.c
_partners = schema.partner.c
_cases = schema.case.c
_out = schema.outbox.c

_UNASKED = (
    *("answered", "case", "decided", "digest", "expired", "nudge", "offer", "question", "reminder", "waiting"),
)  # mails that answer no mail of their reader
_BUDGET = timedelta(hours=1)

# Made once, so that SQLAlchemy compiles each of them once.
_program: BindParameter[str] = bindparam("program")
_OWNERS = select(_senders.value, _senders.partner).where(_senders.program == _program, _senders.value.in_(AMONG))
_SENDERS = (
    select(_senders.partner, _senders.value)
    .where(_senders.program == _program, _senders.partner.in_(AMONG))
    .order_by(_senders.place)
)
_PARTNERS = select(*PARTNER).where(_partners.program == _program, _partners.id.in_(AMONG)).order_by(_partners.id)
_CASES = select(*CASE).where(_cases.program == _program, _cases.ref.in_(AMONG)).order_by(_cases.opened_at)
_BY_REF = REGISTRATIONS.where(_regs.ref.in_(AMONG))
_BY_PARTNER = REGISTRATIONS.where(_regs.partner.in_(AMONG))
_ENDED = _BY_PARTNER.where(_regs.state == State.ACCEPTED.value, _regs.expires_at <= bindparam("now"))
_OUTSTANDING = (
    select(_regs.partner, func.count().label("places"))
    .where(_regs.program == _program, _regs.state.in_([state.value for state in OUTSTANDING]), _regs.partner.in_(AMONG))
    .group_by(_regs.partner)
)
_REPLIES = (
    select(_out.first, func.count().label("mails"))
    .where(_out.program == _program, _out.created_at > bindparam("since"))
    .where(_out.kind.not_in(_UNASKED), _out.first.in_(AMONG))
    .group_by(_out.first)
)
_REPEATED = (
    select(_out.first, _out.refs, func.count().label("mails"))
    .where(_out.program == _program, _out.created_at > bindparam("since"))
    .where(_out.kind.not_in(_UNASKED), _out.first.in_(AMONG))
    .group_by(_out.first, _out.refs)
    .having(func.count() > 1)
)
_NUMBERS = select(schema.program.c.next_number).where(schema.program.c.name == _program)


def known(connection: Connection, program: str, ask: Ask, now: datetime, *, names: bool = True) -> Known:
    """Answer an Ask: registrations by domain, address and name unless they are over, by reference in any state.

    What is found by reference or listed may be renewed or decided, so its prospects are looked up as if a mail had
    brought them (see ``Search``). Of every partner in the answer, the accepted ones whose term is over are there too,
    so that who handles the batch can expire them first, as the clock would have done: then ``outstanding`` follows.
    """
    held = quarantined(connection, program, ask.words, ask.unproven, now)
    by_sender = partner_ids(connection, program, [*ask.senders, *ask.all_of, *(one.address for one in held)])
    listed = {by_sender[sender] for sender in map(str.casefold, ask.all_of) if sender in by_sender}
    named = list(among(connection, _BY_REF, ask.refs, program=program))
    search = Search(connection, program, names=names)
    search.run(ask, named, list(among(connection, _BY_PARTNER, listed, program=program)))
    rows = list(search.rows.values())
    ids = {*by_sender.values(), *(row.partner for row in rows), *ask.partners}
    rows += among(connection, _ENDED, ids, program=program, now=now)
    registrations = _ordered({row.ref: to_registration(row) for row in rows}.values())
    since = now - _BUDGET
    senders = {sender.casefold() for sender in ask.senders}
    replies = among(connection, _REPLIES, senders, program=program, since=since)
    repeated = among(connection, _REPEATED, senders, program=program, since=since)
    return Known(
        partners=partners(connection, program, ids),
        customers=tuple(map(to_customer, search.customers.values())),
        registrations=registrations,
        cases=cases(connection, program, (registration.ref for registration in registrations)),
        outstanding={row.partner: row.places for row in among(connection, _OUTSTANDING, ids, program=program)},
        replies={row.first: row.mails for row in replies},
        repeated={(row.first, texts(row.refs)): row.mails for row in repeated},
        numbers=connection.scalars(_NUMBERS, {"program": program}).one(),
        quarantined=held,
        sent=sent(connection, program, ask.message_ids),
        failing=failing_among(connection, program, ask.senders),
        aliases=tuple(search.aliases.values()),
        alike=search.alike,
        words=search.words,
        names=search.names,
    )


def partner_ids(connection: Connection, program: str, senders: Iterable[str]) -> dict[str, str]:
    """By sender, folded: the partner whose address it is, else the one whose domain it comes from."""
    folded = {sender.casefold() for sender in senders}
    values = folded | {sender.rpartition("@")[2] for sender in folded}
    owners = {row.value: row.partner for row in among(connection, _OWNERS, values, program=program)}
    found = {sender: owners.get(sender) or owners.get(sender.rpartition("@")[2]) for sender in folded}
    return {sender: owner for sender, owner in found.items() if owner}


def partners(connection: Connection, program: str, ids: Iterable[str]) -> tuple[Partner, ...]:
    """The partners with these ids, each with all its senders."""
    asked = list(ids)
    senders = senders_of(connection, program, asked)
    rows = among(connection, _PARTNERS, asked, program=program)
    return tuple(to_partner(row, senders.get(row.id, ())) for row in rows)


def senders_of(connection: Connection, program: str, ids: Iterable[str]) -> dict[str, list[str]]:
    """By partner id: its addresses and domains, in the order in which they were given."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in among(connection, _SENDERS, ids, program=program):
        found[row.partner].append(row.value)
    return found


def by_refs(connection: Connection, program: str, refs: Iterable[str]) -> tuple[Registration, ...]:
    """The registrations with these references, in any state, earliest receipt first."""
    return _ordered(map(to_registration, among(connection, _BY_REF, refs, program=program)))


def cases(connection: Connection, program: str, refs: Iterable[str]) -> tuple[Case, ...]:
    """One case a reference: the open one, else the one that was opened last."""
    latest: dict[str, Case] = {}
    for case in map(to_case, among(connection, _CASES, refs, program=program)):
        before = latest.get(case.ref)
        if before is None or before.closed_at is not None or case.closed_at is None:
            latest[case.ref] = case
    return tuple(latest.values())


def _ordered(found: Iterable[Registration]) -> tuple[Registration, ...]:
    """Earliest receipt first."""
    return tuple(sorted(found, key=lambda one: (one.received_at, one.ref)))
