"""ASK: an admin's question goes on to the partner of a held registration, and the answer comes back to the case."""

from __future__ import annotations

from collections.abc import Sequence

from bot.commands.context import Command, Context, Result
from bot.commands.decision import chosen, echoed, whose
from bot.commands.pick import refused
from bot.domain.mail import Instruction
from bot.domain.registration import Registration
from bot.notices.transcript import Done


def run(ctx: Context, instruction: Instruction) -> Sequence[Result]:
    """Pass the question on; the case stays open."""
    found, wrong = chosen(ctx, instruction)
    return [*(_asked(ctx, instruction, registration) for registration in found), *wrong]


def _asked(ctx: Context, instruction: Instruction, held: Registration) -> Result:
    question = " ".join(part for part in (instruction.rest.strip(), ctx.tell) if part)
    if not question:
        return refused(instruction, held.ref, "Please write the question behind the word ASK; nothing was sent.")
    text = f"The partner of {whose(ctx, held)} was asked: {question} The answer comes to you; the case stays open."
    return Result(Done(echoed(instruction, held), ok=True, text=text), asks=((held, question),))


COMMAND = Command(
    name="ask",
    synonyms=(),
    usage="ASK question",
    does="in answer to a case: sends your question to the partner; the answer comes back to you",
    who="admin",
    run=run,
)
