"""winmail.dat (MS-OXTNEF): the text and the files that Outlook put inside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.domain.mail import Part
from bot.intake.charset import decode
from bot.intake.formats.found import Context, Found, extension, named
from bot.intake.formats.mapi import BODY, BODY_HTML, LONG_NAME, RTF, properties
from bot.intake.formats.rtf import decompress, is_html, to_text
from bot.intake.limits import Limits, problem
from bot.intake.tree import ALTERNATIVE

_SIGNATURE = b"\x78\x9f\x3e\x22"
_BODY, _PROPERTIES, _CODEPAGE = 0x800C, 0x9003, 0x9007
_RENDERING, _TITLE, _DATA, _ATTACHMENT = 0x9002, 0x8010, 0x800F, 0x9005
_TYPES = {
    "csv": "text/csv",
    "txt": "text/plain",
    "vcf": "text/vcard",
    "json": "application/json",
    "eml": "message/rfc822",
}


@dataclass(slots=True)
class _Opened:
    """What a winmail.dat holds."""

    codepage: str = "cp1252"
    plain: bytes = b""
    props: dict[int, bytes] = field(default_factory=dict)
    files: list[dict[str, bytes]] = field(default_factory=list)


def accepts(part: Part) -> bool:
    """A winmail.dat by type, name or first bytes."""
    return (
        part.content_type in ("application/ms-tnef", "application/vnd.ms-tnef")
        or part.filename.lower() == "winmail.dat"
        or (part.data.startswith(_SIGNATURE) and extension(part) in ("dat", ""))
    )


def read(part: Part, context: Context) -> Found:
    """The text and the files inside, as parts to be read in their turn."""
    if not part.data.startswith(_SIGNATURE):
        return Found(problems=(problem("mail.part_broken", context.limits, named(part)),))
    opened = _open(part.data, context.limits)
    inner = [*_texts(opened, part, context.limits), *_files(opened, part)]
    if not inner:
        return Found(problems=(problem("mail.part_broken", context.limits, named(part)),))
    return Found(parts=tuple(inner))


def _open(data: bytes, limits: Limits) -> _Opened:
    opened = _Opened()
    for name, value in _attributes(data):
        if name == _CODEPAGE:
            opened.codepage = f"cp{int.from_bytes(value[:4], 'little')}"
        elif name == _BODY:
            opened.plain = value.rstrip(b"\0")
        elif name == _PROPERTIES:
            opened.props = properties(value)
        elif name == _RENDERING and len(opened.files) < limits.parts:
            opened.files.append({})
        elif name in (_TITLE, _DATA, _ATTACHMENT) and opened.files:
            opened.files[-1][{_TITLE: "title", _DATA: "data", _ATTACHMENT: "props"}[name]] = value
    return opened


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Each attribute's number and value; the checksum after it is not needed to read it."""
    at = 6
    while at + 9 <= len(data):
        name = int.from_bytes(data[at + 1 : at + 3], "little")
        length = int.from_bytes(data[at + 5 : at + 9], "little")
        yield name, data[at + 9 : at + 9 + length]
        at += 9 + length + 2


def _texts(opened: _Opened, part: Part, limits: Limits) -> Iterator[Part]:
    params = {ALTERNATIVE: f"{part.path}/tnef"}
    html, rich = opened.props.get(BODY_HTML, b""), opened.props.get(RTF, b"")
    plain = decode(opened.plain or opened.props.get(BODY, b""), opened.codepage)
    page = decode(html, opened.codepage, "text/html")
    if rich and not page.strip() and not plain.strip():
        source = decompress(rich, limits)
        text = to_text(source, limits)
        page, plain = (text, "") if is_html(source) else ("", text)
    for kind, text in (("text/plain", plain), ("text/html", page)):
        if text.strip():
            yield Part(f"{part.path}/{kind}", kind, text.encode("utf-8", "replace"), "utf-8", params=params)


def _files(opened: _Opened, part: Part) -> Iterator[Part]:
    for number, file in enumerate(opened.files, 1):
        long_name = properties(file.get("props", b"")).get(LONG_NAME, b"")
        name = decode((long_name or file.get("title", b"")).rstrip(b"\0"), opened.codepage).strip("\0 ")
        kind = _TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")
        if data := file.get("data", b""):
            yield Part(f"{part.path}/{number}", kind, data, "", name, attached=True)
