"""What labels mean once their values are seen."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from bot.intake.assign import is_title
from bot.intake.entries import Entry
from bot.intake.grouping import NAMED
from bot.intake.kinds import one_type, ticked
from bot.intake.legal import is_legal
from bot.intake.vocabulary import FULL_NAME, OTHER, Vocabulary

_OF_NAMES = frozenset({FULL_NAME, "first_name", "last_name", "company", *NAMED})
_DIGITS = frozenset("+(0123456789")
_NUMBER = re.compile(r"[+(\d][\d\s()./-]{6,24}")
_LONGEST = 120


def settle_by_values(entries: Sequence[Entry], vocabulary: Vocabulary) -> None:
    """Give labels the sense that their values show: a name's that holds a number, a status that is a lead type."""
    _settle_types(entries, vocabulary)
    for entry in entries:
        if entry.sense in _OF_NAMES and entry.text[:1] in _DIGITS and _NUMBER.fullmatch(entry.text):
            entry.sense = "phone"  # "Contact: +43 1 555 00 10"
    _settle_positions([entry for entry in entries if entry.sense == "company" and entry.text])


def _settle_positions(companies: Sequence[Entry]) -> None:
    """Make companies' labels that hold a position its, where another one of their paragraph names the company."""
    named = Counter(entry.paragraph for entry in companies)
    for entry in companies:
        if named[entry.paragraph] > 1 and is_title(entry.text) and not is_legal(entry.text):
            entry.sense = "job_title"  # "Ünvan: Genel Müdür", beside "Firma: ..."
            named[entry.paragraph] -= 1


def _settle_types(entries: Sequence[Entry], vocabulary: Vocabulary) -> None:
    """Make labels near the lead type's ("Company type: GmbH") other ones, where each lead has a type without them."""
    told = [entry for entry in entries if entry.sense == "lead_type" and entry.text]
    none = [entry for entry in told if not one_type(entry.text, vocabulary) and not vocabulary.initial_of(entry.text)]
    if none and len(told) - len(none) >= max(1, sum(entry.sense == "email" for entry in entries)):
        for entry in none:
            entry.sense = OTHER
    for entry in entries if not told else ():
        if entry.sense == OTHER and entry.text and _states_type(entry.text, vocabulary):
            entry.sense = "lead_type"  # "Status: [ ] Qualified Lead [x] Managed Customer Lead"


def _states_type(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a value is a lead type's whole name, or a choice among boxes."""
    if len(text) > _LONGEST:
        return False
    return " " in text and bool(vocabulary.type_of(text) or (ticked(text) is not None and one_type(text, vocabulary)))
