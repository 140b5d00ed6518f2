"""Bytes to text, whatever charset was declared: the byte order mark, the declaration, then what the bytes look like."""

from __future__ import annotations

import codecs
from functools import lru_cache

from bot.intake.plausible import Nearby, likeliest

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_STARTS = tuple(mark for mark, _ in _MARKS)
_READ_AS = {  # declared: what mail programs mean by it (WHATWG Encoding Standard, section 4.2)
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "tis-620": "cp874",
    "windows-874": "cp874",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-6-i": "iso-8859-6",
    "big5": "big5hkscs",
    "x-gbk": "gb18030",
    "cp-850": "cp850",
    "unicode-1-1-utf-7": "utf-7",
    "x-mac-roman": "mac-roman",
    "macintosh": "mac-roman",
    "x-unknown": "",
    "unknown-8bit": "",
    "default": "",
    "binary": "",
    "8bit": "",
    "utf-8": "utf-8",
}
_VAGUE = frozenset({"cp1252", "cp1254", "latin-1", "cp850", "mac-roman"})  # any bytes at all may pass for these
_SAMPLE = 20_000
_ESCAPES = (b"\x1b$", b"\x1b(")


def decode(
    data: bytes, charset: str = "", content_type: str = "", *, guess: bool = True, nearby: Nearby | None = None
) -> str:
    """The text of some bytes; never raises, and what no charset explains becomes U+FFFD.

    ``guess`` lets the bytes themselves be weighed (a millisecond), for which there must not be too many of them.

    ``nearby`` is given for files, whose bytes are then weighed against a vague declaration too.
    ``content_type`` may be given where a file says more of itself than its declaration (``text/html``: its meta tag).
    """
    if not data:
        return ""
    if data.startswith(_STARTS) and (marked := _by_mark(data)):
        return marked
    if wide := _wide(data):
        return data.decode(wide, "replace")
    codec = _codec(charset)
    if codec not in _VAGUE and codec and (text := _try(data, codec)) is not None:
        return text
    if data.isascii() and not (codec.startswith("iso2022") or data.find(b"\x1b$") >= 0):
        return data.decode("ascii")
    return _undeclared(data, codec, content_type, guess=guess, nearby=nearby)


def _undeclared(data: bytes, codec: str, content_type: str, *, guess: bool, nearby: Nearby | None) -> str:
    """Bytes whose declaration is missing, vague or wrong: UTF-8 and ISO-2022-JP cannot be met by chance."""
    candidates = ["utf-8"]
    if any(escape in data for escape in _ESCAPES):
        candidates.insert(0, "iso2022_jp_2")
    if content_type == "text/html":
        candidates.append(_codec(_meta(data)))
    for candidate in candidates:
        if candidate and (text := _try(data, candidate)) is not None:
            return text
    if text := _mostly_utf8(data):
        return text
    if codec and codec not in _VAGUE and codec != "utf-8":
        text = data.decode(codec, "replace")
        if text.count("\ufffd") * 20 <= len(text):
            return text
    if nearby is not None:
        return data.decode(likeliest(data, codec, nearby), "replace")
    if not guess or (codec in _VAGUE and not _looks_double_byte(data)):
        return data.decode(codec if codec in _VAGUE else "cp1252", "replace")
    return data.decode(likeliest(data, codec if codec in _VAGUE else "cp1252"), "replace")


def _by_mark(data: bytes) -> str:
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return data.decode(codec, "replace")
    return ""


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: every other byte of Western text is zero."""
    head = data[:400]
    if len(head) < 4 or b"\0" not in head:
        return ""
    even, odd = head[::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > half * 0.4 and even < half * 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > half * 0.4 and odd < half * 0.1 else ""


@lru_cache(maxsize=256)
def _codec(charset: str) -> str:
    """The codec for a declared charset, ``""`` for none or one that is not known or no text encoding."""
    name = charset.strip().strip("\"'").lower()
    name = _READ_AS.get(name, name)
    if not name or len(name) > 40:
        return ""
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return ""
    odd = info.name in ("undefined", "punycode", "idna")  # texts that are no charset's, and one that always fails
    return name if getattr(info, "_is_text_encoding", True) and not odd else ""


def _try(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeError, ValueError):
        return None


def _mostly_utf8(data: bytes) -> str:
    """UTF-8 with a few broken bytes (a mail cut off in the middle of a letter), else ``""``."""
    for cut in (1, 2, 3):
        if (text := _try(data[:-cut], "utf-8")) is not None and not text.isascii():
            return text
    text = data.decode("utf-8", "replace")
    broken, beyond = text.count("�"), sum(1 for char in text[:_SAMPLE] if char > "\x7f")
    return text if beyond > 10 * broken else ""


def _looks_double_byte(data: bytes) -> bool:
    """Whether most bytes lie above ASCII, as in scripts that no single-byte Western charset writes."""
    sample = data[:_SAMPLE]
    return sum(1 for byte in sample if byte > 0x7F) * 2 > len(sample)


def _meta(data: bytes) -> str:
    """The charset an HTML page declares for itself in its first kilobyte."""
    head = data[:1024].lower()
    at = head.find(b"charset=")
    if at < 0:
        return ""
    value = head[at + 8 : at + 50].lstrip(b"\"' ")
    return bytes(byte for byte in value.split(b'"')[0].split(b">")[0].split(b"'")[0].split(b";")[0]).decode(
        "ascii", "ignore"
    )
