"""Reads a program's rules file: each section against its dataclass, then the sections against each other."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields
from functools import cache
from pathlib import Path
from typing import Any, get_type_hints

from pydantic import TypeAdapter, ValidationError

from bot.config import toml
from bot.config.folders import data_folder
from bot.config.problems import explain, suggest
from bot.domain.errors import ConfigError
from bot.rules.program import Program, contradictions


def is_path(rules: str) -> bool:
    """Whether ``rules`` names a file; else it is the name of a program that comes with regbot."""
    return rules.endswith(".toml") or "/" in rules


def load_program(name_or_path: str, folder: Path = Path()) -> Program:
    """The program of a rules file: a path, relative to ``folder``, or the name of one that comes with regbot.

    Raises ConfigError with one "file: key: problem" line for each problem.
    """
    path = folder / Path(name_or_path).expanduser() if is_path(name_or_path) else _bundled(name_or_path)
    sections, problems = _sections(toml.read(path))
    problems += contradictions(sections)
    if problems:
        raise ConfigError([f"{path}: {problem}" for problem in problems])
    return Program(**sections)


def _bundled(name: str) -> Path:
    path = data_folder("rules") / f"{name}.toml"
    if not path.is_file():
        known = tuple(sorted(file.stem for file in path.parent.glob("*.toml")))
        raise ConfigError([f"{path}: no rules of this name come with regbot{suggest(name, known)}"])
    return path


@cache
def _adapters() -> Mapping[str, TypeAdapter[Any]]:
    """By key of the rules file what reads it; declared nowhere but in the dataclasses."""
    hints = get_type_hints(Program, include_extras=True)
    return {field.name: TypeAdapter(hints[field.name]) for field in fields(Program)}


def _sections(data: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The sections that are right, and every problem of the others."""
    known, problems = _adapters(), []
    problems += [f"{key}: unknown key{suggest(key, tuple(known))}" for key in data if key not in known]
    sections: dict[str, Any] = {}
    for field in fields(Program):
        if field.name not in data:
            if field.default is MISSING and field.default_factory is MISSING:
                problems.append(f"{field.name}: is missing{_or_unset(known[field.name])}")
            continue
        value = toml.unset(data[field.name])
        try:
            text = json.dumps(value, default=toml.as_json)
            sections[field.name] = known[field.name].validate_json(text, strict=True)
        except ValidationError as error:
            problems += explain(error, known[field.name], value, under=field.name)
    return sections, problems


def _or_unset(adapter: TypeAdapter[Any]) -> str:
    nullable = {"type": "null"} in adapter.json_schema().get("anyOf", ())
    return ' (write "unset" where the policy does not say)' if nullable else ""
