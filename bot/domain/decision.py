"""What the rules say of a lead: Findings weighed into a Decision, and the Facts they are judged on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from bot.domain.partner import Customer, Partner
from bot.domain.registration import Registration


class Verdict(IntEnum):
    """How a finding weighs; the heaviest one decides."""

    ACCEPT = 0
    WAIT = 1
    HOLD = 2
    REJECT = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule says: a stable code, a verdict, the evidence, and the policy's own sentence.

    ``evidence`` is fit for the partner; ``internal`` holds what only an admin may see (another partner's name).
    """

    code: str
    verdict: Verdict
    evidence: str
    policy: str = ""
    internal: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """The findings weighed; with none the lead is accepted."""

    verdict: Verdict
    findings: tuple[Finding, ...] = ()

    @property
    def reasons(self) -> tuple[Finding, ...]:
        """The findings that weigh as heavily as the verdict."""
        return tuple(finding for finding in self.findings if finding.verdict is self.verdict)


@dataclass(frozen=True, slots=True)
class Likely:
    """A registration that may be of the same company: why, fit for the partner, and the evidence for an admin."""

    registration: Registration
    reason: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LikelyCustomer:
    """A company on the vendor's own list that may be the prospect, told as in ``Likely``."""

    customer: Customer
    reason: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """The snapshot a decision needs, taken under the program's lock.

    ``others`` are live registrations of other partners on the same prospect, ``likely`` those on what may be the same,
    each earliest receipt first; ``customer`` is the prospect on the vendor's own list, ``likely_customers`` what may be
    it there, where it is not; ``previous`` is this partner's own earlier registration of it that had a term, expired
    or withdrawn, if any. ``outstanding`` counts this partner's, this lead excluded.
    """

    partner: Partner
    received_at: datetime
    decided_at: datetime
    outstanding: int = 0
    others: tuple[Registration, ...] = ()
    previous: Registration | None = None
    customer: Customer | None = None
    attested: bool = False
    renewal: bool = False
    likely: tuple[Likely, ...] = ()
    likely_customers: tuple[LikelyCustomer, ...] = ()
