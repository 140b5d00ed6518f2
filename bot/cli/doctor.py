"""``regbot doctor``: everything tried for real."""

from __future__ import annotations

import typer

from bot.cli.common import DEFAULT_CONFIG, Config, settings_and_programs

_SIGNS = {"fine": ("✓", "green"), "doubt": ("!", "yellow"), "wrong": ("✗", "red")}


def doctor(config: Config = DEFAULT_CONFIG) -> None:
    """Try servers, logins, folders, database and DNS, send a mail to oneself, and say how to mend what is wrong.

    The exit code is 1 when something is wrong, or when it was interrupted.
    """
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from bot.doctor import Verdict, examine

    settings, _ = settings_and_programs(config)
    console, counts = Console(highlight=False), dict.fromkeys(Verdict, 0)
    console.print("Trying servers, logins, folders, database and names; this may take a minute.\n", style="dim")
    ended = ""
    try:
        for finding in examine(settings):
            counts[finding.verdict] += 1
            sign, style = _SIGNS[finding.verdict]
            row = Table.grid(padding=(0, 1))
            mend = f"\n→ {finding.mend}" if finding.mend else ""
            row.add_row(Text(sign, style), Text.assemble((finding.where, "bold"), f"  {finding.seen}{mend}"))
            console.print(row)
    except KeyboardInterrupt:
        ended = " Interrupted: what comes next was not tried."
    wrong, doubts = counts[Verdict.WRONG], counts[Verdict.DOUBT]
    console.print(
        f"\n{counts[Verdict.FINE]} fine, {doubts} worth a look, {wrong} wrong.{ended}",
        style="red" if wrong or ended else "green",
    )
    raise typer.Exit(1 if wrong or ended else 0)
