"""The words of the world's mails, by language: labels, types, honorifics, greetings, quote heads; from labels/."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from bot.intake.words import entries

_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})

_MARKS = bytes(code for code in range(128) if not chr(code).isalnum())


def key(text: str) -> str:
    """A label or word for comparing: compatibility form, no case, no accents, letters and digits only."""
    return _short_key(text) if len(text) < 48 else _key(text)


def _key(text: str) -> str:
    if text.isascii():
        return text.lower().encode("ascii").translate(None, _MARKS).decode("ascii")  # twice as fast as by letter
    folded = unicodedata.normalize("NFKD", text).casefold()
    folded = unicodedata.normalize("NFKD", folded).translate(_LETTERS) if not folded.isascii() else folded
    return "".join(filter(str.isalnum, folded))


_short_key = lru_cache(maxsize=4096)(_key)


def tokens(text: str) -> list[str]:
    """The keys of a text's words, empty ones left out."""
    spaced = "".join(char if char.isalnum() or not char.isascii() else " " for char in text)
    return [word for word in map(key, spaced.split()) if word]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Every language's words together; all entries are keys (see ``key``) unless they say otherwise.

    ``labels`` and ``types`` map a field, or an English lead type's key, to the texts as the files write them.
    ``starts`` holds lower-case beginnings of lines by sort (quote heads, forward heads, footers, disclaimers).
    """

    labels: Mapping[str, tuple[str, ...]]
    types: Mapping[str, tuple[str, ...]]
    modifiers: frozenset[str]
    blocks: frozenset[str]
    honorifics: frozenset[str]
    suffixes: frozenset[str]
    particles: frozenset[str]
    greetings: frozenset[str]
    signoffs: frozenset[str]
    legal: frozenset[str]
    legal_forms: frozenset[str]
    titles: frozenset[str]
    owners: frozenset[str]
    asking: frozenset[str]
    fillers: frozenset[str]
    empty: frozenset[str]
    noble: frozenset[str]
    generations: frozenset[str]
    places: frozenset[str]
    apart: frozenset[str]
    tails: tuple[str, ...]
    surnames: Mapping[str, frozenset[str]]
    freemail: frozenset[str]
    services: frozenset[str]
    tlds: frozenset[str]
    starts: Mapping[str, tuple[str, ...]]


_WORDS = (
    "modifiers",
    "blocks",
    "honorifics",
    "suffixes",
    "particles",
    "greetings",
    "signoffs",
    "legal",
    "legal_forms",
    "titles",
    "owners",
    "asking",
    "fillers",
    "empty",
    "noble",
    "generations",
    "places",
    "apart",
)


_AS_WRITTEN = ("chinese_compound", "chinese_surnames", "korean_compound", "japanese_surnames", "after_name")
_NAMES = (
    *_AS_WRITTEN,
    "surname_first",
    "vietnamese",
    "hungarian_given",
    "hungarian_surnames",
    "second_given",
    "iberian_surnames",
)


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """All language files as one; read once a process."""
    labels: dict[str, list[str]] = {}
    types: dict[str, list[str]] = {}
    words: dict[str, list[str]] = {}
    starts: dict[str, list[str]] = {}
    for language in _languages():
        for table, target in (("labels", labels), ("words", words), ("starts", starts)):
            for name, text in language.get(table, {}).items():
                target.setdefault(name, []).extend(entries(text))
        for name, text in language.get("types", {}).items():
            types.setdefault(key(name), []).extend(entries(text))
    return Lexicon(
        labels={name: tuple(texts) for name, texts in labels.items()},
        types={name: tuple(texts) for name, texts in types.items()},
        tails=tuple(sorted({text.casefold() for text in words.get("tails", ())}, key=len, reverse=True)),
        surnames={
            name: frozenset(words.get(name, ())) if name in _AS_WRITTEN else _keys(words.get(name, ()))
            for name in _NAMES
        },
        freemail=frozenset(words.get("freemail", ())),
        services=frozenset(words.get("services", ())),
        tlds=frozenset((files("bot.intake") / "labels" / "tlds.txt").read_text(encoding="utf-8").split()),
        starts={name: tuple(sorted({text.casefold() for text in texts})) for name, texts in starts.items()},
        **{name: _keys(words.get(name, ())) for name in _WORDS},
    )


def type_keys(types: Iterable[tuple[str, tuple[str, ...]]]) -> Mapping[str, str]:
    """Canonical lead types by the keys of their names and synonyms, in every language."""
    found: dict[str, str] = {}
    for canonical, synonyms in types:
        for name in (canonical, *synonyms):
            for text in (name, *lexicon().types.get(key(name), ())):
                found.setdefault(key(text), canonical)
    return found


@lru_cache(maxsize=16)
def words_of(*lists: str) -> frozenset[str]:
    """The words of several lists of the lexicon together, made once a process."""
    return frozenset().union(*(getattr(lexicon(), name) for name in lists))


def _languages() -> Iterable[Mapping[str, Any]]:
    folder = files("bot.intake") / "labels"
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".toml"):
            yield tomllib.loads(entry.read_text(encoding="utf-8"))


def _keys(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(filter(None, map(key, texts)))
