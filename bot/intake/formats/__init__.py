"""Files that partners attach: one module a format, tried in the order in which they are listed here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.domain.lead import Draft, Origin, Value
from bot.domain.mail import Part, Problem
from bot.intake.formats import (
    calendar,
    csv,
    json,
    message,
    page,
    seals,
    smime,
    tnef,
    unsupported,
    vcard,
    xlsx,
)
from bot.intake.formats.found import Context, Format, Found
from bot.intake.kinds import types_in

__all__ = ["FORMATS", "Contents", "Context", "Format", "Found", "read_files"]

FORMATS: tuple[Format, ...] = (seals, smime, tnef, message, calendar, vcard, json, xlsx, csv, page, unsupported)
"""``unsupported`` accepts everything and comes last."""

_MAX_FILES = 300


@dataclass(slots=True)
class Contents:
    """All that the files of a mail hold; ``texts`` are texts inside them, to be read as the mail's own text is."""

    drafts: list[Draft] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    texts: list[Part] = field(default_factory=list)


def read_files(parts: Sequence[Part], context: Context) -> Contents:
    """Read the files among some parts, and the files inside them, as deep as the limits allow. Never raises."""
    contents = Contents()
    waiting = [(part, 0) for part in parts if part.attached]
    for opened in range(_MAX_FILES):
        if opened >= len(waiting):
            break
        part, depth = waiting[opened]
        found = _read(part, context)
        contents.drafts += found.drafts
        contents.problems += found.problems
        contents.texts += [inner for inner in found.parts if not inner.attached]
        if depth < context.limits.nesting:
            waiting += [(inner, depth + 1) for inner in found.parts if inner.attached]
    return contents


def _read(part: Part, context: Context) -> Found:
    reader = next(each for each in FORMATS if each.accepts(part))
    found = reader.read(part, context)
    if part.filename and found.drafts and not any(draft.text("lead_type") for draft in found.drafts):
        return _named_after(found, part.filename, context)
    return found


def _named_after(found: Found, filename: str, context: Context) -> Found:
    """The leads of a file that says no types, and is itself named after one ("managed_customers.csv")."""
    kinds = {kind for kind, _, _ in types_in(filename.rpartition(".")[0].replace("_", " "), context.vocabulary)}
    if len(kinds) != 1:
        return found
    told = Value(kinds.pop(), Origin(filename), 0.85)
    return replace(found, drafts=tuple(Draft({**draft.values, "lead_type": told}) for draft in found.drafts))
