"""Tables drawn in plain text: with bars, tabs, columns of spaces, commas, or one cell a line."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence

from bot.intake.grid import is_grid
from bot.intake.text import Line
from bot.intake.vocabulary import Vocabulary

Rows = list[list[str]]

_RULE = re.compile(r"[\s|+:=_-]{3,}")
_WIDE = re.compile(r"\s{2,}")


def tables_in(lines: Sequence[Line], vocabulary: Vocabulary) -> list[Rows]:
    """The tables with headings among lines."""
    found: list[Rows] = []
    index = 0
    while index < len(lines):
        for split in (_bars, _tabs, _commas, _columns):
            rows, used = _grow(lines, index, split)
            if used > 1 and is_grid(rows[:3], vocabulary):
                found.append(rows)
                index += used
                break
        else:
            index += 1
    return found or _dumped(lines, vocabulary)


def _grow(lines: Sequence[Line], index: int, split: object) -> tuple[Rows, int]:
    rows: Rows = []
    used = 0
    width = 0
    cut = split
    assert callable(cut)
    for line in lines[index:]:
        bare = line.text.strip()
        if rows and (not bare or _RULE.fullmatch(bare)):
            used += 1
            continue
        cells = cut(line.text) if bare and not _RULE.fullmatch(bare) else []
        if len(cells) < 3 - (width == 2) or (width and len(cells) > width + 2):
            break
        width = width or len(cells)
        rows.append(cells)
        used += 1
    return rows, used


def _bars(text: str) -> list[str]:
    return [cell.strip(" *") for cell in text.strip().strip("|").split("|")] if text.count("|") > 1 else []


def _tabs(text: str) -> list[str]:
    return [cell.strip() for cell in text.rstrip("\n").split("\t")] if "\t" in text.strip() else []


def _columns(text: str) -> list[str]:
    return _WIDE.split(text.strip()) if "  " in text.strip() else []


def _commas(text: str) -> list[str]:
    mark = ";" if text.count(";") >= 2 else ","
    if text.count(mark) < 2:
        return []
    try:
        return [cell.strip() for cell in next(csv.reader([text], delimiter=mark, skipinitialspace=True))]
    except (csv.Error, StopIteration):
        return []


def _dumped(lines: Sequence[Line], vocabulary: Vocabulary) -> list[Rows]:
    """A table that lost its shape on the way: every heading on a line of its own, then every cell."""
    texts = [line.text.strip() for line in lines]
    index = 0
    while index < len(texts):
        run = index
        while run < len(texts) and texts[run] and len(texts[run]) < 40 and vocabulary.sense(texts[run].rstrip(":：")):
            run += 1
        width = run - index
        if width >= 3:
            cells = [text for text in texts[run:] if text]
            whole = len(cells) - len(cells) % width
            rows = [texts[index:run], *(cells[at : at + width] for at in range(0, whole, width))]
            if len(rows) > 1 and is_grid(rows[:1] + rows[1:2], vocabulary) and any("@" in cell for cell in rows[1]):
                return [rows]
        index = max(run, index + 1)
    return []
