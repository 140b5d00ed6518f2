"""Seeded companies and people: realistic names, each company with a domain of its own."""

from __future__ import annotations

import random
import re
import tomllib
import unicodedata
from pathlib import Path

_LISTS = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
_WORDS: dict[str, list[str]] = {name: text.split() for name, text in _LISTS.items()}
SURNAMES, FIRST_NAMES = _WORDS["surnames"], _WORDS["first_names"]
PLACES, NAMES, ONSETS, VOWELS = _WORDS["places"], _WORDS["words"], _WORDS["onsets"], _WORDS["vowels"]
TRADES = [trade.replace("_", " ") for trade in _WORDS["trades"]]
_SUFFIXES = ("Inc.", "LLC", "Ltd", "Ltd.", "Corp.", "GmbH", "AG", "S.A.", "SAS", "S.r.l.", "B.V.", "AB", "Oy", "")
_TLDS = ("com", "com", "com", "com", "net", "io", "de", "co.uk", "fr", "it", "nl", "se", "com.au", "org")
CODAS = ["", "n", "r", "l", "s", "x", "m", "t", "d", "ck", "nd", "nt", "rt", "st"]


def ascii_fold(text: str) -> str:
    """The text without accents, for addresses and domains."""
    plain = text.replace("ß", "ss").replace("ø", "o").replace("ł", "l")
    return unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()


def mailbox(first: str, last: str) -> str:
    """The local part of a person's address."""
    return f"{ascii_fold(first)}.{ascii_fold(last)}".lower().replace("'", "")


class Companies:
    """A stream of companies; no two share a domain or a name."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._names: set[str] = set()
        self._domains: set[str] = set()

    def new(self) -> tuple[str, str]:
        """A company's name with its legal form, and its registrable domain."""
        while True:
            core = self._core()
            stem = re.sub(r"[^a-z0-9]+", "", ascii_fold(core).lower().replace("&", "and"))[:40]
            domain = f"{stem}.{self._rng.choice(_TLDS)}"
            if core not in self._names and domain not in self._domains:
                self._names.add(core)
                self._domains.add(domain)
                return f"{core} {self._rng.choice(_SUFFIXES)}".strip(), domain

    def _core(self) -> str:
        pick = self._rng.choice
        shape = self._rng.random()
        if shape < 0.3:
            return f"{self._coined()} {pick(TRADES)}"
        if shape < 0.5:
            return f"{pick(SURNAMES)} & {pick(SURNAMES)} {pick(TRADES)}"
        if shape < 0.75:
            return f"{pick(NAMES)} {pick(NAMES + PLACES)} {pick(TRADES)}"
        return f"{pick(PLACES)} {pick(NAMES + SURNAMES)} {pick(TRADES)}"

    def _coined(self) -> str:
        syllables = self._rng.choice((2, 2, 3))
        pick = self._rng.choice
        return "".join(pick(ONSETS) + pick(VOWELS) for _ in range(syllables)).capitalize() + pick(CODAS)
