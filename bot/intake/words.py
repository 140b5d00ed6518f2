"""The word lists of ``data/``: read once, folded for comparing."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from itertools import groupby
from typing import Any


@lru_cache(maxsize=16)
def load(name: str) -> dict[str, Any]:
    """One data file, parsed; its texts are lists (see ``entries``)."""
    return _listed(tomllib.loads((files("bot.intake") / "data" / f"{name}.toml").read_text(encoding="utf-8")))


def _listed(table: dict[str, Any]) -> dict[str, Any]:
    return {
        name: _listed(value) if isinstance(value, dict) else entries(value) if isinstance(value, str) else value
        for name, value in table.items()
    }


def entries(text: str) -> list[str]:
    """The entries of a list, which the files write between bars: tomllib reads one long string 20 times as fast."""
    return [entry for each in text.split("|") if (entry := " ".join(each.split()))]


def fold(text: str) -> str:
    """Text for comparing phrases: compatibility form, no case, no marks of direction, plain quotes, single spaces."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        text = text.translate(_PLAIN) if _MARK.search(text) else text
    return " ".join(text.casefold().split())


class Beginnings:
    """Texts that a line may begin with, looked up by the first letters that they all have."""

    def __init__(self, texts: Iterable[str]) -> None:
        kept = sorted({text for text in texts if text})
        self._width = min(3, min(map(len, kept), default=0))
        grouped = groupby(kept, key=lambda text: text[: self._width])
        self._by_letters = {letters: tuple(group) for letters, group in grouped}

    def begin(self, line: str) -> bool:
        """Whether the line begins with one of them."""
        return line.startswith(self._by_letters.get(line[: self._width], ()))


def folded(entries: Any) -> tuple[str, ...]:
    """Every phrase of a list, or of a table of lists by language, folded; longest first."""
    lists = entries.values() if isinstance(entries, dict) else [entries]
    return tuple(sorted({fold(text) for texts in lists for text in texts}, key=len, reverse=True))


_PLAIN = {
    **dict.fromkeys(
        [
            0x200B,
            0x200C,
            0x200D,
            0x200E,
            0x200F,
            0x2060,
            0xFEFF,
            0xAD,
            0x61C,
            *range(0x202A, 0x202F),
            *range(0x2066, 0x206A),
        ]
    ),
    **dict.fromkeys([0x2018, 0x2019, 0x2BC, 0xB4, 0x60], "'"),
    **dict.fromkeys([0x201C, 0x201D, 0x201E, 0xAB, 0xBB], '"'),
    **dict.fromkeys([0x2010, 0x2011, 0x2012, 0x2013, 0x2212], "-"),
    0x2014: " - ",
    0x2015: " - ",
    0x2026: "...",
}
_MARK = re.compile(f"[{''.join(map(re.escape, map(chr, _PLAIN)))}]")  # translating looks up every letter
