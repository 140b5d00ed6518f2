"""How long admins may take for what the rules hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.rules.common import STRICT, Meaning, Positive, plural


@dataclass(frozen=True, kw_only=True)
class Sla:
    """How long admins may take for a case, in hours; then they are reminded."""

    __pydantic_config__ = STRICT
    decide_within_hours: Positive

    def meanings(self) -> Iterator[Meaning]:
        """When an undecided case is called to mind."""
        yield Meaning(
            f"Admins are reminded of a case that waits longer than {plural(self.decide_within_hours, 'hour')}."
        )
