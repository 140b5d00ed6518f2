"""``regbot alias``: companies that are one, of one group, or none of the other, as only the market knows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.common import DEFAULT_CONFIG, Config, opened
from bot.cli.imports import ForProgram, read_text, the_one
from bot.cli.lists import AsCsv, AsJson, show_rows

if TYPE_CHECKING:
    from bot.domain.alias import Alias

app = typer.Typer(help="Companies that are one, of one group, or none of the other.", no_args_is_help=True)
Company = Annotated[str, typer.Argument(help="A company's name, or its domain.")]
Of = Annotated[str, typer.Argument(help="The company that it is, or belongs to: name or domain.")]


@app.command()
def add(
    company: Company,
    of: Of,
    group: Annotated[bool, typer.Option("--group", help="Of one group: a person looks.")] = False,
    apart: Annotated[bool, typer.Option("--apart", help="Not the same, in spite of the name.")] = False,
    program: ForProgram = "",
    config: Config = DEFAULT_CONFIG,
) -> None:
    """Say that a company is another one (the default), is of one group with it, or has nothing to do with it."""
    from bot.desk.imports import alias_of
    from bot.domain.alias import Tie

    if group and apart:
        raise typer.BadParameter("name one of the two", param_hint="--group/--apart")
    tie = Tie.GROUP if group else Tie.APART if apart else Tie.SAME
    with opened(config) as (_, programs, store):
        store.put_aliases([alias_of(the_one(program, programs), company, of, tie)])
    print(f"{company}: {_WORDS[tie.value]} {of}")


@app.command("list")
def list_aliases(
    program: ForProgram = "", as_csv: AsCsv = False, as_json: AsJson = False, config: Config = DEFAULT_CONFIG
) -> None:
    """Every line of the list; the CSV can be imported again."""
    with opened(config) as (_, programs, store):
        rows = [_row(one) for one in store.aliases(the_one(program, programs))]
    show_rows(rows, as_csv=as_csv, as_json=as_json)


@app.command()
def remove(
    company: Company,
    of: Annotated[str, typer.Argument(help="Only the line with this other company.")] = "",
    program: ForProgram = "",
    config: Config = DEFAULT_CONFIG,
) -> None:
    """Take a company off the list."""
    from bot.domain.errors import Refused
    from bot.matching.aliases import alias_key

    with opened(config) as (_, programs, store):
        gone = store.remove_aliases(the_one(program, programs), alias_key(company), alias_key(of) if of else "")
    if not gone:
        raise Refused(f"{company} is not on the list; `regbot alias list` shows it")
    print(f"{gone} removed.")


@app.command("import")
def import_aliases(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="The CSV file (UTF-8).")],
    program: ForProgram = "",
    config: Config = DEFAULT_CONFIG,
) -> None:
    """Lines from a CSV file: company, of, tie (same, group or apart); all are checked before any is written."""
    from bot.desk.imports import read_aliases

    with opened(config) as (_, programs, store):
        done = store.put_aliases(read_aliases(read_text(file), the_one(program, programs), file.name))
    print(f"{done.new} new, {done.changed} changed.")


_WORDS = {"same": "is", "group": "is of one group with", "apart": "is not"}


def _row(alias: Alias) -> dict[str, object]:
    return {"company": alias.company, "of": alias.of, "tie": alias.tie.value}
