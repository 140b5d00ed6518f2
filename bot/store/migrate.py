"""The schema's version: brought up to date by alembic, and checked without it."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from bot.domain.errors import StoreUnavailable
from bot.store.backfill import file_companies
from bot.store.database import Database
from bot.store.schema import REVISIONS
from bot.store.trouble import shown


class Migrated(Database):
    """What the store does with its own schema."""

    def migrate(self) -> None:
        """Bring the tables, and what is found by their keys, up to date in one transaction.

        Makes a SQLite file, and its folder for its user only.
        """
        self.check(ahead_only=True)
        if self._file is not None:
            try:
                self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            except OSError as error:
                raise StoreUnavailable(f"{self._file.parent}: the folder cannot be made: {error.strerror}") from error
        with self._write() as connection:
            _upgrade(connection)
            file_companies(connection)

    def behind(self) -> bool:
        """Whether ``migrate`` has something to do."""
        return self._version() != REVISIONS[-1]

    def check(self, *, ahead_only: bool = False) -> None:
        """Raise StoreUnavailable unless the tables are the ones this version was written for."""
        version = self._version()
        if version and version not in REVISIONS:
            raise StoreUnavailable(
                f"{shown(self._url)}: written by a newer regbot (schema {version}); install that version again"
            )
        if not ahead_only and version != REVISIONS[-1]:
            raise StoreUnavailable(f"{shown(self._url)}: the tables are missing or out of date; run `regbot migrate`")

    @property
    def _file(self) -> Path | None:
        name = self._url.database
        return Path(name) if self._url.get_backend_name() == "sqlite" and name and name != ":memory:" else None

    def _version(self) -> str:
        """The schema's version, or "" before the first migration; a missing file is not made by asking."""
        if self._file is not None and not self._file.exists():
            return ""
        with self._read() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return ""
            return connection.scalar(text("SELECT version_num FROM alembic_version")) or ""


def _upgrade(connection: Connection) -> None:
    # alembic takes as long to import as all the rest of the store, and only this needs it
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    if connection.dialect.name == "postgresql":  # two that migrate at once: the second finds nothing to do
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('regbot.migrate'))"))
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    command.upgrade(config, "head")
