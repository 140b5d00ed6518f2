"""The instructions by mail, one file each; a new one is a file and a line here."""

from __future__ import annotations

from bot.commands import accept, help, list, reject, renew, status, withdraw  # noqa: A004  named as partners write them
from bot.commands.context import Change, Command, Context, Result, Who
from bot.commands.register import Register

COMMANDS: tuple[Command, ...] = (
    status.COMMAND,
    list.COMMAND,
    renew.COMMAND,
    withdraw.COMMAND,
    accept.COMMAND,
    reject.COMMAND,
    help.COMMAND,
)
"""In the order in which HELP shows them."""

BY_NAME = {command.name: command for command in COMMANDS}

__all__ = ["BY_NAME", "COMMANDS", "Change", "Command", "Context", "Register", "Result", "Who", "commands_for", "words"]


def commands_for(who: Who) -> tuple[Command, ...]:
    """The commands that a partner or an admin may give; HELP is everybody's."""
    return tuple(command for command in COMMANDS if command.who == who or command is help.COMMAND)


def words(who: Who) -> dict[str, tuple[str, ...]]:
    """By name, what people write for the commands that they may give."""
    return {command.name: command.synonyms for command in commands_for(who)}
