"""Companies that a text names beside the contact's own: its parent, or where the contact worked before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from bot.intake.phrases import bare, plain
from bot.intake.pieces import Piece
from bot.intake.values import Own, host_of, links
from bot.intake.words import load

_MOST_CHARS = 20_000
_WORD = re.compile(r"[^\W_]+")
_CHAR = r"(?:[^,;.()!?\n，。；（）]|\.(?=\w))"
_LINK = r"(?:https?://|www\.)?[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}"


def without_kin(items: Sequence[Piece], own: Own) -> list[Piece]:
    """The items without such companies and their web addresses, provided that another web address is left."""
    texts = [item.text for item in items]
    if len(_hosts("\n".join(texts)[:_MOST_CHARS], own)) < 2:
        return list(items)
    told = [replace(item, text=_kin().sub(_blank, item.text)) for item in items]
    return told if _hosts("\n".join(item.text for item in told), own) else list(items)


def of_kin(sentence: str) -> bool:
    """Whether a sentence speaks of a parent company or a group."""
    words = f" {' '.join(_WORD.findall(bare(plain(sentence)[:600])))} "
    return any(f" {word} " in words or (not word.isascii() and word in words) for word in _words())


def _hosts(text: str, own: Own) -> set[str]:
    return {host_of(web.text) for web in links(text) if not own.host(web.text)}


def _blank(said: re.Match[str]) -> str:
    """Blanks for what holds a web address: without, it may be all that is known; a mail address is the contact's."""
    text, found = said[0], links(said[0])
    if found and "@" not in text:
        return " " * len(text)
    for web in found:
        text = text[: web.start] + " " * len(web.text) + text[web.end :]
    return text


@lru_cache(maxsize=1)
def _kin() -> re.Pattern[str]:
    data = load("answers")["kin"]
    before, until = ("|".join(map(re.escape, data[name])) for name in ("before", "until"))
    clause = rf"(?:(?!\s(?:{until})\s){_CHAR}){{0,120}}"
    return re.compile(
        rf"(?<!\w)(?:{before})(?![a-zà-ÿ]){clause}(?:\s?[(（][^()（）]{{0,120}}[)）]|,\s?{_LINK})?", re.IGNORECASE
    )


@lru_cache(maxsize=1)
def _words() -> tuple[str, ...]:
    return tuple(bare(word).replace("-", " ") for word in load("answers")["kin"]["words"])
