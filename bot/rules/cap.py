"""How many registrations a partner may have outstanding (LEANSTACK L11)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.decision import Facts, Finding, Verdict
from bot.rules.common import STRICT, Meaning, Positive, Text


@dataclass(frozen=True, kw_only=True)
class Cap:
    """How many outstanding registrations a partner may have (L11): accepted ones, and held ones too."""

    __pydantic_config__ = STRICT
    limit: Positive
    policy: Text

    def check(self, facts: Facts) -> Iterator[Finding]:
        """Refuse the lead that would be one too many (LEANSTACK L11)."""
        if facts.outstanding >= self.limit:
            evidence = f"{facts.outstanding} of {self.limit} in use"
            yield Finding("cap.reached", Verdict.REJECT, evidence, self.policy)

    def meanings(self) -> Iterator[Meaning]:
        """How many, and what counts."""
        text = f"A partner may have {self.limit} registrations outstanding at a time, accepted or held"
        yield Meaning(f"{text}; one more is refused.", self.policy)
