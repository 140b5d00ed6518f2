"""Lead types as whole fragments of a sentence, where one plain word or a code is enough: "…, managed", "its a ql"."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.intake.defaults import quantifiers
from bot.intake.lexicon import key, words_of
from bot.intake.vocabulary import Vocabulary


def fragment_types(text: str, vocabulary: Vocabulary) -> list[tuple[str, int, int]]:
    """Lead types as whole fragments, where one plain word is enough: "…, managed", "(qualified)", "as ql"."""
    found = []
    polite = _polite()
    for match in _FRAGMENT.finditer(text.replace(" - ", " — ")):
        words = match.group(0).split()
        while words and key(words[0]) in polite:
            words = words[1:]
        while words and key(words[-1]) in polite:
            words = words[:-1]
        kind = vocabulary.type_of(" ".join(words)) if 0 < len(words) <= 4 else ""
        if not kind and len(words) > 1 and (key(words[-2]) in _AS or (len(words[-1]) <= _CODE and _is(words[-2]))):
            kind = vocabulary.type_of(words[-1])
        if kind and not words_of("blocks", "modifiers").issuperset(map(key, words)):
            found.append(
                (kind, match.start(), match.end())
                if len(words) == len(match.group(0).split())
                else (kind, match.end(), match.end())
            )
    return found


def _is(word: str) -> bool:
    """Whether a word is a form of "to be", or the article behind it, so that a code may follow: "this one is a ql"."""
    return key(word) in _COPULAS


@lru_cache(maxsize=1)
def _polite() -> frozenset[str]:
    return words_of("fillers", "asking") | quantifiers() | _SO


_FRAGMENT = re.compile(r"[^,;|()\n—–:•/.!?\[\]]+")
_SO = frozenset(["so", "also", "thus", "then", "daher", "donc", "entonces", "quindi", "dus", "pls", "plz", "thx"])
_CODE = 4  # letters of a type's abbreviation
_COPULAS = frozenset(
    re.findall(
        r"\w+",
        "is its are was be ist sind wird est cest sont sera es son seria sera e eh sao seria sara sono wordt zijn jest"
        " sa bedzie ar blir er bliver on ovat je su bude van lesz este sunt olacak un una une um uma een en ett et a an"
        " ein eine einen der die das the el la o typ tipo tip soort rodzaj art kind class",
    )
)
_AS = frozenset(["as", "als", "comme", "como", "come", "jako", "som", "как", "як", "olarak", "type", "a"])
