"""SHARE: an admin lets a held registration stand beside the accepted one; both are live."""

from __future__ import annotations

from collections.abc import Sequence

from bot.commands.context import Change, Command, Context, Result
from bot.commands.decision import accepted_rivals, chosen, close, echoed, full, told, whose
from bot.commands.pick import refused
from bot.commands.show import named, until
from bot.domain.mail import Instruction
from bot.domain.registration import Registration, State, change, stand_beside
from bot.notices.transcript import Done
from bot.rules.term import grant


def run(ctx: Context, instruction: Instruction) -> Sequence[Result]:
    """Accept each chosen registration beside those that stand."""
    found, wrong = chosen(ctx, instruction)
    return [*(shared(ctx, instruction, registration) for registration in found), *wrong]


def shared(ctx: Context, instruction: Instruction, held: Registration, percent: int | None = None) -> Result:
    """Accept one beside those that stand; ``percent`` is its part of the revenue share, the other gets the rest."""
    if no_place := full(ctx, instruction, held):
        return no_place
    beside = accepted_rivals(ctx, held)
    if not beside:
        text = f"Nobody else has an accepted registration beside {named(held)}. Please ACCEPT or REJECT it."
        return refused(instruction, held.ref, text)
    if percent is not None and len(beside) > 1:
        text = f"SPLIT divides between two, and {len(beside)} others stand. Please use SHARE for {named(held)}."
        return refused(instruction, held.ref, text)
    end, term = grant(ctx.program, held, ctx.now)
    won = change(held, State.ACCEPTED, decided_at=ctx.now, expires_at=end, term=term, exclusive=False, share=percent,
                 codes=("case.shared",), reason=ctx.tell)  # fmt: skip
    rest = None if percent is None else 100 - percent
    others = [stand_beside(one, rest) for one in beside]
    for one in (*others, won):
        ctx.register.put(one)
    names = " and ".join(whose(ctx, one) for one in others)
    text = f"{whose(ctx, won)} is accepted" + (f" until the end of {until(end, ctx.program.tz)}" if end else "")
    text += f", beside {names}; both are live"
    text += f". The revenue share is split: {percent}% for {won.ref}, {rest}% for {others[0].ref}" if percent else ""
    done = Done(echoed(instruction, held), ok=True, text=f"{text}. The partners were told.{told(ctx)}")
    changes = [Change(one, "registration.shared", tell=True) for one in others]
    word = "share" if percent is None else "split"
    return Result(done, (*changes, Change(won, "registration.accepted", tell=True)), close(ctx, held.ref, word))


COMMAND = Command(
    name="share",
    synonyms=(),
    usage="SHARE",
    does="in answer to a case: accepts the registration beside the one that stands; both are live",
    who="admin",
    run=run,
)
