"""``regbot try``: what the bot would understand, decide and answer, without touching anything."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.common import DEFAULT_CONFIG, Config, settings_and_programs

if TYPE_CHECKING:
    from rich.table import Table

    from bot.daemon.trial import Tried

_SIDE_BY_SIDE = 120
"""Columns of a screen from which the mail and its reading stand side by side."""


def try_mails(
    files: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, help="Raw mails (.eml).")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a file.")] = False,
    program: Annotated[str, typer.Option("--program", "-p", help="The program; default: the first.")] = "",
    config: Config = DEFAULT_CONFIG,
) -> None:
    """Read mails and say what the bot would do, without touching anything.

    With a config file the real database is asked, and left as it is; without one, the rules that come with regbot are
    tried on an empty database in which every sender is a partner in good standing.
    """
    from bot.config import load_program
    from bot.daemon import open_store
    from bot.daemon.trial import Trial, scratch, welcome
    from bot.domain.errors import BotError, ConfigError

    mails = {file.name: file.read_bytes() for file in files}
    if config.exists():
        settings, programs = settings_and_programs(config)
        name = program or next(iter(programs))
        if name not in programs:
            raise ConfigError([f"{config}: programs: there is no {name!r}; there are: {', '.join(programs)}"])
        rules, store = programs[name], open_store(settings)
        store.check()
    else:
        rules = load_program(program or "leanstack")
        settings, store = scratch(rules)
        welcome(store, settings, rules, mails)
    trial = Trial(settings, rules, store)
    for number, (name, raw) in enumerate(mails.items(), 1):
        try:
            tried = trial.try_mail(number, raw)
        except BotError as error:
            print(
                json.dumps({"file": name, "kind": "unreadable", "error": str(error)}) if as_json else f"{name}: {error}"
            )
            continue
        if as_json:
            print(json.dumps(_as_json(name, tried), ensure_ascii=False))
        else:
            _show(name, tried)
    store.close()


def _as_json(name: str, tried: Tried) -> dict[str, Any]:
    mail, reading = tried.mail, tried.mail.reading
    kind = mail.screened.kind if mail.screened else reading.kind if reading else "not_submission"
    line: dict[str, Any] = {
        "file": name,
        "kind": str(kind),
        "why": mail.screened.code if mail.screened else reading.why if reading else "",
        "leads": [_lead(tried, number) for number in range(len(mail.leads))],
        "missing": [[f.field for f in faults if f.code == "missing"] for _, faults in mail.leads],
        "command": None,
        "problems": [{"part": p.part, "code": p.code, "text": p.text} for p in reading.problems] if reading else [],
        "state": str(tried.outcome.state),
        "reason": tried.outcome.why,
        "decisions": [
            {"ref": r.ref, "state": str(r.state), "codes": list(r.codes), "company": r.lead.company}
            for r in tried.outcome.registrations
        ],
        "answers": [{"to": list(to), "subject": text.subject} for to, text in tried.answers],
    }
    if reading and reading.instructions:
        commands = [_command(item) for item in reading.instructions]
        line["command"] = commands[0] if len(commands) == 1 else {"parts": commands}
    return line


def _lead(tried: Tried, number: int) -> dict[str, Any]:
    lead, faults = tried.mail.leads[number]
    draft = tried.mail.reading.drafts[number] if tried.mail.reading else None
    fields: dict[str, Any] = {name: lead.get(name) for name in _names()}
    fields["faults"] = [{"field": f.field, "code": f.code, "text": f.text, "got": f.got} for f in faults]
    if draft:
        fields["origins"] = {
            name: {"part": v.origin.part, "where": v.origin.where, "sure": v.sure} for name, v in draft.values.items()
        }
    return fields


def _names() -> tuple[str, ...]:
    from bot.domain.lead import EXTRA_FIELDS, FIELDS

    return (*FIELDS, *EXTRA_FIELDS)


def _command(item: Any) -> dict[str, Any]:
    return {"name": item.name, "refs": list(item.refs), "rest": item.rest, "company": item.company}


def _show(name: str, tried: Tried) -> None:
    """The mail, beside it or below what was understood, then what the bot would do and answer."""
    from rich.console import Console
    from rich.panel import Panel
    from rich.table import Table
    from rich.text import Text

    console, told = Console(), _as_json(name, tried)
    mail = Panel(Text(tried.mail.new_text.strip() or tried.mail.envelope.subject, overflow="fold"), title="mail")
    console.rule(Text(name))
    if console.width >= _SIDE_BY_SIDE:
        both = Table.grid(expand=True, padding=(0, 2))
        both.add_column(ratio=1)
        both.add_column(ratio=1)
        both.add_row(mail, _understood(told))
        console.print(both)
    else:
        console.print(mail, _understood(told))
    decided = [f"{d['ref']}  {d['state']}  {d['company']}  {' '.join(d['codes'])}".rstrip() for d in told["decisions"]]
    problems = [f"{problem['part']}: {problem['text']}" for problem in told["problems"]]
    kind = f"{told['kind']} ({told['why']})" if told["why"] else told["kind"]
    console.print("\n".join([kind, *problems, f"-> {told['state']} {told['reason']}".rstrip(), *decided]), markup=False)
    for to, text in tried.answers:
        console.print(Panel(Text(text.text), title=Text(f"{', '.join(to)}: {text.subject}")))


def _understood(told: dict[str, Any]) -> Table:
    """Every field of every lead: its value, where it stood, how sure the reading is, and what is wrong with it."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, padding=(0, 1))
    table.add_column("field", no_wrap=True)
    table.add_column("value", overflow="fold")
    table.add_column("where", overflow="fold")
    table.add_column("sure", justify="right", no_wrap=True)
    for number, lead in enumerate(told["leads"], 1):
        table.add_row(Text(f"lead {number}", style="bold"), "", "", "")
        faults = {fault["field"]: fault for fault in lead["faults"]}
        for field in _names():
            origin, fault = lead.get("origins", {}).get(field), faults.get(field)
            value = Text(lead[field] or (fault["got"] if fault else ""))
            if fault:
                value.append(f"{'  ' if value else ''}{fault['text']}", style="red")
            if value:
                where = f"{origin['part']} {origin['where']}".removeprefix("body ").strip() if origin else ""
                table.add_row(field, value, Text(where), f"{origin['sure']:.0%}" if origin else "")
    return table
