"""What the kinds of rules share: how they are written in the file, how they weigh, and how they are told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal, NamedTuple
from zoneinfo import ZoneInfo

from annotated_types import Ge, MinLen

from bot.domain.decision import Verdict

STRICT: Mapping[str, Any] = {"extra": "forbid", "allow_inf_nan": False}
"""How a section of the rules file is checked against its dataclass: no unknown key."""

Positive = Annotated[int, Ge(1)]
Text = Annotated[str, MinLen(1)]

OnMatch = Literal["accept", "hold", "reject"]
"""What a failed check leads to; "accept" means that it is not checked."""

VERDICTS: Mapping[str, Verdict] = {"accept": Verdict.ACCEPT, "hold": Verdict.HOLD, "reject": Verdict.REJECT}

_CONSEQUENCES = {"accept": "is not checked", "hold": "is held for an admin", "reject": "is refused"}


class Meaning(NamedTuple):
    """What a rule means in one plain sentence, beside the policy's own.

    ``policy`` is "" where the text is silent and this is our reading, None where silence is left to be silence.
    """

    text: str
    policy: str | None = ""


def consequence(on: OnMatch) -> str:
    """How a registration fares, as the end of a sentence."""
    return _CONSEQUENCES[on]


def plural(number: int, noun: str) -> str:
    """The number with its noun: "1 day", "90 days"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def listed(words: tuple[str, ...], last: str = "or") -> str:
    """The words as a list in a sentence: "a, b or c"."""
    return f" {last} ".join(part for part in (", ".join(words[:-1]), words[-1]) if part) if words else "none"


def day(moment: datetime, zone: ZoneInfo) -> str:
    """A day in the program's time zone: "4 March 2025"."""
    local = moment.astimezone(zone)
    return f"{local.day} {local:%B %Y}"


def instant(moment: datetime, zone: ZoneInfo) -> str:
    """An instant in the program's time zone, to the second: "4 March 2025, 09:30:12 UTC"."""
    return f"{day(moment, zone)}, {moment.astimezone(zone):%H:%M:%S %Z}"
