"""Plain text as lines fit for reading: soft breaks undone (RFC 3676), invisible characters dropped, spaces plain."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.domain.lead import Value


class Line(NamedTuple):
    """A line with its number in its part (from 1)."""

    number: int
    text: str


def number_of(value: Value) -> int:
    """The number of the line that a value was read of, 0 for none."""
    number = value.origin.where.removeprefix("line ")
    return int(number) if number.isdecimal() else 0


_INVISIBLE = [
    0xAD,
    0x34F,
    0x61C,
    0x115F,
    0x1160,
    0x17B4,
    0x17B5,
    0x180E,
    0x200B,
    0x200E,
    0x200F,
    0x3164,
    0xFEFF,
    0xFFA0,
]
_TABLE: dict[int, str | None] = dict.fromkeys(
    [
        *_INVISIBLE,
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        *range(0xFE00, 0xFE10),
        *range(9),
        *range(14, 32),
        0x7F,
    ]
)
_TABLE.update(dict.fromkeys((160, 5760, *range(8192, 8203), 8239, 8287, 12288), " "))
_TABLE.update({0x2010: "-", 0x2011: "-", 0x85: "\n", 0x2028: "\n", 0x2029: "\n", 0x0B: "\n", 0x0C: "\n"})
_JOINERS = re.compile(r"(?<![\u0600-\u08ff\u0900-\u0dff])[\u200c\u200d]|[\u200c\u200d](?![\u0600-\u08ff\u0900-\u0dff])")
_ODD = re.compile(f"[{''.join(map(re.escape, map(chr, _TABLE)))}]")  # translating looks up every letter
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def clean(text: str) -> str:
    """Text without invisible characters, each odd space a plain one, line ends as LF.

    The zero-width joiners stay where they belong to the spelling (Arabic and Indic scripts).
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii():
        return _CONTROLS.sub("", text) if _CONTROLS.search(text) else text
    if _ODD.search(text):
        text = text.translate(_TABLE)
    if "\u200c" in text or "\u200d" in text:
        text = _JOINERS.sub("", text)
    return text


def lines_of(text: str, *, flowed: bool = False, delsp: bool = False, limit: int = 20_000) -> list[Line]:
    """A text's lines, at most ``limit`` of them and 2,000 characters each, soft breaks undone when it is flowed."""
    rows = clean(text).split("\n")[:limit]
    if flowed:
        return _unflow(rows, delsp=delsp)
    return [Line(number, row[:2000].rstrip()) for number, row in enumerate(rows, 1)]


def _unflow(rows: list[str], *, delsp: bool) -> list[Line]:
    """Paragraphs of a format=flowed text, as RFC 3676 section 4 says; quoted lines are only joined to their like."""
    lines: list[Line] = []
    held, held_depth, start = "", 0, 0
    for number, row in enumerate(rows, 1):
        depth = len(row) - len(row.lstrip(">"))
        body = row[depth:]
        body = body.removeprefix(" ")
        if not held:
            start, held_depth = number, depth
        elif depth != held_depth or body == "-- ":
            lines.append(_line(start, held, held_depth))
            held, start, held_depth = "", number, depth
        held += body
        if body.endswith(" ") and body != "-- " and len(held) < 20_000:
            held = held[:-1] if delsp else held
            continue
        lines.append(_line(start, held, held_depth))
        held = ""
    if held:
        lines.append(_line(start, held, held_depth))
    return lines


def _line(number: int, text: str, depth: int) -> Line:
    kept = text[:20_000].rstrip()
    return Line(number, f"{'>' * depth} {kept}" if depth else kept)
