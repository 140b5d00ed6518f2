"""What a word of a name may stand for: keys by which it meets the words on file that it may be a slip of, or short for.

Every word is filed under itself with each letter left out in turn, so that two words one slip apart share a key
(symmetric deletion, W. Garbe's SymSpell). A word that many names hold is filed besides under its head with two letters
left out, and under its beginnings: most words that are got badly wrong, or shortened, are such ones, and they are few.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from bot.matching.resemblance import WordCounts, shortens, slips

MOST = 12
"""How many words one word may stand for."""

_SHORTEST_SLIP = 3  # letters of a word that may be a slip for another
_HEAD = 8  # letters of a word in which two are left out
_REST = 4  # that are left of them at least
_BEGINNINGS = range(3, 9)  # letters that a word is shortened to
_SHORTENED = 1  # slips that it counts as


def word_keys(word: str) -> set[str]:
    """The keys under which a word is kept."""
    if len(word) < _SHORTEST_SLIP:
        return {word}
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def established_keys(word: str) -> set[str]:
    """The further keys of a word that many names hold."""
    return {*_heads(word), *(_opened(word[:length]) for length in _BEGINNINGS if length < len(word))}


def near_keys(word: str) -> set[str]:
    """The keys by which words are found that one slip could have made of a word, and established ones that it opens."""
    return {*word_keys(word), *([_opened(word)] if len(word) in _BEGINNINGS else [])}


def far_keys(word: str) -> set[str]:
    """The keys by which established words are found that two slips could have made of a word."""
    return set(_heads(word))


def doubtful(words: Iterable[str], counts: WordCounts) -> list[str]:
    """The words that may be slips: long enough, and not established in the register."""
    return [word for word in words if len(word) >= _SHORTEST_SLIP and not counts.established(word)]


def others(word: str, near: Iterable[str], counts: WordCounts) -> list[str]:
    """What a word may stand for, the likeliest first; words that no name holds are left out."""
    likely = sorted(
        (distance, -counts.count(other), other)
        for other in near
        if other != word and counts.count(other) and (distance := _distance(word, other, counts))
    )
    return [other for _, _, other in likely[:MOST]]


def least_weight(name: str, meant: Mapping[str, Sequence[str]], counts: WordCounts) -> float:
    """What the words of a filed name weigh, each taken for the commonest that it may stand for."""
    parts = ([min(map(counts.weight, _read(word, meant, counts))) for word in part.split()] for part in name.split("|"))
    return min(map(sum, parts))


def _read(word: str, meant: Mapping[str, Sequence[str]], counts: WordCounts) -> list[str]:
    others = meant.get(word, ())
    return [word, *others] if counts.count(word) or not others else list(others)


def _distance(word: str, other: str, counts: WordCounts) -> float:
    return slips(word, other) or (_SHORTENED if shortens(word, other, counts) else 0)


def _heads(word: str) -> Iterator[str]:
    """The head of a word without up to two of its letters: what two words two slips apart have one of in common."""
    head = word[:_HEAD]
    for size in range(max(_REST, len(head) - 2), len(head) + 1):
        for letters in combinations(head, size):
            yield f"-{''.join(letters)}"


def _opened(letters: str) -> str:
    return f"{letters}-"
