"""``regbot schema``: JSON Schemas by which editors complete and check the files."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer


class Which(StrEnum):
    """The files that have a schema."""

    RULES = "rules"
    CONFIG = "config"


def schema(which: Annotated[Which, typer.Argument(help="The file to describe.")]) -> None:
    """Print the JSON Schema of the rules or the config file."""
    from bot.config import schema as of

    print(json.dumps(of(which.value), indent=2, ensure_ascii=False))
