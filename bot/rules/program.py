"""One partner program: everything its rules file says, as one value.

``None`` stands for the file's explicit ``"unset"``: the policy's text is silent, and nothing is invented.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal
from zoneinfo import ZoneInfo

STRICT: Mapping[str, Any] = {"extra": "forbid"}
"""How the rules file is checked against these dataclasses: no unknown key."""

OnMatch = Literal["accept", "hold", "reject"]


@dataclass(frozen=True, kw_only=True)
class LeadType:
    """A kind of lead: the canonical name that is echoed, and what partners write for it."""

    __pydantic_config__ = STRICT
    name: str
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Intake:
    """What a registration must state (LEANSTACK L7, L8; PlaidCloud P8, P11)."""

    __pydantic_config__ = STRICT
    required: tuple[str, ...]
    lead_types: tuple[LeadType, ...] = ()
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    attestation: Literal["implied", "explicit"]
    statement: str
    max_leads_per_mail: int
    priority: Literal["received", "completed"]
    incomplete_days: int
    confidence: float
    policy: str


@dataclass(frozen=True, kw_only=True)
class PartnerRule:
    """What a partner must be to register (L1, L12; P2, P12): each check reject, hold or accept (not checked)."""

    __pydantic_config__ = STRICT
    plans: tuple[str, ...] | None
    inactive: OnMatch
    wrong_plan: OnMatch
    no_agreement: OnMatch
    bad_standing: OnMatch
    certification: str | None
    uncertified: OnMatch
    entry_policy: str
    agreement_policy: str
    certification_policy: str = ""


@dataclass(frozen=True, kw_only=True)
class Match:
    """By what prospects are compared; ``ignore_domains`` adds to the built-in free-mail and shared-hosting lists."""

    __pydantic_config__ = STRICT
    scope: Literal["domain"]
    ignore_domains: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """Another partner's live registration of the same prospect (P9)."""

    __pydantic_config__ = STRICT
    on_match: Literal["hold", "reject", "share"]
    disclose: Literal["none", "date"]
    policy: str


@dataclass(frozen=True, kw_only=True)
class Exclude:
    """Companies the vendor already has."""

    __pydantic_config__ = STRICT
    existing_customer: OnMatch
    house_account: OnMatch
    policy: str


@dataclass(frozen=True, kw_only=True)
class Term:
    """How long an accepted registration lasts: calendar months, or days (L9)."""

    __pydantic_config__ = STRICT
    months: int = 0
    days: int = 0
    policy: str


@dataclass(frozen=True, kw_only=True)
class Renewal:
    """How an expired registration may be had again (L10); ``max`` is how often."""

    __pydantic_config__ = STRICT
    days: int
    max: int
    early: Literal["refuse"]
    window_days: int | None
    policy: str


@dataclass(frozen=True, kw_only=True)
class Cap:
    """How many outstanding registrations a partner may have (L11)."""

    __pydantic_config__ = STRICT
    limit: int
    policy: str


@dataclass(frozen=True, kw_only=True)
class Sla:
    """How long admins may take for a case, in hours."""

    __pydantic_config__ = STRICT
    decide_within_hours: int


@dataclass(frozen=True, kw_only=True)
class Notify:
    """Whom to write to and when: days before expiry, events that are copied to admins, the named contact (P10)."""

    __pydantic_config__ = STRICT
    reminders_before: tuple[int, ...]
    cc: tuple[Literal["held", "accepted", "rejected", "expired", "withdrawn"], ...]
    contact: str
    links: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Program:
    """A program's rules; ``zone`` is an IANA time zone, ``prefix`` opens its references."""

    __pydantic_config__ = STRICT
    name: str
    title: str
    prefix: str
    zone: str
    intake: Intake
    partner: PartnerRule
    match: Match
    conflict: Conflict
    exclude: Exclude
    term: Term | None
    renewal: Renewal | None
    cap: Cap | None
    sla: Sla
    notify: Notify

    @cached_property
    def tz(self) -> ZoneInfo:
        """The program's time zone."""
        return ZoneInfo(self.zone)
