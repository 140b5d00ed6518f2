"""What an answer says of each lead: its outcome, why, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence

from bot.commands.show import fields_shown, reasons, title, until
from bot.domain.decision import Decision
from bot.domain.lead import Draft, Fault, Lead
from bot.domain.registration import Registration, State
from bot.notices.common import LeadLine, Reason
from bot.rules.common import plural
from bot.rules.program import Program
from bot.rules.term import expiry

_STILL = {
    State.HELD: "It is still under review; we will write to you as soon as it is decided.",
    State.WAITING: "It still waits in line; we will write to you as soon as the place is offered to you.",
    State.INCOMPLETE: "It still lacks what we asked for; the reply to this lead says what.",
}


def judged(
    program: Program, registration: Registration, decision: Decision, draft: Draft | None, advice: str = ""
) -> LeadLine:
    """The line of a lead that the rules have decided on."""
    accepted = registration.state is State.ACCEPTED
    return LeadLine(
        registration.state.value,
        registration.ref,
        title(registration.lead),
        registration.lead.contact,
        fields_shown(registration.lead, program.intake.required, draft),
        (*lasting(program, registration), *reasons(decision)) if accepted else reasons(decision),
        registration.expires_at if accepted else None,
        registration.received_at,
        advice,
    )


def lasting(program: Program, registration: Registration) -> tuple[Reason, ...]:
    """How long an accepted registration lasts, with the policy's sentence; nothing where the program sets no term."""
    end = registration.expires_at
    if end is None or program.term is None:
        return ()
    last = until(end, program.tz)
    if end != expiry(program, registration.decided_at, renewal=registration.term > 1):
        text = f"Its term began when it was accepted first, and goes on to the end of {last}."
        return (Reason("term.resumed", text, program.term.policy),)
    if registration.term > 1 and program.renewal is not None:
        text = f"It is renewed for another {plural(program.renewal.days, 'day')}, to the end of {last}."
        return (Reason("renewal.term", text, program.renewal.policy),)
    return (Reason("term", f"It lasts {program.term.length}, to the end of {last}.", program.term.policy),)


def incomplete(
    registration: Registration, required: Sequence[str], draft: Draft | None, faults: Sequence[Fault]
) -> LeadLine:
    """The line of a lead that lacks something, with every fault; what was understood is shown with it."""
    lead = registration.lead
    return LeadLine(
        "incomplete",
        registration.ref,
        title(lead) or (draft.text("company") if draft else ""),
        lead.contact,
        fields_shown(lead, required, draft, faults),
        receipt=registration.received_at,
    )


def duplicate(standing: Registration, lead: Lead, *, twice: bool) -> LeadLine:
    """The line of a lead that the partner has registered already; ``twice`` when earlier in the same mail."""
    return LeadLine(
        "duplicate",
        standing.ref,
        title(standing.lead) or title(lead),
        standing.lead.contact,
        (),
        tuple(_why_same(standing, lead, twice=twice)),
        standing.expires_at if standing.state is State.ACCEPTED else None,
        standing.received_at,
        _STILL.get(standing.state, ""),
    )


def _why_same(standing: Registration, lead: Lead, *, twice: bool) -> list[Reason]:
    found = []
    if twice:
        found.append(Reason("duplicate.mail", "It stands more than once in your mail; the first one counts."))
    if lead.email and lead.email.casefold() != standing.lead.email.casefold() and standing.lead.contact:
        same = lead.domain or title(standing.lead)
        text = f"A second contact at {same} is the same prospect; it is registered with {standing.lead.contact}."
        found.append(Reason("duplicate.company", text))
    return found


def not_renewed(previous: Registration, lead: Lead, decision: Decision) -> LeadLine:
    """The line of a lead whose earlier registration has expired and cannot be had again."""
    return LeadLine(
        "rejected", previous.ref, title(lead), lead.contact, (), reasons(decision), next_step=advice(decision)
    )


def advice(decision: Decision, program: Program | None = None) -> str:
    """What a partner can do about a refusal, "" where the answer's own words say it best."""
    found = {finding.code for finding in decision.reasons}
    if any(code.startswith("cap.") for code in found):
        return "Withdraw a registration that you no longer pursue (LIST shows them all), then send this lead again."
    if "attestation.missing" in found:
        return "Send it again with a line that confirms your business relationship with the company."
    days = program.notify.reminders_before if program else ()
    if found or not days:
        return ""
    words = [str(day) for day in sorted(days, reverse=True)]
    listed = f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else words[0]
    return f"Nothing more is needed from you now. We will remind you {listed} days before it ends."
