"""The commands of ``regbot``, listed once."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import typer

from bot.cli import (
    alias,
    auth,
    check,
    decide,
    demo_command,
    doctor,
    imports,
    init,
    lists,
    match,
    migrate,
    outbox,
    parked,
    run_command,
    schema,
    show,
    try_command,
)
from bot.domain.errors import BotError, ConfigError

app = typer.Typer(
    name="regbot",
    help="The mail-driven registration bot for partner programs.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("init")(init.init)
app.command("run")(run_command.run)
app.command("try")(try_command.try_mails)
app.command("check")(check.check)
app.command("match")(match.match)
app.command("auth")(auth.auth)
app.command("doctor")(doctor.doctor)
app.command("migrate")(migrate.migrate)
app.command("decide")(decide.decide)
app.command("show")(show.show)
app.command("demo")(demo_command.demo)
app.command("schema")(schema.schema)
app.add_typer(imports.app, name="import")
app.add_typer(lists.app, name="list")
app.add_typer(alias.app, name="alias")
app.add_typer(parked.app, name="parked")
app.add_typer(outbox.app, name="outbox")
app.add_typer(show.journal, name="journal")


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line (default: the process's) and return its exit code.

    0 fine, 1 failed, 2 wrong use, settings, rules or templates.
    """
    try:
        app(None if arguments is None else list(arguments))
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else 1
    except ConfigError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        return 2
    except BotError as error:
        print(error, file=sys.stderr)
        return 1
    return 0
