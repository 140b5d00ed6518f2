"""The small words with which a last name begins: of origin ("van"), of descent ("ap", "Mac"), a saint's ("St.")."""

from __future__ import annotations

from collections.abc import Sequence

from bot.intake.lexicon import key, lexicon

_ELIDED = frozenset(["Ó", "Ò", "O'", "O’", "D'", "D’", "L'", "L’"])
"""Particles of one letter that no initial is written like."""
_SHORT = frozenset(["st", "ste", "sta", "sto", "v", "vd", "ad", "d", "z"])
"""Particles that a full stop shortens: "Peter St. Clair", "Georg v. Bülow"; those of one letter are small."""
_SMALL = frozenset(["e", "y", "do", "am", "in", "s", "bij", "over", "t", "ait"])
"""Particles only where they are written small."""
SAINTS = frozenset(["st", "ste", "sta", "sto", "mac", "mc"])
"""What opens a last name, and no first name that stands before it."""


def is_particle(words: Sequence[str], at: int) -> bool:
    """Whether the last name begins at a word because that is a particle: "van", "ap", "St.", "O'"."""
    word = words[at]
    if at >= len(words) - 1 and "-" not in word:
        return False
    if word.startswith(("al-", "Al-", "el-", "El-", "d'", "d’")) and at == len(words) - 1:
        return True
    if (is_noble(word) and at < len(words) - 1) or word in _ELIDED:
        return True
    if key(word) in _SHORT and word.endswith(".") and (word.islower() or len(key(word)) > 1):
        return True
    if key(word) not in lexicon().particles or word.endswith("."):
        return False
    return word.islower() or (len(word) > 1 and word[1:].islower() and key(word) not in _SMALL)


def is_noble(word: str) -> bool:
    """Whether a word is a title of nobility, which belongs to the last name where a first name stands before it."""
    return key(word) in lexicon().noble
