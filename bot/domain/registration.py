"""A registration and the only ways it may change.

INCOMPLETE ──complete──> HELD | WAITING | ACCEPTED | REJECTED
WAITING ─────offer─────> ACCEPTED
HELD ──approve──> ACCEPTED ──expire────> EXPIRED ──renew──> ACCEPTED | HELD
  └───reject────> REJECTED ├─withdraw──> WITHDRAWN   (INCOMPLETE, HELD and WAITING may be withdrawn too)
                           ├─overrule──> REJECTED    (an admin gave the prospect to another partner)
                           └─win, lose─> WON, LOST
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
    State.HELD: frozenset({State.ACCEPTED, State.REJECTED, State.WITHDRAWN}),
    State.WAITING: frozenset({State.ACCEPTED, State.HELD, State.REJECTED, State.WITHDRAWN}),
    State.ACCEPTED: frozenset({State.EXPIRED, State.WITHDRAWN, State.REJECTED, State.WON, State.LOST}),
    State.EXPIRED: frozenset({State.ACCEPTED, State.HELD}),
    State.REJECTED: frozenset(),
    State.WITHDRAWN: frozenset(),
    State.WON: frozenset(),
    State.LOST: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Registration:
    """One partner's claim on a prospect under one program; changed only by ``change``.

    All instants are aware and UTC. ``sender`` is the address that asked, ``thread`` the Message-ID of its mail, so
    that later mails join the conversation. ``term`` counts the terms granted (1, then 2 after a renewal).
    """

    ref: str
    program: str
    partner: str
    sender: str
    lead: Lead
    state: State
    received_at: datetime
    decided_at: datetime
    expires_at: datetime | None = None  # set exactly while ACCEPTED, and kept once EXPIRED
    term: int = 0
    codes: tuple[str, ...] = ()  # of the findings behind the last decision
    reason: str = ""
    thread: str = ""
    exclusive: bool = True

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
    return replace(registration, state=state, **fields)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Case:
    """A held registration in front of an admin; ``token`` is unguessable and works once."""

    ref: str
    program: str
    token: str
    opened_at: datetime
    closed_at: datetime | None = None
    nudged_at: datetime | None = None
    decided_by: str = ""
