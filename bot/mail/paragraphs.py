"""A text body laid out for a terminal: 72 columns, hanging indents, single blank lines."""

from __future__ import annotations

import re
from functools import lru_cache

WIDTH = 72
_DEEPEST = 48

_PREFIX = re.compile(r" *(?:> |- |\d+\. )?(?:\S(?:\S| (?! )){0,28}  +(?=\S)){0,4}")
_BLANKS = re.compile(r"\n[ \t]*(?:\n[ \t]*)+\n")


def wrap(text: str) -> str:
    """The text with long lines broken at spaces; a continuation hangs below its list item or its column.

    Words longer than the width (addresses) stay whole; runs of blank lines become one; ends with one line feed.
    """
    text = "\n".join([line if len(line) <= WIDTH else _broken(line) for line in text.split("\n")])
    return _BLANKS.sub("\n\n", text).strip("\n") + "\n"


@lru_cache(maxsize=512)  # most long lines are the house's own, in every mail the same
def _broken(line: str) -> str:
    prefix = _PREFIX.match(line)
    first = prefix.group(0)[:_DEEPEST] if prefix else ""
    hang = first if first.endswith("> ") else " " * len(first)
    lines, rest = [], line[len(first) :].rstrip()
    room = WIDTH - len(first)
    while len(rest) > room:
        cut = rest.rfind(" ", 0, room + 1)
        if cut <= 0:
            cut = rest.find(" ", room)
        if cut < 0:
            break
        lines.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return first + ("\n" + hang).join([*lines, rest])
