"""Columns that a sentence names in place of a row of headings: "The columns are surname, company, e-mail"."""

from __future__ import annotations

import re

from bot.intake.vocabulary import Vocabulary, settle

_CUT = re.compile(r"\s*[,;/|·•→>+&、，]\s*|\s+[-–—]\s+|\s+(?:and|und|et|y|e|i|og|och|en|és|ja|then)\s+", re.IGNORECASE)
_FEWEST = 3  # columns
_LINES, _LONGEST = 60, 400
_WORDS = 3  # of a label at the beginning or end of a sentence's piece


def columns_named(text: str, vocabulary: Vocabulary) -> list[list[str | None]]:
    """The fields of each list of labels in a text's sentences, the mail address among them."""
    found: list[list[str | None]] = []
    lines = text.split("\n")[:_LINES]
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        for said in (line, f"{line} {after}"):
            if len(said) < _LONGEST and "@" not in said and said.count(",") + len(_CUT.findall(said)) >= _FEWEST - 1:
                found += _lists(_CUT.split(said), vocabulary)
    return found


def _lists(pieces: list[str], vocabulary: Vocabulary) -> list[list[str | None]]:
    found: list[list[str | None]] = []
    run: list[str | None] = []
    for piece in pieces:
        words = piece.strip(" .:()[]!").split()
        sense = vocabulary.sense(" ".join(words)) if words else None
        if sense:
            run.append(sense)
            continue
        closing = _first_sense([words[:size] for size in range(_WORDS, 0, -1)], vocabulary) if run else None
        found.append([*run, closing] if closing else run)
        opening = _first_sense([words[-size:] for size in range(_WORDS, 0, -1)], vocabulary)
        run = [opening] if opening else []
    found.append(run)
    return [settle(each) for each in found if len(each) >= _FEWEST and "email" in each]


def _first_sense(some: list[list[str]], vocabulary: Vocabulary) -> str | None:
    return next(
        (sense for words in some if words and (sense := vocabulary.sense(" ".join(words).strip(" .:()")))), None
    )
