"""Pages that nest too deep for the parser, cut before it sees them."""

from __future__ import annotations

import re

_MAX_NESTED = 1_000
_NESTING = re.compile(  # elements whose end tag is optional or forbidden do not nest
    r"<(/?)(?!(?:p|li|td|th|tr|dd|dt|option|tbody|thead|tfoot|br|hr|img|input|meta|link|col|area|base|wbr|embed|source"
    r"|param|track)\b)[a-z]",
    re.IGNORECASE,
)


def shallow(html: str) -> str:
    """A page cut where its elements nest too deep: the parser's time grows with the square of the depth."""
    if html.count("<") < _MAX_NESTED:
        return html
    depth = 0
    for match in _NESTING.finditer(html):
        depth += -1 if match.group(1) else 1
        if depth > _MAX_NESTED:
            return html[: match.start()]
        depth = max(depth, 0)
    return html
