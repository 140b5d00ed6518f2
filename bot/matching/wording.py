"""The words that names are made of, read once from data/: legal forms, small words, spellings."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.matching.letters import folded, tokens

_DATA = Path(__file__).with_name("data")
_UNSPACED = r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,}"  # Thai, Kana, Han, Hangul


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases of one or more words, each with its short spelling; found at a place or at the end, the longest first."""

    spelled: Mapping[tuple[str, ...], str]
    first: frozenset[str]
    last: frozenset[str]
    longest: int

    @classmethod
    def of(cls, spelled: Mapping[tuple[str, ...], str]) -> Phrases:
        """Index the phrases by their first and last word."""
        longest = max(map(len, spelled), default=0)
        return cls(spelled, frozenset(key[0] for key in spelled), frozenset(key[-1] for key in spelled), longest)

    def at(self, words: Sequence[str], start: int) -> int:
        """The length in words of the longest phrase that opens at a place, 0 where none does."""
        for length in range(min(self.longest, len(words) - start), 0, -1):
            if tuple(words[start : start + length]) in self.spelled:
                return length
        return 0

    def ending(self, words: Sequence[str]) -> int:
        """The length in words of the longest phrase at the end that leaves a word before it, 0 where there is none."""
        for length in range(min(self.longest, len(words) - 1), 0, -1):
            if tuple(words[-length:]) in self.spelled:
                return length
        return 0


@dataclass(frozen=True, slots=True)
class Wording:
    """The tables as a value.

    ``small`` words stand between the others, ``articles`` before them, ``soft`` ones say how a company is held; ``end``
    and ``front`` are legal forms by place, ``inside`` those that stand alone in brackets; ``variants`` has the
    ``spellings`` by the word they stand for; ``unspaced`` finds what is written without spaces around it.
    """

    end: Phrases
    front: Phrases
    inside: Mapping[tuple[str, ...], str]
    small: frozenset[str]
    articles: frozenset[str]
    soft: frozenset[str]
    also: Phrases
    also_inside: Phrases
    spellings: Mapping[str, str]
    variants: Mapping[str, Sequence[str]]
    unspaced: re.Pattern[str]


@cache
def wording() -> Wording:
    """The tables, with every word as names have it."""
    forms = tomllib.loads((_DATA / "legal_forms.toml").read_text("utf-8"))
    words = tomllib.loads((_DATA / "words.toml").read_text("utf-8"))
    end: dict[tuple[str, ...], str] = {}
    front: dict[tuple[str, ...], str] = {}
    inside: dict[tuple[str, ...], str] = {}
    joined: set[str] = set()
    unspaced = re.compile(_UNSPACED)
    for country in forms.values():
        for place, table in country.items():
            for short, spellings in table.items():
                for spelling in (short, *spellings):
                    joined.update(unspaced.findall(spelling))
                    phrase = _words(spelling)
                    inside.setdefault(phrase, short)
                    if len(spelling) == 1:
                        continue
                    end.setdefault(phrase, short)
                    if place == "ends":
                        front.setdefault(phrase, short)
    spelled: dict[str, str] = {}
    variants: dict[str, list[str]] = {}
    for one, others in words["spellings"].items():
        for other in others:
            joined.update(unspaced.findall(other))
            if len(phrase := _words(other)) == 1:
                spelled[phrase[0]] = _words(one)[0]
                variants.setdefault(_words(one)[0], []).append(phrase[0])
    return Wording(
        Phrases.of(end),
        Phrases.of(front),
        inside,
        _each(words["small"]),
        _each(words["articles"]),
        frozenset(spelled.get(word, word) for word in _each(words["soft"])),
        _phrases(words["also"]),
        _phrases(words["also_in_brackets"]),
        spelled,
        variants,
        re.compile(f"({'|'.join(sorted(map(re.escape, joined), key=len, reverse=True))})"),
    )


def _phrases(spellings: Iterable[str]) -> Phrases:
    return Phrases.of({phrase: " ".join(phrase) for phrase in map(_words, spellings)})


def _each(words: Iterable[str]) -> frozenset[str]:
    return frozenset(part for word in words for part in _words(word))


def _words(spelling: str) -> tuple[str, ...]:
    return tuple(tokens(folded(spelling)))
