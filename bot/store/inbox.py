"""The received mails: handed out by receipt, and filed away once finished."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, func, select, update

from bot.domain.mail import Inbound, InboundState
from bot.domain.outcome import Event, Outcome
from bot.store import journal, schema
from bot.store.batch import chunks
from bot.store.database import Database
from bot.store.proofs import waiting
from bot.store.records import StoredMail, Unfiled
from bot.store.rows import INBOUND, STORED, to_inbound, to_stored
from bot.store.unit import lock
from bot.store.writing import write_states

_mails = schema.inbound
_raws = schema.inbound_raw


class Inbox(Database):
    """What the store does with the mails it has received."""

    def claimable(self, program: str, limit: int, max_bytes: int = 32_000_000) -> list[Inbound]:
        """The program's new mails, earliest receipt first; fewer than ``limit`` where they are large, never none."""
        with self._read() as connection:
            waiting = connection.execute(
                select(_mails.c.id, func.length(_raws.c.raw))
                .join(_raws, _raws.c.id == _mails.c.id)
                .where(_mails.c.program == program, schema.IS_NEW)
                .order_by(_mails.c.received_at, _mails.c.id)
                .limit(limit)
            ).all()
            ids: list[int] = []
            for inbound_id, size in waiting:
                max_bytes -= size
                if ids and max_bytes < 0:
                    break
                ids.append(inbound_id)
            found = [mail for chunk in chunks(ids) for mail in _with_bytes(connection, chunk)]
        return sorted(found, key=lambda mail: (mail.received_at, mail.id))

    def attempted(self, ids: Iterable[int]) -> None:
        """Count one more attempt at each of these mails, before it is made."""
        with self._write() as connection:
            for chunk in chunks(ids):
                connection.execute(update(_mails).where(_mails.c.id.in_(chunk)).values(attempts=_mails.c.attempts + 1))

    def park(self, inbound_id: int, why: str, now: datetime) -> None:
        """Set a mail aside that cannot be handled, unless somebody has finished it meanwhile; the journal tells it."""
        with self._write() as connection:
            program = connection.scalar(select(_mails.c.program).where(_mails.c.id == inbound_id))
            if program is None:
                return
            lock(connection, program)  # first, as everybody does: two who take turns otherwise wait for each other
            if not connection.scalar(select(_mails.c.id).where(_mails.c.id == inbound_id, schema.IS_NEW)):
                return
            write_states(connection, [Outcome(inbound_id, InboundState.PARKED, why)], now)
            journal.append(connection, program, [Event("mail.parked", now, "", {"inbound": inbound_id})])

    def unfiled(self, mailbox: str, uidvalidity: int, limit: int = 500) -> list[Unfiled]:
        """Finished mails that still lie in the mailbox, by UID."""
        query = (
            select(_mails.c.id, _mails.c.uid, _mails.c.state)
            .where(_mails.c.mailbox == mailbox, _mails.c.uidvalidity == uidvalidity, schema.IS_UNFILED)
            .order_by(_mails.c.uid)
            .limit(limit)
        )
        with self._read() as connection:
            return [Unfiled(row.id, row.uid, InboundState(row.state)) for row in connection.execute(query)]

    def filed(self, ids: Iterable[int], now: datetime) -> None:
        """Note that these mails lie in their folders, or are gone from the mailbox."""
        with self._write() as connection:
            for chunk in chunks(ids):
                connection.execute(update(_mails).where(_mails.c.id.in_(chunk)).values(filed_at=now))

    def mails(self, states: Iterable[InboundState], program: str | None = None, limit: int = 1000) -> list[StoredMail]:
        """Received mails in these states, the latest first."""
        query = select(*STORED).where(_mails.c.state.in_([state.value for state in states]))
        if program is not None:
            query = query.where(_mails.c.program == program)
        with self._read() as connection:
            return [to_stored(row) for row in connection.execute(query.order_by(_mails.c.id.desc()).limit(limit))]

    def parked_list(self, program: str | None = None, limit: int = 1000) -> list[StoredMail]:
        """The parked mails, the latest first."""
        return self.mails([InboundState.PARKED], program, limit)

    def inbound(self, inbound_id: int) -> Inbound | None:
        """A received mail with its bytes, in whatever state."""
        with self._read() as connection:
            return next(iter(_with_bytes(connection, [inbound_id])), None)

    def parked_show(self, inbound_id: int) -> tuple[StoredMail, Inbound] | None:
        """A received mail with its state and its bytes."""
        with self._read() as connection:
            row = connection.execute(select(*STORED).where(_mails.c.id == inbound_id)).first()
            found = _with_bytes(connection, [inbound_id])
        return (to_stored(row), found[0]) if row and found else None

    def parked_retry(self, ids: Iterable[int] | None = None) -> int:
        """Make parked mails new again (None: all of them), with their first receipt; gives how many."""
        again = update(_mails).where(_mails.c.state == InboundState.PARKED.value)
        again = again.values(state=InboundState.NEW.value, why="", handled_at=None, attempts=0)
        with self._write() as connection:
            if ids is None:
                return connection.execute(again).rowcount
            return sum(connection.execute(again.where(_mails.c.id.in_(chunk))).rowcount for chunk in chunks(ids))


def _with_bytes(connection: Connection, ids: Iterable[int]) -> list[Inbound]:
    query = select(*INBOUND).join(_raws, _raws.c.id == _mails.c.id).where(_mails.c.id.in_(list(ids)))
    found = [to_inbound(row) for row in connection.execute(query)]
    vouched = {one.inbound: one.released_by for one in waiting(connection, [mail.id for mail in found]).values()}
    return [replace(mail, vouched_by=vouched[mail.id]) if vouched.get(mail.id) else mail for mail in found]
