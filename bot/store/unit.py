"""One transaction under a program's lock: what is known is read, decided on and written, or nothing is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, select, true

from bot.domain.mail import InboundState
from bot.domain.outcome import Ask, Known, OutboxMail, Outcome, Past
from bot.domain.registration import Case, Registration, State
from bot.store import journal, known, line, proofs, schema, writing
from bot.store.batch import chunks, insert_new
from bot.store.rows import CASE, REGISTRATION, to_case, to_registration

_regs = schema.registration.c


class Unit:
    """The work of one transaction; made by ``Store.begin``, over when that block ends.

    A registration that the unit has not read counts as new, so that a reference given out twice is refused instead
    of overwriting the other one.
    """

    def __init__(self, connection: Connection, program: str, now: datetime, *, names: bool = True) -> None:
        self._connection = connection
        self._program = program
        self._now = now
        self._names = names
        self._read: set[str] = set()

    def still_new(self, ids: Iterable[int]) -> set[int]:
        """Which of these mails nobody has finished meanwhile."""
        mails = schema.inbound.c
        query = select(mails.id).where(mails.state == InboundState.NEW.value)
        return {found for chunk in chunks(ids) for found in self._connection.scalars(query.where(mails.id.in_(chunk)))}

    def known(self, ask: Ask) -> Known:
        """What the handling of a batch needs to know: see ``Ask`` and ``Known``."""
        answer = known.known(self._connection, self._program, ask, self._now, names=self._names)
        self._seen(answer.registrations)
        return answer

    def write(self, outcomes: Sequence[Outcome], mails: Sequence[OutboxMail] = ()) -> None:
        """Write all that was decided; raises Refused when it breaks what the tables hold unique."""
        connection, now = self._connection, self._now
        changed = [registration for outcome in outcomes for registration in outcome.registrations]
        writing.write_states(connection, outcomes, now)
        writing.write_registrations(connection, changed, self._read, names=self._names)
        writing.write_cases(connection, (case for outcome in outcomes for case in outcome.cases))
        proofs.write_quarantined(connection, outcomes)
        proofs.write_bindings(connection, (one for outcome in outcomes for one in outcome.bindings))
        proofs.write_failing(connection, self._program, outcomes)
        writing.write_mails(connection, mails, now)
        journal.append(connection, self._program, (event for outcome in outcomes for event in outcome.events))
        self._seen(changed)

    def registrations_by_ref(self, refs: Iterable[str]) -> tuple[Registration, ...]:
        """The registrations with these references, in any state."""
        return self._seen(known.by_refs(self._connection, self._program, refs))

    def expiring(self, limit: int = 500) -> tuple[Registration, ...]:
        """Accepted registrations whose term is over by now, the longest over first."""
        return self._found(State.ACCEPTED, _regs.expires_at <= self._now, _regs.expires_at, limit)

    def remindable(self, until: datetime, limit: int = 100_000) -> tuple[Registration, ...]:
        """Accepted registrations that end after now and no later than ``until``, the next to end first."""
        within = (_regs.expires_at > self._now) & (_regs.expires_at <= until)
        return self._found(State.ACCEPTED, within, _regs.expires_at, limit)

    def incomplete(self, before: datetime, limit: int = 500) -> tuple[Registration, ...]:
        """Incomplete registrations last decided on no later than an instant, oldest first."""
        return self._found(State.INCOMPLETE, _regs.decided_at <= before, _regs.decided_at, limit)

    def open_cases(self, before: datetime, limit: int = 500) -> tuple[Case, ...]:
        """Open cases of registrations that were held no later than an instant, oldest first.

        A case that was opened anew because its other side changed has waited since the first one.
        """
        table = schema.case.c
        query = (
            select(*CASE)
            .join(schema.registration, (_regs.program == table.program) & (_regs.ref == table.ref))
            .where(table.program == self._program, schema.IS_OPEN, _regs.decided_at <= before)
            .order_by(_regs.decided_at, table.ref)
            .limit(limit)
        )
        return tuple(map(to_case, self._connection.execute(query)))

    def waiting(self, limit: int = 500) -> tuple[Registration, ...]:
        """Who waits in line, earliest receipt first."""
        return self._found(State.WAITING, true(), _regs.received_at, limit)

    def partner_names(self, registrations: Iterable[Registration]) -> dict[str, str]:
        """By id, the names of the partners whose registrations these are."""
        found = known.partners(self._connection, self._program, {one.partner for one in registrations})
        return {partner.id: partner.name for partner in found}

    def line_due(self, heard: datetime, limit: int = 500) -> tuple[str, ...]:
        """The references in line whose offer ended by ``heard``, or whose place is free and offered to nobody."""
        return line.due(self._connection, self._program, heard, limit)

    def heard(self) -> datetime:
        """Up to when every received mail has been handled: now, or the receipt of the first that waits."""
        mails = schema.inbound.c
        query = select(func.min(mails.received_at)).where(mails.program == self._program, schema.IS_NEW)
        first: datetime | None = self._connection.scalar(query)
        return min(self._now, first) if first else self._now

    def past(self, domains: Iterable[str], limit: int = 50) -> tuple[Past, ...]:
        """What was registered on these domains before, the last decided first; of each domain at most ``limit``."""
        return line.past(self._connection, self._program, domains, limit)

    def failing(self, addresses: Iterable[str]) -> frozenset[str]:
        """Which of these addresses (folded) take no mail."""
        return proofs.failing_among(self._connection, self._program, addresses)

    def take_keys(self, keys: Iterable[str]) -> set[str]:
        """Take keys for ever; gives those that were still free."""
        table = schema.notice_key
        taken: set[str] = set()
        for chunk in chunks(keys):
            rows = [{"key": key, "taken_at": self._now} for key in chunk]
            taken.update(self._connection.scalars(insert_new(self._connection, table).returning(table.c.key), rows))
        return taken

    def _found(
        self, state: State, where: ColumnElement[bool], order: ColumnElement[datetime | None], limit: int
    ) -> tuple[Registration, ...]:
        query = (
            select(*REGISTRATION)
            .where(_regs.program == self._program, _regs.state == state.value, where)
            .order_by(order, _regs.ref)
            .limit(limit)
        )
        return self._seen(tuple(map(to_registration, self._connection.execute(query))))

    def _seen(self, registrations: Sequence[Registration]) -> tuple[Registration, ...]:
        self._read.update(registration.ref for registration in registrations)
        return tuple(registrations)


def lock(connection: Connection, program: str) -> None:
    """Take the program's lock until the transaction ends; its row is made when it is not there."""
    heads = schema.program
    query = select(heads.c.name).where(heads.c.name == program).with_for_update()
    if connection.execute(query).first() is None:
        first = {"name": program, "next_number": 1, "journal_seq": 0, "journal_hash": journal.START}
        connection.execute(insert_new(connection, heads), first)
        connection.execute(query)
