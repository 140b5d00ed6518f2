"""The indexes of the tables; only who makes or compares tables asks for them.

Their conditions are told to both databases, and SQLAlchemy's half for PostgreSQL takes as long to import as half its
core, which is why they stand apart from the tables.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, ColumnElement, Index, TextClause, text

from bot.store.proofs import IS_WAITING, quarantine
from bot.store.schema import (
    IS_FAILED,
    IS_NEW,
    IS_OPEN,
    IS_QUEUED,
    IS_UNFILED,
    alias,
    case,
    customer,
    inbound,
    journal,
    mail_ref,
    metadata,
    outbox,
    registration,
    sender,
)

__all__ = ["metadata"]

ONE_ACCEPTED = text("state = 'accepted' AND exclusive AND domain <> ''")


def _partial(name: str, where: ColumnElement[bool] | TextClause, *columns: Column[Any], unique: bool = False) -> None:
    """An index of only those rows for which a condition holds."""
    Index(name, *columns, unique=unique, sqlite_where=where, postgresql_where=where)


_partial("inbound_new", IS_NEW, inbound.c.program, inbound.c.received_at, inbound.c.id)
_partial("inbound_unfiled", IS_UNFILED, inbound.c.mailbox, inbound.c.uidvalidity, inbound.c.uid)
Index("inbound_handled", inbound.c.program, inbound.c.state, inbound.c.handled_at)
Index("alias_of", alias.c.program, alias.c.of_key)
Index("sender_partner", sender.c.program, sender.c.partner)
_partial("registration_one_accepted", ONE_ACCEPTED, registration.c.program, registration.c.domain, unique=True)
Index("registration_domain", registration.c.program, registration.c.domain)
Index("registration_email", registration.c.program, registration.c.email_key)
Index("registration_company", registration.c.program, registration.c.company_key)
Index("customer_company", customer.c.program, customer.c.company_key)
Index(
    "registration_partner",
    registration.c.program,
    registration.c.partner,
    registration.c.state,
    registration.c.expires_at,
)
Index("registration_end", registration.c.program, registration.c.state, registration.c.expires_at)
_partial("held_case_open", IS_OPEN, case.c.program, case.c.opened_at)
_partial("outbox_due", IS_QUEUED, outbox.c.due_at, outbox.c.id)
_partial("outbox_failed", IS_FAILED, outbox.c.program, outbox.c.due_at)
Index("outbox_message", outbox.c.message_id)
Index("outbox_first", outbox.c.program, outbox.c.first, outbox.c.created_at, outbox.c.kind)
Index("mail_ref_ref", mail_ref.c.ref)
Index("journal_ref", journal.c.ref)
Index("quarantine_word", quarantine.c.program, quarantine.c.word, unique=True)
_partial("quarantine_waiting", IS_WAITING, quarantine.c.program, quarantine.c.address)
