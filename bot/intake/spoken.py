"""Which company a sentence or a subject speaks of, where a command names none: "That deal with Acme Tools is dead"."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.intake.grammar import commands, references
from bot.intake.legal import is_legal
from bot.intake.lexicon import key, lexicon
from bot.intake.phrases import bare, plain
from bot.intake.words import load

_SMALL = ("&", "and", "und", "et", "y", "e", "de", "del", "do", "da", "di", "la", "der", "van", "von", "of")
_JOINED = rf"(?:(?:{'|'.join(_SMALL)})\s+){{0,2}}"
_RUN = re.compile(rf"(?<!\w)[A-ZÀ-Þ][\w&.'’-]*(?:\s+{_JOINED}[A-ZÀ-Þ][\w&.'’-]*){{1,6}}")
_OPENING = re.compile(r"(?:[A-ZÀ-Þ][\w&'’-]*\s+){2,5}(?=[a-zà-ÿ])")
_MARKS = re.compile(r"(?:\w{1,5}(?:\[\d{1,3}\])?\s?[:：]\s*)+")
_TITLE_WORDS = 6
_FORM = r"株式会社|有限会社|合同会社|有限公司|股份公司|集团|주식회사|\(주\)|㈜"
_EASTERN = re.compile(rf"(?:{_FORM})[\w・ー]{{1,20}}?(?=[のをはが、。,\s]|$)|[\w・ー]{{2,20}}?(?:{_FORM})")
_LEADS_IN = re.compile("^(?:对于|对|關於|关于|把|将|將|请|請|和)+")


def company_of(sentence: str) -> str:
    """The one company that a sentence names, or ``""``: words in capitals, the first before what is told of it."""
    if not sentence.isascii() and (eastern := _EASTERN.search(sentence)):
        return _LEADS_IN.sub("", eastern.group(0))
    rest = commands().past_greeting(sentence)
    rest = rest.partition(" - ")[2] or rest if commands().greets(rest.partition(" - ")[0]) else rest
    match = _OPENING.match(rest)
    if match and (name := _stripped(match.group(0))):
        return name
    found = {name for run in _RUN.finditer(rest[:600]) if (name := _stripped(run.group(0)))}
    return found.pop() if len(found) == 1 else ""


def company_in(subject: str) -> str:
    """A subject that is nothing but a company's name, or ``""``."""
    title = plain(subject)
    title = title[match.end() :] if (match := _MARKS.match(title)) else title
    words = title.split()
    if not 0 < len(words) <= _TITLE_WORDS or references(title) or "@" in title or title[-1] in "?!:":
        return ""
    if not title.isascii() and key(title) and not any(char.isascii() and char.isalpha() for char in title):
        return title if is_legal(title) else ""
    named = all(word[0].isupper() or word[0].isdigit() or word.casefold() in _SMALL for word in words)
    told = sum(not _is_common(word) for word in words)
    return title if words[0][0].isupper() and (is_legal(title) or (named and told == len(words) > 1)) else ""


def _stripped(run: str) -> str:
    """A run of capital words without those before it that are no names ("Sie", "Firma", "Registrierung")."""
    words = run.rstrip(".,").split()
    while words and _is_common(words[0]):
        del words[0]
    return " ".join(words) if len(words) > 1 and words[0][0].isupper() else ""


def _is_common(word: str) -> bool:
    return key(word) in _common()


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    """Words that speak of registrations, ask, or greet: no part of a company's name where they open it."""
    data = load("requests")
    lists = (data["meant"]["single"], data["asking"]["words"], data["list"]["things"], data["list"]["kinds"])
    verbs = [text for texts in data["verbs"].values() for text in texts]
    words = (word for each in (*lists, verbs, data["meant"]["titles"]) for text in each for word in text.split())
    return lexicon().fillers | lexicon().greetings | frozenset(key(bare(word)) for word in words) - {""}
