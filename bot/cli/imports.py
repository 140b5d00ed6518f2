"""``regbot import``: partners and customers from a CSV file; all rows are checked before any is written."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.common import DEFAULT_CONFIG, Config, opened

app = typer.Typer(help="Insert or update partners or customers from a CSV file.", no_args_is_help=True)
File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="The CSV file (UTF-8).")]
ForProgram = Annotated[str, typer.Option("--program", "-p", help="The program; needed when several are served.")]


@app.command()
def partners(file: File, program: ForProgram = "", config: Config = DEFAULT_CONFIG) -> None:
    """Partners: id, name, addresses, domains, plan and so on; the key is the id."""
    from bot.desk.imports import read_partners

    with opened(config) as (_, programs, store):
        name = the_one(program, programs)
        done = store.import_partners(read_partners(read_text(file), name, file.name))
    print(f"{done.new} new, {done.changed} changed.")


@app.command()
def customers(file: File, program: ForProgram = "", config: Config = DEFAULT_CONFIG) -> None:
    """Customers and house accounts: domain, name, kind; the key is the domain."""
    from bot.desk.imports import read_customers

    with opened(config) as (_, programs, store):
        name = the_one(program, programs)
        done = store.import_customers(read_customers(read_text(file), name, file.name))
    print(f"{done.new} new, {done.changed} changed.")


def read_text(file: Path) -> str:
    """The text of a CSV file; raises ConfigError unless it is UTF-8."""
    from bot.domain.errors import ConfigError

    try:
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError([f"{file.name}: byte {error.start}: not UTF-8; save the file as CSV UTF-8"]) from error


def the_one(name: str, programs: Collection[str]) -> str:
    """The program that is meant: the one named, else the only one."""
    if name in programs:
        return name
    if not name and len(programs) == 1:
        return next(iter(programs))
    raise typer.BadParameter(f"name one of: {', '.join(programs)}", param_hint="--program")
