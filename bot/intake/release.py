"""The lines by which a person lets a quarantined mail go on: ``CONFIRM word``, ``RELEASE word [AS partner]``."""

from __future__ import annotations

import re

from bot.domain.mail import Envelope
from bot.domain.quarantine import Said
from bot.intake import wording

_LINE = re.compile(
    r"[^\w\n]{0,10}(confirm|release)[ \t]{1,5}([a-z2-7]{16})(?:[ \t]{1,5}as[ \t]{1,5}([\w.-]{1,100}))?[^\w\n]{0,5}",
    re.IGNORECASE,
)
_GREETING = re.compile(r"[^\n]{1,40}[,!，、]")
_MOST = 50


def said(envelope: Envelope) -> tuple[Said, ...]:
    """The subject or the first lines of a mail, a greeting aside, as far as they are nothing but such lines.

    A line further down may come from the mail that was answered, which named the word.
    """
    found = [_LINE.fullmatch(envelope.subject)]
    lines = [line.strip() for line in wording.text_of(envelope).splitlines() if line.strip()]
    if lines and _GREETING.fullmatch(lines[0]):
        lines.pop(0)
    for line in lines[:_MOST]:
        match = _LINE.fullmatch(line)
        if not match:
            break
        found.append(match)
    told = [Said(match[1].lower(), match[2].lower(), (match[3] or "").rstrip(".")) for match in found if match]
    return tuple(dict.fromkeys(told))
