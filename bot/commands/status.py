"""STATUS: where a registration stands."""

from __future__ import annotations

from collections.abc import Sequence

from bot.commands.context import Command, Context, Result
from bot.commands.list import listing
from bot.commands.pick import by_company, by_reference, by_thread, line, refused
from bot.commands.show import how, in_line, named, on, standing, until
from bot.domain.mail import Instruction
from bot.domain.registration import Registration, State
from bot.notices.transcript import Done
from bot.rules.common import plural


def run(ctx: Context, instruction: Instruction) -> Sequence[Result]:
    """Each registration named, by reference or company; those of the answered mail when none is; else the list."""
    found, missing = by_reference(ctx, instruction)
    if not instruction.refs:
        found = by_company(ctx, instruction.company) if instruction.company else by_thread(ctx)
        if instruction.company and not found:
            return [refused(instruction, "", f"You have no registration of {instruction.company}.")]
        if not found:
            return [listing(ctx, "STATUS")]
    return [*(_shown(ctx, instruction, registration) for registration in found), *missing]


def _shown(ctx: Context, instruction: Instruction, registration: Registration) -> Result:
    row = standing(registration, fields=True)
    return Result(Done(line(instruction, registration.ref), ok=True, text=_said(ctx, registration), rows=(row,)))


def _said(ctx: Context, one: Registration) -> str:
    """The state in a sentence."""
    name, hours = named(one), ctx.program.sla.decide_within_hours
    if one.state is State.ACCEPTED:
        end = f" and lasts to the end of {until(one.expires_at, ctx.program.tz)}" if one.expires_at else ""
        return f"{name} is accepted{end}.{_beside(one)}"
    if one.state is State.HELD:
        return f"{name} is under review by a person; we aim to decide within {plural(hours, 'hour')}."
    if one.state is State.WAITING:
        place = in_line(ctx.register.place(one), one.offer_ends_at, ctx.program.tz)
        return f"{name} waits behind another registration. {place}"
    if one.state is State.EXPIRED and one.expires_at:
        return f"{name} ended on {until(one.expires_at, ctx.program.tz)}."
    if one.state is State.INCOMPLETE:
        return f"{name} is incomplete; answer with what is missing, and it is judged."
    since = on(one.decided_at, ctx.program.tz)
    return f"{name} is {how(one)} since {since}.{' ' + one.reason if one.reason else ''}"


def _beside(one: Registration) -> str:
    """That it does not stand alone, where an admin has split the revenue share."""
    return f" Your part of the revenue share is {one.share} percent; another partner has the rest." if one.share else ""


COMMAND = Command(
    name="status",
    synonyms=("stand", "état", "statut", "estado", "stato", "stan", "ステータス", "状态"),
    usage="STATUS reference",
    does="says where a registration stands; without a reference it lists all of yours",
    who="partner",
    run=run,
)
