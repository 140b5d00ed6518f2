"""Unlabelled text cut into pieces: bullets, paragraphs and sentences that speak of at most one lead each."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.intake.entries import indent
from bot.intake.lexicon import key, lexicon
from bot.intake.text import Line
from bot.intake.values import Found, Own, addresses, plain_at

BULLET = re.compile(r"\s*(?:[-*•·–—▪◦‣●]|\(?\d{1,2}[.)]|[a-z]\))\s+")
_SENTENCE = re.compile(r"(?<=[.!?。！？])\s+(?=[^\W\d_a-z\u3400-\u9fff])|(?<=[。！？])")
_DOTTED = re.compile(r"(?:^|[\s(])(?:[^\W\d_]{1,3}\.){2,4}$")
_AND = re.compile(
    r"\s*(?:;|\n|\b(?:and|und|et|y|e|ed|en|i|og|och|sowie|oraz|plus|ainsi que|así como|bem como|nonché|alsmede)\b)\s+"
)
_LAST_WORD = re.compile(r"[^\s(]{1,12}\.$")
_SOFT_ECHO = re.compile(
    r"\s?<(?:mailto:|https?://)[^<>\s]{1,1500}>|(?<=\])\((?:mailto:|https?://)[^()\s]{1,1500}\)", re.IGNORECASE
)


_FAR = 1_000  # columns: below a line that is no bullet nothing hangs


class Target(NamedTuple):
    """A web address, and the words of its line that lead there."""

    url: str
    shown: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that speaks of at most one lead; ``targets`` are the links behind its words, with these."""

    text: str
    number: int
    targets: tuple[Target, ...] = ()


def items_of(lines: Sequence[Line]) -> list[Piece]:
    """Bullets, each with those that hang below it, and paragraphs; lines that were only wrapped are joined."""
    items: list[Piece] = []
    text, number, width, margin = "", 0, 0, _FAR
    targets: tuple[Target, ...] = ()
    for line in lines:
        bare = _SOFT_ECHO.sub("", line.text).strip()
        bullet = BULLET.match(bare)
        below = bullet is not None and text != "" and indent(line.text) > margin and not ("@" in bare and "@" in text)
        if (not bare or (bullet and not below)) and text:
            items.append(Piece(text, number, targets))
            text, targets = "", ()
        targets += _targets(line.text, bare) if len(bare) < len(line.text) else ()
        if bare:
            bare = bare[bullet.end() :] if bullet else bare
            if below:
                text += "\n" + bare
            elif text:
                text += (" " if width > 55 and not ("@" in bare and "@" in text) else "\n") + bare
            else:
                text, number = bare, line.number
                margin = indent(line.text) if bullet else _FAR
            width = len(bare)
    if text:
        items.append(Piece(text, number, targets))
    return items


def _targets(text: str, shown: str) -> tuple[Target, ...]:
    """The web addresses behind the words of a line."""
    found = (match.group(0).strip(" <>()") for match in _SOFT_ECHO.finditer(text))
    return tuple(Target(target, shown) for target in found if not target.lower().startswith("mailto:"))


def anchored(item: Piece, own: Own) -> int:
    """How many mail addresses an item holds that are not ours."""
    return len({found.text.casefold() for found in addresses(plain_at(item.text)) if not own.address(found.text)})


def split(item: Piece, own: Own) -> list[Piece]:
    """A paragraph that names several addresses, cut into one piece an address."""
    if anchored(item, own) <= 1:
        return [item]
    pieces: list[str] = []
    for sentence in sentences(item.text):
        found = [each for each in addresses(sentence) if not own.address(each.text)]
        if len(found) > 1:
            pieces += _between(sentence, found)
        elif found or not pieces:
            pieces.append(sentence)
        else:
            pieces[-1] += " " + sentence
    if len(pieces) > 1 and not anchored(Piece(pieces[0], 0), own):
        pieces[:2] = [pieces[0] + " " + pieces[1]]
    return [Piece(piece, item.number, item.targets) for piece in pieces]


def sentences(text: str) -> list[str]:
    """The sentences of a text, or its lines where those part the addresses better."""
    parts: list[str] = []
    start = 0
    for match in _SENTENCE.finditer(text):
        if not is_abbreviated(text[max(0, match.start() - 13) : match.start()]):
            parts.append(text[start : match.start()])
            start = match.end()
    parts.append(text[start:])
    lines = [line for part in parts for line in part.split("\n")]
    return lines if sum("@" in line for line in lines) > sum("@" in part for part in parts) else parts


def is_abbreviated(text: str) -> bool:
    """Whether a full stop belongs to an abbreviation ("Dr.", "Inc.", an initial) and ends no sentence."""
    last = _LAST_WORD.search(text)
    if last is None:
        return False
    word = key(last.group(0))
    lex = lexicon()
    if len(word) <= 1 or _DOTTED.search(text) or word in lex.honorifics:
        return True
    return word in lex.legal and len(word) <= 5


def _between(sentence: str, found: Sequence[Found]) -> list[str]:
    """Cut between addresses: after the last "and" or semicolon, else after the clause that holds the address."""
    pieces = []
    start = 0
    for one, other in itertools.pairwise(found):
        gap = sentence[one.end : other.start]
        cuts = [*_AND.finditer(gap)]
        cut = one.end + (cuts[-1].end() if cuts else gap.rfind(",", 0, max(len(gap) - 4, 0)) + 1)
        pieces.append(sentence[start:cut])
        start = cut
    return [*pieces, sentence[start:]]
