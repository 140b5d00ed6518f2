"""What was looked at and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """How it is: fine; ``doubt`` works but is worth a look; ``wrong`` keeps the bot from its work."""

    FINE = "fine"
    DOUBT = "doubt"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was tried: where, what was seen, and what to do about it ("" where nothing is to be done)."""

    where: str
    verdict: Verdict
    seen: str
    mend: str = ""


def fine(where: str, seen: str) -> Finding:
    """All is well."""
    return Finding(where, Verdict.FINE, seen)


def doubt(where: str, seen: str, mend: str) -> Finding:
    """It works, and yet."""
    return Finding(where, Verdict.DOUBT, seen, mend)


def wrong(where: str, seen: str, mend: str = "") -> Finding:
    """It does not work."""
    return Finding(where, Verdict.WRONG, seen, mend)
