"""The pieces that several notices share: the house that writes, and a lead as it is shown to people.

Every ``greeting`` is the salutation in words without its comma ("Hello Maria Lind"); texts are whole sentences.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class House:
    """The program in whose name a mail is written; ``address`` is where partners register.

    ``contact`` is the person or desk named for questions (PlaidCloud P10), ``links`` label to address (LEANSTACK L15),
    ``statement`` the sentence that registering attests (LEANSTACK L8), "" where none is restated.
    """

    program: str
    title: str
    address: str
    zone: ZoneInfo
    contact: str = ""
    statement: str = ""
    links: tuple[tuple[str, str], ...] = ()
    cap: int | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: the finding's stable code, its evidence in words, and the policy's sentence (may be "")."""

    code: str
    text: str
    policy: str = ""


@dataclass(frozen=True, slots=True)
class FieldShown:
    """A field as it was understood; ``fault`` says what is wrong with it and what to send, "" when it is fine.

    ``value`` is what the mail said ("" when nothing), ``where`` its origin in words ("line 4", "leads.csv row 3").
    ``proposed`` where the fault only asks whether the value was understood rightly, which a yes settles.
    """

    name: str
    label: str
    value: str
    fault: str = ""
    where: str = ""
    proposed: bool = False


@dataclass(frozen=True, slots=True)
class LeadLine:
    """One lead of an answer. ``outcome`` is accepted, held, waiting, rejected, incomplete, duplicate or closed.

    ``expires_at`` is the instant (UTC) at which an accepted registration ends, None where the program sets no term.
    ``receipt`` is the instant whose order decides priority.
    """

    outcome: str
    ref: str
    company: str
    contact: str
    fields: tuple[FieldShown, ...] = ()
    reasons: tuple[Reason, ...] = ()
    expires_at: datetime | None = None
    receipt: datetime | None = None
    next_step: str = ""

    @property
    def faults(self) -> tuple[FieldShown, ...]:
        """The fields that are missing or wrong."""
        return tuple([field for field in self.fields if field.fault])

    @property
    def to_confirm(self) -> bool:
        """Whether one yes settles all that is at fault."""
        return bool(self.faults) and all(field.proposed for field in self.faults)


@dataclass(frozen=True, slots=True)
class ProblemShown:
    """A part of the mail that could not be used, in words."""

    part: str
    text: str


@dataclass(frozen=True, slots=True)
class Standing:
    """One registration in a list: what STATUS, LIST, reminders and expiry mails show of it."""

    ref: str
    company: str
    contact: str
    state: str
    received_at: datetime
    expires_at: datetime | None = None
    note: str = ""
    fields: tuple[FieldShown, ...] = ()
