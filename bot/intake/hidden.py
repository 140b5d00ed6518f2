"""What of a page nobody sees: hidden by style, by style sheet, or white on white (P12)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

_LONG = 400  # characters of a style that is looked at each time anew
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0(?:\.\d+)?(?:px|pt|em|%|\s*[;!]|\s*$)"
    r"|(?<![\w-])opacity\s*:\s*0(?:\.0+)?\s*(?:[;!]|$)|max-(?:height|width)\s*:\s*0(?:px|\s*[;!]|\s*$)|text-decoration[^;]{0,40}line-through"
    r"|text-indent\s*:\s*-\d{3,}|(?:left|top)\s*:\s*-\d{3,}",
    re.IGNORECASE,
)
_COLOUR = re.compile(r"(?<![\w-])color\s*:\s*([^;]{1,40})", re.IGNORECASE)
_BACKGROUND = re.compile(r"background(?:-color)?\s*:\s*([^;]{1,80})", re.IGNORECASE)
_WHITE = re.compile(
    r"(?:#f{3}(?:f{3})?\b|#f[e-f]f[e-f]f[e-f]\b|white\b|rgba?\(\s*255\s*,\s*255\s*,\s*255|transparent\b)", re.IGNORECASE
)
_SHEET_HIDES = re.compile(
    r"([.#][\w-]{1,60})[^{}]{0,100}\{[^{}]{0,400}?(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE
)
_SHEET_STRIKES = re.compile(
    r"([.#][\w-]{1,60})\s{0,20}(?:,[^{}]{0,100})?\{[^{}]{0,400}?text-decoration[^;{}]{0,40}line-through", re.IGNORECASE
)
_MEDIA = re.compile(r"@media[^{}]{0,200}\{(?:[^{}]{0,2000}\{[^{}]{0,2000}\}){0,200}[^{}]{0,200}\}", re.IGNORECASE)


def hidden_names(html: str) -> frozenset[str]:
    """The classes and ids (".x", "#y") that a page's style sheets hide or strike out."""
    lowered = html[:200_000]
    if "<style" not in lowered and "<STYLE" not in lowered:
        return frozenset()
    sheets = " ".join(re.findall(r"<style[^>]{0,200}>([^<]{0,40000})", lowered, re.IGNORECASE))
    if "none" not in sheets and "hidden" not in sheets and "line-through" not in sheets:
        return frozenset()
    sheets = _MEDIA.sub(" ", sheets)
    return frozenset(name.lower() for name in (*_SHEET_HIDES.findall(sheets), *_SHEET_STRIKES.findall(sheets)))


class Look(NamedTuple):
    """What a style says of its element."""

    hides: bool
    shade: bool  # a background on which white text can be seen
    coloured: bool
    white: bool


def look_of(style: str) -> Look:
    """What a style (``""`` for none) makes of an element."""
    return _look_seen(style) if len(style) < _LONG else _look(style)


def is_hidden(attributes: Mapping[str, str | None], look: Look, hides: frozenset[str], *, shaded: bool) -> bool:
    """Whether an element is hidden; ``hides`` names what style sheets hide, ``shaded`` whether it lies on a colour."""
    if look.hides or "hidden" in attributes:
        return True
    if hides:
        names = {f".{name}" for name in (attributes.get("class") or "").lower().split()}
        if names & hides or f"#{(attributes.get('id') or '').lower()}" in hides:
            return True
    colour = attributes.get("color")
    return not shaded and (look.white if look.coloured else bool(colour and _WHITE.match(colour)))


def _look(style: str) -> Look:
    colour = _COLOUR.search(style)
    ground = _BACKGROUND.search(style)
    behind = ground.group(1).strip() if ground else "none"
    return Look(
        hides=bool(_HIDDEN.search(style)),
        shade=not (_WHITE.match(behind) or "none" in behind.lower()),
        coloured=colour is not None,
        white=bool(colour and _WHITE.match(colour.group(1).strip())),
    )


_look_seen = lru_cache(maxsize=1024)(_look)  # a page says the same of every cell
