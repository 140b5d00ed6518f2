"""Tables with a rule between their rows, whose cells may go on in the lines below."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise


def wrapped(rows: Sequence[list[str]], ruled: Sequence[int]) -> list[list[str]]:
    """Rows with those joined between which no rule stands; ``ruled`` are the numbers of the rows below a rule.

    Lines of which several hold an address are rows of their own.
    """
    ends = sorted({0, *ruled, len(rows)})
    joined: list[list[str]] = []
    for start, end in pairwise(ends):
        lines = rows[start:end]
        if sum(any("@" in cell for cell in line) for line in lines) > 1:
            joined += lines
        else:
            joined.append(_joined(lines))
    return joined


def _joined(lines: Sequence[list[str]]) -> list[str]:
    cells: list[str] = []
    for line in lines:
        cells += [""] * (len(line) - len(cells))
        for at, text in enumerate(line):
            cells[at] += _gap(cells[at], text) + text
    return cells


def _gap(above: str, text: str) -> str:
    """What stood between two parts of a cell: nothing inside an address or a compound, else a space."""
    if not above or not text or above.endswith("-"):
        return ""
    inside = " " not in above and ("@" in above or "://" in above or above.startswith("www."))
    return "" if inside and " " not in text else " "
