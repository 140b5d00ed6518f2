"""Companies by name: the key by which each is filed, and the tables that find it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.columns import Counter

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the columns and make the tables; the companies that are there are filed after the last migration."""
    for table in ("registration", "customer"):
        op.add_column(table, sa.Column("company_key", sa.Text, nullable=False, server_default=""))
        op.create_index(f"{table}_company", table, ["program", "company_key"])
    op.create_table(
        "company_name",
        sa.Column("id", Counter, primary_key=True),
        sa.Column("program", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.UniqueConstraint("program", "name", name="company_name_name"),
    )
    op.create_table(
        "name_key",
        sa.Column("key", sa.BigInteger, nullable=False),
        sa.Column("name", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("key", "name", name="name_key_key"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "name_word",
        sa.Column("program", sa.Text, nullable=False),
        sa.Column("word", sa.Text, nullable=False),
        sa.Column("names", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("program", "word", name="name_word_key"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "word_key",
        sa.Column("key", sa.BigInteger, nullable=False),
        sa.Column("word", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("key", "word", name="word_key_key"),
        sqlite_with_rowid=False,
    )
