"""Labelled values grouped by the lead that they tell of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.intake.assign import is_empty
from bot.intake.entries import Entry
from bot.intake.vocabulary import FULL_NAME

NAMED = ("name", "name_or_first", "name_or_last", "customer")
_IDENTITY = frozenset({"email", "company", FULL_NAME, "first_name", "last_name", "url", "lead_type", *NAMED})


def grouped(entries: Sequence[Entry]) -> list[list[Entry]]:
    """Entries by lead: a paragraph or a label that says again what the lead before has said opens the next."""
    groups: list[list[Entry]] = []
    group: list[Entry] = []
    said: dict[str, str] = {}
    for paragraph in _paragraphs(entries):
        if any(_again(entry, said) for entry in paragraph):
            groups.append(group)
            group, said = [], {}
        for entry in paragraph:
            if _again(entry, said):
                groups.append(group)
                group, said = [], {}
            group.append(entry)
            if not is_empty(entry.text):
                said[entry.sense] = entry.text
    groups.append(group)
    return _typed_once([group for group in groups if any(entry.text for entry in group)])


def _typed_once(groups: list[list[Entry]]) -> list[list[Entry]]:
    """Groups that all have the type which is stated once, in a paragraph of its own above or below all of them."""
    told = [entry for group in groups for entry in group if entry.sense == "lead_type" and entry.text]
    if len(groups) < 2 or len(told) != 1:
        return groups
    around = [entry for group in groups for entry in group if entry is not told[0]]
    if any(entry.paragraph == told[0].paragraph for entry in around) or told[0].number in range(
        min(entry.number for entry in around), max(entry.number for entry in around)
    ):
        return groups
    bare = [[entry for entry in group if entry is not told[0]] for group in groups]
    return [[*group, replace(told[0])] for group in bare if group]


def _again(entry: Entry, said: dict[str, str]) -> bool:
    return (
        entry.sense in _IDENTITY
        and entry.sense in said
        and not is_empty(entry.text)
        and said[entry.sense] != entry.text
    )


def _paragraphs(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    held: list[Entry] = []
    for entry in entries:
        if held and held[-1].paragraph != entry.paragraph:
            yield held
            held = []
        held.append(entry)
    if held:
        yield held
