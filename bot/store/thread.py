"""What a mail answers: found by the Message-IDs it names, else by the references in its text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, select

from bot.domain.lead import EXTRA_FIELDS, FIELDS
from bot.domain.mail import Asked
from bot.domain.outcome import ThreadAsk
from bot.domain.registration import Registration, State
from bot.store import schema
from bot.store.batch import AMONG, among
from bot.store.database import Database
from bot.store.known import by_refs
from bot.store.rows import fit

_spoken = schema.mail_ref.c

_ASKS = {State.HELD: "case", State.EXPIRED: "expired"}
"""What the bot's last word on a registration was, where only its reference is known: else an answer."""


class Threads(Database):
    """What the store knows of the conversations."""

    def context(self, program: str, asks: Mapping[int, ThreadAsk], required: tuple[str, ...] = ()) -> dict[int, Asked]:
        """By inbound id: what the mail answers; a mail that answers nothing known is left out.

        ``required`` are the program's required fields: those an incomplete registration lacks are ``missing``.
        """
        with self._read() as connection:
            spoken = _spoken_of(connection, program, (name for ask in asks.values() for name in ask.message_ids))
            refs = {ref for _, named in spoken.values() for ref in named}
            refs.update(ref for ask in asks.values() for ref in ask.refs)
            found = {one.ref: one for one in by_refs(connection, program, refs)} if refs else {}
        answers = {inbound: _asked(ask, spoken, found, required) for inbound, ask in asks.items()}
        return {inbound: asked for inbound, asked in answers.items() if asked}


# Without the program, which would lead SQLite to the other index; Message-IDs are unique anyway.
_SPOKEN = (
    select(_spoken.message_id, _spoken.program, _spoken.kind, _spoken.ref)
    .where(_spoken.message_id.in_(AMONG))
    .order_by(_spoken.place)
)


def _spoken_of(connection: Connection, program: str, message_ids: Iterable[str]) -> dict[str, tuple[str, list[str]]]:
    """By Message-ID: the kind of the mail and the references it spoke of."""
    found: dict[str, tuple[str, list[str]]] = {}
    for row in among(connection, _SPOKEN, map(fit, message_ids)):
        if row.program == program:
            _, refs = found.setdefault(row.message_id, (row.kind, []))
            if row.ref:
                refs.append(row.ref)
    return found


def _asked(
    ask: ThreadAsk,
    spoken: Mapping[str, tuple[str, list[str]]],
    found: Mapping[str, Registration],
    required: Sequence[str],
) -> Asked | None:
    kind, refs = next((spoken[name] for name in ask.message_ids if name in spoken), ("", []))
    named = [ref for ref in ask.refs if ref in found]
    if not kind:
        if not named:
            return None
        kind = _ASKS.get(found[named[0]].state, "answer")
    every = tuple(dict.fromkeys([*refs, *named]))
    pending = {ref: _values(found[ref]) for ref in every if ref in found and found[ref].state is State.INCOMPLETE}
    proposed = {ref: dict(found[ref].lead.proposed) for ref in pending if found[ref].lead.proposed}
    missing = {}
    for ref, values in pending.items():
        wanted = dict.fromkeys((*required, *proposed.get(ref, ())))
        missing[ref] = tuple(name for name in wanted if not values.get(name))
    return Asked(kind, every, pending, missing, tuple(refs), proposed)


def _values(registration: Registration) -> dict[str, str]:
    lead = registration.lead
    return {name: lead.get(name) for name in (*FIELDS, *EXTRA_FIELDS) if lead.get(name)}
