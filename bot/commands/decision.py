"""What ACCEPT and REJECT share: which case an admin's mail decides, and closing it once and for all."""

from __future__ import annotations

from dataclasses import replace

from bot.commands.context import Context, Result
from bot.commands.pick import canonical, line, refused
from bot.commands.show import named
from bot.domain.mail import Instruction
from bot.domain.registration import Case, Registration, State
from bot.rules.common import instant


def chosen(ctx: Context, instruction: Instruction) -> tuple[list[Registration], list[Result]]:
    """The held registrations to decide, and an answer for each reference that cannot be decided by this mail.

    Only cases count that the mail proves to answer; a reference alone, which is no secret, decides nothing.
    """
    if instruction.refs:
        refs = dict.fromkeys(canonical(ref, ctx.program.prefix) for ref in instruction.refs)
    else:
        refs = dict.fromkeys(ref for ref in ctx.cases if ctx.register.open_case(ref)) or dict.fromkeys(ctx.cases)
        if not refs:
            text = "Your mail does not say which case it decides. Please answer the case mail itself."
            return [], [refused(instruction, "", text)]
        if len(refs) > 1 and ctx.register.open_case(next(iter(refs))):
            names = ", ".join(refs)
            text = f"Several cases are open here: {names}. Please send {instruction.name.upper()} with the reference."
            return [], [refused(instruction, "", text)]
    found: list[Registration] = []
    wrong: list[Result] = []
    for ref in refs:
        held = _held(ctx, ref)
        if held is not None:
            found.append(held)
        else:
            wrong.append(refused(instruction, ref, _why_not(ctx, ref)))
    return found, wrong


def close(ctx: Context, case: Case) -> Case:
    """The case, decided by the sender now; any later answer to it changes nothing."""
    closed = replace(case, closed_at=ctx.now, decided_by=ctx.sender)
    ctx.register.put_case(closed)
    return closed


def echoed(instruction: Instruction, registration: Registration) -> str:
    """The decision as the receipt shows it."""
    return line(instruction, registration.ref)


def _held(ctx: Context, ref: str) -> Registration | None:
    registration = ctx.register.find(ref)
    if ref not in ctx.cases or registration is None or registration.state is not State.HELD:
        return None
    return registration if ctx.register.open_case(ref) else None


def _why_not(ctx: Context, ref: str) -> str:
    registration, case = ctx.register.find(ref), ctx.register.case(ref)
    if registration is None:
        return f"There is no registration {ref}. Please check the reference."
    if case is not None and case.closed_at is not None:
        when = instant(case.closed_at, ctx.program.tz)
        return (
            f"The case of {named(registration)} was already decided by {case.decided_by} at {when}; "
            f"it is {registration.state.value}, and nothing was changed."
        )
    if registration.state is not State.HELD:
        return f"{named(registration)} is {registration.state.value}; there is nothing to decide."
    return f"To decide {named(registration)}, please answer its case mail, or keep the case's code in the subject."
