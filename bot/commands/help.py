"""HELP: what can be written, from the commands themselves."""

from __future__ import annotations

from collections.abc import Sequence

from bot.commands.context import Command, Context, Result
from bot.domain.mail import Instruction
from bot.notices.transcript import Done


def run(ctx: Context, instruction: Instruction) -> Sequence[Result]:  # noqa: ARG001  every command is called alike
    """All commands that the sender may give, each with its usage."""
    lines = tuple((command.usage, command.does) for command in ctx.commands)
    text = "Write one of these as the subject of a mail, or several as its first lines, each on a line of its own."
    return [Result(Done("HELP", ok=True, text=text, help=lines))]


COMMAND = Command(
    name="help",
    synonyms=("hilfe", "aide", "ayuda", "ajuda", "aiuto", "pomoc", "hulp", "hjälp", "ヘルプ", "帮助", "?"),
    usage="HELP",
    does="shows what you can write",
    who="partner",
    run=run,
)
