"""One suite for every database: each test that asks for a store runs on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bot.store import Store
from bot.store.schema import metadata
from tests.servers.postgres import Postgres
from tests.store.things import PARTNERS


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: Postgres) -> Iterator[str]:
    """One migrated database for all tests: making one takes 20 times as long as emptying it."""
    url = postgres_server.create()
    made = Store(url)
    made.migrate()
    made.close()
    yield url
    postgres_server.drop(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A migrated database without a row, on each engine in turn."""
    if request.param == "sqlite":
        made = f"sqlite:///{tmp_path / 'regbot.db'}"
        store = Store(made)
        store.migrate()
        store.close()
        return made
    made = str(request.getfixturevalue("migrated_postgres"))
    engine = create_engine(made)
    with engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {', '.join(metadata.tables)} RESTART IDENTITY CASCADE"))
    engine.dispose()
    return made


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """A migrated store that knows the two partners and nothing else."""
    made = Store(url)
    made.import_partners(PARTNERS)
    yield made
    made.close()
