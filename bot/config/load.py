"""Reads the config file: every problem at once, paths made absolute, secrets filled in from outside."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from bot.config import secrets, toml
from bot.config.problems import explain, suggest
from bot.config.programs import is_path, load_program
from bot.config.settings import Settings
from bot.domain.errors import ConfigError
from bot.rules.program import Program

_SETTINGS: TypeAdapter[Settings] = TypeAdapter(Settings)


def load(path: Path, environ: Mapping[str, str] | None = None) -> Settings:
    """The settings of a config file; raises ConfigError with one "file: key: problem" line for each problem.

    ``environ`` stands in for the process's environment, from which secrets are taken.
    """
    data = toml.read(path, "; regbot init writes one")
    base = path.absolute().parent
    problems = secrets.fill(data, base, os.environ if environ is None else environ)
    problems += _crossed(data)
    _anchor(data, base)
    try:
        settings = _SETTINGS.validate_json(json.dumps(data, default=toml.as_json), strict=True)
    except ValidationError as error:
        problems = explain(error, _SETTINGS, data) + problems
    if problems:
        raise ConfigError([f"{path}: {problem}" for problem in problems])
    return settings


def load_programs(settings: Settings, folder: Path = Path()) -> dict[str, Program]:
    """The rules of every program of the settings, by name; raises ConfigError with the problems of all files.

    ``folder`` is where relative paths start; those of a config file that was loaded are absolute already.
    """
    programs: dict[str, Program] = {}
    problems: list[str] = []
    for name, entry in settings.programs.items():
        try:
            programs[name] = load_program(entry.rules, folder)
        except ConfigError as error:
            problems += error.problems
            continue
        if programs[name].name != name:
            problems.append(f'{entry.rules}: name: is "{programs[name].name}", but the config calls it "{name}"')
    problems += _shared_prefixes(programs)
    if problems:
        raise ConfigError(problems)
    return programs


def load_all(path: Path, environ: Mapping[str, str] | None = None) -> tuple[Settings, dict[str, Program]]:
    """The settings and the rules of all their programs."""
    settings = load(path, environ)
    return settings, load_programs(settings)


def _shared_prefixes(programs: Mapping[str, Program]) -> list[str]:
    first: dict[str, str] = {}
    return [
        f'programs.{name}: prefix "{program.prefix}" is already that of {first[program.prefix]}'
        for name, program in programs.items()
        if first.setdefault(program.prefix, name) != name
    ]


def _crossed(data: Mapping[str, Any]) -> list[str]:
    """What is wrong between sections, looked for in whatever of them is readable."""
    boxes = data.get("inbox")
    boxes = [box for box in boxes if isinstance(box, dict)] if isinstance(boxes, list) else []
    programs = data.get("programs")
    known = tuple(programs) if isinstance(programs, dict) else ()
    problems = [
        f'inbox.{box.get("name", index)}.program: no program "{program}" under [programs]{suggest(program, known)}'
        for index, box in enumerate(boxes)
        if isinstance(program := box.get("program"), str) and program not in known
    ]
    accounts = data.get("oauth")
    accounts = tuple(accounts) if isinstance(accounts, dict) else ()
    logins = [
        ("smtp", data.get("smtp")),
        *((f"inbox.{box.get('name', index)}", box) for index, box in enumerate(boxes)),
    ]
    problems += [
        f'{key}.oauth: no account "{name}" under [oauth]{suggest(name, accounts)}'
        for key, login in logins
        if isinstance(login, dict) and isinstance(name := login.get("oauth"), str) and name and name not in accounts
    ]
    return problems + _twice(boxes, "name") + _twice(boxes, "address")


def _twice(boxes: list[dict[str, Any]], key: str) -> list[str]:
    values = [box[key].casefold() for box in boxes if isinstance(box.get(key), str)]
    return [f'inbox: two have the {key} "{value}"' for value in dict.fromkeys(values) if values.count(value) > 1]


def _anchor(data: dict[str, Any], base: Path) -> None:
    """Make every path absolute: relative ones start at the config file's folder."""
    data.setdefault("var", "var")
    _absolute(data, ("var", "templates"), base)
    boxes = data.get("inbox")
    for login in (data.get("smtp"), *(boxes if isinstance(boxes, list) else ())):
        _absolute(login, ("password_file", "ca_file"), base)
    _absolute(data.get("dkim"), ("key_file",), base)
    accounts = data.get("oauth")
    for account in accounts.values() if isinstance(accounts, dict) else ():
        _absolute(account, ("client_secret_file", "key_file"), base)
    programs = data.get("programs")
    for entry in programs.values() if isinstance(programs, dict) else ():
        if isinstance(entry, dict) and isinstance(rules := entry.get("rules"), str) and is_path(rules):
            entry["rules"] = str(base / Path(rules).expanduser())
    data["database"] = _database(data.get("database") or f"sqlite:///{data['var']}/regbot.db", base)


def _absolute(table: object, keys: tuple[str, ...], base: Path) -> None:
    if isinstance(table, dict):
        for key in keys:
            if isinstance(table.get(key), str):
                table[key] = str(base / Path(table[key]).expanduser())


def _database(url: Any, base: Path) -> Any:
    if not isinstance(url, str) or not url.startswith("sqlite:///") or url.endswith(":memory:"):
        return url
    return f"sqlite:///{base / url.removeprefix('sqlite:///')}"
