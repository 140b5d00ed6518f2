"""Header lines to text: folding, encoded words (RFC 2047), parameters (RFC 2231), addresses; each by itself."""

from __future__ import annotations

import re
from binascii import Error, a2b_base64, a2b_qp
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from bot.domain.mail import Address
from bot.intake.charset import decode

_NAME = re.compile(rb"[!-9;-~]{1,100}[ \t]{0,20}:")
_FIELD = re.compile(r"^([!-9;-~]{1,100})[ \t]{0,20}:(.*(?:\n[ \t].*)*)", re.MULTILINE)
_BLANK = " \t\r\n\v\f"
_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_BETWEEN = re.compile(r"(\?=)[ \t\r\n]+(?==\?)")
_MARKS = re.compile(r'["(,;:\\]')
_MAX_ADDRESSES = 500
_SHOWN = frozenset({"subject", "from"})
Field = tuple[str, str]
"""A header: its name in lower case and its value, unfolded but not decoded."""


def split_head(raw: bytes, start: int, end: int) -> tuple[int, int]:
    """Where the header block that begins at ``start`` ends, and where the body begins."""
    if raw.startswith((b"\n", b"\r\n"), start):
        return start, min(end, raw.index(b"\n", start) + 1)
    wire = raw.find(b"\n\r\n", start, end)
    bare = raw.find(b"\n\n", start, wire if wire >= 0 else end)
    if bare >= 0:
        return bare, bare + 2
    return (wire, wire + 3) if wire >= 0 else (end, end)


def fields(block: bytes) -> Iterator[Field]:
    """The header fields of a block, in order; a line that is no header is passed over."""
    unseen = set(_SHOWN)
    for name_as_written, folded in _FIELD.findall(block.decode("latin-1")):  # a letter a byte, for now
        name = name_as_written.lower()
        value = " ".join([line.strip(_BLANK) for line in folded.split("\n")])
        # ASCII, else UTF-8, else a Western charset (RFC 6532, and those who never read it)
        yield name, value if value.isascii() else decode(value.encode("latin-1"), guess=name in unseen)
        unseen.discard(name)


def head_ends_early(block: bytes) -> int:
    """The offset of the first line that is no header and has none after it (a body without blank line), or -1."""
    offset, first = 0, -1
    for line in block.split(b"\n"):
        if line[:1] not in (b" ", b"\t") and not line.startswith((b"From ", b">From ")):
            if _NAME.match(line):
                first = -1
            elif line.strip() and first < 0:
                first = offset
        offset += len(line) + 1
    return first


def unfold(value: str) -> str:
    """Encoded words decoded, white space and control characters collapsed: never holds CR or LF."""
    if "=?" in value:
        value = _words(value)
    return " ".join(value.replace("\0", "").split())


def _words(value: str) -> str:
    """RFC 2047 section 6.2; neighbours in one charset are joined as bytes, for senders that split inside a letter."""
    value = _BETWEEN.sub(r"\1", value)
    out: list[str] = []
    at, held, held_charset = 0, b"", ""
    for match in _WORD.finditer(value):
        charset = match.group(1).partition("*")[0].lower()
        if match.start() > at or charset != held_charset:
            out.append(decode(held, held_charset, guess=False) + value[at : match.start()])
            held = b""
        held += _unword(match.group(2), match.group(3))
        held_charset, at = charset, match.end()
    out.append(decode(held, held_charset, guess=False) + value[at:])
    return "".join(out)


def _unword(encoding: str, text: str) -> bytes:
    data = text.encode("utf-8", "replace")
    return unbase64(data) if encoding in "bB" else a2b_qp(data.replace(b" ", b"_"), header=True)


def unbase64(data: bytes) -> bytes:
    """Base64 as far as it goes: what is no letter of it is skipped, missing padding supplied."""
    try:
        return a2b_base64(data)
    except Error:
        pass
    letters = data.translate(None, b"\r\n\t =")
    for cut in range(4):
        try:
            return a2b_base64(letters[: len(letters) - cut] + b"==")
        except Error:
            continue
    return b""


def parameters(value: str) -> tuple[str, dict[str, str]]:
    """A structured value and its parameters: ``text/plain; charset=x`` (RFC 2045 section 5.1, RFC 2231)."""
    head, *rest = _pieces(value)
    plain: dict[str, str] = {}
    numbered: dict[str, list[tuple[int, str, bool]]] = {}
    for piece in rest[:50]:
        name, equals, text = piece.partition("=")
        name, text = name.strip().lower(), _unquote(text.strip())
        if not equals or not name:
            continue
        if "*" not in name:
            plain.setdefault(name, unfold(text))
            continue
        stem, _, tail = name.partition("*")
        digits = tail.rstrip("*")
        number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 4 else 0
        numbered.setdefault(stem, []).append((number, text, name.endswith("*")))
    for stem, pieces in numbered.items():
        plain[stem] = unfold(_extended(sorted(pieces)))
    return head.strip().lower(), plain


def _pieces(value: str) -> list[str]:
    if '"' not in value:
        return value.split(";")
    pieces, piece, quoted = [], "", False
    for chunk in re.split(r'(\\.|[";])', value):
        if chunk == '"':
            quoted = not quoted
        if chunk == ";" and not quoted:
            pieces.append(piece)
            piece = ""
        else:
            piece += chunk
    return [*pieces, piece]


def _unquote(text: str) -> str:
    if text[:1] != '"':
        return text.partition(" (")[0].strip("'") if " (" in text else text
    body = text[1:].partition('"')[0] if "\\" not in text else text.strip('"')
    return re.sub(r"\\(.)", r"\1", body) if "\\" in body else body


def _extended(pieces: list[tuple[int, str, bool]]) -> str:
    charset, data = "", b""
    for index, (_, text, encoded) in enumerate(pieces):
        if encoded:
            if index == 0 and text.count("'") >= 2:
                charset, _, text = text.split("'", 2)  # noqa: PLW2901  the language between the quotes is not needed
            data += unquote_to_bytes(text)
        else:
            data += text.encode("utf-8", "replace")
    return decode(data, charset or "utf-8", guess=False)


def addresses(value: str) -> tuple[Address, ...]:
    """The mailboxes of an address header; groups give their members, comments go, display names are decoded."""
    found: list[Address] = []
    for piece in _mailboxes(value[:50_000]):
        address = _mailbox(piece)
        if address:
            found.append(address)
        if len(found) >= _MAX_ADDRESSES:
            break
    return tuple(found)


def _mailboxes(value: str) -> Iterator[str]:
    """Split at commas and semicolons outside quotes, comments and angle brackets; comments are dropped."""
    if not _MARKS.search(value):
        yield value
        return
    piece: list[str] = []
    quoted, depth, angle = False, 0, False
    for mark in re.split(r'(\\.|[",;:()<>])', value):
        if quoted:
            quoted = mark != '"'
        elif mark == "(":
            depth += 1
            continue
        elif depth:
            depth -= mark == ")"
            continue
        elif mark == '"':
            quoted = True
        elif mark in ("<", ">"):
            angle = mark == "<"
        elif mark == ":" and not angle:
            piece.clear()
            continue
        elif mark in (",", ";") and not angle:
            yield "".join(piece)
            piece.clear()
            continue
        piece.append(mark)
    yield "".join(piece)


def _mailbox(piece: str) -> Address | None:
    piece = piece.strip()
    if not piece:
        return None
    open_at = piece.rfind("<")
    if open_at >= 0:
        addr = piece[open_at + 1 :].partition(">")[0].rpartition(":")[2]
        name = _unquote_name(piece[:open_at])
    else:
        addr, name = piece, ""
    # An encoded word in the place of an address is none (RFC 2047 section 5): mail servers do not decode it either.
    addr = "".join((addr if "=?" in addr else unfold(addr)).split()).strip("'\"")
    return Address(unfold(name), addr) if addr else None


def _unquote_name(name: str) -> str:
    name = name.strip()
    if name[:1] == '"' and name[-1:] == '"' and len(name) > 1:
        name = name[1:-1]
    return re.sub(r"\\(.)", r"\1", name) if "\\" in name else name
