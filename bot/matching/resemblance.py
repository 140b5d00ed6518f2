"""How alike two companies' names are, each word weighed by how rare it is among the names of a register."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import log

from bot.matching.rarity import by_kind
from bot.matching.wording import wording

ESTABLISHED = 30
"""How many names with a word make it no slip for another."""

_SLIPS = 2
_LONG_ENOUGH = 6  # letters of a word in which both may be made; in a shorter one only one
_SHORTEST = 3
_AT_FIRST = 0.5  # what a slip weighs more at the first letter, where few are made
_ABBREVIATED = 0.85
_BY_INITIALS = 0.7
_ADDED = 2.0  # what a word weighs that is not on file, against one that is shared
_LEFT_OUT = 0.5  # and one that is missing: names are shortened more often than they are added to


@dataclass(frozen=True, slots=True)
class WordCounts:
    """How many names a register has, and how many of them hold a word; none where the word is not there."""

    names: int
    counts: Mapping[str, int]

    def count(self, word: str) -> int:
        """How many names hold the word."""
        return self.counts.get(word, 0)

    def weight(self, word: str) -> float:
        """What the word says, in nats: its inverse document frequency (Spärck Jones, 1972), smoothed."""
        return log((self.names + 1) / ((self.counts.get(word) or 0.5) + 0.5))

    def established(self, word: str) -> bool:
        """Whether so many names hold the word that it stands for itself."""
        return self.count(word) >= ESTABLISHED


def resemblance(asked: str, known: str, counts: WordCounts) -> float:
    """How alike two filed names are, from 0 to 1: the weight of the words they share, of all that they hold.

    A slip or an abbreviation shares less than the word itself. What the name that is asked for has beyond the one on
    file sets them apart more than what it lacks. Of further names behind a bar the likest pair counts.
    """
    if asked == known:
        return 1.0
    pairs = ((one.split(), other.split()) for one in asked.split("|") for other in known.split("|"))
    return max(_resemblance(one, other, counts) for one, other in pairs)


def least_shared(resembling: float) -> float:
    """The part of the asked name's weight that a name must share to resemble it so much, where it has no other like."""
    return _ADDED * resembling / (1 + (_ADDED - 1) * resembling)


def slips(asked: str, known: str) -> float:
    """How many slips (letters swapped, left out, added or changed) make one word the other; 0 for too many.

    One at the first letter weighs half as much again. A word with spellings of its own is compared by each.
    """
    variants = wording().variants.get(known)
    if not variants:
        return _slips(asked, known)
    return min(filter(None, (_slips(asked, one) for one in (known, *variants))), default=0)


def shortens(short: str, long: str, counts: WordCounts) -> bool:
    """Whether a word can be short for one that many names hold, or that is one of the language, and is none itself."""
    if not _abbreviates(short, long) or counts.established(short):
        return False
    return counts.established(long) or by_kind(long) < 1


@lru_cache(maxsize=8192)
def spelled(word: str) -> frozenset[str]:
    """The words with spellings of their own, one of which a word may be a slip for: "technlogy" for technologies."""
    if len(word) < _SHORTEST:
        return frozenset()
    from rapidfuzz import process  # noqa: PLC0415 - see _distance
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    known = wording().spellings
    near = process.extract(word, known.keys(), scorer=OSA.distance, processor=None, score_cutoff=_SLIPS, limit=None)
    return frozenset({known[one] for one, _, _ in near} | ({word} & wording().variants.keys()))


def _resemblance(asked: Sequence[str], known: Sequence[str], counts: WordCounts) -> float:
    if "".join(asked) == "".join(known):
        return 1.0
    common = set(asked).intersection(known)
    ours = dict.fromkeys(word for word in asked if word not in common)
    theirs = dict.fromkeys(word for word in known if word not in common)
    shared, lost = sum(map(counts.weight, common)), 0.0
    if ours and theirs:
        for same, ask, have in sorted(_pairs(ours, theirs, counts), reverse=True):
            if ask in ours and have in theirs:
                del ours[ask], theirs[have]
                weight = counts.weight(have)
                shared += weight * same
                lost += weight * (1 - same)
    if not shared:
        return _BY_INITIALS if _is_short_for(asked, known) or _is_short_for(known, asked) else 0.0
    added, left_out = sum(map(counts.weight, ours)), sum(map(counts.weight, theirs))
    return shared / (shared + lost + _ADDED * added + _LEFT_OUT * left_out)


def _pairs(asked: Iterable[str], known: Iterable[str], counts: WordCounts) -> list[tuple[float, str, str]]:
    return [
        (near, ask, have)
        for ask in asked
        for have in known
        if not (counts.established(ask) and counts.established(have)) and (near := _nearness(ask, have, counts))
    ]


def _nearness(asked: str, known: str, counts: WordCounts) -> float:
    """How far one word stands for another; 0 where it is neither short for it nor a slip for it."""
    short, long = (asked, known) if len(asked) < len(known) else (known, asked)
    return _ABBREVIATED if shortens(short, long, counts) else _slip(asked, known)


@lru_cache(maxsize=65_536)
def _abbreviates(short: str, long: str) -> bool:
    """Whether a word begins like a longer one and is its beginning, or letters of it in their order ("mfg")."""
    if short[0] != long[0] or len(long) < len(short) + 3:
        return False
    if long.startswith(short):
        return True
    letters = iter(long)
    return len(short) in {3, 4, 5} and all(letter in letters for letter in short)


@lru_cache(maxsize=65_536)
def _slip(asked: str, known: str) -> float:
    distance = slips(asked, known)
    return max(0.0, 1 - distance / max(len(asked), len(known))) if distance else 0.0


def _slips(asked: str, known: str) -> float:
    ours, theirs = len(asked), len(known)
    if not -_SLIPS <= ours - theirs <= _SLIPS or ours < _SHORTEST or theirs < _SHORTEST:
        return 0
    most = _SLIPS if ours >= _LONG_ENOUGH or theirs >= _LONG_ENOUGH else 1
    distance = _distance()(asked, known, score_cutoff=most)
    return 0 if distance > most else distance + _AT_FIRST * (asked[0] != known[0])


@cache
def _distance() -> Callable[..., int]:
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - takes 30 ms, and a register without names needs none of it

    return OSA.distance


def _is_short_for(short: Sequence[str], long: Sequence[str]) -> bool:
    return len(short) == 1 and len(long) >= 3 and short[0] == "".join(word[0] for word in long)
