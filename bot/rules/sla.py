"""How long admins may take for what the rules hold, and when it goes to somebody else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.rules.common import STRICT, Meaning, Positive, plural


@dataclass(frozen=True, kw_only=True)
class Sla:
    """How long admins may take for a case, in hours; then they are reminded."""

    __pydantic_config__ = STRICT
    decide_within_hours: Positive
    escalate_after_hours: Positive | None
    """After how long, from when it was opened, a case goes to those whom the config names under escalate_to."""

    def __post_init__(self) -> None:
        """Raise ValueError, as "key: problem", for an escalation that comes before the admins' own time is over."""
        if self.escalate_after_hours is not None and self.escalate_after_hours < self.decide_within_hours:
            raise ValueError("escalate_after_hours: must not be less than decide_within_hours")

    def meanings(self) -> Iterator[Meaning]:
        """When an undecided case is called to mind."""
        yield Meaning(
            f"Admins are reminded of a case that waits longer than {plural(self.decide_within_hours, 'hour')}."
        )
        if self.escalate_after_hours is not None:
            yield Meaning(
                f"After {plural(self.escalate_after_hours, 'hour')} it goes to those named under escalate_to."
            )
