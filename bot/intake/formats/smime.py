"""Opaque S/MIME (RFC 8551): a signed mail's content is taken out of its wrapper, an encrypted one is named."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.mail import Part
from bot.intake.formats.found import Context, Found, extension, named
from bot.intake.limits import problem
from bot.intake.tree import grow

_TYPES = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
_DATA = bytes.fromhex("06092a864886f70d010701")
_OCTETS, _OCTETS_IN_PIECES, _EXPLICIT = 0x04, 0x24, 0xA0
_MAX_PIECES = 100_000


def accepts(part: Part) -> bool:
    """An S/MIME wrapper or an OpenPGP message, by type, name or first line."""
    return (
        part.content_type in _TYPES
        or extension(part) in ("p7m", "p7z")
        or (
            part.content_type in ("application/octet-stream", "application/pgp")
            and b"-----BEGIN PGP MESSAGE-----" in part.data[:500]
        )
    )


def read(part: Part, context: Context) -> Found:
    """The parts of the mail inside."""
    limits = context.limits
    if _SIGNED_DATA not in part.data[:60]:
        code = "encrypted.pgp" if b"BEGIN PGP" in part.data[:500] else "encrypted.smime"
        return Found(problems=(problem(code, limits, named(part)),))
    content = _content(part.data)
    if not content:
        return Found(problems=(problem("mail.part_broken", limits, named(part)),))
    tree = grow(content, limits)
    return Found(parts=tuple(tree.leaves))


def _content(data: bytes) -> bytes:
    """The signed content: the octets after the data type's identifier (RFC 5652 section 5.2)."""
    at = data.find(_DATA)
    if at < 0:
        return b""
    tag, start, _ = _header(data, at + len(_DATA))
    return b"".join(_octets(data, start)) if tag == _EXPLICIT else b""


def _octets(data: bytes, at: int) -> Iterator[bytes]:
    tag, start, end = _header(data, at)
    if tag == _OCTETS:
        yield data[start:end]
        return
    if tag != _OCTETS_IN_PIECES:
        return
    for _ in range(_MAX_PIECES):
        if start >= end:
            return
        tag, inner, inner_end = _header(data, start)
        if tag != _OCTETS:
            return
        yield data[inner:inner_end]
        start = inner_end


def _header(data: bytes, at: int) -> tuple[int, int, int]:
    """Tag, start and end of the value at an offset (X.690 section 8.1); an indefinite length runs to the end."""
    if at + 2 > len(data):
        return 0, len(data), len(data)
    tag, length, start = data[at], data[at + 1], at + 2
    if length == 0x80:
        return tag, start, len(data)
    if length > 0x80:
        size = length & 0x7F
        length = int.from_bytes(data[start : start + size], "big") if size <= 4 else 0
        start += size
    return tag, start, min(start + length, len(data))
