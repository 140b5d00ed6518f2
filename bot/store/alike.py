"""Looks companies up by name: a few statements for a batch of names, and a fixed number of rows for each name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from heapq import nlargest
from itertools import chain
from typing import NamedTuple

from sqlalchemy import BindParameter, Connection, bindparam, select

from bot.matching.blocking import number, own_keys, question, says_nothing, words_of
from bot.matching.readings import doubtful, far_keys, least_weight, near_keys, others
from bot.matching.resemblance import WordCounts, least_shared, resemblance, spelled
from bot.matching.shelf import Shelf
from bot.store.batch import AMONG, among
from bot.store.name_tables import company_name, name_key, name_word, word_key
from bot.store.names import ALL

_WEIGHED = 100  # names that are weighed at most for each that is asked for
_FIRST = 10  # of them, that are weighed however little they share; and given for a name of one word
_GIVEN = 50  # and given at most: without one of its words, a name may be any of many
_LEAST = 0.65  # resemblance, below which most names are those of others
_BEHIND = 0.3  # the likest, from where on a name is not given

_program: BindParameter[str] = bindparam("program")
_words = name_word.c
_NAMES = select(company_name.c.id, company_name.c.name).where(company_name.c.id.in_(AMONG))
_COUNTS = select(_words.word, _words.names).where(_words.program == _program, _words.word.in_(AMONG))
_NEAR = select(word_key.c.key, word_key.c.word).where(word_key.c.key.in_(AMONG))
_UNDER = select(name_key.c.key, name_key.c.name).where(name_key.c.key.in_(AMONG))


class Alike(NamedTuple):
    """By name asked for: the names that resemble it, the likest first; and the counts of words that weighed them."""

    found: Mapping[str, Mapping[str, float]]
    counts: WordCounts


def names_alike(connection: Connection, program: str, asked: Iterable[str]) -> Alike:
    """What resembles these names (see ``filed``), on file or among themselves, each with its resemblance."""
    return _Search(connection, program, [name for name in dict.fromkeys(asked) if name]).answer()


class _Search:
    """One question: every statement is asked once, for all names together."""

    def __init__(self, connection: Connection, program: str, names: list[str]) -> None:
        self._connection = connection
        self._program = program
        self._names = names
        self._shelf = Shelf(program, names)
        words = _words_of(names)
        self._numbers = dict[str, int]()
        self._count({*words, ALL} if words else ())
        self._counts = WordCounts(self._numbers.pop(ALL, 0), self._numbers)
        for word, here in self._shelf.counts.items():
            if here > 1:
                self._numbers[word] = self._counts.count(word) + here

    def answer(self) -> Alike:
        meant = self._meant()
        keys = {name: question(name, meant, self._counts) for name in self._names}
        best = self._best(keys, meant)
        ids = {each for found in best.values() for each in found if isinstance(each, int)}
        on_file = {row.id: row.name for row in among(self._connection, _NAMES, ids)}
        self._count(_words_of(on_file.values()) - self._numbers.keys())
        found = {}
        for name in self._names:
            near = {each if isinstance(each, str) else on_file[each] for each in best[name]}
            scores = {other: resemblance(name, other, self._counts) for other in near}
            least = _least(max(scores.values(), default=0.0))
            alike = sorted((-score, other) for other, score in scores.items() if score >= least)
            if alike:
                found[name] = {other: -score for score, other in alike[: _GIVEN if " " in name else _FIRST]}
        return Alike(found, self._counts)

    def _meant(self) -> dict[str, list[str]]:
        """What each word may stand for that is no established one."""
        words = doubtful(_words_of(self._names), self._counts)
        meant = self._others({word: near_keys(word) for word in words})
        meant |= self._others({word: far_keys(word) for word in words if not meant[word]})
        return meant

    def _others(self, keys: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
        """What each word may stand for by its keys."""
        numbers = {word: [number(self._program, key) for key in of_word] for word, of_word in keys.items()}
        near: dict[int, set[str]] = defaultdict(set)
        for key, word in among(self._connection, _NEAR, chain.from_iterable(numbers.values())):
            near[key].add(word)
        around = {word: self._shelf.near(of_word).union(*(near[key] for key in of_word), spelled(word))
                  for word, of_word in numbers.items()}  # fmt: skip
        self._count(set[str]().union(*around.values()) - self._numbers.keys())
        for word in set[str]().union(*map(self._shelf.near, numbers.values())):
            self._numbers.setdefault(word, 1)
        return {word: others(word, words, self._counts) for word, words in around.items()}

    def _best(
        self, keys: Mapping[str, Mapping[str, float]], meant: Mapping[str, Sequence[str]]
    ) -> dict[str, list[int | str]]:
        """By name asked for: the ids of names on file, and names asked for with it, that share its weightiest keys."""
        under: dict[int, list[int | str]] = defaultdict(list)
        numbers = {key: number(self._program, key) for of_name in keys.values() for key in of_name}
        for key, each in among(self._connection, _UNDER, numbers.values()):
            under[key].append(each)
        best = {}
        for name, of_name in keys.items():
            weights: dict[int | str, float] = {}
            for key, weight in of_name.items():  # the weightiest first
                listed = [*under.get(numbers[key], ()), *self._shelf.under(numbers[key])]
                if not says_nothing(key, len(listed)):
                    for each in listed:
                        weights.setdefault(each, weight)
            weights.pop(name, None)
            known = any(under.get(numbers.get(key, 0)) for key in own_keys(name))
            enough = least_shared(_least(1.0 if known else 0.0)) * least_weight(name, meant, self._counts)
            likely = nlargest(_WEIGHED, weights, key=weights.__getitem__)
            best[name] = likely[:_FIRST] + [each for each in likely[_FIRST:] if weights[each] >= enough]
        return best

    def _count(self, words: Iterable[str]) -> None:
        self._numbers.update(
            {row.word: row.names for row in among(self._connection, _COUNTS, words, program=self._program)}
        )


def _least(likest: float) -> float:
    """How far a name must resemble the one asked for where the likest does so much."""
    return max(_LEAST, likest - _BEHIND)


def _words_of(names: Iterable[str]) -> set[str]:
    return {word for name in names for word in words_of(name)}
