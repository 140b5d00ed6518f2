"""How alike two companies' names are: which words they share, which are misspelled, and what each has alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from bot.domain.match import Rarity
from bot.matching.companies import CompanyName
from bot.matching.rarity import by_kind, kinds
from bot.matching.wording import wording

_SHORTEST_TYPO = 4  # letters of a word that can be one misspelled: "Fuel" may be, "Cab" and "Lab" are two words
_SHORTEST_ALIAS = 5  # letters of a name in brackets that names one company


class Relation(IntEnum):
    """How two names stand to each other, the closest last."""

    UNRELATED = 0
    OVERLAP = 1  # they share words, and each has some of its own
    WITHIN = 2  # one holds all words of the other, and more
    INITIALS = 3  # one is the initials of the other
    PLACE = 4  # the same but for where
    TYPO = 5  # the same but for misspelled words
    EQUAL = 6


@dataclass(frozen=True, slots=True)
class Compared:
    """Two names compared by their bearing words: the ones in common, and those that each has alone."""

    relation: Relation
    shared: tuple[str, ...] = ()
    mine: tuple[str, ...] = ()
    theirs: tuple[str, ...] = ()


def bearing(core: Sequence[str]) -> tuple[str, ...]:
    """The words of a core without those that only say how a company is held ("Group"); all where it has no others."""
    soft = wording().soft
    return tuple(word for word in core if word not in soft) or tuple(core)


def compare_names(one: CompanyName, other: CompanyName, typo: float) -> Compared:
    """How two names stand to each other; ``typo`` is how alike the letters of a misspelled word must be."""
    mine, theirs = bearing(one.core), bearing(other.core)
    if mine and _one_word(mine) == _one_word(theirs):
        return Compared(Relation.EQUAL, mine)
    exact, left, right = _matched(mine, theirs, 1.0)
    found, left, right = _matched(left, right, typo)
    relation = _relation(one, other, Compared(Relation.UNRELATED, (*exact, *found), left, right))
    if relation is Relation.TYPO and not found:
        return Compared(Relation.EQUAL, exact)
    if left and right and relation < Relation.PLACE and _is_joined_typo(mine, theirs, typo):
        return Compared(Relation.TYPO, mine)
    return Compared(relation, (*exact, *found), left, right)


def _relation(one: CompanyName, other: CompanyName, words: Compared) -> Relation:
    """How names stand to each other whose words have been compared; TYPO also where none is misspelled."""
    alone, places = (*words.mine, *words.theirs), kinds().places
    if words.shared and all(word in places for word in alone):
        return Relation.PLACE if alone else Relation.TYPO
    if _are_initials(one, other) or _are_initials(other, one):
        return Relation.INITIALS
    if not words.shared:
        return Relation.UNRELATED
    return Relation.OVERLAP if words.mine and words.theirs else Relation.WITHIN


def name_score(one: CompanyName, other: CompanyName, rarity: Rarity = by_kind, *, typo: float = 0.8) -> float:
    """How much of the weight of two names is common, from 0 to 1; each word weighs what ``rarity`` says."""
    mine, theirs = bearing(one.core), bearing(other.core)
    if not mine or not theirs:
        return 0.0
    if _one_word(mine) == _one_word(theirs):
        return 1.0
    weights, left, right = 0.0, list(mine), list(theirs)
    for word in mine:
        best = max(right, key=lambda against: likeness(word, against), default="")
        alike = likeness(word, best) if best else 0.0
        if alike >= typo:
            left.remove(word)
            right.remove(best)
            weights += alike * (rarity(word) + rarity(best))
    whole = sum(map(rarity, (*mine, *theirs)))
    by_words = weights / whole if whole else 0.0
    return max(by_words, _letters(_one_word(mine), _one_word(theirs)) if _is_joined_typo(mine, theirs, typo) else 0.0)


def names_elsewhere(one: CompanyName, other: CompanyName) -> bool:
    """Whether a further name of one ("formerly ...") is the other's name, or a further name of it."""
    mine = {_one_word(bearing(core)) for core in (one.core, *one.also)}
    theirs = {_one_word(bearing(core)) for core in (other.core, *other.also)}
    return any(len(name) >= _SHORTEST_ALIAS for name in mine & theirs)


def likeness(one: str, other: str) -> float:
    """How alike two words are: 1 the same, up to a plural's "s"; 0 where both are words of their own."""
    if one == other or one + "s" == other or other + "s" == one:
        return 1.0
    if min(len(one), len(other)) < _SHORTEST_TYPO or one[0] != other[0] or (_is_word(one) and _is_word(other)):
        return 0.0
    return _letters(one, other)


def _letters(one: str, other: str) -> float:
    from rapidfuzz.distance import DamerauLevenshtein  # noqa: PLC0415 - takes 30 ms, and most pairs need none of it

    return DamerauLevenshtein.normalized_similarity(one, other)


def _matched(
    mine: Sequence[str], theirs: Sequence[str], least: float
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The words of mine that have their like among theirs, and what is left over on either side."""
    found, left, right = [], [], list(theirs)
    for word in mine:
        alike = [
            (word != against, -likeness(word, against), against)
            for against in right
            if likeness(word, against) >= least
        ]
        if alike:
            found.append(word)
            right.remove(min(alike)[2])
        else:
            left.append(word)
    return tuple(found), tuple(left), tuple(right)


def _is_word(word: str) -> bool:
    known = kinds()
    return any(word in words for words in (known.english, known.business, known.places, known.brands, known.families))


def _one_word(words: Sequence[str]) -> str:
    return "".join(words)


def _elsewhere(words: Sequence[str]) -> tuple[str, ...]:
    """The words without places, where there are others."""
    places = kinds().places
    return tuple(word for word in words if word not in places) or tuple(words)


def _is_joined_typo(mine: Sequence[str], theirs: Sequence[str], typo: float) -> bool:
    """Whether the names are one but for letters and the spaces between words: "Pacific-Rim Sea Foods"."""
    if len(mine) == len(theirs):
        return False
    one, other = _one_word(mine), _one_word(theirs)
    long_enough = min(len(one), len(other)) >= 2 * _SHORTEST_TYPO
    return long_enough and one[0] == other[0] and _letters(one, other) >= max(typo, 1 - 2 / len(one))


def _are_initials(short: CompanyName, long: CompanyName) -> bool:
    """Whether a name is made of the first letters of the other, with or without its joining words."""
    named = _elsewhere(bearing(short.core))
    letters = _one_word(named)
    if len(letters) < 2 or len(named) > 1:
        return False
    wordings = (long.core, long.words, bearing(long.core), _elsewhere(bearing(long.core)))
    initials = {"".join(word[0] for word in words) for words in wordings if len(words) > 1}
    return letters in initials or any(_one_word(name) == letters for name in long.also)
