"""What a mail is for that names people and companies and registers none: a job, a list for sale, a question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from bot.domain.lead import Draft
from bot.intake.lexicon import key
from bot.intake.merge import company_key
from bot.intake.phrases import bare, plain
from bot.intake.values import host_of
from bot.intake.words import load

_READ = 4_000
_SIGNS = 3
_SENTENCE = re.compile(r"(?<=[.!?。！？])\s+|(?<=[。！？؟])|\n\s*\n")
_ASKS = ("?", "？", "؟")
_WORD = re.compile(r"[^\W_]+")
_MONEY = re.compile(
    r"(?:usd|eur|gbp|us\$|inr|rs\.?|rmb|[$€£¥₹])\s?\d|\d\s?(?:usd|eur|gbp|inr|rmb|dollars?|euros?|[$€£¥₹元円])"
)
_MANY = re.compile(r"\d[\d.,' ]{2,12}\+?\s?k?\s{0,2}(?:[^\W\d_]{2,14}\s){0,2}?([^\W\d_]{1,12})")


def applies(text: str) -> bool:
    """Whether a text asks for a job."""
    return _holds(bare(plain(text[:_READ])), "applying", "all")


def unmeant(drafts: Sequence[Draft], text: str) -> str:
    """Why a text registers none of the companies that it names, or ``""``.

    It offers addresses for sale, is a letter to many, says that nothing is to be registered yet, or asks before it
    registers. A lead with an address is passed over only by words that say so of it.
    """
    complete = any(draft.text("email") for draft in drafts)
    words = bare(plain(text[:_READ]))
    if _sells(words):
        return "addresses are offered for sale"
    if (len(drafts) < 2 or not complete) and _holds(words, "holding", "now"):
        return "it says that nothing is to be registered yet"
    if complete:
        return ""
    if sum(phrase in words for phrase in _phrases("circular", "all")) > 1:
        return "a letter to many readers"
    if _asks(text) and (_holds(words, "holding", "first") or _asks_whether(drafts, text)):
        return "it asks before it registers"
    return ""


def only_asks(drafts: Sequence[Draft], text: str) -> bool:
    """Whether a mail asks about a company rather than registers it: a question mark, and no address or type given."""
    return _asks(text) and not any(draft.text("email") or draft.text("lead_type") for draft in drafts)


def _sells(words: str) -> bool:
    """Whether a text names addresses as goods and three signs of a sale: a price, a number, a sample, calls to buy."""
    if not _holds(words, "selling", "goods"):
        return False
    calls = min(2, sum(phrase in words for phrase in _phrases("selling", "sells")))
    sample = _holds(words, "selling", "sample")
    counted = _phrases("selling", "counted")
    many = any(match[1].startswith(counted) for match in _MANY.finditer(words))
    return (sample or calls > 1) and calls + sample + many + bool(_MONEY.search(words)) >= _SIGNS


def _asks_whether(drafts: Sequence[Draft], text: str) -> bool:
    """Whether a question asks of a company without a contact, by its name or site, if it is there already."""
    if any(draft.text(name) for draft in drafts for name in ("first_name", "last_name")):
        return False
    for sentence in _SENTENCE.split(text[:_READ]):
        if sentence.rstrip().endswith(_ASKS) and any(_names(sentence, draft) for draft in drafts):
            said = bare(plain(sentence))
            words = {*_WORD.findall(said)}
            if any(word in words or (not word.isascii() and word in said) for word in _phrases("holding", "already")):
                return True
    return False


def _asks(text: str) -> bool:
    return any(mark in text for mark in _ASKS)


def _names(sentence: str, draft: Draft) -> bool:
    company, host = company_key(draft.text("company")), host_of(draft.text("url"))
    return bool((company and company in key(sentence)) or (host and host in sentence.casefold()))


def _holds(words: str, table: str, name: str) -> bool:
    return any(phrase in words for phrase in (_ascii if words.isascii() else _phrases)(table, name))


@lru_cache(maxsize=8)
def _phrases(table: str, name: str) -> tuple[str, ...]:
    return tuple(bare(plain(text)) for text in load("purposes")[table][name])


@lru_cache(maxsize=8)
def _ascii(table: str, name: str) -> tuple[str, ...]:
    """The phrases that an ASCII text, as most are, may hold."""
    return tuple(phrase for phrase in _phrases(table, name) if phrase.isascii())
