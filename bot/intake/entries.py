"""A label's sense with its text; and labels without any mark between them and their values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.intake.assign import is_empty
from bot.intake.lexicon import tokens
from bot.intake.text import Line
from bot.intake.vocabulary import OTHER, Vocabulary

_HEADINGS = 2  # labels in a row before another one that make them the headings of a table
BULLETS = " \t*•·-–—>▪◦‣#►→●○■□✓✔➤❖☑|_=~‐⁃∙"
"""What may stand before a label."""


@dataclass(slots=True)
class Entry:
    """A label's sense with what stands beside it."""

    sense: str
    text: str
    number: int
    paragraph: int


def indent(text: str) -> int:
    """How many columns a line is set in; a tab counts as four."""
    return len(text.expandtabs(4)) - len(text.expandtabs(4).lstrip())


def sense_beside(label: str, value: str, vocabulary: Vocabulary) -> str | None:
    """A label's sense, that of one such as "Contact address" told by its value."""
    sense = vocabulary.sense(label)
    return "email" if sense == OTHER and "@" in value and vocabulary.reaches(label) else sense


def section_of(text: str, vocabulary: Vocabulary) -> str:
    """What a heading among labels opens: "company" above the company's name ("COMPANY DETAILS"), else ``""``."""
    sentence = "," in text or text.endswith((".", "?", "!"))
    words = tokens(text) if len(text) < 60 and "@" not in text and not sentence else []
    return "company" if len(words) <= 4 and any(vocabulary.sense(word) == "company" for word in words) else ""


def may_be(sense: str, text: str) -> bool:
    """Whether a line under a bare label can be its value."""
    if sense in ("email", "url"):
        return "@" in text or "." in text or is_empty(text)
    return sense == "notes" or len(text) <= 100


def stacked(lines: Sequence[Line], vocabulary: Vocabulary) -> list[Entry]:
    """Labels and values on lines of their own, without any colon, by turns; at least three pairs and an address.

    The labels stand above their values, or below all of them.
    """
    texts = [(line.number, line.text.strip().strip("*_")) for line in lines if line.text.strip()]
    below = _by_turns(texts, vocabulary)
    above = _by_turns(texts[::-1], vocabulary)[::-1] if below else []
    found = above if len(above) > len(below) else below
    senses = {entry.sense for entry in found}
    if len(senses) < 3 or not any("@" in entry.text for entry in found) or len(found) * 4 < len(texts):
        return []
    return found


def _by_turns(texts: Sequence[tuple[int, str]], vocabulary: Vocabulary) -> list[Entry]:
    found: list[Entry] = []
    at = run = 0
    while at + 1 < len(texts):
        value = texts[at + 1][1]
        sense = sense_beside(texts[at][1], value, vocabulary)
        if sense and run < _HEADINGS and not vocabulary.sense(value) and may_be(sense, value):
            found.append(Entry(sense, value, texts[at + 1][0], 0))
            at, run = at + 2, 0
        else:
            at, run = at + 1, run + 1 if sense else 0
    return found


def spaced(lines: Sequence[Line], vocabulary: Vocabulary) -> list[Entry]:
    """Lines that open with a label and no separator ("Email jane@acme.com"); at least three of them and an address."""
    found: list[Entry] = []
    for line in lines:
        words = line.text.strip().lstrip(BULLETS).split()
        for size in (3, 2, 1):
            whole = len(words) > size and any(map(str.isalnum, words[size - 1]))
            sense = vocabulary.sense(" ".join(words[:size])) if whole else None
            if sense and sense not in (OTHER, "customer", "notes"):
                found.append(Entry(sense, " ".join(words[size:]), line.number, 0))
                break
    senses = {entry.sense for entry in found}
    if (
        len(senses) < 3
        or not any(entry.sense == "email" and "@" in entry.text for entry in found)
        or len(found) * 2 < sum(1 for line in lines if line.text.strip())
    ):
        return []
    return found
