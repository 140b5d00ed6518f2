"""The first tables: mails in and out, registrations and their cases, partners, customers, the journal."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.columns import Counter, Instant

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table."""
    _programs()
    _mails_in()
    _partners()
    _registrations()
    _cases()
    _mails_out()
    _keys()


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _big(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=False)


def _int(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False)


def _bool(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean, nullable=False)


def _at(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, Instant, nullable=nullable)


def _partial(name: str, table: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    op.create_index(name, table, columns, unique=unique, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def _bytes_of(table: str) -> None:
    op.create_table(
        f"{table}_raw",
        sa.Column("id", Counter, sa.ForeignKey(f"{table}.id"), primary_key=True, autoincrement=False),
        sa.Column("raw", sa.LargeBinary, nullable=False),
    )


def _programs() -> None:
    op.create_table(
        "program",
        sa.Column("name", sa.Text, primary_key=True),
        _big("next_number"),
        _big("journal_seq"),
        sa.Column("journal_hash", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "journal",
        _text("program"),
        _big("seq"),
        _at("at"),
        _text("name"),
        _text("ref"),
        _text("data"),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("program", "seq", name="journal_key"),
    )
    op.create_index("journal_ref", "journal", ["ref"])


def _mails_in() -> None:
    op.create_table("mailbox", sa.Column("name", sa.Text, primary_key=True), _big("uidvalidity"), _big("last_uid"))
    op.create_table(
        "inbound",
        sa.Column("id", Counter, primary_key=True),
        _text("mailbox"),
        _text("program"),
        _big("uidvalidity"),
        _big("uid"),
        _at("received_at"),
        _big("size"),
        sa.Column("seed", sa.LargeBinary, nullable=False),
        _bool("truncated"),
        sa.Column("content", sa.LargeBinary),
        _text("state"),
        _text("why"),
        _int("attempts"),
        _at("stored_at"),
        _at("handled_at", nullable=True),
        _at("filed_at", nullable=True),
        sa.UniqueConstraint("mailbox", "uidvalidity", "uid", name="inbound_uid"),
        sa.UniqueConstraint("mailbox", "content", name="inbound_content"),
    )
    _partial("inbound_new", "inbound", ["program", "received_at", "id"], "state = 'new'")
    _partial("inbound_unfiled", "inbound", ["mailbox", "uidvalidity", "uid"], "filed_at IS NULL AND state != 'new'")
    op.create_index("inbound_handled", "inbound", ["program", "state", "handled_at"])
    _bytes_of("inbound")


def _partners() -> None:
    op.create_table(
        "partner",
        _text("program"),
        _text("id"),
        _text("name"),
        _text("tier"),
        _text("plan"),
        _bool("active"),
        _bool("good_standing"),
        sa.Column("agreement_on", sa.Date),
        sa.Column("joined_on", sa.Date),
        _text("certifications"),
        _bool("revenue_share"),
        _text("contact"),
        sa.PrimaryKeyConstraint("program", "id", name="partner_key"),
    )
    op.create_table(
        "sender",
        _text("program"),
        _text("value"),
        _text("partner"),
        _int("place"),
        sa.PrimaryKeyConstraint("program", "value", name="sender_key"),
    )
    op.create_index("sender_partner", "sender", ["program", "partner"])
    op.create_table(
        "customer",
        _text("program"),
        _text("domain"),
        _text("name"),
        _text("kind"),
        sa.PrimaryKeyConstraint("program", "domain", name="customer_key"),
    )


def _registrations() -> None:
    lead = ("first_name", "last_name", "email", "email_key", "url", "company", "lead_type", "domain", "extra")
    op.create_table(
        "registration",
        _text("program"),
        _text("ref"),
        _text("partner"),
        _text("sender"),
        _text("state"),
        _at("received_at"),
        _at("decided_at"),
        _at("expires_at", nullable=True),
        _int("term"),
        _text("codes"),
        _text("reason"),
        _text("thread"),
        _bool("exclusive"),
        *(_text(name) for name in lead),
        sa.PrimaryKeyConstraint("ref", "program", name="registration_key"),
    )
    one = "state = 'accepted' AND exclusive AND domain <> ''"
    _partial("registration_one_accepted", "registration", ["program", "domain"], one, unique=True)
    op.create_index("registration_domain", "registration", ["program", "domain"])
    op.create_index("registration_email", "registration", ["program", "email_key"])
    op.create_index("registration_partner", "registration", ["program", "partner", "state", "expires_at"])
    op.create_index("registration_end", "registration", ["program", "state", "expires_at"])


def _cases() -> None:
    op.create_table(
        "held_case",
        _text("program"),
        _text("ref"),
        _at("opened_at"),
        _text("token"),
        _at("closed_at", nullable=True),
        _at("nudged_at", nullable=True),
        _text("decided_by"),
        sa.PrimaryKeyConstraint("program", "ref", "opened_at", name="held_case_key"),
    )
    _partial("held_case_open", "held_case", ["program", "opened_at"], "closed_at IS NULL")


def _mails_out() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", Counter, primary_key=True),
        _text("key"),
        _text("kind"),
        _text("program"),
        _text("message_id"),
        _text("sender"),
        _text("recipients"),
        _text("first"),
        _text("refs"),
        _text("state"),
        _int("attempts"),
        _at("created_at"),
        _at("due_at"),
        _text("worker"),
        _at("sent_at", nullable=True),
        _text("error"),
        sa.UniqueConstraint("key", name="outbox_key"),
    )
    _partial("outbox_due", "outbox", ["due_at", "id"], "state = 'queued'")
    _partial("outbox_failed", "outbox", ["program", "due_at"], "state = 'failed'")
    op.create_index("outbox_message", "outbox", ["message_id"])
    op.create_index("outbox_first", "outbox", ["program", "first", "created_at", "kind"])
    _bytes_of("outbox")
    op.create_table(
        "mail_ref",
        _text("message_id"),
        _int("place"),
        _text("program"),
        _text("ref"),
        _text("kind"),
        sa.PrimaryKeyConstraint("message_id", "place", name="mail_ref_key"),
    )
    op.create_index("mail_ref_ref", "mail_ref", ["ref"])


def _keys() -> None:
    op.create_table("notice_key", sa.Column("key", sa.Text, primary_key=True), _at("taken_at"))
