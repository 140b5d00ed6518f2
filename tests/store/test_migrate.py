"""The tables are made by migrations, are what the code says they are, and are never guessed at."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, text

import bot.store
from bot.domain.errors import StoreUnavailable
from bot.store import Store, schema
from bot.store.indexes import metadata
from tests.store.things import BOX, NOW, PROGRAM, fetched

INDEXES = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name",
    "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY indexname",
}


def indexes(engine: Engine) -> list[tuple[str, str]]:
    """Every index as the database spells it, its predicate included (P10: alembic compares none)."""
    with engine.connect() as connection:
        rows = connection.execute(text(INDEXES[engine.dialect.name])).all()
    return [(name, re.sub(r"\b(\w+)\.", "", " ".join(sql.split()))) for name, sql in rows if "alembic" not in name]


def test_a_new_database_is_migrated_once(store_url: str) -> None:
    store = Store(store_url)
    assert store.behind()
    store.migrate()
    assert not store.behind()
    store.check()
    store.receive(BOX, PROGRAM, 1, [fetched(1)], NOW)
    store.migrate()
    assert len(store.claimable(PROGRAM, 1)) == 1
    store.close()


def test_the_migrations_make_what_the_code_says(store_url: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    store = Store(store_url)
    store.migrate()
    store.close()
    engine = create_engine(store_url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    migrated = indexes(engine)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
        metadata.drop_all(connection)
        metadata.create_all(connection)
    assert migrated == indexes(engine)
    engine.dispose()


def test_the_code_knows_every_migration() -> None:
    folder = Path(bot.store.__file__).parent / "migrations"
    config = Config()
    config.set_main_option("script_location", str(folder))
    revisions = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    assert tuple(reversed(revisions)) == schema.REVISIONS


def test_several_that_migrate_at_once(store_url: str) -> None:
    stores = [Store(store_url) for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(Store.migrate, stores))
    assert not stores[0].behind()
    for store in stores:
        store.close()


WORK: list[Callable[[Store], object]] = [
    pytest.param(Store.check, id="check"),
    pytest.param(lambda store: store.cursor(BOX), id="reading"),
    pytest.param(lambda store: store.receive(BOX, PROGRAM, 1, [fetched(1)], NOW), id="receiving"),
    pytest.param(lambda store: store.outbox_claim("me", 1, NOW, 1), id="sending"),
    pytest.param(lambda store: store.begin(PROGRAM, NOW).__enter__(), id="deciding"),
]


@pytest.mark.parametrize("work", WORK)
def test_a_database_that_is_behind_says_what_to_run(store_url: str, work: Callable[[Store], object]) -> None:
    store = Store(store_url)
    with pytest.raises(StoreUnavailable, match="run `regbot migrate`"):
        work(store)
    store.close()


def test_a_database_of_a_newer_version_is_left_alone(store_url: str) -> None:
    store = Store(store_url)
    store.migrate()
    engine = create_engine(store_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    for refused in (store.check, store.migrate):
        with pytest.raises(StoreUnavailable, match=r"newer regbot \(schema 9999\)"):
            refused()
    store.close()


def test_asking_makes_no_file_and_migrating_makes_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "var" / "deep" / "regbot.db"
    store = Store(f"sqlite:///{path}")
    assert store.behind()
    assert not path.parent.exists()
    store.migrate()
    assert path.exists()
    store.close()


def test_only_migrating_pays_for_alembic(tmp_path: Path) -> None:
    code = "import sys; from bot.store import Store; Store(sys.argv[1]).behind(); sys.exit('alembic' in sys.modules)"
    subprocess.run([sys.executable, "-c", code, f"sqlite:///{tmp_path / 'x.db'}"], check=True)
