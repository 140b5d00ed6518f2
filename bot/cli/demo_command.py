"""``regbot demo``: the real daemon against a mail server of its own, with mails that show every outcome."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def demo(
    serve: Annotated[bool, typer.Option("--serve", help="Keep both servers up for any mail client.")] = False,
    folder: Annotated[Path, typer.Option("--folder", help="Where the mails and the page go.")] = Path("demo-mails"),
) -> None:
    """Show every outcome on a mail server of its own: transcript here, every mail as .eml and on one HTML page."""
    from bot.cli.demo.run import show

    raise typer.Exit(show(folder, serve=serve))
