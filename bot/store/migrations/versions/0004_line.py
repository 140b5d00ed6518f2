"""The line behind a registration, shared ones, and what an admin decided and why."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.columns import Instant

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the columns; cases that were closed before have neither a word nor a note."""
    op.add_column("registration", sa.Column("offer_ends_at", Instant))
    op.add_column("registration", sa.Column("share", sa.Integer))
    op.add_column("held_case", sa.Column("decision", sa.Text, nullable=False, server_default=""))
    op.add_column("held_case", sa.Column("note", sa.Text, nullable=False, server_default=""))
    op.add_column("held_case", sa.Column("escalated_at", Instant))
    with op.batch_alter_table("held_case") as cases:
        for name in ("decision", "note"):
            cases.alter_column(name, server_default=None)
