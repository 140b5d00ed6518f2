"""Between the domain's values and the tables' rows; nothing is looked up here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Protocol

import orjson

from bot.domain.lead import Lead
from bot.domain.mail import Inbound, InboundState
from bot.domain.outcome import OutboxMail
from bot.domain.partner import Customer, Partner
from bot.domain.registration import Case, Registration, State
from bot.matching.blocking import filed
from bot.store import schema
from bot.store.records import OutboxRow, OutboxShown, StoredMail


class Line(Protocol):
    """A row of whatever columns were selected: their values in order, and each by its name."""

    def __iter__(self) -> Iterator[Any]: ...

    def __getattr__(self, name: str) -> Any: ...

    def _asdict(self) -> dict[str, Any]: ...


_FOUND_BY = {"email_key", "company_key"}  # what rows are looked up by, made of their other columns
REGISTRATION = tuple(column for column in schema.registration.c if column.name not in _FOUND_BY)
PARTNER = tuple(schema.partner.c)
CUSTOMER = tuple(column for column in schema.customer.c if column.name not in _FOUND_BY)
CASE = tuple(schema.case.c)
_in = schema.inbound.c
INBOUND = (
    _in.id,
    _in.mailbox,
    _in.program,
    _in.received_at,
    _in.size,
    schema.inbound_raw.c.raw,
    _in.seed,
    _in.truncated,
    _in.attempts,
)
STORED = (
    _in.id,
    _in.mailbox,
    _in.program,
    _in.received_at,
    _in.size,
    _in.state,
    _in.why,
    _in.attempts,
    _in.handled_at,
)
_out = schema.outbox.c
SHOWN = (
    _out.id,
    _out.key,
    _out.kind,
    _out.program,
    _out.message_id,
    _out.recipients,
    _out.refs,
    _out.state,
    _out.attempts,
    _out.created_at,
    _out.due_at,
    _out.sent_at,
    _out.error,
)
OUTBOX = (
    _out.id,
    _out.attempts,
    _out.created_at,
    _out.key,
    _out.kind,
    _out.program,
    _out.message_id,
    _out.sender,
    _out.recipients,
    _out.refs,
)


_STATES = {state.value: state for state in State}


def fit(text: str) -> str:
    """The text as every database can keep it: without NUL and lone surrogates, which only broken mails hold."""
    if text.isascii() and "\0" not in text:
        return text
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode()


def dump(value: object) -> str:
    """Canonical JSON: sorted keys, no white space."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()


def texts(text: str) -> tuple[str, ...]:
    """A list from its JSON."""
    return tuple(orjson.loads(text)) if text != "[]" else ()


def from_registration(registration: Registration, *, names: bool = True) -> dict[str, Any]:
    """The row of a registration; filed by name where ``names`` count."""
    lead = registration.lead
    return {
        "program": registration.program,
        "ref": registration.ref,
        "partner": registration.partner,
        "sender": fit(registration.sender),
        "state": registration.state.value,
        "received_at": registration.received_at,
        "decided_at": registration.decided_at,
        "expires_at": registration.expires_at,
        "term": registration.term,
        "codes": dump(registration.codes) if registration.codes else "[]",
        "reason": fit(registration.reason),
        "thread": fit(registration.thread),
        "exclusive": registration.exclusive,
        "offer_ends_at": registration.offer_ends_at,
        "share": registration.share,
        "first_name": fit(lead.first_name),
        "last_name": fit(lead.last_name),
        "email": fit(lead.email),
        "email_key": fit(lead.email).casefold(),
        "url": fit(lead.url),
        "company": fit(lead.company),
        "company_key": filed(fit(lead.company)) if names else "",
        "lead_type": fit(lead.lead_type),
        "domain": fit(lead.domain),
        "extra": dump({fit(name): fit(value) for name, value in lead.extra.items()}) if lead.extra else "{}",
    }


def to_registration(row: Line) -> Registration:
    """A registration from the columns of REGISTRATION, by place: there are many."""
    values = tuple(row)
    program, ref, partner, sender, state, received_at, decided_at, expires_at, term, codes, *rest = values[:15]
    first, last, email, url, company, lead_type, domain, extra = values[15:]
    known = orjson.loads(extra) if extra != "{}" else {}
    return Registration(
        ref,
        program,
        partner,
        sender,
        Lead(first, last, email, url, company, lead_type, domain, known),
        _STATES[state],
        received_at,
        decided_at,
        expires_at,
        term,
        texts(codes),
        *rest,
    )


def from_partner(partner: Partner) -> dict[str, Any]:
    """The row of a partner, without its senders."""
    row = {name: getattr(partner, name) for name in schema.partner.c.keys()}  # noqa: SIM118 - a collection of columns
    return row | {"certifications": dump(partner.certifications)}


def to_partner(row: Line, senders: Sequence[str]) -> Partner:
    """A partner from the columns of PARTNER and its senders, in their order."""
    values = {**row._asdict(), "certifications": texts(row.certifications)}
    return Partner(
        **values,
        addresses=tuple(value for value in senders if "@" in value),
        domains=tuple(value for value in senders if "@" not in value),
    )


def from_customer(customer: Customer) -> dict[str, Any]:
    """The row of a customer."""
    row = {column.name: getattr(customer, column.name) for column in CUSTOMER}
    return row | {"company_key": filed(fit(customer.name))}


def to_customer(row: Line) -> Customer:
    """A customer from the columns of CUSTOMER."""
    return Customer(*tuple(row))


def from_case(case: Case) -> dict[str, Any]:
    """The row of a case."""
    row = {name: getattr(case, name) for name in schema.case.c.keys()}  # noqa: SIM118 - a collection of columns
    return row | {"decided_by": fit(case.decided_by), "note": fit(case.note)}


def to_case(row: Line) -> Case:
    """A case from the columns of CASE."""
    return Case(**row._asdict())


def to_inbound(row: Line) -> Inbound:
    """A received mail from the columns of INBOUND."""
    return Inbound(*tuple(row))


def to_stored(row: Line) -> StoredMail:
    """A received mail as listed, from the columns of STORED."""
    return StoredMail(**{**row._asdict(), "state": InboundState(row.state)})


def from_mail(mail: OutboxMail, now: datetime) -> dict[str, Any]:
    """The row of a mail that goes out at once."""
    return {
        "key": mail.key,
        "kind": mail.kind,
        "program": mail.program,
        "message_id": mail.message_id,
        "sender": mail.sender,
        "recipients": dump(mail.recipients),
        "first": mail.recipients[0].casefold() if mail.recipients else "",
        "refs": dump(mail.refs),
        "state": "queued",
        "attempts": 0,
        "created_at": now,
        "due_at": now,
        "worker": "",
        "error": "",
    }


def to_outbox(row: Line, raw: bytes) -> OutboxRow:
    """A claimed mail from the columns of OUTBOX, by place, and its bytes."""
    mail_id, attempts, created_at, key, kind, program, message_id, sender, recipients, refs = tuple(row)
    mail = OutboxMail(key, kind, program, message_id, sender, texts(recipients), raw, texts(refs))
    return OutboxRow(mail_id, mail, attempts, created_at)


def to_shown(row: Line) -> OutboxShown:
    """A mail as listed, from the columns of SHOWN."""
    values = {**row._asdict(), "recipients": texts(row.recipients), "refs": texts(row.refs)}
    return OutboxShown(**values)
