"""ACCEPT: an admin gives a held registration its place; its term starts now, its priority stays as received."""

from __future__ import annotations

from collections.abc import Sequence

from bot.commands.context import Change, Command, Context, Result
from bot.commands.decision import chosen, close, echoed, full, told, whose
from bot.commands.register import Register
from bot.commands.show import OVERRULED, RECALLED, until
from bot.domain.mail import Instruction
from bot.domain.registration import Registration, State, change, recall
from bot.notices.transcript import Done
from bot.rules.term import grant


def run(ctx: Context, instruction: Instruction) -> Sequence[Result]:
    """Accept each chosen registration; in an exclusive program another partner's accepted one makes way."""
    found, wrong = chosen(ctx, instruction)
    return [*(_accepted(ctx, instruction, registration) for registration in found), *wrong]


def making_way(register: Register, held: Registration) -> list[Registration]:
    """The other partners' accepted registrations that are closed when this one is accepted: not what it shares with."""
    rivals = register.rivals(held.partner, held.lead)
    return [one for one in rivals if one.state is State.ACCEPTED and (held.exclusive or one.exclusive)]


def losing_offer(register: Register, held: Registration) -> list[Registration]:
    """The other partners' waiting registrations whose offer of the place ends when this one is accepted."""
    return [one for one in register.rivals(held.partner, held.lead) if one.offer_ends_at is not None]


def _accepted(ctx: Context, instruction: Instruction, held: Registration) -> Result:
    if no_place := full(ctx, instruction, held):
        return no_place
    changes = []
    for rival in making_way(ctx.register, held):
        gone = change(rival, State.REJECTED, decided_at=ctx.now, expires_at=None, codes=(OVERRULED,), reason="")
        ctx.register.put(gone)
        changes.append(Change(gone, "registration.overruled", tell=True))
    for offered in losing_offer(ctx.register, held):
        back = recall(offered, decided_at=ctx.now, codes=(RECALLED,), reason="")
        ctx.register.put(back)
        changes.append(Change(back, "registration.recalled", tell=True))
    end, term = grant(ctx.program, held, ctx.now)
    won = change(held, State.ACCEPTED, decided_at=ctx.now, expires_at=end, term=term,
                 codes=("case.accepted",), reason=ctx.tell)  # fmt: skip
    ctx.register.put(won)
    changes.append(Change(won, "registration.accepted", tell=True))
    text = f"{whose(ctx, won)} is accepted" + (f" until the end of {until(end, ctx.program.tz)}." if end else ".")
    for lost in changes[:-1]:
        one = whose(ctx, lost.registration)
        text += f" {one} is closed." if lost.registration.state is State.REJECTED else f" {one} waits in line again."
    for other in _still_open(ctx, won):
        text += f" The case of {whose(ctx, other)} on the same prospect stays open; a new mail says how it stands now."
    text += " The partners were told." if len(changes) > 1 else " The partner was told."
    done = Done(echoed(instruction, held), ok=True, text=text + told(ctx))
    return Result(done, tuple(changes), close(ctx, held.ref, "accept"))


def _still_open(ctx: Context, won: Registration) -> list[Registration]:
    rivals = ctx.register.rivals(won.partner, won.lead)
    return [one for one in rivals if one.state is State.HELD and ctx.register.open_case(one.ref)]


COMMAND = Command(
    name="accept",
    synonyms=("approve", "approved", "accepted", "annehmen", "genehmigen", "accepter", "aceptar", "aprobar",
              "aceitar", "aprovar", "accettare", "approvare", "goedkeuren", "akceptuj", "承認", "批准"),
    usage="ACCEPT",
    does="in answer to a case: accepts the held registration; words after it are kept as the reason",
    who="admin",
    run=run,
)  # fmt: skip
