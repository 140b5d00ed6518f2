"""Where the data files that come with regbot lie: inside the wheel first, else beside the package (P19)."""

from __future__ import annotations

from pathlib import Path

import bot

_PACKAGE = Path(bot.__file__).parent


def data_folder(name: str) -> Path:
    """The folder "templates" or "rules" of this installation."""
    packed = _PACKAGE / "_data" / name
    return packed if packed.is_dir() else _PACKAGE.parent / name


def example_config() -> Path:
    """The commented config file that comes with regbot."""
    packed = _PACKAGE / "_data" / "config.example.toml"
    return packed if packed.is_file() else _PACKAGE.parent / "config.example.toml"
