"""REJECT: an admin refuses a held registration, and its partner is told the reason."""

from __future__ import annotations

from collections.abc import Sequence

from bot.commands.context import Change, Command, Context, Result
from bot.commands.decision import chosen, close, echoed
from bot.commands.show import named
from bot.domain.mail import Instruction
from bot.domain.registration import Registration, State, change
from bot.notices.transcript import Done


def run(ctx: Context, instruction: Instruction) -> Sequence[Result]:
    """Refuse each chosen registration, with the rest of the line as the reason."""
    found, wrong = chosen(ctx, instruction)
    return [*(_rejected(ctx, instruction, registration) for registration in found), *wrong]


def _rejected(ctx: Context, instruction: Instruction, held: Registration) -> Result:
    reason = " ".join(part for part in (instruction.rest.strip(), ctx.tell) if part)
    lost = change(held, State.REJECTED, decided_at=ctx.now, expires_at=None, codes=("case.rejected",), reason=reason)
    ctx.register.put(lost)
    text = f"{named(lost)} is refused. The partner was told"
    text += f", with your reason: {reason}" if reason else ", without a reason, since you gave none."
    done = Done(echoed(instruction, held), ok=True, text=text)
    return Result(done, (Change(lost, "registration.rejected", tell=True),), close(ctx, held.ref, "reject"))


COMMAND = Command(
    name="reject",
    synonyms=("decline", "deny", "declined", "rejected", "ablehnen", "refuser", "rejeter", "rechazar", "rejeitar",
              "rifiutare", "respingere", "afwijzen", "odrzuć", "却下", "拒绝"),
    usage="REJECT reason",
    does="in answer to a case: refuses the held registration; the partner is told the reason",
    who="admin",
    run=run,
)  # fmt: skip
