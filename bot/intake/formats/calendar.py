"""Calendar files beside a mail: never a lead's data, and no cause for a remark."""

from __future__ import annotations

from bot.domain.mail import Part
from bot.intake.formats.found import Context, Found, extension

_TYPES = frozenset({"text/calendar", "application/ics"})


def accepts(part: Part) -> bool:
    """An appointment."""
    return part.content_type in _TYPES or extension(part) == "ics"


def read(part: Part, context: Context) -> Found:  # noqa: ARG001  every format is called alike
    """Nothing."""
    return Found()
