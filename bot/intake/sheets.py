"""Spreadsheets to rows of text, after a look at how large they would become (meant to run in a process of its own)."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time
from typing import IO
from zlib import error as zlib_error

from python_calamine import CalamineError, CalamineWorkbook

from bot.domain.errors import BotError
from bot.intake.limits import Limits
from bot.intake.sheetlooks import Looks, column_number, looks_of
from bot.intake.values import addresses, links

Sheet = tuple[str, list[list[str]]]
"""A sheet's name and its rows, every cell as the text a person would see."""
Sheets = Callable[[bytes], list[Sheet]]
"""Reads a workbook's bytes; raises SheetRefused."""

_CELL = re.compile(rb'<c\b[^>]{0,200}?\br="([A-Z]{1,3})([0-9]{1,7})"')
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = ("EncryptedPackage".encode("utf-16-le"), "EncryptionInfo".encode("utf-16-le"))
_CHUNK = 1 << 20


class SheetRefused(BotError):
    """A workbook is not read; ``code`` is one that ``limits.problem`` puts into words."""

    def __init__(self, code: str, text: str = "") -> None:
        self.code = code
        super().__init__(code, text)


def read_sheets(data: bytes, limits: Limits) -> list[Sheet]:
    """The visible sheets of an XLSX, XLSB, XLS or ODS file; raises SheetRefused.

    Run it where memory is limited: the check before it covers what is known to explode (pitfall P5), not all of it.
    """
    check(data, limits)
    try:
        return _read(data, limits)
    except (CalamineError, OSError, ValueError, MemoryError) as error:
        raise SheetRefused("sheet.broken", type(error).__name__) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # what a panic in the reader's Rust becomes
            raise
        raise SheetRefused("sheet.broken", "panic") from error


def check(data: bytes, limits: Limits) -> None:
    """Refuse a workbook that is protected, or would unpack to more than the limits allow."""
    if data.startswith(_OLE):
        if any(name in data for name in _ENCRYPTED):
            raise SheetRefused("sheet.protected")
        return
    try:
        _check_zip(data, limits)
    except (zipfile.BadZipFile, zlib_error, EOFError, OSError, ValueError, RuntimeError) as error:
        raise SheetRefused("sheet.broken", str(error)) from error


def _check_zip(data: bytes, limits: Limits) -> None:
    inflated = 0
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.infolist():
            if entry.flag_bits & 1:
                raise SheetRefused("sheet.protected")
            is_sheet = entry.filename.startswith("xl/worksheets/") and entry.filename.endswith(".xml")
            with archive.open(entry) as stream:
                inflated = _scan(_chunks(stream), inflated, limits, is_sheet=is_sheet)


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    while chunk := stream.read(_CHUNK):
        yield chunk


def _scan(chunks: Iterable[bytes], inflated: int, limits: Limits, *, is_sheet: bool) -> int:
    """Inflate a part, counting bytes, and in a sheet look for the farthest cell; what was counted is kept nowhere."""
    rows = columns = 0
    tail = b""
    for chunk in chunks:
        inflated += len(chunk)
        if inflated > limits.inflated_bytes:
            raise SheetRefused("sheet.inflated")
        if is_sheet:
            for column, row in _CELL.findall(tail + chunk):
                rows, columns = max(rows, int(row)), max(columns, column_number(column))
            tail = chunk[-256:]
            if rows > limits.sheet_rows:
                raise SheetRefused("sheet.rows")
            if rows * columns > limits.sheet_cells:
                raise SheetRefused("sheet.cells")
    return inflated


def _read(data: bytes, limits: Limits) -> list[Sheet]:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    found: list[Sheet] = []
    cells = 0
    looks = _looks(data)
    for number, meta in enumerate(workbook.sheets_metadata):
        if not str(meta.visible).endswith("Visible") or not str(meta.typ).endswith("WorkSheet"):
            continue
        sheet = workbook.get_sheet_by_name(meta.name)
        if sheet.total_height > limits.sheet_rows:
            raise SheetRefused("sheet.rows")
        cells += sheet.total_height * sheet.total_width
        if cells > limits.sheet_cells:
            raise SheetRefused("sheet.cells")
        rows = [[_shown(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
        look = looks[number] if number < len(looks) else Looks()
        _show_links(rows, look)
        _unmerge(rows, sheet.merged_cell_ranges or ())
        for row in look.hidden & set(range(len(rows))):
            rows[row] = [""] * len(rows[row])
        found.append((meta.name, rows))
    return found


def _looks(data: bytes) -> list[Looks]:
    if data.startswith(_OLE):
        return []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return looks_of(archive)


def _show_links(rows: list[list[str]], look: Looks) -> None:
    """Empty the cells that are struck out, and write behind a word the link that lies under it."""
    for row, column in look.struck:
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = ""
    for (row, column), target in look.links.items():
        shown = rows[row][column] if row < len(rows) and column < len(rows[row]) else ""
        if target.startswith("mailto:"):
            target = target[len("mailto:") :].partition("?")[0]  # noqa: PLW2901
        elif not target.startswith("http"):
            continue
        if shown and not addresses(shown) and not links(shown):
            rows[row][column] = f"{shown} <{target}>"


def _unmerge(rows: list[list[str]], merged: Iterable[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """Repeat the text of merged cells in each of them, as a reader sees it; overlapping ones share what is there."""
    for (top, left), (bottom, right) in merged:
        if top >= len(rows) or left >= len(rows[top]) or not (text := rows[top][left]):
            continue
        for row in rows[top : bottom + 1]:
            row[left : right + 1] = [cell or text for cell in row[left : right + 1]]


def _shown(cell: object) -> str:
    """A cell as a person sees it: whole numbers without a fraction, days without a midnight."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ", timespec="minutes")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell).strip()
