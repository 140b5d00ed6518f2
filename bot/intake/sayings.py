"""A decision on the only case in hand, said without a command's word: "Please turn this one down, they are ours"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.intake.clause import Clause
from bot.intake.grammar import Grammar
from bot.intake.phrases import Phrases, bare, plain
from bot.intake.verdicts import sentences
from bot.intake.words import load

_CLAUSE = re.compile(r"[,;:!?()。、，；：！？]\s*|\.(?:\s+|$)|\s-\s")
_WORD = re.compile(r"[^\W_][\w']*")
_TRIM = " -,;:.!?()\"'。、，；：！？"
_UNSPACED = "\u3000"
_MOST_SENTENCES = 4
_MOST_CHARS = 400
_DENIED = 5  # words from a denial to what it denies


def sayings(paragraphs: Sequence[Sequence[str]], rules: Grammar, ref: str) -> list[Clause]:
    """The decision that the first sentences say of a registration; none where they say two, doubt it or put it off."""
    found: list[Clause] = []
    for sentence in sentences(paragraphs)[:_MOST_SENTENCES]:
        text = bare(sentence[:_MOST_CHARS])
        told = list(_said(text))
        if told and not _is_open(text, told, rules):
            name, _, end = told[0]
            found.append(Clause(name, (ref,), sentence[end:_MOST_CHARS].strip(_TRIM)))
            if len({each[0] for each in told}) > 1:
                return []
        elif told or any(text.rstrip().endswith(mark) for mark in "?？"):
            return []
    return found[:1] if len({clause.name for clause in found}) == 1 else []


def _said(text: str) -> Iterator[tuple[str, int, int]]:
    """The decisions that a bare sentence names, each with where it begins and ends; what is denied says nothing."""
    taken = 0
    for match in _words().said.finditer(text):
        name = match.lastgroup or ""
        if match.start() < taken or _is_denied(text[: match.start()]):
            continue
        taken = match.end()
        yield name, match.start(), match.end()


def _is_denied(before: str) -> bool:
    clause = _CLAUSE.split(before)[-1]
    return not _words().denied.isdisjoint(_WORD.findall(clause)[-_DENIED:])


def _is_open(text: str, told: Sequence[tuple[str, int, int]], rules: Grammar) -> bool:
    """Whether a sentence asks, reports, sets a condition or puts off instead of deciding."""
    words = _words()
    _, start, end = told[0]
    before, after = text[:start], text[end:]
    if text.rstrip()[-1:] in ("?", "？") and not words.polite.at(text.lstrip(), 0)[0]:
        return True
    if any(words.before.at(before, at)[0] or rules.hedges.at(before, at)[0] for at in _starts(before)):
        return True
    if any(words.anywhere.at(text, at)[0] for at in _starts(text)):
        return True
    parts = _CLAUSE.split(after)
    openings = (at for part in parts for at in [part.lstrip()] if at)
    return any(rules.hedges.at(part, 0)[0] for part in openings) or any(
        rules.hedges.at(parts[0], at)[0] for at in _starts(parts[0])
    )


def _starts(text: str) -> Iterator[int]:
    return (match.start() for match in _WORD.finditer(text))


@dataclass(frozen=True, slots=True)
class _Words:
    said: re.Pattern[str]
    polite: Phrases
    before: Phrases
    anywhere: Phrases
    denied: frozenset[str]


@lru_cache(maxsize=1)
def _words() -> _Words:
    data = load("verdicts")
    around = data["around"]
    return _Words(
        said=_pattern(data["said"]),
        polite=Phrases({"polite": around["polite"]}),
        before=Phrases({"before": around["before"]}),
        anywhere=Phrases({"anywhere": around["anywhere"]}),
        denied=frozenset(map(bare, around["denied"])),
    )


def _pattern(said: Mapping[str, Sequence[str]]) -> re.Pattern[str]:
    """One pattern, a group a decision; words that Chinese, Japanese and Korean write have no edges."""
    groups = (f"(?P<{name}>{'|'.join(_one(text) for text in texts)})" for name, texts in said.items())
    return re.compile("|".join(groups))


def _one(text: str) -> str:
    words = bare(plain(text))
    parts = r"\s(?:[\w'-]{1,20}\s){0,3}?".join(re.escape(part) for part in words.split(" * "))
    return parts if words[0] > _UNSPACED else rf"(?<!\w){parts}(?!\w)"
