"""An admin's question to the partner of a held registration."""

from __future__ import annotations

from dataclasses import dataclass

from bot.notices.common import House, LeadLine


@dataclass(frozen=True, slots=True)
class Question:
    """What question/ shows."""

    house: House
    greeting: str
    line: LeadLine
    question: str
