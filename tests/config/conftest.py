"""The files that come with regbot, changed here and there."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.config import data_folder, example_config
from bot.config.load import load, load_programs
from bot.config.programs import load_program
from bot.domain.errors import ConfigError

Change = tuple[str, str]


def changed(source: Path, changes: tuple[Change, ...]) -> str:
    """A file's text with each change made once; a change that finds nothing is a mistake of the test."""
    text = source.read_text("utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


@pytest.fixture
def config(tmp_path) -> Callable[..., Path]:
    """A config file in a folder of its own: the example with changes."""

    def write(*changes: Change) -> Path:
        path = tmp_path / "config.toml"
        path.write_text(changed(example_config(), changes), "utf-8")
        return path

    return write


@pytest.fixture
def rules(tmp_path) -> Callable[..., Path]:
    """A rules file: one that comes with regbot, with changes."""

    def write(name: str, *changes: Change) -> Path:
        path = tmp_path / f"{name}.toml"
        path.write_text(changed(data_folder("rules") / f"{name}.toml", changes), "utf-8")
        return path

    return write


@pytest.fixture
def problems() -> Callable[[Path], list[str]]:
    """What is wrong with a config or rules file, each line rid of the file it must open with; none when it is right."""

    def of(path: Path) -> list[str]:
        try:
            if path.name == "config.toml":
                load_programs(load(path, {}))
            else:
                load_program(str(path))
        except ConfigError as error:
            return [problem.removeprefix(f"{path}: ") for problem in error.problems]
        return []

    return of
