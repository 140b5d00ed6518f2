"""A name and a company typed without capitals: "dmitri volkov at tidal kitchens", told by the address they stand in."""

from __future__ import annotations

import re

from bot.intake.lexicon import key, words_of
from bot.intake.weights import AT, is_domain

_WORD = re.compile(r"[^\W\d_][\w'’&-]*")
_FRAGMENT = re.compile(r"[^,;|()<>\[\]\n\t\x1f–—•:.!?/]+")
_MOST = 30


def typed_small(text: str, email: str, url: str) -> tuple[str, str] | None:
    """The name that the address was made of and the company of its domain, where both stand in small letters."""
    local = key(email.partition("@")[0])
    name = company = ""
    for fragment in _FRAGMENT.findall(text[:4_000])[:_MOST]:
        words = [word for word in _WORD.findall(fragment) if not word[0].isupper()]
        at = next((at for at, word in enumerate(words) if len(key(word)) > 2 and local.startswith(key(word))), -1)
        if at >= 0 and not name and not _is_plain(words[at]):
            name = " ".join(_until(words[at : at + 4]))
        start = next((at + 1 for at, word in enumerate(words) if key(word) in AT), 0)
        company = company or _company(words[start:], email, url)
    return (name, company) if name and len(name.split()) > 1 else None


def _until(words: list[str]) -> list[str]:
    """The words before one that joins what follows: "volkov at", "lee from"."""
    kept: list[str] = []
    for word in words:
        if key(word) in AT or _is_plain(word):
            break
        kept.append(word)
    return kept


def _company(words: list[str], email: str, url: str) -> str:
    """The longest beginning of the words that the domain was made of."""
    for size in range(min(len(words), 5), 0, -1):
        text = " ".join(words[:size])
        ends = key(words[0]) + key(words[size - 1])
        if not _is_plain(words[0]) and not _is_plain(words[size - 1]) and ends and is_domain(text, email, url):
            return text
    return ""


def _is_plain(word: str) -> bool:
    return key(word) in words_of("fillers", "asking", "greetings")
