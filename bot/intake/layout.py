"""What headings a table of cells has: rows of them above the leads, or a column of labels beside them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.intake.entries import section_of
from bot.intake.grouping import NAMED
from bot.intake.siderows import listed
from bot.intake.storeys import storey_above, within
from bot.intake.vocabulary import FULL_NAME, LAST_FIRST, OTHER, Vocabulary, settle, without_asides

Rows = Sequence[Sequence[str]]

TYPE = "="
"""Opens the name of a column that is headed by a lead type, to be ticked: "=Qualified Lead"."""
TELLING = frozenset({"company", "email", "url", FULL_NAME, LAST_FIRST})
"""Fields that may head a table by themselves, and make a lead alone."""
SEARCHED = 400
"""The rows in which headings are looked for."""
_MAX_COLUMNS = 200
_ADDRESS = re.compile(r"@[\w-]{1,63}(?:\.[\w-]{1,63})+|https?://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Layout:
    """A table's cells, the fields of its rows of headings, and those of the rows beside its column of labels."""

    rows: list[list[str]]
    headings: Mapping[int, list[str | None]]
    column: int
    labels: Mapping[int, str | None]


def look_at(rows: Rows, vocabulary: Vocabulary) -> Layout:
    """A table with its headings found; a cell that says there is nothing ("n/a") is ``""``."""
    cells = [[_clean(cell) for cell in row[:_MAX_COLUMNS]] for row in rows]
    headings = {number: names for number, row in enumerate(cells) if (names := headings_of(row, vocabulary))}
    for number in headings:
        if number and (groups := storey_above(cells[number - 1], cells[number], vocabulary)):
            headings[number] = headings_of(cells[number], vocabulary, groups)
    return Layout(cells, headings, *_label_column(cells[:SEARCHED], vocabulary))


def is_grid(rows: Rows, vocabulary: Vocabulary) -> bool:
    """Whether headings stand in these rows, so that they hold leads rather than layout."""
    table = [[_clean(cell) for cell in row[:_MAX_COLUMNS]] for row in rows[:SEARCHED]]
    return any(headings_of(row, vocabulary) for row in table) or bool(_label_column(table, vocabulary)[1])


def distinct(names: Sequence[str | None]) -> set[str]:
    """The different fields of some columns, those to be ticked counted as the lead type."""
    return {name.partition(TYPE)[0] or "lead_type" for name in names if name and name != OTHER}


def headings_of(row: Sequence[str], vocabulary: Vocabulary, groups: Sequence[str] = ()) -> list[str | None]:
    """The fields that a row's cells head, or ``[]`` where it is no row of headings; ``groups`` stand above them."""
    filled = [cell for cell in row if cell]
    if not filled or any(len(cell) > 80 or _holds_address(cell) for cell in filled):
        return []
    senses = [vocabulary.sense(cell) if cell else None for cell in row]
    if row[0] and not senses[0] and ":" in row[0]:
        senses[0] = vocabulary.sense(row[0].rpartition(":")[2])  # "Format: first name"
    for at, sense in enumerate(senses):
        if sense == OTHER and vocabulary.reaches(row[at]):
            senses[at] = None  # what its cells tell
    if groups:
        senses = within(senses, [vocabulary.sense(cell) if cell else None for cell in groups])
    known = [sense for sense in senses if sense]
    if len(known) * 2 < len(filled) and len(set(known)) < 4:
        return []
    kinds = {at: kind for at, cell in enumerate(row) if cell and (kind := vocabulary.type_of(cell))}
    if len(known) + len(kinds) < min(2, len(row)):
        return []
    names = settle(senses)
    for at, kind in kinds.items():
        if names[at] in (None, "lead_type"):
            names[at] = TYPE + kind
    said = distinct(names)
    if len(said) >= 2 or (len(filled) == len(row) == 1 and said <= TELLING and said):
        return names
    return []


def _holds_address(cell: str) -> bool:
    return ("@" in cell or "//" in cell) and bool(_ADDRESS.search(without_asides(cell)))


def _label_column(table: list[list[str]], vocabulary: Vocabulary) -> tuple[int, dict[int, str | None]]:
    """The first column that holds labels, with the field of each row; nothing where there is none."""
    for column in range(2):
        cells = {
            number: row[column]
            for number, row in enumerate(table)
            if len(row) > column + 1 and row[column] and not is_across(row)
        }
        if len(cells) < 2:
            continue
        names = settle(_senses(table, cells, vocabulary))
        if len(distinct(names)) >= 2 and sum(1 for name in names if name) * 2 >= len(cells):
            return column, dict(zip(cells, names, strict=True))
    return 0, {}


def is_across(row: Sequence[str]) -> bool:
    """Whether a row is one cell merged over all columns: a title among labels."""
    return len(row) > 1 and len(set(row)) == 1


def _senses(table: Sequence[Sequence[str]], cells: Mapping[int, str], vocabulary: Vocabulary) -> list[str | None]:
    """The senses of a column of labels; a "Name" right below the title "Company" is the company's."""
    found = []
    for number, text in cells.items():
        sense = vocabulary.sense(text.rstrip(":： "))
        if sense == OTHER and vocabulary.reaches(text.rstrip(":： ")):
            sense = None
        above = table[number - 1] if sense in NAMED and number else []
        titles = {cell for cell in above if cell}
        if len(titles) == 1 and section_of(titles.pop(), vocabulary) == "company":
            sense = "company"
        found.append(sense)
    return found


def _tidy(line: str) -> str:
    return " ".join(line.split())


def _clean(cell: object) -> str:
    text = str(cell).replace("﻿", "").strip() if cell is not None else ""
    text = "\n".join(filter(None, map(_tidy, text.split("\n")))) if "\n" in text else _tidy(text)
    return "" if len(text) < 20 and text.casefold() in listed("empty") else text
