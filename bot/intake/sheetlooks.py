"""What a workbook's cells look like (ECMA-376 part 1, section 18): hidden rows, struck cells, links behind words."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

Place = tuple[int, int]
"""A cell's row and column, from 0."""

_TAG = rb"<(?:\w{1,10}:)?%s\b([^<>]{0,1000})>"
_SHEET, _RELATION = re.compile(_TAG % b"sheet"), re.compile(_TAG % b"Relationship")
_ROW, _CELL, _LINK = re.compile(_TAG % b"row"), re.compile(_TAG % b"c"), re.compile(_TAG % b"hyperlink")
_FORMAT, _STRIKE = re.compile(_TAG % b"xf"), re.compile(_TAG % b"strike")
_FONT = re.compile(rb"</(?:\w{1,10}:)?font>|<(?:\w{1,10}:)?font/>")
_FORMULA = re.compile(
    rb'\br="([A-Z]{1,3}[0-9]{1,7})"[^<>]{0,200}>\s{0,20}<(?:\w{1,10}:)?f(?:\s[^<>]{0,200})?>\s{0,20}HYPERLINK\('
    rb'\s{0,20}(?:"|&quot;)([^"<>&]{1,1000})',
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(rb"([\w:]{1,40})\s{0,20}=\s{0,20}[\"']([^\"'<>]{0,2000})[\"']")
_ON = (b"1", b"true")


@dataclass(slots=True)
class Looks:
    """What a person does not see of a sheet, and what lies behind its words."""

    hidden: set[int] = field(default_factory=set)
    struck: set[Place] = field(default_factory=set)
    links: dict[Place, str] = field(default_factory=dict)


def looks_of(archive: zipfile.ZipFile) -> list[Looks]:
    """The looks of every sheet of an XLSX file, in the workbook's order; ``[]`` for a file of another kind."""
    names = set(archive.namelist())
    if "xl/workbook.xml" not in names:
        return []
    targets = _targets(archive, "xl/_rels/workbook.xml.rels", names)
    struck = _struck_formats(archive.read("xl/styles.xml")) if "xl/styles.xml" in names else set()
    found = []
    for sheet in _SHEET.finditer(archive.read("xl/workbook.xml")):
        path = targets.get(_attributes(sheet[1]).get(b"id", b""), "").lstrip("/")
        path = path if path.startswith("xl/") else f"xl/{path}"
        found.append(_look(archive, path, names, struck) if path in names else Looks())
    return found


def _look(archive: zipfile.ZipFile, path: str, names: set[str], struck: set[bytes]) -> Looks:
    sheet, looks = archive.read(path), Looks()
    if b"hidden=" in sheet:
        for row in map(_attributes, _elements(_ROW, sheet)):
            if row.get(b"hidden") in _ON and row.get(b"r", b"").isdigit():
                looks.hidden.add(int(row[b"r"]) - 1)
    for cell in map(_attributes, _elements(_CELL, sheet)) if struck else ():
        if cell.get(b"s") in struck and (place := _place(cell.get(b"r", b""))):
            looks.struck.add(place)
    if b"hyperlink" in sheet:
        folder, _, file = path.rpartition("/")
        targets = _targets(archive, f"{folder}/_rels/{file}.rels", names)
        for link in map(_attributes, _elements(_LINK, sheet)):
            target = targets.get(link.get(b"id", b""), "")
            if target and (place := _place(link.get(b"ref", b"").partition(b":")[0])):
                looks.links[place] = target
    if b"HYPERLINK(" in sheet:
        for formula in _FORMULA.finditer(sheet):
            if place := _place(formula[1]):
                looks.links[place] = unescape(formula[2].decode("utf-8", "replace"))
    return looks


def _elements(pattern: re.Pattern[bytes], xml: bytes) -> Iterator[bytes]:
    return (found[1] for found in pattern.finditer(xml))


def _attributes(tag: bytes) -> dict[bytes, bytes]:
    """A tag's attributes, without the prefixes of their namespaces."""
    return {name.rpartition(b":")[2]: value for name, value in _ATTRIBUTE.findall(tag)}


def _targets(archive: zipfile.ZipFile, path: str, names: set[str]) -> dict[bytes, str]:
    """What a part refers to, by the number of the relation (ECMA-376 part 2, section 6.5)."""
    if path not in names:
        return {}
    found = map(_attributes, _elements(_RELATION, archive.read(path)))
    return {each.get(b"Id", b""): unescape(each.get(b"Target", b"").decode("utf-8", "replace")) for each in found}


def _struck_formats(styles: bytes) -> set[bytes]:
    """The numbers of the cell formats whose font is struck out."""
    fonts = _inside(styles, b"fonts") if b"strike" in styles else b""
    struck = {
        str(number).encode()
        for number, font in enumerate(_FONT.split(fonts))
        if (mark := _STRIKE.search(font)) and _attributes(mark[1]).get(b"val", b"1") in _ON
    }
    used = map(_attributes, _elements(_FORMAT, _inside(styles, b"cellXfs") if struck else b""))
    return {str(number).encode() for number, each in enumerate(used) if each.get(b"fontId") in struck}


def _inside(xml: bytes, name: bytes) -> bytes:
    """What stands between the first opening and the next closing tag of a name."""
    opened = re.search(rb"<(?:\w{1,10}:)?" + name + rb"\b", xml)
    return xml[opened.end() : xml.find(name + b">", opened.end())] if opened else b""


def _place(reference: bytes) -> Place | None:
    letters = reference.rstrip(b"0123456789")
    number = reference[len(letters) :]
    if not letters or not number or len(letters) > 3 or not letters.isalpha() or len(number) > 7:
        return None
    return int(number) - 1, column_number(letters.upper()) - 1


def column_number(letters: bytes) -> int:
    """The number of a column from 1 by its capital letters: 28 for "AB"."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
