"""``regbot parked``: mails that could not be handled, with the reason; look at them, try them again."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from bot.cli.common import DEFAULT_CONFIG, Config, opened
from bot.domain.errors import Refused

app = typer.Typer(help="Mails that could not be handled.", no_args_is_help=True)


@app.command("list")
def list_parked(config: Config = DEFAULT_CONFIG) -> None:
    """List the parked mails, the latest first."""
    with opened(config) as (_, _programs, store):
        mails = store.parked_list()
        if not mails:
            print("Nothing is parked.", file=sys.stderr)
        for mail in mails:
            print(f"{mail.id}\t{mail.received_at:%Y-%m-%d %H:%M:%S}Z\t{mail.mailbox}\t{mail.size} bytes\t{mail.why}")


@app.command()
def show(number: int, config: Config = DEFAULT_CONFIG) -> None:
    """Print one parked mail as it was received (stdout), and why it was parked (stderr)."""
    with opened(config) as (_, _programs, store):
        found = store.parked_show(number)
    if not found:
        raise Refused(f"{number}: no mail is parked under this number; see `regbot parked list`")
    print(found[0].why, file=sys.stderr)
    sys.stdout.buffer.write(found[1].raw)


@app.command()
def retry(
    numbers: Annotated[list[int] | None, typer.Argument(help="Numbers from the list; none: all of them.")] = None,
    config: Config = DEFAULT_CONFIG,
) -> None:
    """Hand parked mails to the bot once more; the running daemon takes them up at its next tick."""
    with opened(config) as (_, _programs, store):
        count = store.parked_retry(numbers or None)
    print(f"{count} to be tried again.")
