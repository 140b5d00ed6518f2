"""Rich text to plain text or to the HTML that Outlook hides in it (MS-OXRTFEX), and RTF's compression (MS-OXRTFCP)."""

from __future__ import annotations

import re

from bot.intake.charset import decode
from bot.intake.limits import Limits

_PREFIX = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}"
    b"{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbol"
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


_SYMBOLS = {b"{": "{", b"}": "}", b"\\": "\\", b"~": " ", b"_": "-"}


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
    match = re.search(rb"\\ansicpg([0-9]{3,5})", data[:2_000])
    reader = _Reader(is_html(data), f"cp{match.group(1).decode()}" if match else "cp1252")
    for token in _TOKEN.finditer(data[: limits.text_chars * 40]):
        byte, word, number, symbol, brace, text, _ = token.groups()
        if byte is not None:
            reader.byte(byte)
            continue
        reader.flush()
        if brace is not None:
            reader.brace(brace)
        elif symbol is not None:
            reader.symbol(symbol)
        elif word is not None:
            reader.word(word, int(number or 0), bare=number is None)
        elif text is not None:
            reader.text(text)
    reader.flush()
    return "".join(reader.out)


class _Reader:
    """The state of reading rich text: groups within groups, some of them hidden."""

    def __init__(self, html: bool, codepage: str) -> None:
        self.out: list[str] = []
        self._html = html
        self._codepage = codepage
        self._stack: list[tuple[bool, int]] = []
        self._hidden = self._star = False
        self._skip = 0  # characters that stand in for a Unicode one
        self._fallback = 1
        self._bytes = b""

    def byte(self, digits: bytes) -> None:
        """A byte of the code page; several may be one letter."""
        if self._skip:
            self._skip -= 1
        elif not self._hidden:
            self._bytes += bytes.fromhex(digits.decode())

    def flush(self) -> None:
        """Turn the bytes collected into text."""
        if self._bytes:
            self.out.append(decode(self._bytes, self._codepage))
            self._bytes = b""

    def brace(self, brace: bytes) -> None:
        """A group begins or ends."""
        if brace == b"{":
            self._stack.append((self._hidden, self._fallback))
            self._star = False
        else:
            self._hidden, self._fallback = self._stack.pop() if self._stack else (False, 1)

    def symbol(self, symbol: bytes) -> None:
        """An escaped mark; a star makes a group one that may be passed over."""
        self._star = symbol == b"*"
        if not self._hidden and symbol in _SYMBOLS:
            self.out.append(_SYMBOLS[symbol])

    def word(self, word: bytes, number: int, *, bare: bool) -> None:
        """A control word with its number."""
        if word == b"htmltag":
            self._hidden = False
        elif word == b"htmlrtf":
            self._hidden = self._html and (bare or number != 0)
        elif self._star or word in _HIDDEN:
            self._hidden = True
        elif word == b"uc":
            self._fallback = max(0, min(number, 10))
        elif word == b"u" and not self._hidden:
            code = number % 65536
            self.out.append("\ufffd" if 0xD800 <= code < 0xE000 else chr(code))
            self._skip = self._fallback
        elif word in _BREAKS and not self._hidden and not (self._html and word in (b"par", b"tab")):
            self.out.append(_BREAKS[word])
        self._star = False

    def text(self, text: bytes) -> None:
        """Plain text; line breaks in the source mean nothing."""
        plain = text.replace(b"\r", b"").replace(b"\n", b"")
        cut = min(self._skip, len(plain))
        self._skip -= cut
        if not self._hidden and plain[cut:]:
            self.out.append(decode(plain[cut:], self._codepage))
