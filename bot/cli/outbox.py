"""``regbot outbox``: mails on their way out."""

from __future__ import annotations

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
        for row in store.outbox_list(states):
            to = ", ".join(row.recipients)
            print(f"{row.id}\t{row.state}\t{row.kind}\t{to}\t{row.attempts} attempts\t{row.error}")


@app.command()
def retry(
    numbers: Annotated[list[int] | None, typer.Argument(help="Numbers from the list; none: all that failed.")] = None,
    config: Config = DEFAULT_CONFIG,
) -> None:
    """Send mails now, also those given up."""
    with opened(config) as (_, _programs, store):
        print(f"{store.outbox_requeue(numbers or None, datetime.now(UTC))} to be sent again.")


@app.command()
def drop(numbers: Numbers, config: Config = DEFAULT_CONFIG) -> None:
    """Give mails up for good."""
    with opened(config) as (_, _programs, store):
        print(f"{store.outbox_drop(numbers)} dropped.")
