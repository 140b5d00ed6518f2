"""``regbot show`` and ``regbot journal``: one registration's story, and whether the journal was tampered with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from bot.cli.common import DEFAULT_CONFIG, Config, opened
from bot.domain.errors import Refused

if TYPE_CHECKING:
    from bot.domain.registration import Case
    from bot.store import Story

journal = typer.Typer(help="The append-only record of events.", no_args_is_help=True)


def show(ref: str, config: Config = DEFAULT_CONFIG) -> None:
    """Print a registration's whole story: its lead, its decisions, its mails."""
    from bot.domain.reference import parse

    with opened(config) as (_, _programs, store):
        story = store.story(parse(ref) or ref)
    if story is None:
        raise Refused(f"{ref}: there is no registration with this reference; see `regbot list registrations`")
    _print(story)


def _print(story: Story) -> None:
    from rich.console import Console
    from rich.table import Table

    from bot.domain.lead import EXTRA_FIELDS, FIELD_NAMES, FIELDS

    it, console = story.registration, Console()
    who = story.partner.name if story.partner else it.partner
    console.print(f"{it.ref}  {it.state.value}  {who}", style="bold", markup=False)
    facts = Table(box=None, show_header=False)
    for name in (*FIELDS, *EXTRA_FIELDS):
        if it.lead.get(name):
            facts.add_row(FIELD_NAMES[name], it.lead.get(name))
    for label, at in (
        ("received", it.received_at),
        ("decided", it.decided_at),
        ("ends", it.expires_at),
        ("offered until", it.offer_ends_at),
    ):
        if at:
            facts.add_row(label, f"{at:%Y-%m-%d %H:%M:%S} UTC")
    if story.ahead is not None:
        facts.add_row("place in line", str(story.ahead + 1))
    if not it.exclusive:
        facts.add_row("beside others", f"{it.share}% of the revenue share" if it.share else "yes")
    for case in story.cases:
        if case.closed_at and case.decision:
            facts.add_row(f"case of {case.opened_at:%Y-%m-%d}", _decision(case))
    if it.reason:
        facts.add_row("reason", it.reason)
    console.print(facts)
    lines = [(row.event.at, row.event.name, _flat(row.event.data)) for row in story.events]
    lines += [(mail.created_at, f"mail {mail.kind} ({mail.state})", ", ".join(mail.recipients)) for mail in story.mails]
    history = Table("when (UTC)", "what", "details", box=None)
    for at, what, details in sorted(lines):
        history.add_row(f"{at:%Y-%m-%d %H:%M:%S}", what, details)
    console.print(history)


def _decision(case: Case) -> str:
    """A closed case in a line: the word, by whom, and what was kept with it."""
    by = f" by {case.decided_by}" if case.decided_by else ""
    return f"{case.decision.upper()}{by}" + (f": {case.note}" if case.note else "")


def _flat(data: object) -> str:
    if isinstance(data, dict):
        return ", ".join(f"{key}={_flat(value)}" for key, value in data.items() if value not in (None, "", []))
    return " ".join(map(str, data)) if isinstance(data, list) else str(data)


@journal.command()
def verify(config: Config = DEFAULT_CONFIG) -> None:
    """Check the hash chain from the first event to the last; exit code 1 at the first event that does not fit."""
    with opened(config) as (_, _programs, store):
        broken = store.verify()
    if broken:
        raise Refused(f"{broken.program}: event {broken.seq}: {broken.why}")
    print("The journal is whole.")
