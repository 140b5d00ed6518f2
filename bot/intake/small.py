"""A name and a company typed without capitals: "dmitri volkov at tidal kitchens", told by the address they stand in."""

from __future__ import annotations

import re

from bot.intake.legal import is_form
from bot.intake.lexicon import key, words_of
from bot.intake.weights import AT, is_domain

_WORD = re.compile(r"[^\W\d_][\w'’&-]*")
_PARTS = re.compile(r"[._-]+")
_FRAGMENT = re.compile(r"[^,;|()<>\[\]\n\t\x1f–—•:.!?/]+")
_MOST = 30


def typed_small(text: str, email: str, url: str) -> tuple[str, str] | None:
    """The name that the address was made of and the company of its domain, where none stands out by its capitals."""
    if text.isupper():
        small = typed_small(text.lower(), email, url)
        return (small[0].upper(), small[1].upper()) if small else None
    local = key(email.partition("@")[0])
    parts = [key(part) for part in _PARTS.split(email.partition("@")[0])]
    name = company = ""
    for fragment in _FRAGMENT.findall(text[:4_000])[:_MOST]:
        words = [word for word in _WORD.findall(fragment) if not word[0].isupper()]
        at = next((at for at, word in enumerate(words) if len(key(word)) > 2 and local.startswith(key(word))), -1)
        both = next((at for at in range(len(words) - 1) if _are(words[at : at + 2], parts)), -1)
        if both >= 0 and not name:
            name = " ".join(words[both : both + 2])
            company = company or _company(words[both + 2 :], email, url)
        elif at >= 0 and not name and not _is_plain(words[at]):
            cut, behind = _parted(words, at, email, url)
            name = " ".join(_until(words[at:cut]))
            company = company or behind
        start = next((at + 1 for at, word in enumerate(words) if key(word) in AT), 0)
        company = company or _company(words[start:], email, url)
    return (name, company) if name and len(name.split()) > 1 else None


def _are(words: list[str], parts: list[str]) -> bool:
    """Whether two words are the first and the last name of which an address was made: "jan adler" at j.adler@."""
    first, last = map(key, words)
    return len(last) > 2 and (
        (len(parts) > 1 and parts[-1] == last and parts[0] in (first, first[:1]))
        or parts in ([first[:1] + last], [first + last])
    )


def _parted(words: list[str], at: int, email: str, url: str) -> tuple[int, str]:
    """Where a name ends that begins at a word, and the company that follows at once: "ken doyle doyle timber ltd"."""
    told = [(company, cut) for cut in range(at + 2, at + 4) if (company := _company(words[cut:], email, url))]
    company, cut = max(told, key=lambda each: len(each[0]), default=("", at + 4))
    return cut, company


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
    sizes = range(min(len(words), 5), 0, -1)
    for size in [*(size for size in sizes if is_form(words[size - 1])), *sizes]:
        text = " ".join(words[:size])
        ends = key(words[0]) + key(words[size - 1])
        if not _is_plain(words[0]) and not _is_plain(words[size - 1]) and ends and is_domain(text, email, url):
            return text
    return ""


def _is_plain(word: str) -> bool:
    return key(word) in words_of("fillers", "asking", "greetings")
