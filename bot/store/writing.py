"""Writing what was decided: every table in batches, in an order in which the unique keys hold at each step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from bot.domain import reference
from bot.domain.mail import InboundState
from bot.domain.outcome import OutboxMail, Outcome
from bot.domain.registration import Case, Registration, State
from bot.store import schema
from bot.store.batch import AMONG, among, insert_many, upsert
from bot.store.names import add_names
from bot.store.rows import fit, from_case, from_mail, from_registration

_regs = schema.registration


def write_states(connection: Connection, outcomes: Iterable[Outcome], now: datetime) -> None:
    """Finish the mails that the outcomes are about."""
    rows = [
        {
            "mail": outcome.inbound,
            "now_state": outcome.state.value,
            "now_why": fit(outcome.why),
            "at": None if outcome.state is InboundState.NEW else now,
        }
        for outcome in outcomes
        if outcome.inbound is not None
    ]
    if rows:
        connection.execute(_FINISH, rows)


_FINISH = (
    update(schema.inbound)
    .where(schema.inbound.c.id == bindparam("mail"))
    .values(
        state=bindparam("now_state"),
        why=bindparam("now_why"),
        handled_at=bindparam("at"),
        attempts=schema.inbound.c.attempts + 1,
    )
)


def write_registrations(
    connection: Connection, changed: Iterable[Registration], read: set[str], *, names: bool
) -> None:
    """Write registrations in their last state; those not ``read`` before are new, and filed by ``names`` where asked.

    What gives up a prospect is written before what claims it, so that the index holds whatever the order of mails.
    """
    last = {registration.ref: registration for registration in changed}
    ordered = sorted(last.values(), key=lambda one: one.state is State.ACCEPTED)
    old = [
        from_registration(one, names=names) for one in ordered if one.ref in read and one.state is not State.ACCEPTED
    ]
    won = [from_registration(one, names=names) for one in ordered if one.ref in read and one.state is State.ACCEPTED]
    new = [from_registration(one, names=names) for one in ordered if one.ref not in read]
    for rows in (old, won):
        if rows:
            connection.execute(_CHANGE, [{f"to_{name}": value for name, value in row.items()} for row in rows])
    if names and (rows := [*old, *won, *new]):
        add_names(connection, rows[0]["program"], (row["company_key"] for row in rows))
    if new:
        insert_many(connection, _regs, new)
        _count_on(connection, new)


_CHANGE = (
    update(_regs)
    .where(_regs.c.program == bindparam("to_program"), _regs.c.ref == bindparam("to_ref"))
    .values(
        {column.name: bindparam(f"to_{column.name}") for column in _regs.c if column.name not in {"program", "ref"}}
    )
)


def _count_on(connection: Connection, new: Sequence[dict[str, Any]]) -> None:
    """Move the program's next number past every number that was given out."""
    beyond = max((reference.number(row["ref"]) for row in new if reference.parse(row["ref"])), default=0) + 1
    heads = schema.program
    connection.execute(
        update(heads).where(heads.c.name == new[0]["program"], heads.c.next_number < beyond).values(next_number=beyond)
    )


def write_cases(connection: Connection, cases: Iterable[Case]) -> None:
    """Open cases and write what became of them."""
    last = {(case.ref, case.opened_at): from_case(case) for case in cases}
    if not last:
        return
    made = upsert(connection, schema.case)
    keys = ("program", "ref", "opened_at")
    changed = {column.name: made.excluded[column.name] for column in schema.case.c if column.name not in keys}
    connection.execute(made.on_conflict_do_update(index_elements=keys, set_=changed), list(last.values()))


def write_mails(connection: Connection, mails: Sequence[OutboxMail], now: datetime) -> None:
    """Queue finished mails; one whose key was used before is left out."""
    first: dict[str, OutboxMail] = {}
    for mail in mails:
        first.setdefault(mail.key, mail)
    for row in among(connection, _QUEUED, first):
        del first[row.key]
    insert_many(connection, schema.outbox, [from_mail(mail, now) for mail in first.values()])
    ids = {row.key: row.id for row in among(connection, _QUEUED, first)}
    insert_many(connection, schema.outbox_raw, [{"id": ids[key], "raw": mail.raw} for key, mail in first.items()])
    spoken = [
        {"message_id": mail.message_id, "place": place, "program": mail.program, "ref": ref, "kind": mail.kind}
        for mail in first.values()
        for place, ref in enumerate(mail.refs or ("",))
    ]
    insert_many(connection, schema.mail_ref, spoken)


_QUEUED = select(schema.outbox.c.key, schema.outbox.c.id).where(schema.outbox.c.key.in_(AMONG))
