"""``regbot migrate``: bring the database's schema up to this version."""

from __future__ import annotations

from bot.cli.common import DEFAULT_CONFIG, Config, settings_and_programs


def migrate(config: Config = DEFAULT_CONFIG) -> None:
    """Create or update the tables; safe to run again."""
    from bot.daemon import open_store

    settings, _ = settings_and_programs(config)
    store = open_store(settings)
    try:
        store.migrate()
    finally:
        store.close()
    print("The database is up to date.")
