"""What of a page nobody sees: hidden by style, by style sheet, or white on white (P12)."""

from __future__ import annotations

import re

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
_MEDIA = re.compile(r"@media[^{}]{0,200}\{(?:[^{}]{0,2000}\{[^{}]{0,2000}\}){0,200}[^{}]{0,200}\}", re.IGNORECASE)


def hidden_names(html: str) -> frozenset[str]:
    """The classes and ids (".x", "#y") that a page's style sheets hide."""
    lowered = html[:200_000]
    if "<style" not in lowered and "<STYLE" not in lowered:
        return frozenset()
    sheets = " ".join(re.findall(r"<style[^>]{0,200}>([^<]{0,40000})", lowered, re.IGNORECASE))
    if "none" not in sheets and "hidden" not in sheets:
        return frozenset()
    return frozenset(name.lower() for name in _SHEET_HIDES.findall(_MEDIA.sub(" ", sheets)))


def is_shade(style: str) -> bool:
    """Whether a style paints a background on which white text can be seen."""
    found = _BACKGROUND.search(style) if "background" in style.lower() else None
    return bool(found and not _WHITE.match(found.group(1).strip()) and "none" not in found.group(1).lower())


def is_hidden(attributes: dict[str, str | None], style: str, hides: frozenset[str], *, shaded: bool) -> bool:
    """Whether an element is hidden; ``hides`` names what style sheets hide, ``shaded`` whether it lies on a colour."""
    if "hidden" in attributes or (style and _HIDDEN.search(style)):
        return True
    if hides:
        names = {f".{name}" for name in (attributes.get("class") or "").lower().split()}
        if names & hides or f"#{(attributes.get('id') or '').lower()}" in hides:
            return True
    colour = _COLOUR.search(style) if not shaded and "color" in style else None
    text = colour.group(1).strip() if colour else attributes.get("color") or ""
    return bool(text and not shaded and _WHITE.match(text))
