"""``regbot outbox``: mails on their way out."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import Annotated

import typer

from bot.cli.common import DEFAULT_CONFIG, Config, opened

app = typer.Typer(help="Mails on their way out.", no_args_is_help=True)
Numbers = Annotated[list[int], typer.Argument(help="Numbers from the list.")]


@app.command("list")
def list_outbox(
    sent: Annotated[bool, typer.Option("--sent", help="Those already sent, too.")] = False,
    config: Config = DEFAULT_CONFIG,
) -> None:
    """List the mails that wait or failed."""
    states = ("queued", "failed", "sent", "dropped") if sent else ("queued", "failed")
    with opened(config) as (_, _programs, store):
        rows = store.outbox_list(states)
        if not rows:
            print("Nothing to list.", file=sys.stderr)
        for row in rows:
            to = ", ".join(row.recipients)
            print(f"{row.id}\t{row.state}\t{row.kind}\t{to}\t{row.attempts} attempts\t{row.error}")


@app.command()
def retry(
    numbers: Annotated[list[int] | None, typer.Argument(help="Numbers from the list; none: all given up.")] = None,
    config: Config = DEFAULT_CONFIG,
) -> None:
    """Send mails again now: those given up, and by number also those that wait for their next attempt."""
    with opened(config) as (_, _programs, store):
        print(f"{store.outbox_requeue(numbers or None, datetime.now(UTC))} to be sent again.")


@app.command()
def drop(numbers: Numbers, config: Config = DEFAULT_CONFIG) -> None:
    """Give mails up for good."""
    with opened(config) as (_, _programs, store):
        print(f"{store.outbox_drop(numbers)} dropped.")
