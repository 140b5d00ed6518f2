"""What a page's controls show: a field's value, a box ticked or not, the option chosen."""

from __future__ import annotations

from collections.abc import Mapping

from selectolax.lexbor import LexborNode

CONTROLS = frozenset(["input", "select"])
"""Elements that show what stands in their attributes."""


def shown(node: LexborNode, tag: str, attributes: Mapping[str, str | None]) -> str:
    """The text that stands for a control."""
    if tag == "select":
        return next((option.text() for option in node.css("option[selected]")), "")
    if (attributes.get("type") or "").lower() in ("checkbox", "radio"):
        return " [x] " if "checked" in attributes else " [ ] "
    return f" {attributes['value']} " if attributes.get("value") else ""


def caption_of(table: LexborNode) -> str:
    """A table's title, or ``""``."""
    caption = table.css_first("caption")
    return caption.text(separator=" ") if caption is not None else ""
