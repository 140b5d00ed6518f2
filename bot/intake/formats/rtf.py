"""Rich text to plain text or to the HTML that Outlook hides in it (MS-OXRTFEX), and RTF's compression (MS-OXRTFCP)."""

from __future__ import annotations

import re

from bot.intake.charset import decode
from bot.intake.limits import Limits

_PREFIX = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbol"
    b"ArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
_TOKEN = re.compile(
    rb"\\'([0-9a-fA-F]{2})|\\([a-zA-Z]{1,32})(-?[0-9]{1,10})? ?|\\(.)|([{}])|([^\\{}]+)|(\\)", re.DOTALL
)
_HIDDEN = frozenset(
    {
        b"fonttbl",
        b"colortbl",
        b"stylesheet",
        b"info",
        b"pict",
        b"object",
        b"themedata",
        b"listtable",
        b"filetbl",
        b"generator",
        b"fldinst",
    }
)
_BREAKS = {
    b"par": "\n",
    b"line": "\n",
    b"row": "\n",
    b"tab": "\t",
    b"cell": "\t",
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
    b"emdash": "—",
    b"endash": "–",
    b"bullet": "•",
}


def decompress(data: bytes, limits: Limits) -> bytes:
    """Undo RTF's LZFu compression; what is damaged ends the text early."""
    if len(data) < 16:
        return b""
    size = min(int.from_bytes(data[4:8], "little"), limits.inflated_bytes)
    if data[8:12] == b"MELA":
        return data[16 : 16 + size]
    window = bytearray(4096)
    window[: len(_PREFIX)] = _PREFIX
    at, write, out = 16, len(_PREFIX), bytearray()
    while at < len(data) and len(out) < size:
        flags = data[at]
        at += 1
        for bit in range(8):
            if at >= len(data):
                break
            if not flags >> bit & 1:
                run, at = data[at : at + 1], at + 1
            else:
                word = int.from_bytes(data[at : at + 2], "big")
                at += 2
                offset, length = word >> 4, (word & 15) + 2
                if offset == write:
                    return bytes(out)
                run = b""
                for step in range(length):  # a run may reach into what it writes itself
                    byte = window[(offset + step) % 4096]
                    window[(write + step) % 4096] = byte
                    run += bytes((byte,))
            for byte in run:
                window[write] = byte
                write = (write + 1) % 4096
            out += run
    return bytes(out[:size])


def is_html(data: bytes) -> bool:
    """Whether the rich text only carries an HTML page."""
    return b"\\fromhtml" in data[:2_000]


def to_text(data: bytes, limits: Limits) -> str:
    """The text a person would see; of an encapsulated page its HTML."""
    html = is_html(data)
    match = re.search(rb"\\ansicpg([0-9]{3,5})", data[:2_000])
    codepage = f"cp{match.group(1).decode()}" if match else "cp1252"
    out: list[str] = []
    stack: list[tuple[bool, int]] = []
    hidden, skip, pending, unicode_skip = False, 0, b"", 1
    star = False
    for token in _TOKEN.finditer(data[: limits.text_chars * 4]):
        byte, word, number, symbol, brace, text, _ = token.groups()
        if byte is not None:
            if skip:
                skip -= 1
            elif not hidden:
                pending += bytes.fromhex(byte.decode())
            continue
        if pending:
            out.append(decode(pending, codepage))
            pending = b""
        if brace == b"{":
            stack.append((hidden, unicode_skip))
            star = False
        elif brace == b"}":
            hidden, unicode_skip = stack.pop() if stack else (False, 1)
        elif symbol is not None:
            star = symbol == b"*"
            if not hidden and symbol in (b"{", b"}", b"\\", b"~", b"_"):
                out.append({b"~": " ", b"_": "-"}.get(symbol) or symbol.decode("ascii"))
        elif word is not None:
            if word == b"htmltag":
                hidden = False
            elif word == b"htmlrtf":
                hidden = html and number != b"0"
            elif star or word in _HIDDEN:
                hidden = True
            elif word == b"uc" and number:
                unicode_skip = min(int(number), 10)
            elif word == b"u" and number and not hidden:
                out.append(chr(int(number) % 65536) if not 0xD800 <= int(number) % 65536 < 0xE000 else "�")
                skip = unicode_skip
            elif word in _BREAKS and not hidden and not (html and word in (b"par", b"tab")):
                out.append(_BREAKS[word])
            star = False
        elif text is not None and not hidden:
            plain = text.replace(b"\r", b"").replace(b"\n", b"")
            if skip:
                plain, skip = plain[skip:], max(0, skip - len(plain))
            out.append(decode(plain, codepage) if plain else "")
    out.append(decode(pending, codepage) if pending else "")
    return "".join(out)
