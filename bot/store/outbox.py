"""Mails out: claimed with a lease by whoever delivers, then sent, due again later, or failed.

QUEUED ──claim──> QUEUED, due when the lease ends ──sent──> SENT
  ^                 └──retry──> QUEUED, due later └─failed─> FAILED
  └─────────────────────────requeue──────────────────────────┘   (QUEUED and FAILED may be DROPPED)
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select, update

from bot.domain.delivery import Failing
from bot.domain.outcome import Event, Outcome
from bot.store import journal, schema
from bot.store.batch import AMONG, among, chunks
from bot.store.database import Database
from bot.store.proofs import write_failing
from bot.store.records import OutboxRow, OutboxShown
from bot.store.rows import OUTBOX, SHOWN, dump, fit, to_outbox, to_shown
from bot.store.unit import lock

_table = schema.outbox
_out = schema.outbox.c
_raws = schema.outbox_raw.c


_DUE = (
    select(_out.id)
    .where(schema.IS_QUEUED, _out.due_at <= bindparam("now"))
    .order_by(_out.due_at, _out.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_CLAIM = (
    update(_table)
    .where(_out.id.in_(_DUE.scalar_subquery()))
    .values(worker=bindparam("by"), due_at=bindparam("until"), attempts=_out.attempts + 1)
    .returning(*OUTBOX)
)
_BYTES = select(_raws.id, _raws.raw).where(_raws.id.in_(AMONG))


class Outbox(Database):
    """What the store does with mails that go out."""

    def outbox_claim(self, worker: str, limit: int, now: datetime, lease_s: float) -> list[OutboxRow]:
        """Take up to ``limit`` due mails for ``lease_s`` seconds, oldest first; no two claims share one meanwhile.

        A claim whose worker died is due again when its lease ends: SMTP is at-least-once.
        """
        until = now + timedelta(seconds=lease_s)
        given = {"by": worker, "until": until, "now": now, "most": limit}
        with self._write() as connection:
            rows = {row.id: row for row in connection.execute(_CLAIM, given)}
            raws = {row.id: row.raw for row in among(connection, _BYTES, rows)}
        return [to_outbox(rows[mail], raws[mail]) for mail in sorted(rows)]

    def outbox_workers(self) -> list[str]:
        """Who holds claims."""
        with self._read() as connection:
            holders = select(_out.worker).where(schema.IS_QUEUED, _out.worker != "").distinct()
            return list(connection.scalars(holders))

    def outbox_release(self, workers: Iterable[str], now: datetime) -> int:
        """Make due now what these workers claimed and never finished, since they are dead; gives how many."""
        claimed = update(_table).where(schema.IS_QUEUED, _out.worker.in_(list(workers)))
        with self._write() as connection:
            return connection.execute(claimed.values(due_at=now, worker="")).rowcount

    def outbox_sent(self, ids: Iterable[int], now: datetime) -> None:
        """Note that the server took these mails."""
        done = update(_table).values(state="sent", sent_at=now, error="", worker="")
        if sent := list(ids):
            with self._write() as connection:
                for chunk in chunks(sent):
                    connection.execute(done.where(_out.id.in_(chunk)))

    def outbox_narrow(self, rows: Iterable[tuple[int, tuple[str, ...]]]) -> None:
        """Note that these mails are still owed to some of their recipients only: (id, recipients)."""
        owed = [{"mail": mail, "to": dump(recipients)} for mail, recipients in rows]
        if owed:
            change = update(_table).where(_out.id == bindparam("mail")).values(recipients=bindparam("to"))
            with self._write() as connection:
                connection.execute(change, owed)

    def outbox_retry(self, rows: Iterable[tuple[int, datetime, str]]) -> None:
        """Put claimed mails off: (id, when they are due again, why)."""
        put_off = [{"mail": mail, "due": due, "why": fit(why)} for mail, due, why in rows]
        if put_off:
            change = update(_table).where(_out.id == bindparam("mail"), schema.IS_QUEUED)
            change = change.values(due_at=bindparam("due"), error=bindparam("why"), worker="")
            with self._write() as connection:
                connection.execute(change, put_off)

    def outbox_failed(self, rows: Iterable[tuple[int, str]], now: datetime) -> None:
        """Give mails up for good: (id, why)."""
        failed = [{"mail": mail, "why": fit(why)} for mail, why in rows]
        if failed:
            change = update(_table).where(_out.id == bindparam("mail"), schema.IS_QUEUED)
            change = change.values(state="failed", due_at=now, error=bindparam("why"), worker="")
            with self._write() as connection:
                connection.execute(change, failed)

    def note_failing(self, failing: Iterable[Failing]) -> None:
        """Note addresses that the relay refused for good; the journal tells it."""
        for one in failing:
            with self._write() as connection:
                lock(connection, one.program)
                write_failing(connection, one.program, [Outcome(failing=(one,))])
                journal.append(connection, one.program, [Event("address.failing", one.since, "", {"by": "relay"})])

    def outbox_next(self) -> datetime | None:
        """When the next mail is due (a claimed one: when its lease ends); None when the outbox is empty."""
        with self._read() as connection:
            due: datetime | None = connection.scalar(select(func.min(_out.due_at)).where(schema.IS_QUEUED))
        return due

    def outbox_list(self, states: Iterable[str] = ("queued", "failed"), limit: int = 1000) -> list[OutboxShown]:
        """Mails in these states, the latest first."""
        query = select(*SHOWN).where(_out.state.in_(list(states))).order_by(_out.id.desc()).limit(limit)
        with self._read() as connection:
            return [to_shown(row) for row in connection.execute(query)]

    def outbox_written(self, keys: Iterable[str]) -> dict[str, datetime]:
        """By key: when that mail was written; those that were not are left out."""
        query = select(_out.key, _out.created_at).where(_out.key.in_(list(keys)))
        with self._read() as connection:
            return {row.key: row.created_at for row in connection.execute(query)}

    def outbox_requeue(self, ids: Iterable[int] | None, now: datetime) -> int:
        """Make failed and waiting mails due now (None: every failed one); gives how many."""
        again = update(_table).values(state="queued", due_at=now, worker="")
        with self._write() as connection:
            if ids is None:
                return connection.execute(again.where(_out.state == "failed")).rowcount
            again = again.where(_out.state.in_(["queued", "failed"]))
            return sum(connection.execute(again.where(_out.id.in_(chunk))).rowcount for chunk in chunks(ids))

    def outbox_drop(self, ids: Iterable[int]) -> int:
        """Give up mails that did not go out, on a person's word; gives how many."""
        drop = update(_table).where(_out.state.in_(["queued", "failed"])).values(state="dropped", worker="")
        with self._write() as connection:
            return sum(connection.execute(drop.where(_out.id.in_(chunk))).rowcount for chunk in chunks(ids))
