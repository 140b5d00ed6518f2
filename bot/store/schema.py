"""The tables. ``migrations/`` makes them, ``indexes`` adds to them; a test holds the three against each other."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    and_,
    literal_column,
)

from bot.store.columns import Counter, Instant

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006")
"""Every version of the schema, oldest first; the last one is what this code was written for."""

metadata = MetaData()


def _bytes_of(mails: Table) -> Table:
    """The mails' bytes, apart, so that a change of state does not rewrite them."""
    key = Column("id", Counter, ForeignKey(mails.c.id), primary_key=True, autoincrement=False)
    return Table(f"{mails.name}_raw", metadata, key, Column("raw", LargeBinary, nullable=False))


program = Table(  # one row a program: its lock, its numbers, the head of its journal
    "program",
    metadata,
    Column("name", Text, primary_key=True),
    Column("next_number", BigInteger, nullable=False),
    Column("journal_seq", BigInteger, nullable=False),
    Column("journal_hash", LargeBinary, nullable=False),
)

mailbox = Table(
    "mailbox",
    metadata,
    Column("name", Text, primary_key=True),
    Column("uidvalidity", BigInteger, nullable=False),
    Column("last_uid", BigInteger, nullable=False),
)

inbound = Table(
    "inbound",
    metadata,
    Column("id", Counter, primary_key=True),
    Column("mailbox", Text, nullable=False),
    Column("program", Text, nullable=False),
    Column("uidvalidity", BigInteger, nullable=False),
    Column("uid", BigInteger, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("seed", LargeBinary, nullable=False),
    Column("truncated", Boolean, nullable=False),
    Column("content", LargeBinary),  # NULL for a further copy of a mail, which has no bytes of its own either
    Column("state", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("stored_at", Instant, nullable=False),
    Column("handled_at", Instant),
    Column("filed_at", Instant),
    UniqueConstraint("mailbox", "uidvalidity", "uid", name="inbound_uid"),
    UniqueConstraint("mailbox", "content", name="inbound_content"),
)
# Literals, not parameters: SQLite uses a partial index only where the query spells its condition out.
IS_NEW = inbound.c.state == literal_column("'new'")
IS_UNFILED = and_(inbound.c.filed_at.is_(None), inbound.c.state != literal_column("'new'"))

inbound_raw = _bytes_of(inbound)

partner = Table(
    "partner",
    metadata,
    Column("program", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("tier", Text, nullable=False),
    Column("plan", Text, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("good_standing", Boolean, nullable=False),
    Column("agreement_on", Date),
    Column("joined_on", Date),
    Column("certifications", Text, nullable=False),  # JSON list
    Column("revenue_share", Boolean, nullable=False),
    Column("contact", Text, nullable=False),
    PrimaryKeyConstraint("program", "id", name="partner_key"),
)

sender = Table(  # an address, or a domain: what has no "@"
    "sender",
    metadata,
    Column("program", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("partner", Text, nullable=False),
    Column("place", Integer, nullable=False),
    PrimaryKeyConstraint("program", "value", name="sender_key"),
)

customer = Table(
    "customer",
    metadata,
    Column("program", Text, nullable=False),
    Column("domain", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("company_key", Text, nullable=False, server_default=""),
    PrimaryKeyConstraint("program", "domain", name="customer_key"),
)

alias = Table(  # a company and what it is, or is of; the keys are what is compared
    "alias",
    metadata,
    Column("program", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("of_key", Text, nullable=False),
    Column("company", Text, nullable=False),
    Column("of", Text, nullable=False),
    Column("tie", Text, nullable=False),
    PrimaryKeyConstraint("program", "key", "of_key", name="alias_key"),
)
registration = Table(
    "registration",
    metadata,
    Column("program", Text, nullable=False),
    Column("ref", Text, nullable=False),
    Column("partner", Text, nullable=False),
    Column("sender", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("decided_at", Instant, nullable=False),
    Column("expires_at", Instant),
    Column("term", Integer, nullable=False),
    Column("codes", Text, nullable=False),  # JSON list
    Column("reason", Text, nullable=False),
    Column("thread", Text, nullable=False),
    Column("exclusive", Boolean, nullable=False),
    Column("offer_ends_at", Instant),
    Column("share", Integer),  # percent
    Column("first_name", Text, nullable=False),
    Column("last_name", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("email_key", Text, nullable=False),  # the address, folded for looking up
    Column("url", Text, nullable=False),
    Column("company", Text, nullable=False),
    Column("company_key", Text, nullable=False, server_default=""),  # its name as it is filed: see names.py
    Column("lead_type", Text, nullable=False),
    Column("domain", Text, nullable=False),
    Column("extra", Text, nullable=False),  # JSON object
    PrimaryKeyConstraint("ref", "program", name="registration_key"),
)

case = Table(
    "held_case",
    metadata,
    Column("program", Text, nullable=False),
    Column("ref", Text, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("token", Text, nullable=False),
    Column("closed_at", Instant),
    Column("nudged_at", Instant),
    Column("decided_by", Text, nullable=False),
    Column("decision", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("escalated_at", Instant),
    PrimaryKeyConstraint("program", "ref", "opened_at", name="held_case_key"),
)
IS_OPEN = case.c.closed_at.is_(None)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Counter, primary_key=True),
    Column("key", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("program", Text, nullable=False),
    Column("message_id", Text, nullable=False),
    Column("sender", Text, nullable=False),
    Column("recipients", Text, nullable=False),  # JSON list
    Column("first", Text, nullable=False),  # the first recipient, folded: whose reply budget it counts against
    Column("refs", Text, nullable=False),  # JSON list
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),  # while claimed: when the lease ends
    Column("worker", Text, nullable=False),
    Column("sent_at", Instant),
    Column("error", Text, nullable=False),
    UniqueConstraint("key", name="outbox_key"),
)
IS_QUEUED = outbox.c.state == literal_column("'queued'")
IS_FAILED = outbox.c.state == literal_column("'failed'")

outbox_raw = _bytes_of(outbox)

mail_ref = Table(  # what each mail that went out spoke of, in its order; one row with "" where it named nothing
    "mail_ref",
    metadata,
    Column("message_id", Text, nullable=False),
    Column("place", Integer, nullable=False),
    Column("program", Text, nullable=False),
    Column("ref", Text, nullable=False),
    Column("kind", Text, nullable=False),
    PrimaryKeyConstraint("message_id", "place", name="mail_ref_key"),
)

notice_key = Table(
    "notice_key",
    metadata,
    Column("key", Text, primary_key=True),
    Column("taken_at", Instant, nullable=False),
)

journal = Table(
    "journal",
    metadata,
    Column("program", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("at", Instant, nullable=False),
    Column("name", Text, nullable=False),
    Column("ref", Text, nullable=False),
    Column("data", Text, nullable=False),  # canonical JSON
    Column("hash", LargeBinary, nullable=False),  # SHA-256 of the hash before and of all of the above
    PrimaryKeyConstraint("program", "seq", name="journal_key"),
)
