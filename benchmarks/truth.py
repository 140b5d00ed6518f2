"""What the bot must decide, by a model of the rules so simple that it can be checked by eye.

A flawed lead is incomplete and claims nothing. Else, in receipt order: the partner has the domain already, so it is a
duplicate; another partner has it, so it is held; nobody has it, so it is accepted.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Expected:
    """One lead's decision: ``outcome`` is accepted, held, incomplete or duplicate."""

    outcome: str
    partner: str
    domain: str
    company: str
    contact: str


@dataclass(slots=True)
class Ledger:
    """Who has claimed which domain so far, held claims included."""

    claims: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def decide(self, partner: str, domain: str, values: tuple[str, ...], flaw: str) -> Expected:
        """The decision for the next lead in receipt order."""
        claimants = self.claims[domain]
        if flaw:
            outcome = "incomplete"
        elif partner in claimants:
            outcome = "duplicate"
        else:
            outcome = "held" if claimants else "accepted"
            claimants.add(partner)
        return Expected(outcome, partner, domain, company=values[4], contact=f"{values[0]} {values[1]}".strip())
