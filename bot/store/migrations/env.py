"""How alembic reaches the database: over the connection, and in the transaction, that its caller holds."""

from __future__ import annotations

from alembic import context

from bot.store.indexes import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
context.run_migrations()
