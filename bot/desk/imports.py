"""Partners and customers from CSV text: all rows are checked first, and every error names its line.

Columns (any order; only those with * must be there):
partners: id*, name*, addresses (split by ;), domains (;), tier, plan, active (yes or no), good_standing, agreement_on
(YYYY-MM-DD), joined_on, certifications (;), revenue_share, contact
customers: domain*, name*, kind (customer or house)
aliases: company*, of*, tie (same, group or apart)
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.alias import Alias, Tie
from bot.domain.errors import ConfigError, Refused
from bot.domain.partner import Customer, Partner
from bot.matching.aliases import alias_key

Row = Mapping[str, str]

PARTNER_COLUMNS = (
    *("id", "name", "addresses", "domains", "tier", "plan", "active", "good_standing", "agreement_on", "joined_on"),
    *("certifications", "revenue_share", "contact"),
)
LISTED_COLUMNS = ("failing", "reachable")
"""What ``regbot list partners`` shows beside, which is not taken back."""
CUSTOMER_COLUMNS = ("domain", "name", "kind")
ALIAS_COLUMNS = ("company", "of", "tie")

_YES = frozenset({"yes", "y", "true", "1"})
_NO = frozenset({"no", "n", "false", "0"})


def read_partners(text: str, program: str, file: str) -> list[Partner]:
    """The partners of a CSV file, unless anything is wrong with it: then ConfigError with every problem."""
    problems: list[str] = []
    rows = list(_rows(text, file, (*PARTNER_COLUMNS, *LISTED_COLUMNS), ("id", "name"), problems))
    partners = [_partner(row, program, _Line(file, at, problems)) for at, row in rows]
    problems += _twice(file, [(at, f"id {row['id']}") for at, row in rows])
    senders = [
        (at, f"sender {sender}")
        for (at, _), partner in zip(rows, partners, strict=True)
        for sender in (*partner.addresses, *partner.domains)
    ]
    problems += _twice(file, senders)
    if problems:
        raise ConfigError(problems)
    return partners


def read_customers(text: str, program: str, file: str) -> list[Customer]:
    """The customers of a CSV file, unless anything is wrong with it: then ConfigError with every problem."""
    problems: list[str] = []
    rows = list(_rows(text, file, CUSTOMER_COLUMNS, ("domain", "name"), problems))
    customers = []
    for at, row in rows:
        kind, domain = row.get("kind", "").lower() or "customer", row["domain"].lower().rstrip(".")
        if kind not in {"customer", "house"}:
            problems.append(f"{file}: line {at}: kind: {kind!r} must be customer or house")
        if domain and not _is_domain(domain):
            problems.append(f"{file}: line {at}: domain: {domain!r} is no domain such as acme.com")
        customers.append(Customer(program, domain, row["name"], kind))
    problems += _twice(file, [(at, f"domain {row['domain'].lower()}") for at, row in rows])
    if problems:
        raise ConfigError(problems)
    return customers


def read_aliases(text: str, program: str, file: str) -> list[Alias]:
    """The lines of a CSV file, unless anything is wrong with it: then ConfigError with every problem."""
    problems: list[str] = []
    found: list[tuple[int, Alias]] = []
    for at, row in _rows(text, file, ALIAS_COLUMNS, ("company", "of"), problems):
        tie = row.get("tie", "").lower() or Tie.SAME.value
        if tie not in [one.value for one in Tie]:
            problems.append(f"{file}: line {at}: tie: {tie!r} must be same, group or apart")
        elif row["company"] and row["of"]:
            try:
                found.append((at, alias_of(program, row["company"], row["of"], Tie(tie))))
            except Refused as error:
                problems.append(f"{file}: line {at}: {error}")
    problems += _twice(file, [(at, f"{one.company} of {one.of}") for at, one in found])
    if problems:
        raise ConfigError(problems)
    return [one for _, one in found]


def alias_of(program: str, company: str, of: str, tie: Tie) -> Alias:
    """A line of the list; raises Refused where it does not name two companies."""
    key, of_key = alias_key(company), alias_key(of)
    for text, found in ((company, key), (of, of_key)):
        if not found:
            raise Refused(f"{text!r} is neither a company's name nor a domain")
    if key == of_key:
        raise Refused(f"{company!r} and {of!r} are one name already: legal forms and spelling make no difference")
    return Alias(program, company.strip(), of.strip(), tie, key, of_key)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the file that is being checked."""

    file: str
    number: int
    problems: list[str]

    def wrong(self, column: str, said: str) -> None:
        """Note a problem of one cell."""
        self.problems.append(f"{self.file}: line {self.number}: {column}: {said}")


def _rows(
    text: str, file: str, columns: Sequence[str], needed: Sequence[str], problems: list[str]
) -> Iterator[tuple[int, Row]]:
    """The rows with their line in the file; what is wrong with header and form goes to ``problems``."""
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=_delimiter(text), strict=True)
    try:
        header = [name.strip().lower() for name in next(reader, [])]
        problems += [f"{file}: line 1: {name!r} is no column; known are {', '.join(columns)}"
                     for name in header if name not in columns]  # fmt: skip
        problems += [f"{file}: line 1: the column {name} is missing" for name in needed if name not in header]
        problems += [f"{file}: line 1: the column {name} stands twice" for name in columns if header.count(name) > 1]
        if problems:
            return
        for cells in reader:
            if any(cell.strip() for cell in cells):
                if len(cells) != len(header):
                    problems.append(f"{file}: line {reader.line_num}: {len(cells)} cells where {len(header)} are named")
                    continue
                row = dict(zip(header, (cell.strip() for cell in cells), strict=True))
                problems += [f"{file}: line {reader.line_num}: {name}: is empty" for name in needed if not row[name]]
                yield reader.line_num, row
    except csv.Error as error:
        problems.append(f"{file}: line {reader.line_num}: {error}")


def _delimiter(text: str) -> str:
    """The comma, or the semicolon that spreadsheets write where the comma divides decimals."""
    header = text.partition("\n")[0]
    return ";" if header.count(";") > header.count(",") else ","


def _partner(row: Row, program: str, line: _Line) -> Partner:
    addresses, domains = _split(row, "addresses"), _split(row, "domains")
    for address in addresses:
        local, _, domain = address.rpartition("@")
        if not local or not _is_domain(domain):
            line.wrong("addresses", f"{address!r} is no address such as ada@partner.com")
    for domain in domains:
        if not _is_domain(domain):
            line.wrong("domains", f"{domain!r} is no domain such as partner.com")
    if not addresses and not domains:
        line.wrong("addresses", "a partner needs at least one address or domain to write from")
    return Partner(
        id=row["id"],
        program=program,
        name=row["name"],
        addresses=addresses,
        domains=domains,
        tier=row.get("tier", ""),
        plan=row.get("plan", "").lower(),
        active=_flag(row, "active", line),
        good_standing=_flag(row, "good_standing", line),
        agreement_on=_day(row, "agreement_on", line),
        joined_on=_day(row, "joined_on", line),
        certifications=tuple(name.strip() for name in row.get("certifications", "").split(";") if name.strip()),
        revenue_share=_flag(row, "revenue_share", line),
        contact=row.get("contact", ""),
    )


def _split(row: Row, name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text.strip().lower() for text in row.get(name, "").split(";") if text.strip()))


def _flag(row: Row, name: str, line: _Line) -> bool:
    """Yes or no; an empty cell is a yes, as a partner's record says unless told otherwise."""
    said = row.get(name, "").lower()
    if said and said not in _YES | _NO:
        line.wrong(name, f"{said!r} must be yes or no")
    return said not in _NO


def _day(row: Row, name: str, line: _Line) -> date | None:
    said = row.get(name, "")
    try:
        return date.fromisoformat(said) if said else None
    except ValueError:
        line.wrong(name, f"{said!r} must be a day such as 2026-03-31")
        return None


def _is_domain(text: str) -> bool:
    labels = text.split(".")
    return len(labels) > 1 and all(labels) and not any(char.isspace() or char in "@/:,;" for char in text)


def _twice(file: str, keys: Sequence[tuple[int, str]]) -> Iterator[str]:
    first: dict[str, int] = {}
    for at, key in keys:
        if key in first:
            yield f"{file}: line {at}: {key} stands in line {first[key]} already"
        first.setdefault(key, at)
