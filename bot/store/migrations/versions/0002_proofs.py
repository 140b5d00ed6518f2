"""Who may be believed: mails that wait for a word about their sender."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.columns import Counter, Instant

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "quarantine",
        sa.Column("inbound", Counter, sa.ForeignKey("inbound.id"), primary_key=True, autoincrement=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("program", "word", "address", "partner", "subject")),
        sa.Column("received_at", Instant, nullable=False),
        sa.Column("asked_until", Instant, nullable=True),
        sa.Column("released_at", Instant, nullable=True),
        sa.Column("released_by", sa.Text, nullable=False),
    )
    op.create_index("quarantine_word", "quarantine", ["program", "word"], unique=True)
    waiting = sa.text("released_by = ''")
    op.create_index(
        "quarantine_waiting", "quarantine", ["program", "address"], sqlite_where=waiting, postgresql_where=waiting
    )
