"""The instructions by mail, one file each; a new one is a file and a line here."""

from __future__ import annotations

from bot.commands import (
    accept,
    ask,
    help,  # noqa: A004  named as partners write them
    list,  # noqa: A004
    queue,
    reject,
    renew,
    share,
    split,
    status,
    take,
    withdraw,
)
from bot.commands.context import Change, Command, Context, Result, Who
from bot.commands.register import Register

COMMANDS: tuple[Command, ...] = (
    status.COMMAND,
    list.COMMAND,
    renew.COMMAND,
    withdraw.COMMAND,
    take.TAKE,
    take.DECLINE,
    accept.COMMAND,
    reject.COMMAND,
    queue.COMMAND,
    share.COMMAND,
    split.COMMAND,
    ask.COMMAND,
    help.COMMAND,
)
"""In the order in which HELP shows them."""

DECISIONS = frozenset(command.name for command in COMMANDS if command.who == "admin")
"""The words that decide a case, or bring it on."""

__all__ = [
    "COMMANDS",
    "DECISIONS",
    "Change",
    "Command",
    "Context",
    "Register",
    "Result",
    "Who",
    "commands_for",
    "find",
    "words",
]


def find(name: str, who: Who) -> Command | None:
    """The command of that name which a partner or an admin may give, else the one that the other may give."""
    named = sorted((command for command in COMMANDS if command.name == name), key=lambda one: one.who != who)
    return named[0] if named else None


def commands_for(who: Who) -> tuple[Command, ...]:
    """The commands that a partner or an admin may give; HELP is everybody's."""
    return tuple(command for command in COMMANDS if command.who == who or command is help.COMMAND)


def words(who: Who, *, answers: bool = False) -> dict[str, tuple[str, ...]]:
    """By name, what people write for the commands that they may give, or for those that answer a mail's offer."""
    return {command.name: command.synonyms for command in commands_for(who) if command.answers == answers}
