"""How much a word of a company's name says: what kind of word it is, and how many companies bear it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from math import log
from pathlib import Path

from bot.domain.match import Rarity
from bot.matching.companies import company_name
from bot.matching.letters import plain
from bot.matching.wording import wording

_DATA = Path(__file__).with_name("data")
_HOUSE = 5  # names that one house may bear: so many make no word common
_SHORTEST_HALF = 4  # letters of either word in a compound such as "clearview"


@dataclass(frozen=True, slots=True)
class Kinds:
    """Words by kind, as names' cores have them; places may be of two words."""

    business: frozenset[str]
    places: frozenset[str]
    units: frozenset[str]
    outlets: frozenset[str]
    public: frozenset[str]
    brands: frozenset[str]
    families: frozenset[str]
    english: frozenset[str]
    hosts: frozenset[str]
    paths: frozenset[str]
    rooms: frozenset[str]


@cache
def kinds() -> Kinds:
    """The tables of data/, read once."""
    tables = tomllib.loads((_DATA / "kinds.toml").read_text("utf-8"))
    lines = (_DATA / "dictionary" / "english.txt").read_text("ascii").splitlines()
    english = {word for line in lines if not line.startswith("#") for word in line.split()}
    pages = tables.pop("pages")
    cores = {name: frozenset(core for word in words for core in _cores(word)) for name, words in tables.items()}
    return Kinds(
        **cores,
        english=frozenset(english | {plain(word) for word in english}),
        hosts=frozenset(pages["hosts"]),
        rooms=frozenset(pages["rooms"]),
        paths=frozenset(name.replace(" ", "") for name in pages["paths"]),
    )


def from_counts(total: int, counts: Mapping[str, int]) -> Rarity:
    """The rarity of words by how many of ``total`` companies bear each; a word that is not counted is judged by kind.

    What nobody bears stays as rare as its kind says: a register that is young knows few of the common words.
    """
    whole = log(total + 2)

    def rarity(word: str) -> float:
        beyond = max(0, counts.get(word, 0) - _HOUSE)
        return min(by_kind(word), 1 - log(beyond + 1) / whole)

    return rarity


@lru_cache(maxsize=16_384)
def by_kind(word: str) -> float:
    """The rarity of a word (as a name's core has it) without a register: by the kind of word that it is."""
    known = kinds()
    weights = (
        (wording().soft, 0.1),
        (known.business, 0.2),
        (known.places, 0.25),
        (known.public, 0.25),
        (known.units, 0.25),
        (known.outlets, 0.25),
        (known.brands, 0.45),
        (known.families, 0.5),
        (known.english, 0.45),
    )
    for words, weight in weights:
        if word in words:
            return weight
    if len(word) < 3 or word.isdigit():
        return 0.3
    if len(word) == 3:  # as good as initials
        return 0.7
    return 0.6 if _is_compound(word) else 1.0


def _is_compound(word: str) -> bool:
    known = kinds()
    tables = known.english, known.brands, known.business, wording().soft
    halves = ((word[:at], word[at:]) for at in range(_SHORTEST_HALF, len(word) - _SHORTEST_HALF + 1))
    return any(all(any(half in table for table in tables) for half in both) for both in halves)


def _cores(word: str) -> set[str]:
    name = company_name(word)
    return {"".join(name.words), *name.core} if len(name.words) == 1 else {"".join(name.words)}
