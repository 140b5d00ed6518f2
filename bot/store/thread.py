"""What a mail answers: found by the Message-IDs it names, else by the references in its text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, select

from bot.domain.lead import EXTRA_FIELDS, FIELDS
from bot.domain.mail import Asked
from bot.domain.outcome import ThreadAsk
from bot.domain.registration import Registration, State
from bot.store import schema
from bot.store.batch import AMONG, among
from bot.store.database import Database
from bot.store.known import by_refs, partner_ids
from bot.store.rows import fit

_spoken = schema.mail_ref.c

_ASKS = {State.HELD: "case", State.EXPIRED: "expired", State.WAITING: "offer"}
"""What the bot's last word on a registration was, where only its reference is known: else an answer."""


class Spoken(NamedTuple):
    """A mail that went out: its kind, when it was written, and the references it spoke of."""

    kind: str
    written_at: datetime | None
    refs: list[str]


class Threads(Database):
    """What the store knows of the conversations."""

    def context(self, program: str, asks: Mapping[int, ThreadAsk], required: tuple[str, ...] = ()) -> dict[int, Asked]:
        """By inbound id: what the mail answers; a mail that answers nothing known is left out.

        ``required`` are the program's required fields: those an incomplete registration lacks are ``missing``. Of
        another partner's lead nothing is given, though the mail names its reference.
        """
        with self._read() as connection:
            spoken = _spoken_of(connection, program, (name for ask in asks.values() for name in ask.message_ids))
            refs = {ref for mail in spoken.values() for ref in mail.refs}
            refs.update(ref for ask in asks.values() for ref in ask.refs)
            found = {one.ref: one for one in by_refs(connection, program, refs)} if refs else {}
            open_ = any(one.state is State.INCOMPLETE for one in found.values())
            owners = partner_ids(connection, program, (ask.sender for ask in asks.values())) if open_ else {}
        answers = {
            inbound: _asked(ask, owners.get(ask.sender, ""), spoken, found, required) for inbound, ask in asks.items()
        }
        return {inbound: asked for inbound, asked in answers.items() if asked}


# Without the program, which would lead SQLite to the other index; Message-IDs are unique anyway.
_SPOKEN = (
    select(_spoken.message_id, _spoken.program, _spoken.kind, _spoken.ref, schema.outbox.c.created_at)
    .outerjoin(schema.outbox, schema.outbox.c.message_id == _spoken.message_id)
    .where(_spoken.message_id.in_(AMONG))
    .order_by(_spoken.place)
)


def _spoken_of(connection: Connection, program: str, message_ids: Iterable[str]) -> dict[str, Spoken]:
    """By Message-ID: the mails that went out."""
    found: dict[str, Spoken] = {}
    for row in among(connection, _SPOKEN, map(fit, message_ids)):
        if row.program == program:
            mail = found.setdefault(row.message_id, Spoken(row.kind, row.created_at, []))
            if row.ref:
                mail.refs.append(row.ref)
    return found


def _asked(
    ask: ThreadAsk,
    owner: str,
    spoken: Mapping[str, Spoken],
    found: Mapping[str, Registration],
    required: Sequence[str],
) -> Asked | None:
    kind, written_at, refs = next((spoken[name] for name in ask.message_ids if name in spoken), Spoken("", None, []))
    named = [ref for ref in ask.refs if ref in found]
    if not kind:
        if not named:
            return None
        kind = _ASKS.get(found[named[0]].state, "answer")
    every = tuple(dict.fromkeys([*refs, *named]))
    mine = (found[ref] for ref in every if ref in found and found[ref].partner == owner)
    pending = {one.ref: _values(one) for one in mine if one.state is State.INCOMPLETE}
    proposed = {ref: dict(found[ref].lead.proposed) for ref in pending if found[ref].lead.proposed}
    missing = {}
    for ref, values in pending.items():
        wanted = dict.fromkeys((*required, *proposed.get(ref, ())))
        missing[ref] = tuple(name for name in wanted if not values.get(name))
    return Asked(kind, every, pending, missing, tuple(refs), proposed, written_at)


def _values(registration: Registration) -> dict[str, str]:
    lead = registration.lead
    return {name: lead.get(name) for name in (*FIELDS, *EXTRA_FIELDS) if lead.get(name)}
