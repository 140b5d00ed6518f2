"""A company's name taken apart: what it goes by, its legal form, and other names that stand beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.matching.letters import folded, joined_letters, tokens
from bot.matching.wording import Phrases, wording

_BRACKETS = re.compile(r"[(\[{<〔【]([^()\[\]{}<>〔〕【】]*)[)\]}>〕】]")


@dataclass(frozen=True, slots=True)
class CompanyName:
    """A name as it is compared: everything but ``shown`` is small ASCII letters and digits.

    ``words`` are all words in order, outside brackets; ``core`` those that name the company: without legal form,
    articles and joining words, in one spelling ("Bros." is brothers), never empty where there is a word at all.
    ``forms`` are the legal forms in their short spelling ("gmbh"). ``initials`` are those of the core's words, ``""``
    where there is one word only. ``also`` holds the cores of other names that stand in brackets or after "formerly".
    """

    shown: str
    words: tuple[str, ...] = ()
    core: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    initials: str = ""
    also: tuple[tuple[str, ...], ...] = ()

    @property
    def joined(self) -> str:
        """The core in one word, by which "Zen Volt" is Zenvolt."""
        return "".join(self.core)


@lru_cache(maxsize=16_384)
def company_name(text: str) -> CompanyName:
    """A company's name taken apart; case, width, accents, script and spacing make no difference."""
    shown = " ".join(text.split())
    outside, inside = _brackets(_folded(shown))
    words = tokens(outside)
    if not words and inside:
        words, inside = tokens(inside[0]), inside[1:]
    known = wording()
    words, others = _parted(words, known.also)
    forms: list[str] = []
    for text_inside in inside:
        found = tokens(text_inside)
        if form := known.inside.get(tuple(found)):
            forms.append(form)
        elif found:
            others.append(_unmarked(found))
    named, ending = _without_forms(words)
    core = _core(named) or tuple(words)
    also = [core_of(other) for other in others]
    return CompanyName(
        shown,
        tuple(words),
        core,
        tuple(dict.fromkeys([*ending, *forms])),
        "".join(word[0] for word in core) if len(core) > 1 else "",
        tuple(dict.fromkeys(other for other in also if other and other != core)),
    )


def core_of(words: Sequence[str]) -> tuple[str, ...]:
    """The words that name a company, of all its words."""
    return _core(_without_forms(words)[0]) or tuple(words)


def _folded(text: str) -> str:
    """A text in small letters and one width; scripts written without spaces get them around legal forms."""
    text = folded(text)
    return text if text.isascii() else wording().unspaced.sub(r" \1 ", text)


def _brackets(text: str) -> tuple[str, list[str]]:
    inside = _BRACKETS.findall(text)
    return (_BRACKETS.sub(" ", text), inside) if inside else (text, inside)


def _parted(words: list[str], marks: Phrases) -> tuple[list[str], list[list[str]]]:
    """The name, and the other name that stands behind a "formerly" or "trading as"."""
    for at in range(1, len(words) - 1):
        if words[at] in marks.first and (length := marks.at(words, at)):
            return words[:at], [words[at + length :]]
    return words, []


def _unmarked(words: list[str]) -> list[str]:
    known = wording()
    length = known.also.at(words, 0) or known.also_inside.at(words, 0)
    return words[length:] or words


def _without_forms(words: Sequence[str]) -> tuple[Sequence[str], list[str]]:
    """The words without the legal forms at either end, and these; one word is always left."""
    known = wording()
    found: list[str] = []
    while len(words) > 1 and words[-1] in known.end.last and (length := known.end.ending(words)):
        found.insert(0, known.end.spelled[tuple(words[-length:])])
        words = words[:-length]
        while len(words) > 1 and words[-1] == "and":
            words = words[:-1]
    while len(words) > 1 and words[0] in known.front.first and (length := known.front.at(words, 0)):
        if length == len(words):
            break
        found.append(known.front.spelled[tuple(words[:length])])
        words = words[length:]
    return words, found


def _core(words: Sequence[str]) -> tuple[str, ...]:
    known = wording()
    if len(words) > 1 and words[0] in known.articles:
        words = words[1:]
    kept = [word for at, word in enumerate(words) if word not in known.small or _stands_alone(words, at)]
    if any(len(word) == 1 for word in kept):
        kept = list(joined_letters(kept))
    return tuple(known.spellings.get(word, word) for word in kept)


def _stands_alone(words: Sequence[str], at: int) -> bool:
    """Whether a single letter that could be a joining word is one of several: "E & Y"."""
    around = [words[near] for near in (at - 2, at - 1, at + 1, at + 2) if 0 <= near < len(words)]
    return len(words[at]) == 1 and any(len(word) == 1 for word in around)
