"""SPLIT: as SHARE, with the revenue share divided between the two in percent."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.commands.context import Command, Context, Result
from bot.commands.decision import chosen
from bot.commands.pick import refused
from bot.commands.share import shared
from bot.domain.mail import Instruction

_PERCENT = re.compile(r"\D{0,20}?(\d{1,3})\s*(?:%|percent)?(?:\s*[/:-]\s*(\d{1,3})\s*%?)?(?!\d)")


def run(ctx: Context, instruction: Instruction) -> Sequence[Result]:
    """Accept the chosen registration with so many percent for it; nothing is split without a number."""
    found, wrong = chosen(ctx, instruction)
    percent = share_of(instruction.rest)
    if found and percent is None:
        text = (
            "Please say how the revenue share is divided, as in SPLIT 40: 40 percent for the new request, and the rest "
            "for the registration that stands. Nothing was changed."
        )
        return [*(refused(instruction, one.ref, text) for one in found), *wrong]
    return [*(shared(ctx, instruction, one, percent) for one in found), *wrong]


def share_of(text: str) -> int | None:
    """The percentage (1 to 99) that a text opens with: "40", "40%", "40/60".

    None where there is none, or where the two do not make up the whole.
    """
    match = _PERCENT.match(text)
    if match is None:
        return None
    first, second = int(match[1]), match[2]
    whole = second is None or first + int(second) == 100
    return first if 0 < first < 100 and whole else None


COMMAND = Command(
    name="split",
    synonyms=(),
    usage="SPLIT 40",
    does="in answer to a case: as SHARE, with 40 percent of the revenue share for it and the rest for the other",
    who="admin",
    run=run,
)
