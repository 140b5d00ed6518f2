"""Leads laid out as cards: neighbouring boxes of a page with a few lines and one address each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from bot.intake.text import Line
from bot.intake.values import addresses

BOXES = frozenset(["div", "section", "article", "li", "td", "table"])
"""Elements that may be a card."""

_FEWEST, _MOST = 3, 12  # lines of a card
_LONGEST = 30  # blocks, the blank ones counted

_Block = TypeVar("_Block")
Span = tuple[int, int]
"""Where a box begins and ends among a page's blocks."""


def cards_in(blocks: Sequence[object], spans: Sequence[Span]) -> list[Span]:
    """Those of neighbouring boxes that are cards; none where only one is."""
    found = [span for span in spans if span[1] - span[0] <= _LONGEST and _is_card(blocks[span[0] : span[1]])]
    return found if len(found) > 1 else []


def holds_cards(rows: Sequence[Sequence[str]]) -> bool:
    """Whether most cells of a table are cards of a few lines with an address, so that it is layout."""
    filled = [cell for row in rows for cell in row if cell.strip()]
    cards = sum(1 for cell in filled if cell.count("\n") + 1 >= _FEWEST and "@" in cell)
    return cards > 1 and cards * 2 >= len(filled)


def _is_card(blocks: Sequence[object]) -> bool:
    lines = [block.text for block in blocks if isinstance(block, Line) and block.text]
    if not _FEWEST <= len(lines) <= _MOST or any(not isinstance(block, Line) for block in blocks):
        return False
    found = {each.text.casefold() for text in lines if "@" in text for each in addresses(text)}
    return len(found) == 1 and all(len(text) < 100 for text in lines)


def set_apart(blocks: Sequence[_Block | Line], spans: Sequence[Span]) -> list[_Block | Line]:
    """Blocks with blank lines around each card, and no blanks or bullets inside."""
    result: list[_Block | Line] = []
    at = 0
    for start, end in sorted(set(spans)):
        if start < at:
            continue
        result += blocks[at:start]
        card = [
            Line(block.number, block.text.removeprefix("- "))
            for block in blocks[start:end]
            if isinstance(block, Line) and block.text
        ]
        result += [Line(card[0].number, ""), *card, Line(card[-1].number, "")]
        at = end
    return [*result, *blocks[at:]]
