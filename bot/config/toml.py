"""Reads a TOML file into plain values; every way in which that can fail is a problem naming file and line."""

from __future__ import annotations

import tomllib
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from bot.domain.errors import ConfigError


def read(path: Path, missing: str = "") -> dict[str, Any]:
    """The file's tables; raises ConfigError when it is missing (``missing`` adds advice), not UTF-8 or not TOML."""
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        raise ConfigError([f"{path}: there is no such file in {path.absolute().parent}{missing}"]) from None
    except OSError as error:
        raise ConfigError([f"{path}: cannot be read: {error.strerror}"]) from None
    except UnicodeDecodeError as error:
        raise ConfigError([f"{path}: is not UTF-8 text (byte {error.start})"]) from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([f"{path}: is not TOML: {error}"]) from None


def as_json(value: object) -> object:
    """What JSON has no word for, as an object, so that it fails as the wrong type where a text is wanted."""
    if isinstance(value, date | datetime | time):
        return {"date": value.isoformat()}
    raise TypeError(type(value).__name__)


def unset(value: object) -> object:
    """The same values with the word "unset" as None: what a policy leaves unsaid."""
    if value == "unset":
        return None
    if isinstance(value, dict):
        return {key: unset(item) for key, item in value.items()}
    return value
