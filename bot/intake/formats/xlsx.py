"""Workbooks (XLSX, XLSM, XLSB, XLS, ODS), opened where memory is limited."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.lead import Draft, Origin, Value
from bot.domain.mail import Part
from bot.intake.formats.found import Context, Found, extension, named
from bot.intake.grid import read_grid
from bot.intake.kinds import one_type
from bot.intake.limits import problem
from bot.intake.sheets import Sheet, SheetRefused
from bot.intake.siderows import listed
from bot.intake.vocabulary import Vocabulary
from bot.intake.words import fold

_EXTENSIONS = frozenset({"xlsx", "xlsm", "xltx", "xlsb", "xls", "ods"})
_TYPES = (
    "application/vnd.openxmlformats-officedocument.spreadsheetml",
    "application/vnd.ms-excel",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/x-excel",
    "application/excel",
)
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def accepts(part: Part) -> bool:
    """A workbook by name or type whose bytes are one; Excel's type is often put on what is only CSV."""
    is_file = part.data.startswith((_ZIP, _OLE))
    named_so = extension(part) in _EXTENSIONS or part.content_type.startswith(_TYPES)
    return is_file and (named_so or b"xl/workbook.xml" in part.data[-50_000:])


def read(part: Part, context: Context) -> Found:
    """The leads of every visible sheet."""
    name = named(part)
    try:
        sheets = context.sheets(part.data)
    except SheetRefused as refused:
        return Found(problems=(problem(refused.code, context.limits, name),))
    drafts: list[Draft] = []
    for title, rows in _without_notes(sheets):
        found = read_grid(rows, context.vocabulary, name, title, around=context.nearby.text)
        drafts += _typed(found, title, context.vocabulary, name)
    if not drafts:
        return Found(problems=(problem("sheet.no_header", context.limits, name),))
    return Found(tuple(drafts))


def _without_notes(sheets: Sequence[Sheet]) -> Sequence[Sheet]:
    """The sheets but for those that only explain how to fill in the others."""
    return [sheet for sheet in sheets if fold(sheet[0]).strip(" .:!_-") not in listed("notes")] or sheets


def _typed(drafts: Sequence[Draft], title: str, vocabulary: Vocabulary, name: str) -> list[Draft]:
    """The leads of a sheet that has no column for the type, and is named after one."""
    kind = one_type(title, vocabulary)
    if not kind or any(draft.text("lead_type") for draft in drafts):
        return list(drafts)
    told = Value(kind, Origin(name, f"sheet {title}"), 0.9)
    return [Draft({**draft.values, "lead_type": told}) for draft in drafts]
