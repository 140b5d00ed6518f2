"""Lead types as people write them: by synonym, inside a sentence, or as a ticked box."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.intake.lexicon import key, lexicon
from bot.intake.vocabulary import Vocabulary
from bot.intake.words import load

_MARK = re.compile(
    r"\[\s?([xX✓✔√*])\s?\]|\(\s?([xX✓✔√*])\s?\)|([☑☒✓✔✅🗹⊠🗸■◉●🔘])|([☐⬜□◻○◯])|(\[\s{0,3}\])|(\(\s{0,3}\))"
)
Named = list[tuple[str, int, int]]
"""Lead types that a text names: canonical name, start and end."""


def types_in(text: str, vocabulary: Vocabulary, *, loose: bool = False) -> Named:
    """The lead types a text names, in order: canonical name, start and end.

    ``loose`` also takes one plain word ("managed"), for texts that are known to speak of the type.
    """
    found, weak = _found(text, vocabulary)
    return found or (_undenied(weak, text) if loose else [])


def types_said(text: str, vocabulary: Vocabulary) -> Named:
    """The lead types of a sentence that names one so that it can mean nothing else: then plain words name them too."""
    found, weak = _found(text, vocabulary)
    return _in_order(found, _undenied(weak, text)) if found else []


def types_told(text: str, vocabulary: Vocabulary) -> Named:
    """The lead types that a text known to speak of the type may name, by plain words too."""
    found, weak = _found(text, vocabulary)
    return _in_order(found, _undenied(weak, text))


def _in_order(found: Named, weak: Named) -> Named:
    return sorted([*found, *weak], key=lambda each: each[1])


def _found(text: str, vocabulary: Vocabulary) -> tuple[Named, Named]:
    """The types that a text names: those that can mean nothing else, unless denied, and those that may."""
    phrases = _phrases(vocabulary)
    found, weak = _named(text[:100_000], phrases)
    if phrases.joined and not text.isascii():
        found += [
            (vocabulary.type_of(match.group(0)), match.start(), match.end()) for match in phrases.joined.finditer(text)
        ]
    return _undenied(found, text), weak


def _undenied(found: Named, text: str) -> Named:
    return [each for each in found if not _is_denied(text, each[1])]


def _named(text: str, phrases: _Phrases) -> tuple[Named, Named]:
    """The types that words of a text name: those that can mean nothing else, and those that may."""
    found: Named = []
    weak: Named = []
    keys = [stem(word) for word in _TOKEN.findall(text)]
    if phrases.openings.isdisjoint(keys):
        return found, weak
    words = [(match.group(0), match.start(), match.end()) for match in _TOKEN.finditer(text)]
    at = 0
    while at < len(words):
        size, kind, strict = _longest(words, keys, at, phrases)
        if size:
            (found if strict else weak).append((kind, words[at][1], words[at + size - 1][2]))
        at += size or 1
    return found, weak


_DENIED = re.compile(
    r"(?:\b(?:not|isn't|aren't|never|no|nicht|kein|keine|keinen|pas|jamais|ni|non|niet|geen|nie|inte|ikke|não|nem|ej|не|ingen)"
    r"|\b(?:instead of|rather than|statt|anstatt|au lieu d[eu]|en vez de|em vez de|invece di|in plaats van|zamiast))"
    r"(?:\s{1,3}[^\W\d_]{1,9}){0,2}\s{0,3}$|(?:ではなく|不是|非)$",
    re.IGNORECASE,
)


def _is_denied(text: str, at: int) -> bool:
    """Whether the words before a type say that it is not the one: "not a managed customer"."""
    return bool(_DENIED.search(text[max(0, at - 40) : at].replace("’", "'")))


def _longest(words: list[tuple[str, int, int]], keys: list[str], at: int, phrases: _Phrases) -> tuple[int, str, bool]:
    """The longest phrase that begins at a word: its length in words, the type, whether it stands for itself."""
    if keys[at] not in phrases.openings:
        return 0, "", False
    for size in range(min(phrases.longest, len(words) - at), 0, -1):
        run = "".join(keys[at : at + size])
        kind = phrases.kinds.get(run) or phrases.kinds.get(run.removesuffix("s"))
        if kind:
            word = words[at][0]
            short = size == 1 and len(run) <= 4 and word.isascii()
            strict = word.rstrip("s").isupper() if short else size > 1 or run in phrases.alone
            return size, kind, strict
    return 0, "", False


def one_type(text: str, vocabulary: Vocabulary) -> str:
    """The one lead type that a value names, by its ticked box or its words; ``""`` when none or several."""
    exact = vocabulary.type_of(text)
    if exact:
        return exact
    boxes = ticked(text)
    if boxes is not None:
        kinds = {kind for box in boxes if (kind := _single(box, vocabulary))}
        return kinds.pop() if len(kinds) == 1 and len(boxes) == 1 else ""
    text = re.sub(r"~~.{0,200}?~~", " ", text)
    negated = re.search(
        r"\b(?:not|no|nicht|kein|keine|pas|non|niet|nie|não)\b|\b(?:instead of|rather than|statt)\b|≠",
        text,
        re.IGNORECASE,
    )
    return _single(text[: negated.start()] or text if negated else text, vocabulary)


def _single(text: str, vocabulary: Vocabulary) -> str:
    exact = vocabulary.type_of(text)
    if exact:
        return exact
    kinds = {kind for kind, _, _ in types_in(text, vocabulary, loose=True)}
    return kinds.pop() if len(kinds) == 1 else ""


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """A word's key without the endings that decline it: "qualifizierten", "kwalifikowanego", "고객으로"."""
    if _HANGUL.match(word):
        return key(_particles().sub("", word))
    found = key(word)
    if found[:1] in _CYRILLIC:
        return bare if len(bare := found.rstrip(_CYRILLIC_ENDINGS)) > 2 else found
    if len(found) < _DECLINED or not found.isascii():
        return found
    return found.rstrip(_ENDINGS) if len(found.rstrip(_ENDINGS)) > 3 else found


@lru_cache(maxsize=1)
def _particles() -> re.Pattern[str]:
    """What Korean writes behind a word without a space."""
    return re.compile(rf"(?<=..)(?:{'|'.join(load('eastern')['korean_particles'])})$")


_HANGUL = re.compile(r"[\uac00-\ud7af]")
_DECLINED = 7  # letters of the shortest word that is taken for a declined one
_ENDINGS = "aeiouymnrsg"
_CYRILLIC = frozenset(map(chr, range(0x430, 0x460)))
_CYRILLIC_ENDINGS = "аеиоуыьэюяівгмх"


@dataclass(frozen=True, slots=True)
class _Phrases:
    """How lead types are written in running text: the words they begin with, and those that can mean nothing else."""

    kinds: Mapping[str, str]
    openings: frozenset[str]
    alone: frozenset[str]
    longest: int
    joined: re.Pattern[str] | None


def _phrases(vocabulary: Vocabulary) -> _Phrases:
    return _phrases_of(vocabulary.lead_types)


@lru_cache(maxsize=32)
def _phrases_of(types: tuple[tuple[str, tuple[str, ...]], ...]) -> _Phrases:
    lex = lexicon()
    generic = frozenset(map(stem, lex.modifiers | lex.blocks | _GENERIC))
    kinds: dict[str, str] = {}
    openings: set[str] = set()
    alone: set[str] = set()
    longest = 1
    joined: list[str] = []
    for canonical, own in types:
        for name in (canonical, *own):
            for text in (name, *lex.types.get(key(name), ())):
                words = [stem(word) for word in _TOKEN.findall(text)]
                if not words or all(word in generic for word in words):
                    continue  # "New Lead", "Client": a type where a label says so, anything in a sentence
                kinds.setdefault("".join(words), canonical)
                openings |= {words[0], f"{words[0]}s"}
                longest = max(longest, len(words))
                if len(words) == 1 and len(key(text)) > 13:
                    alone.add(words[0])
                if len(text) > 2 and _is_unspaced(text):
                    joined.append(re.escape(text))
    pattern = re.compile("|".join(sorted(joined, key=len, reverse=True))) if joined else None
    return _Phrases(kinds, frozenset(openings), frozenset(alone), longest, pattern)


_GENERIC = frozenset(
    ["existing", "current", "prospective", "sales", "potential", "prospecto", "cliente", "kunde", "klient"]
)
_TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]+|[\uac00-\ud7af]+|[^\W_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")


def _is_unspaced(text: str) -> bool:
    """Whether a type is written in Kana, Han or Hangul, and stands in running text without spaces around it."""
    hangul = ["\uac00" <= char <= "\ud7af" for char in text]
    spaced = any(here and after.isspace() for here, after in zip(hangul, text[1:], strict=False))
    return not spaced and any(
        here or "\u3040" <= char <= "\u30ff" or "\u3400" <= char <= "\u9fff"
        for here, char in zip(hangul, text, strict=True)
    )


def as_ticked(text: str) -> str:
    """A text whose lines of boxes say only what is ticked."""
    if not _MARK.search(text):
        return text
    lines = ((line, ticked(line) if _MARK.search(line) else None) for line in text.split("\n"))
    return "\n".join(line if boxes is None else ", ".join(boxes) for line, boxes in lines)


def ticked(text: str) -> list[str] | None:
    """The texts beside the ticked boxes, or None where there are no boxes."""
    marks = list(_MARK.finditer(text))
    if not marks or not (len(marks) > 1 or text.strip().startswith(marks[0].group(0))):
        return None
    on = []
    after = not text[: marks[0].start()].strip(" \t:：.-") or bool(text[marks[-1].end() :].strip())
    for number, mark in enumerate(marks):
        beside = (mark.end(), marks[number + 1].start() if number + 1 < len(marks) else len(text))
        if not after:
            beside = (marks[number - 1].end() if number else 0, mark.start())
        if mark.group(1) or mark.group(2) or mark.group(3):
            on.append(text[beside[0] : beside[1]].strip(" \t,;|/"))
    return on
