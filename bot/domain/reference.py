"""References that people read to each other: Crockford base32 with a check character, e.g. ``LS-7F3K-2``.

The number behind a reference is mixed by a bijection, so that neighbours do not look alike and nobody can count
registrations by their references; within one width no two numbers share a reference.
"""

from __future__ import annotations

import re

_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CHECKS = _DIGITS + "*~$=U"  # Crockford's 37 check symbols
_READ = str.maketrans("OILoil", "011011")
_WIDTH = 4
_MIX = 0x9E3779B1  # odd, hence invertible modulo any power of two
_MIDDLE = re.compile(r"-[0-9A-Za-z]{4,9}-")
_PATTERN = re.compile(r"\b([A-Z]{2,5})-([0-9A-Z]{4,9})-([0-9A-Z*~$=])(?![0-9A-Z-])", re.IGNORECASE)


def make(prefix: str, number: int) -> str:
    """The reference of a program's ``number``-th registration (from 1); four digits, more once those are used up.

    Numbers whose check symbol is not a letter or digit a phone can type are never given out: see ``usable``.
    """
    mixed, bits = _mixed(number)
    digits = "".join([_DIGITS[(mixed >> shift) & 31] for shift in range(bits - 5, -1, -5)])
    return f"{prefix}-{digits}-{_CHECKS[mixed % 37]}"


def usable(number: int) -> bool:
    """Whether the check symbol of this number can be typed and read out (a letter or a digit)."""
    return _CHECKS[_mixed(number)[0] % 37].isalnum()


def next_free(number: int) -> int:
    """The first usable number from ``number`` on."""
    while not usable(number):
        number += 1
    return number


def find(text: str) -> tuple[str, ...]:
    """The well-formed references in a text, in order, each once, as the bot writes them.

    Letters are read as Crockford says (O as 0, I and L as 1); one whose check character is wrong is left out.
    """
    if not _MIDDLE.search(text):
        return ()
    found = (parse(match.group(0)) for match in _PATTERN.finditer(text))
    return tuple(dict.fromkeys(ref for ref in found if ref))


def parse(text: str) -> str:
    """The reference as the bot writes it, or ``""`` when its form or its check character is wrong."""
    match = _PATTERN.fullmatch(text.strip())
    if not match:
        return ""
    prefix, digits, check = match.group(1).upper(), match.group(2), match.group(3)
    digits, check = digits.translate(_READ).upper(), check.translate(_READ).upper()
    number = 0
    for digit in digits:
        if digit not in _DIGITS:
            return ""
        number = number * 32 + _DIGITS.index(digit)
    return f"{prefix}-{digits}-{check}" if _CHECKS[number % 37] == check else ""


def number(ref: str) -> int:
    """The number behind a reference as ``make`` wrote it."""
    digits = ref.split("-")[1]
    bits, mixed = 5 * len(digits), 0
    for digit in digits:
        mixed = mixed * 32 + _DIGITS.index(digit)
    return sum(1 << 5 * width for width in range(_WIDTH, len(digits))) + _unscramble(mixed, bits)


def _mixed(number: int) -> tuple[int, int]:
    """What a number's digits say, and how many bits they have."""
    width, first = _WIDTH, 0
    while number - first >= 32**width:
        first += 32**width
        width += 1
    return _scramble(number - first, 5 * width), 5 * width


def _scramble(number: int, bits: int) -> int:
    mask = (1 << bits) - 1
    mixed = (number * _MIX) & mask
    mixed ^= mixed >> (bits // 2)
    return (mixed * _MIX) & mask


def _unscramble(mixed: int, bits: int) -> int:
    mask, back = (1 << bits) - 1, pow(_MIX, -1, 1 << bits)
    mixed = (mixed * back) & mask
    mixed ^= (mixed >> (bits // 2)) ^ (mixed >> (bits // 2 * 2))
    unmixed: int = (mixed * back) & mask
    return unmixed
