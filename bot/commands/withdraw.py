"""WITHDRAW: gives up a registration and frees its place."""

from __future__ import annotations

from collections.abc import Sequence

from bot.commands.context import Change, Command, Context, Result
from bot.commands.decision import close
from bot.commands.pick import by_company, by_reference, by_thread, line, refused, which
from bot.commands.show import how, named, on, until
from bot.domain.mail import Instruction
from bot.domain.registration import Registration, State, change
from bot.notices.transcript import Done

_OPEN = frozenset({State.INCOMPLETE, State.HELD, State.WAITING, State.ACCEPTED})


def run(ctx: Context, instruction: Instruction) -> Sequence[Result]:
    """Withdraw what is named by reference, or the one that a company or the answered mail leaves no doubt about."""
    if instruction.refs:
        found, missing = by_reference(ctx, instruction)
        return [*(_withdrawn(ctx, instruction, registration) for registration in found), *missing]
    company = instruction.company
    found = by_company(ctx, company) if company else by_thread(ctx)
    still = [registration for registration in found if registration.state in _OPEN] or found[:1]
    if len(still) == 1:
        return [_withdrawn(ctx, instruction, still[0])]
    if still:
        return [which(instruction, still)]
    if company:
        return [refused(instruction, "", f"You have no registration of {company}; LIST shows all of yours.")]
    return [refused(instruction, "", "Please name the reference: WITHDRAW reference. LIST shows all of yours.")]


def _withdrawn(ctx: Context, instruction: Instruction, registration: Registration) -> Result:
    if registration.state not in _OPEN:
        state, day = how(registration), on(registration.decided_at, ctx.program.tz)
        text = f"{named(registration)} is {state} since {day}; there is nothing to withdraw."
        return refused(instruction, registration.ref, text)
    gone = change(registration, State.WITHDRAWN, decided_at=ctx.now, codes=(), reason="")
    ctx.register.put(gone)
    text = f"{named(registration)} is withdrawn"
    text += "; its place is free again." if registration.outstanding and ctx.program.cap else "."
    end = gone.expires_at
    if ctx.program.renewal is not None and end is not None and end > ctx.now:
        text += f" Registered again, it would last to the end of {until(end, ctx.program.tz)}, as before."
    done = Done(line(instruction, registration.ref), ok=True, text=text)
    closed = close(ctx, registration.ref, "withdraw")
    return Result(done, (Change(gone, "registration.withdrawn"),), closed)


COMMAND = Command(
    name="withdraw",
    synonyms=("cancel", "deregister", "zurückziehen", "retirer", "retirar", "ritirare", "intrekken", "wycofaj",
              "取り下げ", "撤回"),
    usage="WITHDRAW reference",
    does="gives up a registration and frees its place",
    who="partner",
    run=run,
)  # fmt: skip
