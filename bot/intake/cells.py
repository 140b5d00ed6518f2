"""The cells of one lead made a draft, each value with the cell in which it stands."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.lead import Draft, Origin, Value
from bot.intake.assign import Values, assign, is_title
from bot.intake.layout import TYPE
from bot.intake.siderows import listed
from bot.intake.storeys import Cell
from bot.intake.values import Own
from bot.intake.vocabulary import FULL_NAME, LAST_FIRST, OTHER, Vocabulary
from bot.intake.words import fold

_COMPOUND = frozenset({"company", "email", FULL_NAME, LAST_FIRST, "first_name", "last_name"})
"""Fields whose cells may hold an address beside their text."""
_NOBODY = Own(frozenset(), frozenset())  # whose an address is, the reader looks at when all is read


def draft_of(cells: Sequence[Cell], part: str, sheet: str, sure: float, vocabulary: Vocabulary) -> Draft:
    """The lead that cells tell; ``sure`` is how surely its columns are known (0 to 1).

    What a cell holds beside its own field, as a name that is a link, counts where no other cell says it.
    """
    values: Values = {}
    beside: Values = {}
    origin, before = Origin(part), -1
    for name, written, row, column in cells:
        text = _joined(name, written) if "\n" in written else written
        if sheet:
            origin = Origin(part, f"{sheet} {_letters(column)}{row + 1}")
        elif row != before:
            origin, before = Origin(part, f"row {row + 1}"), row
        if name.startswith(TYPE):
            if fold(text) in listed("marks"):
                values.setdefault("lead_type", Value(name[1:], origin, sure))
        elif name == "notes" and name in values:
            values[name] = Value(f"{values[name].text}; {text}", values[name].origin, sure)
        elif name in _COMPOUND and (
            ("@" in text and (name != "email" or " " in text)) or "://" in text or text is not written
        ):
            found: Values = {}
            assign(found, name, text, origin, vocabulary, _NOBODY)
            for field, value in found.items():
                (values if field in (name, FULL_NAME) else beside).setdefault(field, value)
        elif name != OTHER and not (name == "url" and _NOBODY.host(text)):
            values.setdefault(name, Value(text, origin, sure))
            if name == LAST_FIRST:
                values.setdefault(FULL_NAME, Value(text, origin, sure))
    return Draft({**beside, **values} if beside else values)


def _joined(name: str, text: str) -> str:
    """The lines of a cell as one: a company's without the address below it, a contact's parted from the position."""
    first, *rest = text.split("\n")
    if name == "company" and any(char.isdigit() or char == "@" for line in rest for char in line):
        return first
    if name == FULL_NAME and all(map(is_title, rest)):
        return ", ".join([first, *rest])
    return " ".join([first, *rest])


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
