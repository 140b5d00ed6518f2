"""Rows of a table that speak of those below them: a title across it, a company whose cells are merged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.intake.kinds import one_type
from bot.intake.lexicon import lexicon
from bot.intake.vocabulary import OTHER, Vocabulary


def section(row: Sequence[str], vocabulary: Vocabulary, *, addressed: bool = False) -> str | None:
    """The lead type that a row names for those below it, ``""`` for another title across the table; else None.

    In a table that gives addresses (``addressed``) a row with one cell, which is none, is a title too.
    """
    filled = [cell for cell in row if cell]
    if len(set(filled)) != 1 or "@" in filled[0] or len(filled[0]) > 80:
        return None
    kind = one_type(filled[0].rstrip(":： "), vocabulary) or vocabulary.type_of(filled[0].rstrip(":： s"))
    if kind and len(row) > 1:
        return kind
    alone = addressed and len(filled) == 1 and bool(row[0]) and "." not in filled[0].rstrip(".")
    return "" if len(filled) > 2 or (len(row) > 2 and (alone or filled[0].endswith((":", "：")))) else None


def with_type_column(
    names: Sequence[str | None], rows: Sequence[Sequence[str]], vocabulary: Vocabulary
) -> list[str | None]:
    """The fields of a table's columns, that of the lead type told by its cells where no heading names it."""
    found = list(names)
    if any(name and (name == "lead_type" or name.startswith("=")) for name in found):
        return found
    for at, name in enumerate(found):
        cells = [row[at] for row in rows if at < len(row) and row[at]] if name in (None, OTHER, "notes") else []
        kinds = {vocabulary.type_of(cell) or vocabulary.initial_of(cell) for cell in cells}
        if cells and "" not in kinds and (len(kinds) > 1 or all(map(vocabulary.type_of, cells))):
            found[at] = "lead_type"
            break
    return found


def merged_down(said: Mapping[str, str], above: Mapping[str, str]) -> list[str]:
    """The fields that a second contact of the company above leaves out, as merged cells do."""
    if "company" in said:
        return []
    host, before = (text.get("email", "").rpartition("@")[2].casefold() for text in (said, above))
    if not host or host != before or host in lexicon().freemail:
        return []
    return [name for name in ("company", "url") if name not in said and above.get(name)]
