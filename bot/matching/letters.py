"""Words in one alphabet: small ASCII letters and digits, however a name was written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

_PIECES = re.compile(r"[a-z0-9.'`/&+]+")
_UNSAID = re.compile(r"[^a-z0-9]")
_CLIPPED = 4  # letters of an abbreviation written with "&": P&G, AT&T, PG&E
_ADDRESSES = frozenset({"com", "net", "org", "io", "ai"})  # Amazon.com


def folded(text: str) -> str:
    """A text in small letters and one width; its script stays."""
    return text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()


def tokens(text: str) -> list[str]:
    """The words of a folded text in ASCII: dots and hyphens resolved, single letters in a row joined, "&" as "and"."""
    if not text.isascii():
        from anyascii import anyascii  # noqa: PLC0415 - most names need no transliteration

        text = anyascii(text).lower()
    found: list[str] = []
    for piece in text.split():
        if piece.isalnum():
            found.append(piece)
        else:
            found.extend(filter(None, (_UNSAID.sub("", word) for word in _resolved(piece))))
    if any(len(word) == 1 for word in found):
        found = list(joined_letters(found))
    return [plain(word) for word in found]


def _resolved(text: str) -> Iterator[str]:
    for piece in _PIECES.findall(text):
        word = piece.replace("`", "'").strip("'").removesuffix("'s").replace("'", "")
        if "&" in word or "+" in word:
            yield from _joined_by_and(word.replace("+", "&"))
        elif "/" in word:
            parts = [part.replace(".", "") for part in word.split("/") if part]
            joined = all(len(part) <= 3 for part in parts)
            yield from filter(None, ["".join(parts)] if joined else parts)
        else:
            yield from _dotted(word)


def _joined_by_and(word: str) -> Iterator[str]:
    parts = [part for part in word.split("&") if part.strip("./")]
    if len(parts) > 1 and sum(map(len, parts)) <= _CLIPPED:
        yield "".join(parts)
        return
    for at, part in enumerate(parts or [""]):
        if at or not part or word.startswith("&"):
            yield "and"
        yield from _dotted(part)
    if parts and word.endswith("&"):
        yield "and"


def _dotted(word: str) -> Iterator[str]:
    parts = [part for part in word.split(".") if part]
    if len(parts) > 1 and all(len(part) <= 2 for part in parts):
        yield "".join(parts)
        return
    if len(parts) > 1 and parts[-1] in _ADDRESSES:
        parts.pop()
    yield from parts


def joined_letters(words: Sequence[str]) -> Iterator[str]:
    """The words, with single letters in a row as one word: "s a" is "sa"."""
    run = ""
    for word in words:
        if len(word) == 1 and word.isalpha():
            run += word
            continue
        if run:
            yield run
            run = ""
        yield word
    if run:
        yield run


def plain(word: str) -> str:
    """The word with ae, oe and ue as the one letter that other spellings have there: Mueller is Müller is Muller."""
    if len(word) > 3 and "e" in word:
        return word.replace("ae", "a").replace("oe", "o").replace("ue", "u")
    return word
