"""The one reply to instructions by mail: each instruction with its result, for partners and for admins."""

from __future__ import annotations

from dataclasses import dataclass

from bot.notices.common import House, Standing


@dataclass(frozen=True, slots=True)
class Done:
    """One instruction and what came of it. ``ok`` is False for a refusal; ``rows`` are shown as a list below it."""

    command: str
    ok: bool
    text: str
    policy: str = ""
    rows: tuple[Standing, ...] = ()
    help: tuple[tuple[str, str], ...] = ()  # usage, what it does


@dataclass(frozen=True, slots=True)
class Transcript:
    """What transcript/ shows."""

    house: House
    greeting: str
    done: tuple[Done, ...]
    used: int = 0
    admin: bool = False
