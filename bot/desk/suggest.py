"""What the rules and the record speak for in a case, with the reason; the admin decides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bot.domain.decision import Decision
from bot.domain.registration import Registration, State
from bot.rules.common import instant
from bot.rules.program import Program


class Suggestion(NamedTuple):
    """A word that decides, and why; both "" where nothing speaks for one."""

    word: str = ""
    because: str = ""


def suggest(program: Program, asked: Registration, others: Sequence[Registration], decision: Decision) -> Suggestion:
    """What speaks for which word: what is on file first, then the order of receipt."""
    codes = [reason.code for reason in decision.reasons]
    if not codes:
        return Suggestion("ACCEPT", "nothing stands against it any more")
    if "customer.existing" in codes or "customer.house" in codes:
        return Suggestion("REJECT", "the company is on our own list already")
    if any(code.startswith("partner.") for code in codes):
        return Suggestion("ASK", "what our records lack may only be late, and the partner can say so")
    if "customer.likely" in codes or "conflict.likely" in codes:
        return Suggestion("", "whether the two are one company is for you to say; what speaks for it stands above")
    if not any(code.startswith("conflict.") for code in codes):
        return Suggestion()
    return _by_receipt(program, asked, [one for one in others if one.outstanding])


def _by_receipt(program: Program, asked: Registration, others: Sequence[Registration]) -> Suggestion:
    if not others:
        return Suggestion("ACCEPT", "nobody else has a claim to it now")
    first = min(others, key=lambda one: (one.received_at, one.ref))
    order = f"on {instant(asked.received_at, program.tz)}, the other on {instant(first.received_at, program.tz)}"
    if asked.received_at < first.received_at:
        return Suggestion("ACCEPT", f"its mail was received first: {order}")
    if first.state is State.HELD:
        return Suggestion(
            "", f"{first.ref} was received first and waits for a decision too; please decide that one first"
        )
    if first.expires_at is None:
        return Suggestion("REJECT", f"the other mail was received first: this one {order}")
    because = f"the other mail was received first: this one {order}; in line, this partner is next once that one ends"
    return Suggestion("QUEUE", because)
