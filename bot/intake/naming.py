"""A name or a company as a sentence gives it: "Oops. It's Prys-Jones.", "la société s'appelle Lune & Fils, merci"."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.intake.lexicon import key, lexicon, words_of
from bot.intake.phrases import bare
from bot.intake.values import links
from bot.intake.vocabulary import Vocabulary
from bot.intake.words import load

_SENTENCE = re.compile(r"(?<=[.!?。！])\s+|(?<=[。！])|\s[-–—]\s")
_ASIDE = re.compile(r"\s*[,;(、，。]\s*")
_LONGEST = 300
_WORDS = 6
_CLAUSE_WORDS = 12
_OF = frozenset({"de", "van", "von", "della", "del"})
_NAMED = frozenset({"first_name", "last_name", "company"})


def called(text: str, *, sure: bool = False) -> str:
    """What a sentence of a short text says somebody or something is called, or ``""``.

    ``sure`` takes only words that can speak of nothing but a name, for texts that state other things, too.
    """
    for sentence in _SENTENCE.split(text[:_LONGEST]):
        for match in _naming(sure=sure).finditer(sentence):
            told = _bare(sentence[match.end() :])
            if told and _is_name(told):
                return told
    return ""


def called_by_label(clause: str, vocabulary: Vocabulary) -> tuple[str, str] | tuple[()]:
    """The name that a small word binds to the label behind it: "es Roca Lobo de apellido", "Roe is the last name"."""
    words = clause.strip(' "“”„«».!?。').split()
    first = next((at for at, word in enumerate(words) if word[0].isupper() and not _is_link(word)), -1)
    if first < 0 or len(words) > _CLAUSE_WORDS or not all(map(_is_link, words[:first])):
        return ()
    end = first
    while end < len(words) and (words[end][0].isupper() or (_is_particle(words, end) and words[end + 1][0].isupper())):
        end += 1
    while first > 1 and _is_particle(words, first - 1):
        first -= 1
    label = next((at for at in range(end, len(words)) if not _is_link(words[at])), end)
    field = vocabulary.field_of(" ".join(words[label:])) if end < label else None
    return (field, " ".join(words[first:end])) if field in _NAMED and end - first <= _WORDS else ()


def _is_particle(words: list[str], at: int) -> bool:
    """Whether a small word belongs to the last name behind it; an article does so behind a preposition alone."""
    article = words[at] in ("la", "le", "der", "den", "o", "a", "il", "el", "the")
    return words[at] in lexicon().particles and at + 1 < len(words) and not (article and words[at - 1] not in _OF)


def alone(text: str) -> str:
    """The one sentence of a short text that is nothing but capital words, or ``""``; "Oops. Prys-Jones." has two."""
    found = [told for part in _SENTENCE.split(text[:_LONGEST]) if (told := _bare(part))]
    return found[0] if len(found) == 1 and not text.endswith("?") else ""


def _is_link(word: str) -> bool:
    return bare(word) in _links()


def _bare(text: str) -> str:
    """A value without what is said around it after a comma: thanks, an excuse; a legal form stays."""
    text = text.strip(' "“”„«».!?。')
    parts = _ASIDE.split(text)
    while len(parts) > 1 and not _is_part(parts[-1]):
        parts = parts[:-1]
    return text[: len(text) - len(text.removeprefix(", ".join(parts)))] if ", ".join(parts) in text else parts[0]


def _is_part(text: str) -> bool:
    """Whether what follows a comma belongs to a company's name ("Lune, S.L.")."""
    return key(text) in lexicon().legal or text.replace(".", "").isupper()


def _is_name(text: str) -> bool:
    words = text.split()
    plain = words_of("fillers", "asking")
    return (
        0 < len(words) <= _WORDS
        and "@" not in text
        and not links(text)
        and (text[0].isupper() or not (text[0].islower() or text[0].isdigit()) or (len(words) < 3 and text.islower()))
        and not (words[0].islower() and key(words[0]) in plain)
    )


@lru_cache(maxsize=2)
def _naming(*, sure: bool) -> re.Pattern[str]:
    texts = sorted(load("answers")["naming"]["sure" if sure else "all"], key=len, reverse=True)
    spaced = "|".join(re.escape(text) for text in texts if text < "\u3000")
    joined = "|".join(re.escape(text) for text in texts if text >= "\u3000") or r"\b\B"
    return re.compile(rf"(?<!\w)(?:{spaced})[:\s]\s*|(?:{joined})\s*", re.IGNORECASE)


@lru_cache(maxsize=1)
def _links() -> frozenset[str]:
    return frozenset(bare(text) for text in load("answers")["naming"]["links"])
