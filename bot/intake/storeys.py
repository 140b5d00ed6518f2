"""Headings in two storeys ("Company" over "Name" and "Web"), and tables that stand side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from bot.intake.grouping import NAMED
from bot.intake.vocabulary import FULL_NAME, OTHER, Vocabulary

Cell = tuple[str, str, int, int]
"""A field, a cell's text, and its row and column from 0."""
_FEWEST = 2  # rows of labels
_PEOPLE = frozenset({FULL_NAME, "first_name", "last_name"})


def storey_above(upper: Sequence[str], lower: Sequence[str], vocabulary: Vocabulary) -> list[str]:
    """The cells of an upper row of headings, each spread over those of the lower row below it; ``[]`` for none."""
    said = {cell for cell in upper if cell}
    if not 1 < len(said) < sum(1 for cell in lower if cell) or any(len(cell) > 40 or "@" in cell for cell in said):
        return []
    if sum(1 for cell in said if vocabulary.sense(cell)) * 2 < len(said):
        return []
    spread: list[str] = []
    for at in range(len(lower)):
        cell = upper[at] if at < len(upper) else ""
        spread.append(cell or (spread[-1] if spread else ""))
    return spread


def within(senses: Sequence[str | None], groups: Sequence[str | None]) -> list[str | None]:
    """The senses of headings, made sharper by those of the groups in which they stand.

    A "Name" is what its group is called; of two addresses that of a group such as "Our rep" is nobody's.
    """
    found: list[str | None] = []
    for sense, group in zip(senses, groups, strict=True):
        same = [above for other, above in zip(senses, groups, strict=True) if other == sense]
        if sense in NAMED and group in ("company", "customer"):
            found.append("company")
        elif sense and group == OTHER and (sense in NAMED or any(above != OTHER for above in same)):
            found.append(OTHER)
        elif sense in NAMED and group in _PEOPLE:
            found.append(FULL_NAME)
        else:
            found.append(sense)
    return found


def stacked_form(rows: Sequence[Sequence[str]], headings: Mapping[int, Sequence[str | None]]) -> list[Cell]:
    """The values of a form whose rows of labels stand each above a row of values; ``[]`` for another table.

    A row of labels that names somebody on the partner's side ("Submitted by", "E-mail") tells nothing of the lead.
    """
    numbers = sorted(headings)
    apart = all(after - number == 2 for number, after in pairwise(numbers)) and numbers[-1:] == [len(rows) - 2]
    told = {number: headings[number] for number in numbers if OTHER not in headings[number]}
    kept = [name for names in told.values() for name in names if name]
    if len(numbers) < _FEWEST or not apart or len(set(kept)) < len(kept):
        return []
    return [
        (name, text, number + 1, at)
        for number, names in told.items()
        for at, (name, text) in enumerate(zip(names, rows[number + 1], strict=False))
        if name and text
    ]


def side_by_side(rows: Sequence[list[str]], headings: Sequence[str | None]) -> list[list[list[str]]]:
    """The tables that share rows, a blank column between them, each with the others' cells blank; ``[]`` for one."""
    if headings.count("email") < 2:
        return []
    blank = [at for at in range(len(headings)) if not any(row[at] for row in rows if at < len(row))]
    spans: list[tuple[int, int]] = []
    start = 0
    for at in [*blank, len(headings)]:
        if at > start:
            spans.append((start, at))
        start = at + 1
    if sum("email" in headings[begin:end] for begin, end in spans) < 2:
        return []
    return [[[cell * (begin <= at < end) for at, cell in enumerate(row)] for row in rows] for begin, end in spans]
