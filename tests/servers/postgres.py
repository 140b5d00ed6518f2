"""A private PostgreSQL: one server for the session, a fresh database for each test (Debian: postgresql)."""

from __future__ import annotations

import itertools
import shutil
import signal
from pathlib import Path

from tests.servers.process import Child, free_port, listening

PACKAGE = "postgresql"


def binaries() -> Path | None:
    """The folder of the newest installed server, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    initdb = shutil.which("initdb")
    return Path(initdb).parent if initdb else None


class Postgres:
    """A server on a free loopback port, trusting everybody; durability is off unless asked for."""

    def __init__(self, *, durable: bool = False) -> None:
        folder = binaries()
        if folder is None:
            raise FileNotFoundError(PACKAGE)
        self.port = free_port()
        self._names = itertools.count(1)
        self._child = Child("pg")
        data = self._child.folder / "data"
        self._child.run(
            [folder / "initdb", "-D", data, "-U", "bot", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"]
        )
        settings = {
            "port": str(self.port),
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": str(self._child.folder),
            "max_connections": "60",
        }
        if not durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        self._command = [folder / "postgres", "-D", data, *options]
        self._child.start(self._command, self._ready)

    def restart(self) -> None:
        """End the server and all its connections, and start it again: the databases are still there."""
        self._child.halt(signal.SIGINT)
        self._child.start(self._command, self._ready)

    def _ready(self) -> bool:
        if not listening(self.port):
            return False
        import psycopg  # noqa: PLC0415 - only where PostgreSQL is used

        try:
            psycopg.connect(self._dsn("postgres")).close()
        except psycopg.OperationalError:  # "the database system is starting up"
            return False
        return True

    def _dsn(self, database: str) -> str:
        return f"host=127.0.0.1 port={self.port} user=bot dbname={database}"

    def _admin(self, statement: str) -> None:
        import psycopg  # noqa: PLC0415

        with psycopg.connect(self._dsn("postgres"), autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[call-overload]

    def create(self) -> str:
        """Make an empty database and give its SQLAlchemy URL."""
        name = f"regbot_{next(self._names)}"
        self._admin(f"CREATE DATABASE {name} TEMPLATE template0")
        return f"postgresql+psycopg://bot@127.0.0.1:{self.port}/{name}"

    def drop(self, url: str) -> None:
        """Remove a database, whoever is still connected to it."""
        self._admin(f"DROP DATABASE IF EXISTS {url.rpartition('/')[2]} WITH (FORCE)")

    def stop(self) -> None:
        """End the server and remove its folder."""
        self._child.stop(signal.SIGINT)  # without waiting for clients
