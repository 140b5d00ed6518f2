"""Texts sent as files: HTML pages, RTF and plain notes become texts of the mail."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.mail import Part
from bot.intake.formats.found import Context, Found, extension
from bot.intake.formats.rtf import to_text

_HTML = frozenset({"html", "htm", "xhtml"})
_PAGE = (b"<html", b"<!doctype html", b"<table", b"<meta http-equiv")
_TEXT = frozenset({"md", "markdown"})


def accepts(part: Part) -> bool:
    """A page or a note by name or type."""
    if part.data[:200].lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(_PAGE):
        return True  # also where an export calls its page a workbook
    return part.content_type in ("text/html", "application/rtf", "text/rtf", "text/markdown") or extension(part) in (
        _HTML | _TEXT | {"rtf"}
    )


def read(part: Part, context: Context) -> Found:
    """The text as a part to be read."""
    if part.data.startswith(b"{\\rtf"):
        text = to_text(part.data, context.limits)
        return Found(
            parts=(replace(part, content_type="text/plain", data=text.encode(), charset="utf-8", attached=False),)
        )
    is_page = part.content_type == "text/html" or extension(part) in _HTML or b"<" in part.data[:20]
    kind = "text/html" if is_page else "text/plain"
    return Found(parts=(replace(part, content_type=kind, attached=False),))
