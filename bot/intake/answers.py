"""A yes, a no, or a line that confirms, as people write them in the languages of ``data/answers.toml``."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.intake.grammar import commands
from bot.intake.lexicon import tokens, words_of
from bot.intake.phrases import Phrases, bare, plain
from bot.intake.text import Line
from bot.intake.words import load

_SENTENCE = re.compile(r"(?<=[.!。！])\s*")
_MOST_LINES = 200
_LONGEST = 400
_NEAR = 3  # words from a denial to what it denies
_TRIM = " .,;:!-*_\"'()[]。、！：✓✔☑"


def said(lines: Sequence[Line]) -> str:
    """What a reply's first words come to: "yes", "no", or ``""`` where they are anything else."""
    for line in [line for line in lines if line.text.strip()][:3]:
        text = bare(commands().past_greeting(plain(line.text)[:_LONGEST])).strip(_TRIM)
        meaning, end = _words().answers.at(text, 0)
        rest = text[end:]
        if meaning and (not rest or rest.lstrip()[:1] in (",", ".", ";", "!", "-", "、", "。") or _is_chat(rest)):
            return meaning
        if not _is_chat(text) and not commands().only_refs(text):
            return ""
    return ""


def attests(lines: Sequence[Line]) -> bool:
    """Whether a line or sentence of its own confirms what registering attests; a question or a denial never does."""
    return any(_confirms(sentence) for sentence in _sentences(lines))


def denies(text: str) -> bool:
    """Whether a paragraph says that whom it names is not to be registered."""
    words = bare(plain(text)[:2_000])
    return any(phrase in words for phrase in _words().unwanted) or _is_unwanted(words)


def _is_unwanted(words: str) -> bool:
    """Whether a denial stands within three words before "register" or its like, and no condition before that."""
    data = load("answers")["unwanted_verbs"]
    said = re.findall(r"[\w']+", words)
    for at, word in enumerate(said):
        if word in data["not"] and not (said[at - 1 : at] and said[at - 1] in data["unless"]):
            after = said[at + 1 : at + 4]
            if any(each in data["words"] or each.startswith(tuple(map(bare, data["starts"]))) for each in after):
                return True
    return False


def same_as_mail(text: str) -> bool:
    """Whether a line says that a web address is the mail address's domain."""
    words = bare(plain(text)[:_LONGEST])
    same, mail = _sameness()
    said = same.search(words) if any(word in words for word in mail) else None
    before = words[: said.start()].split()[-_NEAR:] if said else []
    return said is not None and not any(word in load("answers")["unwanted_verbs"]["not"] for word in before)


@lru_cache(maxsize=1)
def _sameness() -> tuple[re.Pattern[str], tuple[str, ...]]:
    """What says "the same", which no other word may end on ("zusammen"), and what says "as the mail"."""
    data = load("answers")["same_as_mail"]
    same = (rf"(?<!\w){re.escape(word)}" if word < "\u3000" else word for word in map(bare, data["same"]))
    return re.compile("|".join(same)), tuple(map(bare, data["mail"]))


def _sentences(lines: Sequence[Line]) -> Iterator[str]:
    """The sentences of a text, each also with the line it may have been wrapped to."""
    texts = [bare(plain(line.text)[:_LONGEST]) for line in lines[:_MOST_LINES]]
    for text, after in itertools.zip_longest(texts, texts[1:], fillvalue=""):
        if text:
            yield from _SENTENCE.split(text)
            if after and text[-1] not in ".!?。":
                yield _SENTENCE.split(f"{_SENTENCE.split(text)[-1]} {after}")[0]


def _confirms(sentence: str) -> bool:
    words = _words()
    text = sentence.strip(_TRIM)
    meaning, end = words.opening.at(text, 0)
    if not text or "?" in sentence or "？" in sentence:
        return False
    last = next(filter(text.endswith, words.closing), "")
    if not meaning and not last:
        return False
    what = (text[end:] if meaning else text.removesuffix(last)).strip(_TRIM)
    if any(words.denying.at(what, at)[0] for at in _starts(what)):
        return False
    return not what or what in words.short or any(words.about.at(what, at)[0] for at in _starts(what))


def _starts(text: str) -> Iterator[int]:
    """The places at which a word begins."""
    return (at for at, char in enumerate(text) if not at or not text[at - 1].isalnum() or ord(char) >= 0x0E00)


def _is_chat(text: str) -> bool:
    return words_of("fillers", "greetings", "signoffs").issuperset(tokens(text))


@dataclass(frozen=True, slots=True)
class _Words:
    answers: Phrases
    opening: Phrases
    closing: tuple[str, ...]
    short: frozenset[str]
    about: Phrases
    denying: Phrases
    unwanted: tuple[str, ...]


@lru_cache(maxsize=1)
def _words() -> _Words:
    data, soft = load("answers"), load("instructions")["soft"]
    what = data["confirm_what"]
    return _Words(
        answers=Phrases({"yes": [*_all(data["yes"]), *soft["accept"]], "no": [*_all(data["no"]), *soft["reject"]]}),
        opening=Phrases({"confirm": _all(data["confirm"])}),
        closing=tuple(map(bare, _all(data["confirm_last"]))),
        short=frozenset(map(bare, what["short"])),
        about=Phrases({"about": what["about"]}),
        denying=Phrases({"not": what["not"]}),
        unwanted=tuple(map(bare, _all(data["unwanted"]))),
    )


def _all(lists: Mapping[str, Sequence[str]]) -> list[str]:
    return [text for texts in lists.values() for text in texts]
