"""Which of the lead types on offer a reply picks by their order: "the first one", "option 2", "b)"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from bot.intake.kinds import types_in
from bot.intake.lexicon import tokens, words_of
from bot.intake.phrases import Phrases, bare, plain
from bot.intake.text import Line
from bot.intake.vocabulary import Vocabulary
from bot.intake.words import load

_NUMBER = re.compile(
    r"(?:(?:option|opcion|opcao|opzione|optie|opcja|alternative?|alternativ|variante?|number|numero|nummer|no|nr|n)\b"
    r"[.o\s]{0,3}|#\s?|[(])?([12ab])[.)]?"
)
_LONGEST = 60
_TRIM = " .,;:!*_\"'"
_MOST_QUOTES = 300


def offered(quotes: Sequence[Line], vocabulary: Vocabulary) -> tuple[str, ...]:
    """The two lead types in the order in which a quoted line offers them, else the program's; ``()`` for others."""
    types = tuple(name for name, _ in vocabulary.lead_types)
    for line in quotes[:_MOST_QUOTES]:
        found = tuple(dict.fromkeys(kind for kind, _, _ in types_in(line.text, vocabulary)))
        if len(found) == len(types):
            types = found
            break
    return types if len(types) == len(_PLACES) else ()


def chosen(text: str, offers: Sequence[str]) -> str:
    """The one of two offers that a line picks by its place and says no more than that, or ``""``."""
    words = bare(plain(text)[: _LONGEST + 1]).strip(_TRIM)
    if not words or len(words) > _LONGEST or len(offers) != len(_PLACES):
        return ""
    number = _NUMBER.fullmatch(words)
    if number:
        return offers["12ab".index(number[1]) % len(_PLACES)]
    for at in (0, *(gap.end() for gap in re.finditer(" ", words))):
        meaning, end = _picks().at(words, at)
        if meaning and _is_polite(words[:at]) and _is_polite(words[end:]):
            return offers[_PLACES.index(meaning)]
        if not _is_polite(words[:at]):
            break
    return ""


_PLACES = ("first", "last")


def _is_polite(text: str) -> bool:
    return words_of("fillers", "greetings", "signoffs", "modifiers").issuperset(tokens(text))


@lru_cache(maxsize=1)
def _picks() -> Phrases:
    picks = load("instructions")["picks"]
    return Phrases({place: picks[place] for place in _PLACES})
