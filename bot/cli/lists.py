"""``regbot list``: registrations, partners and cases, for people, spreadsheets and machines."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.common import DEFAULT_CONFIG, Config, opened

if TYPE_CHECKING:
    from bot.domain.partner import Partner
    from bot.domain.registration import Case, Registration

app = typer.Typer(help="Lists, as a table, CSV or JSON.", no_args_is_help=True)
AsCsv = Annotated[bool, typer.Option("--csv", help="As CSV.")]
AsJson = Annotated[bool, typer.Option("--json", help="As JSON, one object a line.")]
OfProgram = Annotated[str, typer.Option("--program", "-p", help="Of this program only.")]


@app.command()
def registrations(
    program: OfProgram = "", as_csv: AsCsv = False, as_json: AsJson = False, config: Config = DEFAULT_CONFIG
) -> None:
    """Every registration with its state and its instants (UTC)."""
    with opened(config) as (_, programs, store):
        show_rows(map(_registration, store.registrations(_known(program, programs))), as_csv=as_csv, as_json=as_json)


@app.command()
def partners(
    program: OfProgram = "", as_csv: AsCsv = False, as_json: AsJson = False, config: Config = DEFAULT_CONFIG
) -> None:
    """Every partner with its senders, and those that send mail back; the CSV can be imported again."""
    with opened(config) as (_, programs, store):
        failing = {(one.program, one.address) for one in store.failing()}
        rows = (_partner(item, failing) for item in store.partners(_known(program, programs)))
        show_rows(rows, as_csv=as_csv, as_json=as_json)


@app.command()
def cases(
    program: OfProgram = "", as_csv: AsCsv = False, as_json: AsJson = False, config: Config = DEFAULT_CONFIG
) -> None:
    """The cases that wait for an admin's word."""
    with opened(config) as (_, programs, store):
        show_rows(map(_case, store.cases(_known(program, programs))), as_csv=as_csv, as_json=as_json)


def _known(name: str, programs: Collection[str]) -> str | None:
    if name and name not in programs:
        raise typer.BadParameter(f"there is no {name!r}; there are: {', '.join(programs)}", param_hint="--program")
    return name or None


def _registration(item: Registration) -> dict[str, object]:
    lead = item.lead
    return {
        "ref": item.ref,
        "program": item.program,
        "partner": item.partner,
        "state": item.state.value,
        "company": lead.company,
        "domain": lead.domain,
        "first_name": lead.first_name,
        "last_name": lead.last_name,
        "email": lead.email,
        "url": lead.url,
        "lead_type": lead.lead_type,
        "received_at": item.received_at,
        "decided_at": item.decided_at,
        "expires_at": item.expires_at,
        "offer_ends_at": item.offer_ends_at,
        "exclusive": item.exclusive,
        "share": item.share,
        "term": item.term,
        "codes": list(item.codes),
        "reason": item.reason,
        "sender": item.sender,
        **dict(lead.stated),
    }


def _partner(item: Partner, failing: Collection[tuple[str, str]]) -> dict[str, object]:
    from bot.desk.delivery import owns, unreachable

    bad = sorted(address for program, address in failing if program == item.program and owns(item, address))
    return {
        "id": item.id,
        "name": item.name,
        "addresses": list(item.addresses),
        "domains": list(item.domains),
        "tier": item.tier,
        "plan": item.plan,
        "active": item.active,
        "good_standing": item.good_standing,
        "agreement_on": item.agreement_on,
        "joined_on": item.joined_on,
        "certifications": list(item.certifications),
        "revenue_share": item.revenue_share,
        "contact": item.contact,
        "failing": bad,
        "reachable": not unreachable(item, bad),
    }


def _case(item: Case) -> dict[str, object]:
    return {"ref": item.ref, "program": item.program, "opened_at": item.opened_at, "nudged_at": item.nudged_at}


def show_rows(rows: Iterable[Mapping[str, object]], *, as_csv: bool, as_json: bool) -> None:
    """Rows as a table for people, as CSV for spreadsheets, or as JSON, one object a line."""
    if as_json:
        for row in rows:
            print(json.dumps(row, ensure_ascii=False, default=_text))
    elif as_csv:
        _csv(rows)
    else:
        _table(rows)


def _csv(rows: Iterable[Mapping[str, object]]) -> None:
    writer = None
    for row in rows:
        if writer is None:
            writer = csv.DictWriter(sys.stdout, list(row), extrasaction="ignore", lineterminator="\n")
            writer.writeheader()
        writer.writerow({key: _safe(_text(value)) for key, value in row.items()})


def _table(rows: Iterable[Mapping[str, object]]) -> None:
    from rich.console import Console
    from rich.table import Table

    shown = (
        "ref",
        "state",
        "company",
        "partner",
        "expires_at",
        "id",
        "name",
        "plan",
        "failing",
        "reachable",
        "opened_at",
        "of",
        "tie",
    )
    table: Table | None = None
    keys: list[str] = []
    for row in rows:
        if table is None:
            keys = [key for key in shown if key in row]
            table = Table(*keys, box=None)
        table.add_row(*(_text(row[key]) for key in keys))
    Console().print(table or "Nothing to list.")


def _text(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return "" if value is None else str(value)


def _safe(text: str) -> str:
    """Keep a spreadsheet from taking a partner's text for a formula (CSV injection)."""
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
