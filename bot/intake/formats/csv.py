"""Delimited text: any delimiter, any charset, with or without quotes, whatever type it was declared as."""

from __future__ import annotations

import csv
import io

from bot.domain.mail import Part
from bot.intake.charset import decode
from bot.intake.formats.found import Context, Found, extension, named
from bot.intake.grid import read_grid
from bot.intake.layout import is_grid
from bot.intake.limits import problem

_TYPES = frozenset(
    {
        "text/csv",
        "text/tab-separated-values",
        "application/csv",
        "application/x-csv",
        "text/x-csv",
        "text/comma-separated-values",
        "text/x-comma-separated-values",
    }
)
_EXTENSIONS = frozenset({"csv", "tsv", "tab", "psv"})
_SHEETS = frozenset({"xls", "xlsx"})
"""Endings that exports give to what is only text."""
_NOT_TEXT = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-", b"<")
_DELIMITERS = ",;\t|^"
_SAMPLE = 20


def accepts(part: Part) -> bool:
    """A table by its name, else by its type; text files are let in to be looked at."""
    ending = extension(part)
    if part.data.startswith(_NOT_TEXT):
        return False
    if _is_table(part) or ending in _SHEETS:
        return True
    return part.content_type == "text/plain" and ending in ("txt", "text", "log", "")


def read(part: Part, context: Context) -> Found:
    """The leads of the table; a text file that holds no table is given back as text."""
    limits, name = context.limits, named(part)
    if part.data.count(b"\n") + part.data.count(b"\r") > 2 * limits.sheet_rows + 2:
        return Found(problems=(problem("sheet.rows", limits, name),))
    text = decode(part.data, part.charset, nearby=context.nearby).lstrip("﻿")
    rows = _rows(text)
    if len(rows) > limits.sheet_rows:
        return Found(problems=(problem("sheet.rows", limits, name),))
    if sum(map(len, rows)) > limits.sheet_cells:
        return Found(problems=(problem("sheet.cells", limits, name),))
    if not _is_table(part) and not is_grid(rows, context.vocabulary):
        return Found(parts=(Part(part.path, "text/plain", part.data, part.charset, part.filename),))
    drafts = read_grid(rows, context.vocabulary, name, around=context.nearby.text)
    if not drafts and text.strip():
        return Found(problems=(problem("sheet.no_header", limits, name),))
    return Found(drafts)


def _is_table(part: Part) -> bool:
    return extension(part) in _EXTENSIONS or part.content_type in _TYPES


def _rows(text: str) -> list[list[str]]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    first, _, rest = lines.partition("\n")
    if first.lower().startswith("sep=") and len(first.strip()) == 5:  # Excel's own way to name the delimiter
        return _split(rest, first.strip()[4])
    rows = _split(lines, _delimiter(lines))
    if lines.startswith('"') and all(len(row) < 2 for row in rows):  # each row is quoted whole
        lines = "\n".join(cell for row in rows for cell in row)
        return _split(lines, _delimiter(lines))
    return rows


def _delimiter(lines: str) -> str:
    there = [delimiter for delimiter in _DELIMITERS if delimiter in lines] or [_DELIMITERS[0]]
    return max(there, key=lambda delimiter: _evenness(lines, delimiter)) if there[1:] else there[0]


def _evenness(text: str, delimiter: str) -> tuple[int, int]:
    """How well a delimiter fits: rows of the first row's width among the first ones, then how wide they are."""
    end = 0
    for _ in range(_SAMPLE):
        end = text.find("\n", end) + 1
        if not end:
            break
    widths = [len(row) for row in _split(text[: min(end or len(text), 50_000)], delimiter) if any(row)]
    usual = max(set(widths), key=widths.count, default=0)
    return (widths.count(usual) if usual > 1 else 0, usual)


def _split(text: str, delimiter: str) -> list[list[str]]:
    """Split as RFC 4180 says; where a quote is never closed, each line by itself."""
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter, skipinitialspace=True))
    except csv.Error:
        rows = []
    lines = text.count("\n")
    if not rows or (len(rows) < lines // 2 and max((len(cell) for row in rows for cell in row), default=0) > 2_000):
        rows = [row for line in text.split("\n") for row in _line(line, delimiter)]
    return rows


def _line(line: str, delimiter: str) -> list[list[str]]:
    try:
        return list(csv.reader([line], delimiter=delimiter, skipinitialspace=True)) or [[]]
    except csv.Error:
        return [line.split(delimiter)]
