"""Exceptions that stop one handling; an expected "no" is a value (a Fault, a Finding), never one of these."""

from __future__ import annotations

from collections.abc import Sequence


class BotError(Exception):
    """Something stopped one handling; the text says what is wrong, where, and what to do."""


class ConfigError(BotError):
    """Settings, rules or templates are wrong; carries every problem found, each naming file, key and problem."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class Unreadable(BotError):
    """A stored mail cannot be read at all; it is parked with this reason."""


class Refused(BotError):
    """A registration cannot change in the way asked for; names the reference, its state and the change."""


class StoreUnavailable(BotError):
    """The database is locked, gone or behind its migrations; what was under way is tried again later."""


class MailboxUnavailable(BotError):
    """The IMAP server cannot be reached or refused; ``permanent`` when only a person can mend it (login refused)."""

    def __init__(self, text: str, *, permanent: bool = False) -> None:
        self.permanent = permanent
        super().__init__(text)


class FilingRefused(BotError):
    """The IMAP server does not let mails be put into a folder, or the folder be made; the session goes on."""


class TokenUnavailable(BotError):
    """No access token can be had; ``permanent`` when only a person can mend it (the permission was withdrawn)."""

    def __init__(self, text: str, *, permanent: bool = False) -> None:
        self.permanent = permanent
        super().__init__(text)
