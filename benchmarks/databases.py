"""Fresh databases for each run, copied from a prepared one: SQLite files, or scratch databases on a server."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Protocol

from sqlalchemy import create_engine, make_url, text


class Databases(Protocol):
    """Where databases are made."""

    def make(self, name: str) -> str:
        """A new, empty database; returns its URL."""

    def copy(self, source: str, name: str) -> str:
        """A new database with all that ``source`` (a name) holds; returns its URL."""

    def drop_all(self) -> None:
        """Remove every database that was made."""


class Files:
    """SQLite files in the scratch folder, which goes as a whole."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def make(self, name: str) -> str:
        """The URL of a file that is not there yet."""
        return f"sqlite:///{self._folder / name}.db"

    def copy(self, source: str, name: str) -> str:
        """A copy of a file that nobody has open."""
        shutil.copy(self._folder / f"{source}.db", self._folder / f"{name}.db")
        return self.make(name)

    def drop_all(self) -> None:
        """Nothing to do."""


class Server:
    """Scratch databases beside the one that the URL names, whose user must be allowed to create them."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url)
        self._engine = create_engine(self._url, isolation_level="AUTOCOMMIT")
        self._made: list[str] = []

    def make(self, name: str) -> str:
        """CREATE DATABASE."""
        return self._create(name, "template0")

    def copy(self, source: str, name: str) -> str:
        """CREATE DATABASE with another as its template."""
        return self._create(name, self._full(source))

    def drop_all(self) -> None:
        """DROP DATABASE, for each one that was made."""
        for full in self._made:
            self._run(f'DROP DATABASE IF EXISTS "{full}" WITH (FORCE)')
        self._engine.dispose()

    def _create(self, name: str, template: str) -> str:
        full = self._full(name)
        self._run(f'CREATE DATABASE "{full}" TEMPLATE "{template}"')
        self._made.append(full)
        return self._url.set(database=full).render_as_string(hide_password=False)

    def _full(self, name: str) -> str:
        return f"regbot_benchmark_{os.getpid()}_{name}"

    def _run(self, statement: str) -> None:
        with self._engine.connect() as connection:
            connection.execute(text(statement))


def databases(url: str, folder: Path) -> Databases:
    """Databases on the server of a PostgreSQL URL, or files when it is ""."""
    return Server(url) if url else Files(folder)
