"""A database that cannot be used says so in words, and what was under way can be tried again."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bot.domain.errors import ConfigError, StoreUnavailable
from bot.store import Store
from tests.store.things import BOX, NOW, PROGRAM, fetched, mail, receive, write


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "regbot.db"
    store = Store(f"sqlite:///{made}")
    store.migrate()
    store.close()
    return made


def test_a_writer_that_never_ends_is_named_and_nothing_is_lost(path: Path) -> None:
    store = Store(f"sqlite:///{path}?timeout=0.1")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable, match="another process is writing"):
        receive(store, fetched(1))
    assert store.cursor(BOX) is None
    other.execute("ROLLBACK")
    other.close()
    assert receive(store, fetched(1)) == 1
    store.close()


def test_a_reader_is_not_kept_out_by_a_writer(path: Path) -> None:
    store = Store(f"sqlite:///{path}?timeout=0.1")
    with store.begin(PROGRAM, NOW) as unit:
        unit.write([], [mail()])
        assert store.outbox_list() == []
    assert len(store.outbox_list()) == 1
    store.close()


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        pytest.param(lambda path: path.write_bytes(b"no database at all " * 99), "not a database", id="another file"),
        pytest.param(lambda path: path.unlink(), "regbot migrate", id="gone"),
        pytest.param(lambda path: (path.unlink(), path.mkdir()), "does the folder exist", id="a folder"),
    ],
)
def test_a_spoilt_file(path: Path, spoil: object, says: str) -> None:
    spoil(path)  # type: ignore[operator]
    store = Store(f"sqlite:///{path}")
    with pytest.raises(StoreUnavailable, match=says):
        store.cursor(BOX)
    store.close()


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'none' / 'regbot.db'}")
    with pytest.raises(StoreUnavailable, match="does the folder exist"):
        store.cursor(BOX)
    store.close()


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("", id="empty"),
        pytest.param("var/regbot.db", id="a path"),
        pytest.param("mysql://root@localhost/x", id="another database"),
    ],
)
def test_a_wrong_url_is_a_setting_to_mend(url: str) -> None:
    with pytest.raises(ConfigError, match="database: "):
        Store(url)


def test_a_password_is_never_told() -> None:
    store = Store("postgresql://bot:hunter2@127.0.0.1:1/regbot")
    with pytest.raises(StoreUnavailable, match="cannot be reached") as caught:
        store.cursor(BOX)
    assert "hunter2" not in str(caught.value)
    store.close()


def test_a_server_that_goes_away_and_comes_back(postgres_url: str) -> None:
    place, _, name = postgres_url.rpartition("/")
    server = create_engine(f"{place}/postgres", isolation_level="AUTOCOMMIT")
    store = Store(postgres_url)
    store.migrate()
    receive(store, fetched(1))
    with server.connect() as admin:
        admin.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false"))
        admin.execute(text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"))
        with pytest.raises(StoreUnavailable, match="it is tried again"):
            write(store, mails=[mail()])
        admin.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true"))
    write(store, mails=[mail()])
    assert len(store.claimable(PROGRAM, 9)) == len(store.outbox_list()) == 1
    store.close()
    server.dispose()


def test_a_connection_lost_in_the_middle_writes_nothing(postgres_url: str) -> None:
    store = Store(postgres_url)
    store.migrate()
    server = create_engine(postgres_url, isolation_level="AUTOCOMMIT")

    def cut() -> None:
        with store.begin(PROGRAM, NOW) as unit:
            unit.write([], [mail("answer/1")])
            with server.connect() as admin:
                others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                admin.execute(text(f"{others} AND datname = current_database()"))
            unit.write([], [mail("answer/2")])

    with pytest.raises(StoreUnavailable, match="it is tried again"):
        cut()
    assert store.outbox_list() == []
    store.close()
    server.dispose()


def test_a_store_in_memory_serves_one_thread() -> None:
    store = Store("sqlite://")
    store.migrate()
    assert receive(store, fetched(1)) == 1
    assert len(store.claimable(PROGRAM, 9)) == 1
    store.close()
