"""Runs of capital words, and the legal forms that make them companies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.intake.lexicon import key, lexicon


@dataclass(frozen=True, slots=True)
class Run:
    """A few words that may be a name: ``lead`` is the word before them, ``sole`` whether they fill their fragment."""

    text: str
    start: int
    end: int
    lead: str
    sole: bool
    capital: bool


CALLED = frozenset(["firma", "ditta"])
"""Keys of what stands before a company and is no part of its name: "von der Firma Adler"."""


def is_form(word: str) -> bool:
    """Whether a word is a legal form: a known one, or one with its full stops ("s.c.", "S.a.s.")."""
    return (key(word) in lexicon().legal_forms and word not in _SURNAMES) or (
        word.count(".") > 1 and key(word) in lexicon().legal
    )


_SURNAMES = frozenset(["Ek", "As", "Sa", "Se"])
"""Words that are legal forms when they are written otherwise ("e.K.", "EK", "SA")."""


def is_legal(text: str) -> bool:
    """Whether a name ends in, or holds, the legal form of a company."""
    words = text.split()
    opens = words[0][1:].islower() if words else False  # "Åsa", "Bo" open a name
    return (len(words) > 1 and any(map(is_form, words[opens:]))) or bool(re.search(_ENDS, text.strip()))


_ENDS = r"\b(?:S[./]?A\.?|S\.?L\.?|B\.V\.|N\.V\.|[AIKP]/S|z o\.o\.|s r\. ?o\.|AS|SA|AB|[Cc]o\.)$"


def with_legal_forms(found: list[Run], text: str) -> list[Run]:
    """Join what a comma or bracket before a legal form has cut: "Velarde Optics, S.L.", "Umngeni Steel (Pty) Ltd"."""
    result: list[Run] = []
    for run in found:
        before = result[-1] if result else None
        words = [key(word) for word in run.text.split()]
        gap = text[before.end : run.start] if before else ""
        if (
            before
            and before.capital
            and words
            and all(w in lexicon().legal or w in ("de", "y", "co") for w in words)
            and _legal_part(words)
            and gap.strip(" ,()") == ""
            and len(gap) < 4
        ):
            result[-1] = Run(
                _tail(text[before.start :], run.end - before.start),
                before.start,
                run.end,
                before.lead,
                before.sole,
                True,
            )
        else:
            result.append(run)
    return result


def _legal_part(words: Sequence[str]) -> bool:
    return any(word in lexicon().legal_forms or len(word) <= 4 for word in words)


def _tail(text: str, end: int) -> str:
    kept = text[:end]
    return kept + text[end : end + 1] if text[end : end + 1] in ".)" else kept
