"""Whom a program writes to and when, and whom its mails name for questions (LEANSTACK L15; PlaidCloud P10)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from bot.rules.common import STRICT, Meaning, Positive, Text, listed, plural


@dataclass(frozen=True, kw_only=True)
class Notify:
    """Whom to write to and when: days before expiry, events that are copied to admins, the named contact (P10)."""

    __pydantic_config__ = STRICT
    reminders_before: tuple[Positive, ...]
    """Days before the expiry on which the partner is reminded."""
    cc: tuple[Literal["held", "accepted", "rejected", "expired", "withdrawn"], ...]
    """What is copied to the admins when a partner is told of it."""
    contact: str
    """The person or desk that mails name for questions; "" for none."""
    links: Mapping[str, Text] = field(default_factory=dict)
    """What mails link to: label = address."""
    policy: str = ""

    def __post_init__(self) -> None:
        """Raise ValueError, a line "key: problem" each, for what is named twice or links nowhere."""
        problems = []
        if len(set(self.reminders_before)) < len(self.reminders_before):
            problems.append("reminders_before: a day is named twice")
        problems += [
            f"links.{label}: must be a web address that starts with https://"
            for label, target in self.links.items()
            if not target.startswith(("https://", "http://"))
        ]
        if problems:
            raise ValueError("\n".join(problems))

    def meanings(self) -> Iterator[Meaning]:
        """Who hears of what."""
        if self.reminders_before:
            days = tuple(str(number) for number in sorted(self.reminders_before, reverse=True)[:-1])
            last = plural(min(self.reminders_before), "day")
            yield Meaning(f"Partners are reminded {listed((*days, last), 'and')} before a registration expires.")
        if self.cc:
            yield Meaning(f"Admins get a copy when a registration is {listed(self.cc)}.")
        if self.contact:
            yield Meaning(f"For questions mails name {self.contact}.", self.policy)
