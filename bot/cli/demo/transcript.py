"""The demo as a transcript for the terminal: mail in, decision with its reasons, mail out."""

from __future__ import annotations

from itertools import groupby

from rich.console import Console, Group
from rich.markup import escape
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from bot.cli.demo.scene import Scene, Shown, Verdict, shown

_LINES = 24  # of a mail; the rest stands in its file
_ALIKE = 4  # verdicts of one outcome
_COLOURS = {"accepted": "green", "renewed": "green", "held": "yellow", "incomplete": "yellow", "expired": "yellow"}
_BAD = ("rejected", "quarantined", "ignored", "parked", "withdrawn")


def tell(console: Console, scene: Scene) -> None:
    """Print one scene."""
    console.print()
    console.rule(f"[bold]{scene.number}. {escape(scene.step.title)}[/]", align="left")
    console.print(Text(scene.step.look, style="italic dim"))
    if scene.incoming is None:
        console.print(Text(f"The clock now says {scene.at:%A, %d %B %Y}.", style="bold magenta"))
    else:
        console.print(_mail("in ", shown(scene.incoming), "cyan"))
    for verdict in _short(scene.verdicts):
        console.print(_verdict(verdict))
    for raw in scene.outgoing:
        console.print(_mail("out", shown(raw), "green"))
    if not scene.outgoing:
        console.print(Text("  No mail goes out.", style="dim"))


def _mail(way: str, mail: Shown, colour: str) -> Panel:
    head = Text.assemble((f"From: {mail.author}\nTo: {mail.to}", "dim"))
    if mail.cc:
        head.append(f"\nCc: {mail.cc}", "yellow")
    head.append(f"\nSubject: {mail.subject}\n", "bold")
    lines = mail.text.strip().splitlines()
    for name, content in mail.files:
        lines += ["", f"[{name}]", *content.splitlines()[:4], f"... {len(content.splitlines())} lines in all"]
    if len(lines) > _LINES:
        lines = [*lines[:_LINES], f"... and {len(lines) - _LINES} more lines"]
    return Panel(
        Group(head, Text("\n".join(lines))), title=f"mail {way.strip()}", title_align="left", border_style=colour
    )


def _verdict(verdict: Verdict) -> Padding:
    line = Text("-> ", style="bold")
    line.append(verdict.outcome, f"bold {_colour(verdict.outcome)}")
    line.append(f"  {verdict.about}")
    for reason in verdict.reasons:
        line.append(f"\n     {reason}", "dim")
    return Padding(line, (0, 0, 0, 2))


def _colour(outcome: str) -> str:
    if outcome.startswith(_BAD):
        return "red"
    return _COLOURS.get(outcome.partition(" ")[0], "blue")


def _short(verdicts: tuple[Verdict, ...]) -> list[Verdict]:
    """The verdicts, where a run of like ones is cut after the first few."""
    lines: list[Verdict] = []
    for outcome, run in groupby(verdicts, key=lambda verdict: verdict.outcome):
        alike = list(run)
        lines += alike[:_ALIKE]
        if len(alike) > _ALIKE:
            lines.append(Verdict(outcome, f"... and {len(alike) - _ALIKE} more"))
    return lines
