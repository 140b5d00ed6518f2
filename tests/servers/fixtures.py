"""The servers as pytest fixtures; a missing one skips its tests in one line, or fails them in continuous integration."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers import postgres


def missing(what: str, package: str) -> None:
    """Skip, naming the Debian package; fail instead where REGBOT_REQUIRE_SERVICES=1."""
    text = f"{what} is not installed: apt-get install {package}"
    if os.environ.get("REGBOT_REQUIRE_SERVICES") == "1":
        pytest.fail(text, pytrace=False)
    pytest.skip(text)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Postgres]:
    if postgres.binaries() is None:
        missing("PostgreSQL", postgres.PACKAGE)
    if importlib.util.find_spec("psycopg") is None:
        missing("psycopg", "python3-psycopg (or: pip install 'regbot[postgres]')")
    server = postgres.Postgres()
    yield server
    server.stop()


@pytest.fixture
def postgres_url(postgres_server: postgres.Postgres) -> Iterator[str]:
    """An empty database of its own, as a SQLAlchemy URL."""
    url = postgres_server.create()
    yield url
    postgres_server.drop(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database, on each engine in turn."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path / 'regbot.db'}"
