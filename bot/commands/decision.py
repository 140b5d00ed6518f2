"""What the admins' words share: which case a mail decides, whether there is room, and closing it once and for all."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

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
        if not refs and ctx.stale:
            return [], [refused(instruction, ref, _why_not(ctx, ref)) for ref in ctx.stale]
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


def close(ctx: Context, ref: str, decision: str) -> tuple[Case, ...]:
    """The open case of a registration, decided by the sender now; any later answer to it changes nothing."""
    case = ctx.register.open_case(ref)
    if case is None:
        return ()
    closed = replace(case, closed_at=ctx.now, decided_by=ctx.sender, decision=decision, note=ctx.note)
    ctx.register.put_case(closed)
    return (closed,)


def full(ctx: Context, instruction: Instruction, held: Registration) -> Result | None:
    """The answer to a decision for which the partner has no place left, where the cap was lowered meanwhile."""
    cap = ctx.program.cap
    if cap is None or ctx.register.used(held.partner) <= cap.limit:
        return None
    text = f"{named(held)} was not accepted: its partner already uses {cap.limit} of {cap.limit} places without it."
    return refused(instruction, held.ref, text, cap.policy)


def accepted_rivals(ctx: Context, held: Registration) -> list[Registration]:
    """The accepted registrations of other partners on the same prospect."""
    return [one for one in ctx.register.rivals(held.partner, held.lead) if one.state is State.ACCEPTED]


def whose(ctx: Context, registration: Registration) -> str:
    """A registration with its partner's name, for an admin."""
    partner = ctx.register.partner(registration.partner)
    return f"{named(registration)} of {partner.name if partner else registration.partner}"


def told(ctx: Context) -> str:
    """The end of an answer that says what the partner read of the admin's own words."""
    return f" Its partner reads besides: {ctx.tell}" if ctx.tell else ""


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
        return _closed(ctx, registration, case, case.closed_at)
    if ref in ctx.stale and case is not None:
        when = instant(case.opened_at, ctx.program.tz)
        return (
            f"The case of {named(registration)} has changed since the mail that you answered, so nothing was decided. "
            f"A new mail about it went out at {when}; please answer that one."
        )
    if registration.state is not State.HELD:
        return f"{named(registration)} is {registration.state.value}; there is nothing to decide."
    text = (
        f"To decide {named(registration)}, please answer its latest case mail, or keep the case's code in the subject."
    )
    return f"{text} Nothing was changed."


def _closed(ctx: Context, registration: Registration, case: Case, at: datetime) -> str:
    when, state = instant(at, ctx.program.tz), registration.state.value
    if case.decision == "withdraw":
        return f"The partner withdrew {named(registration)} at {when}; there is nothing left to decide."
    who = "you" if case.decided_by.casefold() == ctx.sender.casefold() else case.decided_by
    word = f" ({case.decision.upper()})" if case.decision else ""
    return (
        f"The case of {named(registration)} was already decided by {who} at {when}{word}; "
        f"it is {state}, and nothing was changed."
    )
