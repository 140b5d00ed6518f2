"""A registration and the only ways it may change.

INCOMPLETE ──complete──> HELD | WAITING | ACCEPTED | REJECTED
WAITING ──take what was offered──> ACCEPTED | HELD
HELD ──approve──> ACCEPTED ──expire────> EXPIRED ────renew──> ACCEPTED | HELD | WAITING
  ├───queue─────> WAITING  ├─withdraw──> WITHDRAWN ──again──> ACCEPTED | HELD | WAITING
  └───reject────> REJECTED ├─overrule──> REJECTED    (an admin gave the prospect to another partner)
                           └─win, lose─> WON, LOST   (INCOMPLETE, HELD and WAITING may be withdrawn too)
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.errors import Refused
from bot.domain.lead import Lead


class State(StrEnum):
    """Where a registration stands."""

    INCOMPLETE = "incomplete"
    HELD = "held"
    WAITING = "waiting"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    WON = "won"
    LOST = "lost"


OUTSTANDING = frozenset({State.ACCEPTED, State.HELD})
"""The states that count against a cap: held ones too, so that a late approval cannot overshoot (LEANSTACK L11)."""

LIVE = OUTSTANDING | {State.WAITING}
"""The states in which a registration still claims its prospect."""

_CHANGES: dict[State, frozenset[State]] = {
    State.INCOMPLETE: frozenset({State.HELD, State.WAITING, State.ACCEPTED, State.REJECTED, State.WITHDRAWN}),
    State.HELD: frozenset({State.ACCEPTED, State.WAITING, State.REJECTED, State.WITHDRAWN}),
    State.WAITING: frozenset({State.ACCEPTED, State.HELD, State.REJECTED, State.WITHDRAWN}),
    State.ACCEPTED: frozenset({State.EXPIRED, State.WITHDRAWN, State.REJECTED, State.WON, State.LOST}),
    State.EXPIRED: frozenset({State.ACCEPTED, State.HELD, State.WAITING}),
    State.REJECTED: frozenset(),
    State.WITHDRAWN: frozenset({State.ACCEPTED, State.HELD, State.WAITING}),
    State.WON: frozenset(),
    State.LOST: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Registration:
    """One partner's claim on a prospect under one program; changed only by ``change``.

    All instants are aware and UTC. ``sender`` is the address that asked, ``thread`` the Message-ID of its mail, so
    that later mails join the conversation. ``term`` counts the terms granted (1, then 2 after a renewal) and
    ``expires_at`` is the end of the last one: it is kept after an expiry and a withdrawal, and while a registration
    that had a term is held or waits anew. ``offer_ends_at`` is set exactly while a WAITING one is offered the place.
    ``reason`` is what its partner was told of an admin's decision, ``share`` its part of the revenue share in percent
    where an admin has split it. One that is not ``exclusive`` stands beside others on the same prospect.
    """

    ref: str
    program: str
    partner: str
    sender: str
    lead: Lead
    state: State
    received_at: datetime
    decided_at: datetime
    expires_at: datetime | None = None
    term: int = 0
    codes: tuple[str, ...] = ()  # of the findings behind the last decision
    reason: str = ""
    thread: str = ""
    exclusive: bool = True
    offer_ends_at: datetime | None = None
    share: int | None = None

    @property
    def outstanding(self) -> bool:
        """Whether it counts against the cap."""
        return self.state in OUTSTANDING

    @property
    def live(self) -> bool:
        """Whether it still claims its prospect."""
        return self.state in LIVE


def change(registration: Registration, state: State, **fields: object) -> Registration:
    """The registration in its new state; raises Refused where the machine has no such way."""
    if state not in _CHANGES[registration.state]:
        raise Refused(f"{registration.ref} is {registration.state}; it cannot become {state}")
    return replace(registration, state=state, offer_ends_at=None, **fields)  # type: ignore[arg-type]


def offer(registration: Registration, until: datetime) -> Registration:
    """The waiting registration with the place offered to it; raises Refused for one that does not wait."""
    if registration.state is not State.WAITING:
        raise Refused(f"{registration.ref} is {registration.state}; only a waiting one is offered a place")
    return replace(registration, offer_ends_at=until)


def recall(registration: Registration, **fields: object) -> Registration:
    """The waiting registration without the offer that it had, still in line; raises Refused where none stands."""
    if registration.offer_ends_at is None:
        raise Refused(f"{registration.ref} has no offer to recall")
    return replace(registration, offer_ends_at=None, **fields)  # type: ignore[arg-type]


def stand_beside(registration: Registration, share: int | None = None) -> Registration:
    """The accepted registration, from now on beside another partner's, with its part of the revenue (percent)."""
    if registration.state is not State.ACCEPTED:
        raise Refused(f"{registration.ref} is {registration.state}; only an accepted one stands beside another")
    return replace(registration, exclusive=False, share=share)


@dataclass(frozen=True, slots=True)
class Case:
    """A held registration in front of an admin; ``token`` is unguessable and works once.

    ``decision`` is the word that closed it (a command's name; "changed" where a newer case took its place), ``note``
    what the admin wrote with it, for the program's own people only. ``escalated_at`` is when it was passed on.
    """

    ref: str
    program: str
    token: str
    opened_at: datetime
    closed_at: datetime | None = None
    nudged_at: datetime | None = None
    decided_by: str = ""
    decision: str = ""
    note: str = ""
    escalated_at: datetime | None = None
