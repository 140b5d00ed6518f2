"""The property list inside a winmail.dat (MS-OXTNEF section 2.1.3.4), as far as mails need it."""

from __future__ import annotations

BODY, RTF, BODY_HTML, LONG_NAME = 0x1000, 0x1009, 0x1013, 0x3707

_SIZES = {2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 0xA: 4, 0xB: 4, 0x14: 8, 0x40: 8, 0x48: 16}
_VARIABLE = frozenset({0xD, 0x1E, 0x1F, 0x102})
_UNICODE, _MULTI = 0x1F, 0x1000
_MAX = 2_000


def properties(data: bytes) -> dict[int, bytes]:
    """The texts and binaries by property number; Unicode texts come as UTF-8. A damaged list ends early."""
    found: dict[int, bytes] = {}
    at = 4
    for _ in range(min(_number(data, 0), _MAX)):
        if at + 4 > len(data):
            break
        kind, name = int.from_bytes(data[at : at + 2], "little"), int.from_bytes(data[at + 2 : at + 4], "little")
        at = _past_name(data, at + 4) if name >= 0x8000 else at + 4
        base = kind & ~_MULTI
        if base in _VARIABLE:
            value, at = _variable(data, at)
            if base == _UNICODE:
                value = value.decode("utf-16-le", "replace").rstrip("\0").encode("utf-8", "replace")
            found.setdefault(name, value)
        elif base in _SIZES:
            count = _number(data, at) if kind & _MULTI else 1
            at += (4 if kind & _MULTI else 0) + _SIZES[base] * count
        else:
            break
    return found


def _variable(data: bytes, at: int) -> tuple[bytes, int]:
    """The first of a variable property's values, and where the next property begins."""
    count, at = _number(data, at), at + 4
    first = b""
    for index in range(min(count, _MAX)):
        length, at = _number(data, at), at + 4
        if index == 0:
            first = data[at : at + length]
        at += (length + 3) // 4 * 4
        if at > len(data):
            break
    return first, at


def _past_name(data: bytes, at: int) -> int:
    kind = _number(data, at + 16)
    return at + 24 if kind == 0 else at + 24 + (_number(data, at + 20) + 3) // 4 * 4


def _number(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "little")
