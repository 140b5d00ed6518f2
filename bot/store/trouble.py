"""The database's errors in the house's words: what is wrong, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.engine import URL
from sqlalchemy.exc import DatabaseError, DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.domain.errors import BotError, Refused, StoreUnavailable

_UNMIGRATED = ("no such table", "no such column", "UndefinedTable", "UndefinedColumn")
_BROKEN = ("malformed", "not a database", "disk image")


def shown(url: URL) -> str:
    """The database as it is named to people, its password hidden; the driver's options may hold one too."""
    return url.set(query={}).render_as_string(hide_password=True)


@contextmanager
def told(url: URL) -> Iterator[None]:
    """Turn what the driver raises into StoreUnavailable or Refused; errors of other kinds pass."""
    try:
        yield
    except BotError:
        raise
    except IntegrityError as error:
        raise Refused(f"the database refused the change, nothing was written: {_cause(error)}") from error
    except PoolTimeout as error:
        raise StoreUnavailable(f"{shown(url)}: all connections are busy; it is tried again") from error
    except DBAPIError as error:
        text = _advice(error)
        if not text:
            raise
        raise StoreUnavailable(f"{shown(url)}: {text}") from error


def _cause(error: DBAPIError) -> str:
    return " ".join(str(error.orig).split())


def _advice(error: DBAPIError) -> str:
    cause = _cause(error)
    if any(word in cause or word in type(error.orig).__name__ for word in _UNMIGRATED):
        return "the tables are missing or out of date; run `regbot migrate`"
    if "locked" in cause or "busy" in cause:
        return f"{cause}: another process is writing; it is tried again. If it lasts, look for a second copy or a shell"
    if any(word in cause for word in _BROKEN):
        return f"{cause}: the file is damaged; restore it from a backup"
    if "unable to open" in cause:
        return f"{cause}: does the folder exist, and may this user write to it?"
    if isinstance(error, (OperationalError, InterfaceError)) or error.connection_invalidated:
        return f"cannot be reached or does not work: {cause}; it is tried again"
    return cause if type(error) is DatabaseError else ""
