"""What only the market knows: companies that are one, of one group, or none of the other."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "alias",
        *(sa.Column(name, sa.Text, nullable=False) for name in ("program", "key", "of_key", "company", "of", "tie")),
        sa.PrimaryKeyConstraint("program", "key", "of_key", name="alias_key"),
    )
    op.create_index("alias_of", "alias", ["program", "of_key"])
