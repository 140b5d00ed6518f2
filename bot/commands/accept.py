"""ACCEPT: an admin gives a held registration its place; its term starts now, its priority stays as received."""

from __future__ import annotations

from collections.abc import Sequence

from bot.commands.context import Change, Command, Context, Result
from bot.commands.decision import chosen, close, echoed
from bot.commands.pick import refused
from bot.commands.register import Register
from bot.commands.show import named, until
from bot.domain.mail import Instruction
from bot.domain.registration import Registration, State, change
from bot.notices.transcript import Done
from bot.rules.term import expiry

OVERRULED = "case.overruled"
"""The code of a registration whose prospect an admin gave to another partner."""


def run(ctx: Context, instruction: Instruction) -> Sequence[Result]:
    """Accept each chosen registration; in an exclusive program another partner's accepted one makes way."""
    found, wrong = chosen(ctx, instruction)
    return [*(_accepted(ctx, instruction, registration) for registration in found), *wrong]


def making_way(register: Register, held: Registration) -> list[Registration]:
    """The other partners' accepted registrations that are closed when this one is accepted."""
    rivals = register.rivals(held.partner, held.lead) if held.exclusive else ()
    return [rival for rival in rivals if rival.state is State.ACCEPTED]


def _accepted(ctx: Context, instruction: Instruction, held: Registration) -> Result:
    cap = ctx.program.cap
    if cap is not None and ctx.register.used(held.partner) > cap.limit:
        text = f"{named(held)} was not accepted: its partner already uses {cap.limit} of {cap.limit} places without it."
        return refused(instruction, held.ref, text, cap.policy)
    changes = []
    for rival in making_way(ctx.register, held):
        gone = change(rival, State.REJECTED, decided_at=ctx.now, expires_at=None, codes=(OVERRULED,), reason="")
        ctx.register.put(gone)
        changes.append(Change(gone, "registration.overruled", tell=True))
    end = expiry(ctx.program, ctx.now, renewal=held.term > 0)
    won = change(held, State.ACCEPTED, decided_at=ctx.now, expires_at=end, term=held.term + 1,
                 codes=("case.accepted",), reason=instruction.rest)  # fmt: skip
    ctx.register.put(won)
    changes.append(Change(won, "registration.accepted", tell=True))
    case = ctx.register.open_case(held.ref)
    closed = (close(ctx, case),) if case else ()
    text = f"{named(won)} is accepted" + (f" until the end of {until(end, ctx.program.tz)}." if end else ".")
    for other in changes[:-1]:
        text += f" {named(other.registration)} of another partner is closed."
    return Result(
        Done(echoed(instruction, held), ok=True, text=text + " The partners were told."), tuple(changes), closed
    )


COMMAND = Command(
    name="accept",
    synonyms=("approve", "approved", "accepted", "annehmen", "genehmigen", "accepter", "aceptar", "aprobar",
              "aceitar", "aprovar", "accettare", "approvare", "goedkeuren", "akceptuj", "承認", "批准"),
    usage="ACCEPT",
    does="in answer to a case: accepts the held registration; words after it are kept as the reason",
    who="admin",
    run=run,
)  # fmt: skip
