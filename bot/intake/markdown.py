"""Rows of tables as Markdown writes them: between bars or not, without what is struck out, links as people see them.

The table syntax is that of GitHub Flavored Markdown, section 4.10, the inline marks those of sections 6.1 to 6.9.
"""

from __future__ import annotations

import re

from bot.intake.values import addresses, links

_BAR = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"\s*\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?\s*)?")
_STRUCK = re.compile(r"~~[^~]{0,300}~~")
_LINK = re.compile(r"!?\[([^\[\]]{0,300})\]\(<?([^()\s<>]{1,1000})>?[^()]{0,100}\)")
_MARKS = re.compile(r"(?<!\w)(\*{1,3}|_{1,3}|`{1,2})(?=\S)([^*_`]{1,200}(?:[_*][^*_`]{1,200}){0,3})(?<=\S)\1(?!\w)")


def bars(text: str) -> list[str]:
    """A row's cells, without the marks of Markdown; ``[]`` for a line that has not two bars."""
    if text.count("|") < 2:
        return []
    cells = [cell.strip() for cell in _BAR.split(text.strip())]
    if not cells[0]:
        del cells[0]
    if cells and not cells[-1]:
        del cells[-1]
    return [_plain(cell) if cell and not cell.isalnum() else cell for cell in cells]


def is_rule(text: str) -> bool:
    """Whether a line is the rule under a table's headings."""
    return "--" in text and bool(_RULE.fullmatch(text))


def _plain(cell: str) -> str:
    cell = cell.replace("\\|", "|")
    if "~~" in cell:
        cell = _STRUCK.sub("", cell)
    if "](" in cell:
        cell = _LINK.sub(_shown, cell)
    if "*" in cell or "_" in cell or "`" in cell:
        cell = _MARKS.sub(r"\2", cell)
    return cell.strip(" *")


def _shown(link: re.Match[str]) -> str:
    """A link's text, with its target behind it where the text does not say it."""
    shown, target = link[1].strip(" *_`"), link[2].removeprefix("mailto:")
    if not shown or addresses(shown) or (links(shown) and "@" not in target):
        return shown or target
    return f"{shown} <{target}>"
