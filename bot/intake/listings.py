"""Leads listed a line each without labels ("Ann Lee / Acme Ltd / ann@acme.com"), told by what the pieces hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bot.domain.lead import Draft, Origin, Value
from bot.intake.assign import Values, assign
from bot.intake.headless import guess_columns
from bot.intake.pieces import BULLET
from bot.intake.text import Line
from bot.intake.values import Own, addresses
from bot.intake.vocabulary import FULL_NAME, Vocabulary

_CUTS: tuple[Callable[[str], list[str]], ...] = tuple(
    re.compile(pattern).split
    for pattern in (r"\t+", r"\|", ";", r"\s/{1,2}\s", r"\s[-–—]{1,2}\s", "[•·]", ",", r"\s{2,}")
)
_FEWEST = 3  # pieces of a line
_SURE = 0.8
_NAMED = ({"company", FULL_NAME}, {"company", "first_name", "last_name"})


def read_listing(lines: Sequence[Line], part: str, vocabulary: Vocabulary, own: Own) -> tuple[list[Draft], list[Line]]:
    """The leads of a text all of whose addresses stand in lines that are cut alike, and the lines without them."""
    run = [line for line in lines if any(not own.address(each.text) for each in addresses(line.text))]
    around = "\n".join(line.text for line in lines) if len(run) > 1 else ""
    drafts = _read(run, around, part, vocabulary, own) if len(run) > 1 else []
    taken = {line.number for line in run} if drafts else set()
    return drafts, [line for line in lines if line.number not in taken]


def _read(run: Sequence[Line], around: str, part: str, vocabulary: Vocabulary, own: Own) -> list[Draft]:
    texts = [line.text[bullet.end() if (bullet := BULLET.match(line.text)) else 0 :].strip() for line in run]
    for cut in _CUTS:
        rows = [[cell.strip() for cell in cut(text)] for text in texts]
        if len(rows[0]) < _FEWEST or any(len(row) != len(rows[0]) for row in rows):
            continue
        cells = [["" if set(cell) <= set("-–—?") else cell for cell in row] for row in rows]
        names = guess_columns(cells, vocabulary, around)
        if "email" in names and any(named <= set(names) for named in _NAMED):
            return [_draft(row, names, line, part, vocabulary, own) for row, line in zip(rows, run, strict=True)]
    return []


def _draft(
    row: Sequence[str], names: Sequence[str | None], line: Line, part: str, vocabulary: Vocabulary, own: Own
) -> Draft:
    values: Values = {}
    for name, text in zip(names, row, strict=False):
        if name:
            assign(values, name, text, Origin(part, f"line {line.number}"), vocabulary, own)
    return Draft({name: Value(value.text, value.origin, _SURE) for name, value in values.items()})
