"""Who may register: partners with their senders, and the customers the vendor already has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Partner:
    """A partner organisation of one program; ``addresses`` and ``domains`` are lower case.

    ``plan`` is its own subscription, ``active`` whether that runs, ``good_standing`` whether the vendor vouches for
    its compliance, ``certifications`` the names on file, ``agreement_on`` the day the Agreement was accepted.
    """

    id: str
    program: str
    name: str
    addresses: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    tier: str = ""
    plan: str = ""
    active: bool = True
    good_standing: bool = True
    agreement_on: date | None = None
    joined_on: date | None = None
    certifications: tuple[str, ...] = ()
    revenue_share: bool = True
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Customer:
    """A company the vendor already has: ``kind`` is ``customer`` or ``house`` (a house account)."""

    program: str
    domain: str
    name: str
    kind: str = "customer"
