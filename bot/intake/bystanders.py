"""People whom a text names beside the contact, and what it says is not so: neither is read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from bot.intake.answers import denies
from bot.intake.kin import of_kin, without_kin
from bot.intake.lexicon import key
from bot.intake.phrases import bare, plain
from bot.intake.pieces import Piece, anchored, sentences
from bot.intake.values import Own, addresses, plain_at
from bot.intake.words import load

_MOST_FIXED = 50
_FIX_CHARS = 100  # between an address and the one that puts it right
_VALUE = r"[^\s,;()]{0,64}[@.][^\s,;()]{2,80}|[A-ZÀ-Þ][^,;().!?]{1,60}"
_DENIALS = (
    rf"[(\[]\s?(?:NOT)\s(?:{_VALUE})\s?[)\]]",
    rf"(?<!\w)(?:NOT)\s(?:{_VALUE})\s*,?\s(?:BUT)(?!\w)",
    r"(?<!\w)(?:NOT)\s(?:[^\W\d_]{1,5}\s){1,2}[^\s,;()@]{1,64}@[^\s,;()]{2,80}\s?,?\s(?:BUT)(?!\w)",
    r"(?<!\w)(?:AND\s)?(?:NOT|OVER)\s(?:[^\s,;()@]{1,63}@)?[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}(?!\w)",
)


def without_bystanders(items: Sequence[Piece], own: Own) -> list[Piece]:
    """The items without what they deny, and without sentences on those who are in copy, assist, or are not meant.

    Such a sentence stays where nobody would be left.
    """
    told = without_kin([replace(item, text=_as_is_so(item.text)) for item in items], own)
    total = sum(anchored(item, own) for item in told)
    if total == 0:
        return told
    kept: list[Piece] = []
    for item in told:
        parts = sentences(item.text) if anchored(item, own) else []
        out = {at for at, part in enumerate(parts) if _is_bystander(part, told, own)}
        out |= {at - 1 for at, part in enumerate(parts) if at and "@" not in part and denies(part) and not of_kin(part)}
        left = [part for at, part in enumerate(parts) if at not in out]
        gone = len(parts) - len(left)
        if gone and total > gone:
            total -= gone
            rest = " ".join(left)
            kept += [replace(item, text=rest)] if key(rest) else []
        elif not (gone and any(denies(part) for part in parts)):
            kept.append(item)
    return kept


def _is_bystander(sentence: str, items: Sequence[Piece], own: Own) -> bool:
    """Whether a sentence names somebody who is none of the leads: a colleague in copy, the way to the contact."""
    mine = _domains(sentence, own)
    if not mine or not (denies(sentence) or _is_aside(sentence)):
        return False
    others = [domain for item in items for domain in _domains(item.text, own)]
    return denies(sentence) or all(others.count(domain) > mine.count(domain) for domain in mine)


def _domains(text: str, own: Own) -> list[str]:
    found = {each.text.casefold() for each in addresses(plain_at(text)) if not own.address(each.text)}
    return [address.rpartition("@")[2] for address in found]


def _is_aside(sentence: str) -> bool:
    words = f" {bare(plain(sentence)[:600])} "
    return any(f" {phrase}" in words for phrase in _asides())


def _as_is_so(text: str) -> str:
    """A text without what it says is not so: "Acme Ltd (not Acne)", "not acme.com but acme.co.uk"."""
    for pattern in _denials() if len(text) < 20_000 else ():
        text = pattern.sub(lambda said: " " * (said.end() - said.start()), text)
    return _fixed(text)


def _fixed(text: str) -> str:
    """A text without an address that its next words put right: "jo@acm.com - sorry, jo@acme.com"."""
    found = addresses(text) if 1 < text.count("@") < _MOST_FIXED else []
    for one, other in pairwise(found):
        local, host = one.text.casefold().split("@", 1)
        again = other.text.casefold().split("@", 1)
        near = one.text != other.text and (local == again[0]) != (host == again[1])
        if near and other.start - one.end < _FIX_CHARS and _fixes().search(text, one.end, other.start):
            text = text[: one.start] + " " * (one.end - one.start) + text[one.end :]
    return text


@lru_cache(maxsize=1)
def _fixes() -> re.Pattern[str]:
    words = "|".join(map(re.escape, load("answers")["denials"]["fix"]))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=1)
def _asides() -> tuple[str, ...]:
    return tuple(bare(phrase) for phrase in load("answers")["asides"]["all"])


@lru_cache(maxsize=1)
def _denials() -> tuple[re.Pattern[str], ...]:
    words = load("answers")["denials"]
    spelled = {name.upper(): "|".join(map(re.escape, words[name])) for name in ("not", "but", "and", "over")}
    return tuple(re.compile(re.sub("NOT|BUT|AND|OVER", lambda said: spelled[said[0]], each)) for each in _DENIALS)
