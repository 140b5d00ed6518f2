"""ACCEPT and REJECT from a partner: takes the place that was offered to who waited in line, or lets it go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.commands.context import Change, Command, Context, Result
from bot.commands.pick import by_company, by_reference, by_thread, line, refused, which
from bot.commands.register import Register
from bot.commands.show import codes, named, sentence, until
from bot.domain.decision import Facts, Verdict
from bot.domain.mail import Instruction
from bot.domain.partner import Partner
from bot.domain.registration import Registration, State, change
from bot.notices.transcript import Done
from bot.rules.common import instant
from bot.rules.judge import judge
from bot.rules.term import grant

LAPSED = "offer.lapsed"
"""The code of a registration that left the line because its partner did not answer the offer in time."""


def offered_facts(register: Register, partner: Partner, waits: Registration, now: datetime) -> Facts:
    """What a decision on who waits needs once the place is free.

    Who came later does not stand in the way, waiting behind or held because of this very offer.
    """
    facts = register.facts(partner, waits.lead, waits.received_at, now, ref=waits.ref, attested=True)
    renewed = waits.term > 0 and (waits.expires_at is None or waits.expires_at <= now)
    others = tuple(other for other in facts.others if other.outstanding and not _held_behind(other, waits))
    return replace(facts, others=others, previous=waits if renewed else None, renewal=renewed)


def _held_behind(other: Registration, waits: Registration) -> bool:
    return other.state is State.HELD and other.received_at > waits.received_at


def take(ctx: Context, instruction: Instruction) -> Sequence[Result]:
    """Give the place to who was offered it, judged anew: cap, standing and all else are checked again."""
    return _answered(ctx, instruction, _taken)


def decline(ctx: Context, instruction: Instruction) -> Sequence[Result]:
    """Let the place go to the next in line."""
    return _answered(ctx, instruction, _declined)


def _answered(
    ctx: Context, instruction: Instruction, answer: Callable[[Context, Instruction, Registration], Result]
) -> Sequence[Result]:
    if instruction.refs:
        found, missing = by_reference(ctx, instruction)
        return [*(answer(ctx, instruction, one) for one in found), *missing]
    found = by_company(ctx, instruction.company) if instruction.company else by_thread(ctx)
    offered = [one for one in found if one.offer_ends_at is not None] or found
    if len(offered) == 1:
        return [answer(ctx, instruction, offered[0])]
    if offered:
        return [which(instruction, offered)]
    return [refused(instruction, "", "No place is offered to you here; LIST shows all of your registrations.")]


def _taken(ctx: Context, instruction: Instruction, waits: Registration) -> Result:
    if late := _too_late(ctx, instruction, waits):
        return late
    assert ctx.partner is not None
    decision = judge(ctx.program, waits.lead, offered_facts(ctx.register, ctx.partner, waits, ctx.now))
    if decision.verdict in (Verdict.REJECT, Verdict.WAIT):
        first = decision.reasons[0]
        text = f"{named(waits)} cannot be yours yet. {sentence(first.evidence)} The offer stands until it ends."
        return refused(instruction, waits.ref, text, first.policy)
    if decision.verdict is Verdict.HOLD:
        held = change(waits, State.HELD, decided_at=ctx.now, codes=codes(decision))
        ctx.register.put(held)
        text = f"{named(held)} is with a person to decide; you will get a mail with the decision."
        return Result(Done(line(instruction, waits.ref), ok=True, text=text),
                      (Change(held, "registration.held", decision),))  # fmt: skip
    end, term = grant(ctx.program, waits, ctx.now)
    won = change(
        waits, State.ACCEPTED, decided_at=ctx.now, expires_at=end, term=term, codes=("offer.taken",), reason=""
    )
    ctx.register.put(won)
    text = f"{named(won)} is accepted: it is yours" + (f" to the end of {until(end, ctx.program.tz)}." if end else ".")
    return Result(Done(line(instruction, waits.ref), ok=True, text=text), (Change(won, "registration.accepted"),))


def _declined(ctx: Context, instruction: Instruction, waits: Registration) -> Result:
    if waits.offer_ends_at is None:
        return _too_late(ctx, instruction, waits) or refused(instruction, waits.ref, "No place is offered to you here.")
    gone = change(waits, State.WITHDRAWN, decided_at=ctx.now, codes=("offer.declined",), reason="")
    ctx.register.put(gone)
    text = f"{named(gone)} has left the line; the place goes to the next one."
    return Result(Done(line(instruction, waits.ref), ok=True, text=text), (Change(gone, "registration.withdrawn"),))


def _too_late(ctx: Context, instruction: Instruction, one: Registration) -> Result | None:
    """The answer where no offer stands, or the mail was received after its end."""
    ends = one.offer_ends_at
    if ends is not None and ctx.received_at <= ends:
        return None
    name = named(one)
    if ends is not None or LAPSED in one.codes:
        over = f" on {instant(ends, ctx.program.tz)}" if ends else ""
        text = f"The time to answer the offer of {name} ended{over}. If you still pursue it, please register it again."
    elif one.state is State.WAITING:
        place = ctx.register.place(one)
        text = f"{name} is number {place} in line; we will write to you as soon as the place is offered to you."
    elif one.state is State.HELD:
        text = f"Only the program's own team can decide {name}; nothing was changed."
    else:
        text = f"{name} is {one.state.value}; no place is offered to you for it. Nothing was changed."
    return refused(instruction, one.ref, text)


TAKE = Command(
    name="accept",
    synonyms=(),
    usage="ACCEPT",
    does="in answer to an offer: takes the place that you waited for",
    who="partner",
    run=take,
    answers=True,
)
DECLINE = Command(
    name="reject",
    synonyms=(),
    usage="REJECT",
    does="in answer to an offer: lets the place go to the next in line",
    who="partner",
    run=decline,
    answers=True,
)
