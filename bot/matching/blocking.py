"""Exact keys under which a company's name is filed, so that another spelling of it meets it on at least one of them.

A name is filed under its words in any order: all of them, each two, all but one, each alone; run together; by their
initials; and a short one under the head and tail of each word. Who asks takes the words as they stand and for what they
may stand for (bot.matching.readings), the rare keys first, as far as a budget of rows reaches.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import combinations, product
from math import prod

from bot.matching.companies import company_name
from bot.matching.readings import MOST
from bot.matching.resemblance import WordCounts

LISTED = 100
"""How many names are filed under one key: what more than so many share says nothing of each."""

BUDGET = 1_000
"""How many rows are read for one name by what its words' counts let expect; in fact no more than MOST_KEYS * LISTED."""

MOST_KEYS = 64

_MOST_WORDS = 6  # of a name, that make keys
_KEPT_WORDS = 12  # of a name, that are filed
_MOST_NAMES = 4  # of a company that has further ones
_LONGEST = 32  # letters of a word
_SAME_INITIALS = 5
_CLIPPED = 4  # letters of a head or a tail
_READINGS = 48  # of the words behind one kind of key
_OTHERS = {1: MOST, 2: 6}  # how many words one may stand for, by how many its name has
_FEWEST_OTHERS = 4


_STANDS_FOR = "~"


@lru_cache(maxsize=16_384)
def filed(company: str) -> str:
    """A company's name as it is filed: its words, and after a bar those of each further name that stands with it.

    ``""`` for a name without a word. Companies with the same text here share one place.
    """
    name = company_name(company)
    names = [" ".join(word[:_LONGEST] for word in core[:_KEPT_WORDS]) for core in (name.core, *name.also)]
    return "|".join([one for one in names if one][:_MOST_NAMES])


def words_of(name: str) -> set[str]:
    """The words of a filed name."""
    return set(name.replace("|", " ").split())


def name_keys(name: str) -> set[str]:
    """The keys under which a filed name is kept."""
    return {key for part in name.split("|") if part for key in _keys(part.split())}


@lru_cache(maxsize=32_768)  # a name's keys are asked for and, when it is new, filed
def number(program: str, key: str) -> int:
    """A key as the tables hold it, apart for each program: 64 bits with a sign."""
    return int.from_bytes(blake2b(f"{program}\0{key}".encode(), digest_size=8).digest(), "big", signed=True)


def own_keys(name: str) -> list[str]:
    """The keys of a filed name itself, however its words are spaced."""
    return [_run_together(part.split()) for part in name.split("|") if part]


def says_nothing(key: str, names: int) -> bool:
    """Whether a key is of initials that so many names share that they stand for none of them."""
    return key.startswith(_STANDS_FOR) and names > _SAME_INITIALS


def question(name: str, meant: Mapping[str, Sequence[str]], counts: WordCounts) -> dict[str, float]:
    """The keys to ask for, the rarest first, each with the weight of its words, as far as BUDGET reaches.

    ``meant`` has for a word what it may stand for besides itself. Two words of a name at most are taken for others.
    """
    weights: dict[str, float] = {}
    rows: dict[str, int] = {}
    for part in filter(None, name.split("|")):
        for key, weight, most in _asked(part.split(), meant, counts):
            if most and weight > weights.get(key, 0):
                weights[key], rows[key] = weight, min(most, LISTED)
    chosen: dict[str, float] = {}
    left = BUDGET
    for key in sorted(weights, key=weights.__getitem__, reverse=True):
        left -= rows[key]
        if left < 0 or len(chosen) == MOST_KEYS:
            break
        chosen[key] = weights[key]
    return chosen


def _asked(
    words: Sequence[str], meant: Mapping[str, Sequence[str]], counts: WordCounts
) -> Iterator[tuple[str, float, int]]:
    """Each key with its weight and how many names may be expected under it."""
    distinct = _distinct(words)
    count = len(distinct)
    readings = [[word, *meant.get(word, ())[: _OTHERS.get(count, _FEWEST_OTHERS)]] for word in distinct]
    for size in {count, count - 1, 2, 1} - {0}:
        for chosen in combinations(readings, min(size, count)):
            for reading in _readings(chosen):
                most = min(map(counts.count, reading))
                if len(reading) > 1 or count == 1 or most <= LISTED:
                    yield " ".join(sorted(set(reading))), sum(map(counts.weight, reading)), _expected(reading, counts)
    whole = sum(map(counts.weight, distinct))
    yield _run_together(words), whole, LISTED
    if initials := _initials(words):
        yield _run_together([initials]), whole, LISTED
    elif count == 1 and 3 <= len(words[0]) <= _MOST_WORDS:
        yield _initials_of(words[0]), whole, LISTED
    if count <= 2:
        for at, word in enumerate(distinct):
            for rest in readings[1 - at] if count == 2 else [""]:
                weight, most = (counts.weight(rest), counts.count(rest)) if rest else (0.0, LISTED)
                for key in _clipped(word, rest):
                    yield key, weight + 1, most


def _expected(words: Sequence[str], counts: WordCounts) -> int:
    """How many names hold all these words, four times as often together as by chance; 0 where one is in none."""
    held = sorted(map(counts.count, words))
    if not held[0]:
        return 0
    chance = prod(count / max(counts.names, count) for count in held[1:])
    return min(held[0], 1 + int(4 * held[0] * chance))


def _keys(words: Sequence[str]) -> Iterator[str]:
    distinct = _distinct(words)
    for size in {len(distinct), len(distinct) - 1, 2, 1} - {0}:
        yield from map(" ".join, combinations(distinct, min(size, len(distinct))))
    yield _run_together(words)
    if initials := _initials(words):
        yield _initials_of(initials)
    if len(distinct) <= 2:
        for at, word in enumerate(distinct):
            yield from _clipped(word, distinct[1 - at] if len(distinct) == 2 else "")


def _distinct(words: Sequence[str]) -> list[str]:
    return sorted(set(words[:_MOST_WORDS]))


def _readings(readings: Sequence[Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """Every choice of one word at each place with at most two that are not the first, up to a number."""
    made = 0
    for reading in product(*readings):
        if sum(word != first[0] for word, first in zip(reading, readings, strict=True)) <= 2:
            yield reading
            made += 1
            if made == _READINGS:
                return


def _initials(words: Sequence[str]) -> str:
    """Of three words or more: what a name is often shortened to."""
    return "".join(word[0] for word in words) if 3 <= len(words) <= _MOST_WORDS else ""


def _initials_of(word: str) -> str:
    """The key of the longer names that a word of initials may stand for."""
    return f"{_STANDS_FOR}{word}"


def _run_together(words: Sequence[str]) -> str:
    """The key of a name however it is spaced, apart from that of a word among others."""
    return f"={''.join(words)}"


def _clipped(word: str, rest: str) -> Iterator[str]:
    if len(word) > _CLIPPED:
        yield f"{word[:_CLIPPED]}* {rest}"
        yield f"*{word[-_CLIPPED:]} {rest}"
