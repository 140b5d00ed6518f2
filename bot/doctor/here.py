"""The machine itself: secrets, templates, database, room on the disk."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from bot.config.secrets import missing
from bot.config.settings import Settings
from bot.daemon.build import open_store, renderer_of
from bot.doctor.report import Finding, doubt, fine, wrong
from bot.domain.errors import StoreUnavailable
from bot.mail.check import check

_ROOM = 500_000_000  # bytes; every mail is kept


def secrets(settings: Settings) -> Iterator[Finding]:
    """Whether every login has its password."""
    for problem in missing(settings):
        where, _, seen = problem.partition(": ")
        yield wrong(where, *seen.split(": ", 1))


def trust(settings: Settings) -> Iterator[Finding]:
    """Whether an inbox believes every From."""
    for box in settings.inbox:
        if box.trust.require == "none":
            seen = "takes every sender's word: anybody may write in any partner's name"
            yield doubt(f"inbox {box.name}", seen, 'set require = "dmarc" or "dkim" in [inbox.trust]')


def templates(settings: Settings) -> Iterator[Finding]:
    """Whether every template renders, the operator's own included."""
    problems = check(renderer_of(settings))
    for problem in problems:
        yield wrong("templates", problem)
    if not problems:
        yield fine("templates", "all of them render")


def database(settings: Settings) -> Iterator[Finding]:
    """Whether the database can be reached and has the tables of this version."""
    store = open_store(settings)
    try:
        store.check()
        yield fine("database", "can be reached, and its tables are those of this version")
    except StoreUnavailable as error:
        yield wrong("database", str(error))
    finally:
        store.close()


def disk(settings: Settings) -> Iterator[Finding]:
    """Whether the bot's own folder can be written, is nobody else's to read, and has room."""
    where = f"var ({settings.var})"
    there = next(path for path in (settings.var, *settings.var.parents) if path.exists())
    if not os.access(there, os.W_OK | os.X_OK):
        yield wrong(where, "cannot be written", f"give it to the user who runs regbot: chown {_me()} {there}")
        return
    free = shutil.disk_usage(there).free
    if free < _ROOM:
        yield doubt(where, f"only {free // 1_000_000} MB are free", "make room: every mail is kept")
    elif there == settings.var and _open_to_others(there):
        yield doubt(where, "others on this machine may look into it", f"chmod 700 {there}")
    else:
        yield fine(where, f"can be written, {free // 1_000_000_000} GB are free")


def _open_to_others(folder: Path) -> bool:
    return bool(folder.stat().st_mode & 0o007)


def _me() -> str:
    return f"{os.getuid()}:{os.getgid()}"
