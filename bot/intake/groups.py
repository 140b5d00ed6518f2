"""Rows of a table that speak of those below them: a title across it, a company whose cells are merged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.intake.kinds import one_type
from bot.intake.lexicon import lexicon
from bot.intake.vocabulary import Vocabulary


def section(row: Sequence[str], vocabulary: Vocabulary) -> str | None:
    """The lead type that a row names for those below it, ``""`` for another title across the table; else None."""
    filled = [cell for cell in row if cell]
    if len(set(filled)) != 1 or "@" in filled[0] or len(filled[0]) > 80:
        return None
    kind = one_type(filled[0].rstrip(":： "), vocabulary) or vocabulary.type_of(filled[0].rstrip(":： s"))
    if kind and len(row) > 1:
        return kind
    return "" if len(filled) > 2 or (len(row) > 2 and filled[0].endswith((":", "："))) else None


def merged_down(said: Mapping[str, str], above: Mapping[str, str]) -> list[str]:
    """The fields that a second contact of the company above leaves out, as merged cells do."""
    host, before = (text.get("email", "").rpartition("@")[2].casefold() for text in (said, above))
    if "company" in said or not host or host != before or host in lexicon().freemail:
        return []
    return [name for name in ("company", "url") if name not in said and above.get(name)]
