"""How leads, reasons and registrations are shown to people: what desk and commands put into the notices' views."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.domain.decision import Decision
from bot.domain.lead import EXTRA_FIELDS, FIELD_NAMES, FIELDS, Draft, Fault, Lead
from bot.domain.registration import Registration, State
from bot.domain.term import last_day
from bot.notices.common import FieldShown, Reason, Standing
from bot.rules.common import day, instant

_LABELS = {name: label[0].upper() + label[1:] for name, label in FIELD_NAMES.items()}
_NOTES = {
    State.INCOMPLETE: "Something is still missing; answer with it, and the registration is completed.",
    State.HELD: "A person is looking at it.",
    State.WAITING: "It waits in line behind another registration.",
}


OVERRULED = "case.overruled"
"""The code of a registration whose prospect an admin gave to another partner."""

RECALLED = "offer.recalled"
"""The code of a registration that waits again, since the place it was offered went to another partner."""

_DATED = frozenset({State.ACCEPTED, State.EXPIRED})
"""The states in which the end of the term is news to its reader."""


def fields_shown(
    lead: Lead, required: Sequence[str] = FIELDS, draft: Draft | None = None, faults: Sequence[Fault] = ()
) -> tuple[FieldShown, ...]:
    """A lead's fields as they were understood: the required ones, and whatever else was stated.

    A value that is at fault is shown as the mail said it, with its fault in words.
    """
    wrong = {fault.field: fault for fault in reversed(faults)}
    more = [name for name in EXTRA_FIELDS if name in lead.extra or name in wrong or name in required]
    shown = []
    for name in (*FIELDS, *more):
        value, where = lead.get(name), _where(draft, name) if draft else ""
        if (fault := wrong.get(name)) is not None:
            value = fault.got or (draft.text(name) if draft else "") or value
            shown.append(FieldShown(name, _LABELS[name], value, fault.text, where, fault.code == "unsure"))
        elif value or name in required:
            shown.append(FieldShown(name, _LABELS[name], value, "", where))
    return tuple(shown)


def reasons(decision: Decision) -> tuple[Reason, ...]:
    """The findings behind a decision, without what only an admin may see."""
    return tuple(Reason(finding.code, sentence(finding.evidence), finding.policy) for finding in decision.reasons)


def sentence(text: str) -> str:
    """A text with the full stop that it may lack."""
    return text if not text or text.endswith((".", "!", "?")) else f"{text}."


def codes(decision: Decision) -> tuple[str, ...]:
    """The codes of the findings behind a decision."""
    return tuple(finding.code for finding in decision.reasons)


def standing(registration: Registration, note: str = "", *, fields: bool = False) -> Standing:
    """A registration as a row of a list; ``fields`` shows the lead in full."""
    return Standing(
        registration.ref,
        title(registration.lead),
        registration.lead.contact,
        how(registration),
        registration.received_at,
        registration.expires_at if registration.state in _DATED else None,
        note or _NOTES.get(registration.state, ""),
        fields_shown(registration.lead) if fields else (),
    )


def title(lead: Lead) -> str:
    """What a lead is called in a sentence: the company, else whatever names it."""
    return lead.company or lead.domain or lead.email or lead.contact


def named(registration: Registration) -> str:
    """A registration in a sentence: reference, and company in brackets."""
    name = title(registration.lead)
    return f"{registration.ref} ({name})" if name else registration.ref


def how(registration: Registration) -> str:
    """The state as its partner was told it: what was once accepted and made way for another is closed, not rejected."""
    return "closed" if OVERRULED in registration.codes else registration.state.value


@lru_cache(maxsize=4096)
def until(end: datetime, zone: ZoneInfo) -> str:
    """The last day of a term that ends at ``end``: "22 May 2027"."""
    last = last_day(end, zone)
    return f"{last.day} {last:%B %Y}"


def on(at: datetime, zone: ZoneInfo) -> str:
    """The local day of an instant: "22 May 2027"."""
    return day(at, zone)


def in_line(place: int, offer_ends_at: datetime | None, zone: ZoneInfo) -> str:
    """How a waiting registration stands, as a sentence; ``place`` counts from 1."""
    if offer_ends_at is not None:
        return f"The place is offered to you until {instant(offer_ends_at, zone)}: reply ACCEPT to take it."
    return f"It is number {place} in line; we will write to you as soon as the place is offered to you."


def greeting(name: str) -> str:
    """The opening of a mail; ``name`` is a person or an organisation, "" when neither is known."""
    name = " ".join(name.split())
    return f"Hello {name}" if name and "@" not in name and len(name) <= 60 else "Hello"


def _where(draft: Draft, name: str) -> str:
    value = draft.values.get(name)
    if value is None:
        return ""
    origin = value.origin
    return origin.where if origin.part == "body" else f"{origin.part} {origin.where}".strip()
