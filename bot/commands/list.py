"""LIST: the sender's registrations, those that still count first."""

from __future__ import annotations

from collections.abc import Sequence

from bot.commands.context import Command, Context, Result
from bot.commands.show import in_line, standing
from bot.domain.mail import Instruction
from bot.domain.registration import Registration, State
from bot.notices.common import Standing
from bot.notices.transcript import Done

_SHOWN = 200
_ORDER = [
    State.INCOMPLETE,
    State.HELD,
    State.WAITING,
    State.ACCEPTED,
    State.EXPIRED,
    State.WON,
    State.LOST,
    State.WITHDRAWN,
    State.REJECTED,
]


def run(ctx: Context, instruction: Instruction) -> Sequence[Result]:  # noqa: ARG001  every command is called alike
    """Every registration of the partner; of very many only the first by state and end."""
    return [listing(ctx, "LIST")]


def listing(ctx: Context, command: str) -> Result:
    """The list, as the answer to ``command``."""
    mine = sorted(ctx.register.owned(ctx.partner.id), key=_place) if ctx.partner else []
    if not mine:
        return Result(Done(command, ok=True, text="You have no registrations yet."))
    cap, used = ctx.program.cap, ctx.register.used(ctx.partner.id) if ctx.partner else 0
    text = f"You have {len(mine)} registration{'s' if len(mine) > 1 else ''}"
    text += f"; {used} of {cap.limit} places are in use." if cap else f", {used} of them accepted or under review."
    if len(mine) > _SHOWN:
        text += f" The first {_SHOWN} are shown."
    return Result(Done(command, ok=True, text=text, rows=tuple(_row(ctx, one) for one in mine[:_SHOWN])))


def _row(ctx: Context, one: Registration) -> Standing:
    if one.state is not State.WAITING:
        return standing(one)
    return standing(one, in_line(ctx.register.place(one), one.offer_ends_at, ctx.program.tz))


def _place(registration: Registration) -> tuple[int, float, str]:
    end = registration.expires_at or registration.received_at
    return _ORDER.index(registration.state), end.timestamp(), registration.ref


COMMAND = Command(
    name="list",
    synonyms=("liste", "lista", "elenco", "lijst", "一覧", "列表"),
    usage="LIST",
    does="lists your registrations",
    who="partner",
    run=run,
)
