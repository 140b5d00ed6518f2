"""What the commands share: the option that names the config file, and opening what it describes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.config.settings import Settings
    from bot.rules.program import Program
    from bot.store import Store

Config = Annotated[
    Path,
    typer.Option("--config", "-c", envvar="REGBOT_CONFIG", help="The config file.", show_default=True),
]
DEFAULT_CONFIG = Path("config.toml")


def settings_and_programs(config: Path) -> tuple[Settings, dict[str, Program]]:
    """The checked config file and the rules it names; raises ConfigError with every problem of both."""
    from bot.config import load_all

    return load_all(config)


@contextmanager
def opened(config: Path) -> Iterator[tuple[Settings, dict[str, Program], Store]]:
    """The settings, the programs and the store, which is refused when its migrations are behind."""
    from bot.daemon import open_store

    settings, programs = settings_and_programs(config)
    store = open_store(settings)
    try:
        store.check()
        yield settings, programs, store
    finally:
        store.close()
