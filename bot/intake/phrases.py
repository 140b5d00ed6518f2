"""Phrases of many languages found at a place in a line, longest first, without case and accents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

_UNSPACED = 0x0E00  # from here on (Thai, CJK) words are not set apart by spaces
_WORD = re.compile(r"[^\W_]+")
_OPENING = re.compile(rf"{_WORD.pattern}|.", re.DOTALL)
_RUN = re.compile(r"[\0-\x7f]+|[^\0-\x7f]+")
_TYPED = {"’": "'", "‘": "'", "´": "'", "`": "'", "–": "-", "—": "-", "−": "-", "“": '"', "”": '"', "„": '"'}


def plain(text: str) -> str:
    """Compatibility form, single spaces, typographic marks as typed ones; what ``bare`` keeps the length of."""
    if text.isascii():
        return " ".join(text.replace("`", "'").split())
    text = " ".join(unicodedata.normalize("NFKC", text).split())
    if not text.isprintable():
        text = " ".join("".join(char for char in text if unicodedata.category(char) != "Cf").split())
    for mark, typed in _TYPED.items():
        text = text.replace(mark, typed)
    return text


def bare(text: str) -> str:
    """Lower case without accents, as long as the text was."""
    return text.lower() if text.isascii() else "".join(map(_bare, _RUN.findall(text)))


def _bare(run: str) -> str:
    return run.lower() if run.isascii() else "".join(map(_letter, run))


@lru_cache(maxsize=4096)
def _letter(char: str) -> str:
    lower = char.lower()
    if len(lower) != 1:
        return char
    return unicodedata.normalize("NFD", lower)[0] if "À" <= char < "ɐ" else lower


class Phrases:
    """A set of phrases, each with its meaning."""

    def __init__(self, meanings: Mapping[str, Iterable[str]]) -> None:
        self._by_word: dict[str, list[tuple[str, str]]] = {}  # by the word that begins it, or by its first sign
        for meaning, texts in meanings.items():
            for text in texts:
                phrase = bare(plain(text))
                if phrase:
                    self._by_word.setdefault(_opening(phrase, 0), []).append((phrase, meaning))
        for phrases in self._by_word.values():
            phrases.sort(key=lambda item: -len(item[0]))

    def at(self, line: str, place: int) -> tuple[str, int]:
        """The meaning of the longest phrase at a place of a bare line, and where it ends; ``("", place)`` for none."""
        for phrase, meaning in self._by_word.get(_opening(line, place), ()):
            if line.startswith(phrase, place) and _ends(line, place + len(phrase), phrase[-1]):
                return meaning, place + len(phrase)
        return "", place

    def may_be_in(self, text: str) -> bool:
        """Whether a bare text holds the letters of any of the phrases: a quick look before the reading of its lines."""
        words = _WORD.findall(text)
        parts = [part for word in words if not word.isascii() for part in "".join(map(_spaced, word)).split()]
        openings = self._by_word.keys() & {*words, *parts, *text}
        return any(phrase in text for opening in openings for phrase, _ in self._by_word[opening])


def _opening(line: str, place: int) -> str:
    """The word (or sign) that begins at a place: a phrase that begins there begins with all of it."""
    match = _OPENING.match(line, place)
    word = match.group(0) if match else ""
    if word.isascii() or len(word) == 1:
        return word
    return word[0] if ord(word[0]) >= _UNSPACED else "".join(map(_spaced, word)).partition(" ")[0]


def _spaced(char: str) -> str:
    """A blank for a sign that is a word by itself."""
    return char if ord(char) < _UNSPACED else " "


def _ends(line: str, end: int, last: str) -> bool:
    if end >= len(line) or not last.isalnum() or ord(last) >= _UNSPACED:
        return True
    return not line[end].isalnum() or ord(line[end]) >= _UNSPACED
