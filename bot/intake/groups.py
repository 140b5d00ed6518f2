"""Rows of a table that speak of those below them: a title across it, a company whose cells are merged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.intake.kinds import one_type
from bot.intake.lexicon import lexicon
from bot.intake.siderows import is_example
from bot.intake.values import links
from bot.intake.vocabulary import OTHER, Vocabulary

_LONGEST_LABEL = 60


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
    alone = addressed and len(filled) == 1 and bool(row[0]) and (" " in filled[0] or not links(filled[0]))
    return "" if len(filled) > 2 or (len(row) > 2 and (alone or filled[0].endswith((":", "：")))) else None


def type_for_all(row: Sequence[str], vocabulary: Vocabulary) -> str:
    """The lead type that a row states beside a label, in place of a column ("For all of them: | Qualified Lead")."""
    filled = [cell for cell in row if cell]
    return vocabulary.type_of(filled[1]) if len(filled) == 2 and len(filled[0]) < _LONGEST_LABEL else ""


def merged_down(said: Mapping[str, str], above: Mapping[str, str]) -> list[str]:
    """The fields that a second contact of the company above leaves out, as merged cells do."""
    if "company" in said:
        return []
    host, before = (text.get("email", "").rpartition("@")[2].casefold() for text in (said, above))
    if not host or host != before or host in lexicon().freemail:
        return []
    return [name for name in ("company", "url", "lead_type") if name not in said and above.get(name)]


def groups_by_type(names: Sequence[str | None], rows: Sequence[Sequence[str]], vocabulary: Vocabulary) -> bool:
    """Whether the first column says each lead type once, above the leads below it, as merged cells do."""
    first = next((at for at, name in enumerate(names) if name and name != OTHER), -1)
    if first < 0 or names[first] != "lead_type":
        return False
    filled = [row for row in rows if len([cell for cell in row if cell]) > 1 and not is_example(row)]
    cells = [row[first] for row in filled if first < len(row)]
    said = [cell for cell in cells if cell]
    kinds = {vocabulary.type_of(cell) for cell in said}
    return bool(cells and cells[0]) and len(said) < len(cells) and "" not in kinds and len(kinds) == len(said)
