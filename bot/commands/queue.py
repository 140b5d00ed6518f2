"""QUEUE: an admin puts a held registration in line; its partner is offered the place once it is free."""

from __future__ import annotations

from collections.abc import Sequence

from bot.commands.context import Change, Command, Context, Result
from bot.commands.decision import chosen, close, echoed, told, whose
from bot.commands.pick import refused
from bot.commands.show import named
from bot.domain.mail import Instruction
from bot.domain.registration import Registration, State, change
from bot.notices.transcript import Done


def run(ctx: Context, instruction: Instruction) -> Sequence[Result]:
    """Let each chosen registration wait behind the others, in the order of receipt."""
    found, wrong = chosen(ctx, instruction)
    return [*(_queued(ctx, instruction, registration) for registration in found), *wrong]


def _queued(ctx: Context, instruction: Instruction, held: Registration) -> Result:
    ahead = [one for one in ctx.register.rivals(held.partner, held.lead) if one.outstanding]
    if not ahead:
        text = f"Nobody else has {named(held)} now, so there is nothing to wait for. Please ACCEPT or REJECT it."
        return refused(instruction, held.ref, text)
    waits = change(held, State.WAITING, decided_at=ctx.now, codes=("case.queued",), reason=ctx.tell)
    ctx.register.put(waits)
    names = " and ".join(whose(ctx, one) for one in ahead)
    text = (
        f"{whose(ctx, waits)} waits in line behind {names}, as number {ctx.register.place(waits)}. "
        f"Its partner was told, and is offered the place once it is free.{told(ctx)}"
    )
    done = Done(echoed(instruction, held), ok=True, text=text)
    return Result(done, (Change(waits, "registration.queued", tell=True),), close(ctx, held.ref, "queue"))


COMMAND = Command(
    name="queue",
    synonyms=("waitlist",),
    usage="QUEUE",
    does="in answer to a case: lets the registration wait in line; its partner is offered the place once it is free",
    who="admin",
    run=run,
)
