"""Which words of a name are the last name, as capitals or the mail address beside it tell."""

from __future__ import annotations

import re

from bot.intake.lexicon import key, lexicon
from bot.intake.particles import is_particle


def cut_by_capitals(words: list[str]) -> tuple[int, bool] | None:
    """Where a name whose last name alone is in capitals is cut, and whether that stands first: "de MEURON Noémie"."""
    capitals = [len(word) > 1 and word.isupper() and not word.endswith(".") for word in words]
    if len(words) > _SHORT and key(words[-1]) in lexicon().generations:
        capitals[-1] = capitals[-2]
    if not any(capitals) or all(capitals):
        return None
    start = capitals.index(True)
    cut = capitals.index(False, start) if False in capitals[start:] else len(words)
    opens = all(_is_small_particle(word) for word in words[:start])
    if opens and cut < len(words) and len(key("".join(words[start:cut]))) > _SHORT and not any(capitals[cut:]):
        return cut, True
    if start and cut == len(words) and len(key(words[-1])) > _SHORT:
        while start > 1 and is_particle(words, start - 1):
            start -= 1
        return start, False
    return None


def _is_small_particle(word: str) -> bool:
    return word.islower() and key(word) in lexicon().particles


_SHORT = 2  # letters of what may be initials


def is_turned(words: list[str], email: str, company: str) -> bool:
    """Whether the mail address shows that the last name stands first: "Locatelli Niccolò" and n.locatelli@."""
    parts = [respelled(key(part)) for part in re.split(r"[._-]", email.partition("@")[0])]
    if len(words) != 2 or len(parts) != 2:
        return False
    last, first = (respelled(key(word)) for word in words)
    if parts == [first, last]:
        return last in respelled(key(company)) and first not in respelled(key(company))
    return len(last) > 2 and parts == [first[:1], last]


def turned_at(words: list[str], email: str, *, iberian: bool) -> int:
    """Where the first name begins behind a last name; 0 where the mail address shows that it stands first after all."""
    keys = [respelled(key(word)) for word in words]
    parts = [respelled(key(part)) for part in re.split(r"[._-]", email.partition("@")[0])]
    if len(words) < 2 or parts in ([keys[0], keys[-1]], [keys[0][:1], keys[-1]], [keys[0][:1] + keys[-1]]):
        return 0
    for cut in range(len(words) - 1, 0, -1):
        if "".join(keys[:cut]) in parts and not (iberian and parts[0] == keys[-1]):
            return cut
    small = next((at for at, word in enumerate(words) if key(word) not in lexicon().particles), 0)
    double = iberian and len(words) > 2 and key(words[min(small + 1, len(words) - 1)]) not in _second_given()
    return min(small + 1 + double, len(words) - 1)


def cut_by_email(words: list[str], email: str) -> int | None:
    """Where the parts of the mail address say that the last name begins ("rosa.villalobos@")."""
    parts = [key(part) for part in re.split(r"[._-]+", email.partition("@")[0])]
    keys = [key(word) for word in words]
    if len(parts) == 1 and len(words) > 2 and _is_surname(keys[1], keys[0], parts[0]):
        return 1
    if len(parts) < 2 or not email:
        return None
    tail = [part for part in parts[1:] if len(part) > 2]
    for at in range(1, len(words)):
        if keys[at] in tail or "".join(keys[at:]) in tail or "".join(keys[at : at + 2]) in tail:
            if at == len(words) - 1 and len(words) > 2 and parts[0] == keys[0] and len(words) > 3:
                return None
            return at
    return None


_SHORTEST = 4  # letters of a surname behind an initial


def _is_surname(word: str, first: str, local: str) -> bool:
    """Whether an address is made of the first name's initial and the word behind it: "Ana Prado Lima" and aprado@."""
    given = word in _second_given() or len(word) < _SHORTEST
    return not given and local == first[:1] + word


def _second_given() -> frozenset[str]:
    return lexicon().surnames["second_given"]


def respelled(text: str) -> str:
    """A key spelled without umlauts' second letters, so that "suessmuth" and "süßmuth" meet."""
    return (
        text.replace("ae", "a")
        .replace("oe", "o")
        .replace("ue", "u")
        .replace("ss", "s")
        .replace("ß", "s")
        .replace("ø", "o")
        .replace("æ", "a")
        .replace("ł", "l")
        .replace("đ", "d")
    )
