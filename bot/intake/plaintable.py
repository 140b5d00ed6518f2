"""Tables drawn in plain text: with bars, tabs, columns of spaces, commas, or one cell a line."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from bot.intake.layout import is_grid
from bot.intake.markdown import bars, is_rule
from bot.intake.text import Line
from bot.intake.vocabulary import Vocabulary
from bot.intake.wrapped import wrapped

Rows = list[list[str]]
Cut = Callable[[str], list[str]]

_RULE = re.compile(r"[\s|+:=_-]{3,}")
_CELL = re.compile(r"\S+(?: \S+)*")
_WIDE = re.compile(r"\s{2,}")
_MARKS = re.compile(r"[|\t;,]|  ")
_FEWEST = 2  # leads of a table that has a column for each
_FRAME = 2  # rules of a table that does not part its rows: under the heading and at the end


def tables_in(lines: Sequence[Line], vocabulary: Vocabulary) -> tuple[list[tuple[Rows, str]], list[Line]]:
    """The tables with headings among lines, each with the text above it, and the lines outside of them."""
    found: list[tuple[Rows, str]] = []
    rest: list[Line] = []
    index = 0
    while index < len(lines):
        rows, used = _table_at(lines, index, vocabulary)
        if used:
            found.append((rows, above(rest)))
        else:
            rest.append(lines[index])
        index += used or 1
    return found, rest


def above(lines: Sequence[Line]) -> str:
    """The last of the lines that says anything: what stands above a table that follows them."""
    return next((text for line in reversed(lines[-4:]) if (text := line.text.strip())), "")


def _table_at(lines: Sequence[Line], index: int, vocabulary: Vocabulary) -> tuple[Rows, int]:
    text = lines[index].text
    if not _MARKS.search(text):
        return [], 0
    for mark, cut in _CUTS:
        if mark in text and _is_heading(cut(text), vocabulary):
            rows, used = _grow(lines, index, _aligned(text) if cut is _columns else cut)
            if len(rows) > 1 and is_grid(rows[:3], vocabulary):
                return rows, used
    if "|" in text and index + 1 < len(lines) and is_rule(lines[index + 1].text):
        rows, used = _grow(lines, index, bars)
        if len(rows) > 1 and is_grid(rows, vocabulary):
            return rows, used
    return _sideways(lines, index, vocabulary) if "  " in text.strip() else ([], 0)


def _sideways(lines: Sequence[Line], index: int, vocabulary: Vocabulary) -> tuple[Rows, int]:
    """A table of columns of spaces whose headings stand on the left, a lead a column."""
    near, texts = lines[index : index + 30], list[str]()
    if sum(line.text.count("@") for line in near) < _FEWEST:
        return [], 0
    for line in near:
        cells = _columns(line.text)
        if not cells or not vocabulary.sense(cells[0].rstrip(":： ")):
            break
        texts.append(line.text)
    widest = max(texts, key=lambda text: len(_columns(text))) if len(texts) > 2 else ""
    if len(_CELL.findall(widest)) < 3:
        return [], 0
    cut = _aligned(widest)
    rows = [cut(text) for text in texts]
    width = len(rows[0])
    emails = sum("@" in cell for row in rows for cell in row)
    alike = width > 2 and all(len(row) == width for row in rows)
    return (rows, len(rows)) if alike and emails == width - 1 else ([], 0)


def _is_heading(cells: Sequence[str], vocabulary: Vocabulary) -> bool:
    """A cheap look before the thorough one: most cells are labels, and none of them holds an address."""
    if len(cells) < 2 or any("@" in cell or "://" in cell for cell in cells):
        return False
    known = sum(1 for cell in cells if cell and vocabulary.sense(cell))
    return known >= 2 and known * 2 >= len(cells)


def _grow(lines: Sequence[Line], index: int, cut: Cut) -> tuple[Rows, int]:
    """The rows from a heading down to where the lines stop being rows; blank lines and rules may lie between."""
    rows: Rows = []
    ruled: list[int] = []
    used = blank = 0
    for line in lines[index:]:
        bare = line.text.strip()
        if not bare or _RULE.fullmatch(bare):
            ruled += [len(rows)] if bare else []
            blank += 1
            if blank > 2:
                break
            continue
        cells = cut(line.text)
        if rows and (len(cells) < max(2, len(rows[0]) // 2) or len(cells) > len(rows[0]) + 2):
            break
        rows.append(cells)
        used += blank + 1
        blank = 0
    return (wrapped(rows, ruled) if len(set(ruled)) > _FRAME else rows), used


def _tabs(text: str) -> list[str]:
    return [cell.strip() for cell in text.rstrip("\n").split("\t")] if "\t" in text.strip() else []


def _columns(text: str) -> list[str]:
    return _WIDE.split(text.strip()) if "  " in text.strip() else []


def _aligned(heading: str) -> Cut:
    """Cuts rows as a heading of columns does, so that an empty cell stays one; a row that is wider is cut by itself."""
    starts = [match.start() for match in _CELL.finditer(heading)]

    def cut(text: str) -> list[str]:
        plain = _columns(text)
        if not plain or len(plain) >= len(starts):
            return plain
        cells = [""] * len(starts)
        for match in _CELL.finditer(text):
            within = [start for start in starts if match.start() < start < match.end() and text[start - 1] == " "]
            for begin, end in pairwise([match.start(), *within, match.end()]):  # a full cell touches the next
                at = max((number for number, start in enumerate(starts) if start <= begin + 1), default=0)
                if cells[at]:
                    return plain
                cells[at] = text[begin:end].strip()
        return cells

    return cut


def _commas(text: str) -> list[str]:
    mark = ";" if text.count(";") >= 2 else ","
    if text.count(mark) < 2:
        return []
    try:
        return [cell.strip() for cell in next(csv.reader([text], delimiter=mark, skipinitialspace=True))]
    except (csv.Error, StopIteration):
        return []


_CUTS: tuple[tuple[str, Cut], ...] = (("|", bars), ("\t", _tabs), (";", _commas), (",", _commas), ("  ", _columns))


def dumped(lines: Sequence[Line], vocabulary: Vocabulary) -> Rows:
    """A table that lost its shape on the way: every heading on a line of its own, then every cell; ``[]`` if none."""
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
            if len(rows) > 1 and any("@" in cell for cell in rows[1]) and is_grid(rows[:2], vocabulary):
                return rows
        index = max(run, index + 1)
    return []
