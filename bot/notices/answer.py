"""The one reply to a submission: every lead's outcome with its reasons, every fault, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass

from bot.notices.common import House, LeadLine, ProblemShown


@dataclass(frozen=True, slots=True)
class Answer:
    """What answer/ shows. ``used`` of ``house.cap`` places are taken after this mail (both shown when a cap is set).

    ``lines`` is empty when no lead could be read; then ``problems`` and an example say how to go on.
    ``transcript`` holds the results of instructions that stood in the same mail. ``attest`` asks for a line that
    confirms ``house.statement``, where the program demands one and the mail had none. ``too_many`` leads beyond the
    first ``max_leads`` were left out. ``required`` are field names, in the order in which people are asked for them.
    """

    house: House
    greeting: str
    lines: tuple[LeadLine, ...]
    problems: tuple[ProblemShown, ...] = ()
    used: int = 0
    too_many: int = 0
    max_leads: int = 0
    attest: bool = False
    transcript: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    lead_types: tuple[str, ...] = ()

    def count(self, outcome: str) -> int:
        """How many leads ended so."""
        return sum(line.outcome == outcome for line in self.lines)
