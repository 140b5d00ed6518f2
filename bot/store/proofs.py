"""The tables of who may be believed: mails that wait for a word about their sender, and addresses that fail."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    Column,
    Connection,
    ForeignKey,
    PrimaryKeyConstraint,
    Table,
    Text,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    select,
    update,
)

from bot.domain.delivery import Failing, SentMail
from bot.domain.mail import InboundState
from bot.domain.outcome import Outcome
from bot.domain.quarantine import Binding, Quarantined
from bot.store import schema
from bot.store.batch import AMONG, among, upsert
from bot.store.columns import Counter, Instant
from bot.store.rows import fit, texts

quarantine = Table(
    "quarantine",
    schema.metadata,
    Column("inbound", Counter, ForeignKey(schema.inbound.c.id), primary_key=True, autoincrement=False),
    Column("program", Text, nullable=False),
    Column("word", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("partner", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("asked_until", Instant),
    Column("released_at", Instant),
    Column("released_by", Text, nullable=False),
)
IS_WAITING = quarantine.c.released_by == literal_column("''")

failing = Table(
    "failing",
    schema.metadata,
    Column("program", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("since", Instant, nullable=False),
    Column("text", Text, nullable=False),
    PrimaryKeyConstraint("program", "address", name="failing_key"),
)

_f = failing.c
_out = schema.outbox.c
_q = quarantine.c
_mails = schema.inbound
_senders = schema.sender
_program: BindParameter[str] = bindparam("program")
_ROWS = select(*quarantine.c)
_BY_WORD = _ROWS.where(_q.program == _program, _q.word.in_(AMONG))
_ASKED = _ROWS.where(_q.program == _program, IS_WAITING, _q.asked_until > bindparam("now"), _q.address.in_(AMONG))
_BY_MAIL = _ROWS.where(_q.inbound.in_(AMONG))
_GO_ON = (
    update(_mails)
    .where(_mails.c.id == bindparam("mail"), _mails.c.state == InboundState.QUARANTINED.value)
    .values(state=InboundState.NEW.value, why="", handled_at=None, attempts=0)
)


def quarantined(
    connection: Connection, program: str, words: Iterable[str], asked: Iterable[str], now: datetime
) -> tuple[Quarantined, ...]:
    """The mails with these words, and those whose senders among ``asked`` may still confirm them."""
    rows = [
        *among(connection, _BY_WORD, words, program=program),
        *among(connection, _ASKED, asked, program=program, now=now),
    ]
    return tuple({row.inbound: Quarantined(**row._asdict()) for row in rows}.values())


def waiting(connection: Connection, ids: Iterable[int]) -> dict[int, Quarantined]:
    """By inbound id: what is known of these mails' senders."""
    return {row.inbound: Quarantined(**row._asdict()) for row in among(connection, _BY_MAIL, ids)}


def write_quarantined(connection: Connection, outcomes: Iterable[Outcome]) -> None:
    """Write what waits, and let go on what was released; the mail keeps its receipt."""
    last = {one.inbound: one for outcome in outcomes for one in outcome.quarantined}
    if not last:
        return
    made = upsert(connection, quarantine)
    changed = {name: made.excluded[name] for name in ("asked_until", "released_at", "released_by")}
    connection.execute(
        made.on_conflict_do_update(index_elements=["inbound"], set_=changed), [_row(one) for one in last.values()]
    )
    free = [{"mail": one.inbound} for one in last.values() if one.released_by]
    if free:
        connection.execute(_GO_ON, free)


def write_bindings(connection: Connection, bindings: Iterable[Binding]) -> None:
    """Give addresses to partners, behind those that they have; raises where one belongs to somebody already."""
    for binding in bindings:
        place = select(func.coalesce(func.max(_senders.c.place), -1) + 1).where(
            _senders.c.program == binding.program, _senders.c.partner == binding.partner
        )
        connection.execute(
            insert(_senders).values(
                program=binding.program,
                value=binding.address,
                partner=binding.partner,
                place=connection.scalar(place),
            )
        )


_SENT = select(_out.message_id, _out.recipients).where(_out.program == _program, _out.message_id.in_(AMONG))
_FAILING = select(_f.address).where(_f.program == _program, _f.address.in_(AMONG))


def sent(connection: Connection, program: str, message_ids: Iterable[str]) -> tuple[SentMail, ...]:
    """The mails of ours with these Message-IDs."""
    rows = among(connection, _SENT, message_ids, program=program)
    return tuple(SentMail(row.message_id, tuple(one.casefold() for one in texts(row.recipients))) for row in rows)


def failing_among(connection: Connection, program: str, addresses: Iterable[str]) -> frozenset[str]:
    """Which of these addresses take no mail."""
    return frozenset(row.address for row in among(connection, _FAILING, addresses, program=program))


def failing_of(connection: Connection, program: str | None) -> tuple[Failing, ...]:
    """Every address that takes no mail, by program and address."""
    query = select(*failing.c).order_by(_f.program, _f.address)
    rows = connection.execute(query if program is None else query.where(_f.program == program))
    return tuple(Failing(**row._asdict()) for row in rows)


def write_failing(connection: Connection, program: str, outcomes: Sequence[Outcome]) -> None:
    """Note the addresses that take no mail, each since the first time, and those that do again."""
    rows = {one.address: one for outcome in outcomes for one in outcome.failing}
    if rows:
        made = upsert(connection, failing)
        made = made.on_conflict_do_update(index_elements=["program", "address"], set_={"text": made.excluded.text})
        connection.execute(
            made,
            [
                {"program": one.program, "address": fit(one.address), "since": one.since, "text": fit(one.text)}
                for one in rows.values()
            ],
        )
    well = [{"well": address} for outcome in outcomes for address in outcome.recovered]
    if well:
        connection.execute(delete(failing).where(_f.program == program, _f.address == bindparam("well")), well)


def _row(one: Quarantined) -> dict[str, Any]:
    row = {name: getattr(one, name) for name in quarantine.c.keys()}  # noqa: SIM118  a collection of columns
    return row | {"subject": fit(one.subject), "address": fit(one.address), "released_by": fit(one.released_by)}
