"""Registers the leads of one mail, in the order in which they stand there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.commands import Context
from bot.commands.renew import renew
from bot.commands.show import codes
from bot.desk import lines
from bot.desk.cases import open_case
from bot.desk.merge import merged
from bot.desk.told import waiting_next
from bot.desk.work import Work
from bot.domain.decision import Decision, Facts, Verdict
from bot.domain.lead import Draft, Fault, Lead
from bot.domain.mail import Reading
from bot.domain.partner import Partner
from bot.domain.registration import Registration, State, change
from bot.notices.common import LeadLine
from bot.rules.judge import judge
from bot.rules.renewal import is_renewal, resumes
from bot.rules.term import expiry

_STATES = {
    Verdict.ACCEPT: State.ACCEPTED,
    Verdict.WAIT: State.WAITING,
    Verdict.HOLD: State.HELD,
    Verdict.REJECT: State.REJECTED,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One lead in hand. ``pending`` is the incomplete registration that it completes, if any."""

    lead: Lead
    faults: tuple[Fault, ...]
    draft: Draft | None
    pending: Registration | None
    received_at: datetime
    attested: bool


def submit(work: Work, partner: Partner, reading: Reading) -> list[LeadLine]:
    """Register what the mail brings, up to the program's number of leads a mail."""
    most = work.book.program.intake.max_leads_per_mail
    found = [_one(work, partner, reading, index) for index in range(min(most, len(work.mail.leads)))]
    if reading.attested and not found:
        found = list(_confirmed(work, partner))
    return found


def beyond(work: Work, reading: Reading) -> int:
    """How many of the mail's leads are more than one mail may bring."""
    return reading.too_many + max(0, len(work.mail.leads) - work.book.program.intake.max_leads_per_mail)


def _one(work: Work, partner: Partner, reading: Reading, index: int) -> LeadLine:
    lead, faults = work.mail.leads[index]
    draft = reading.drafts[index] if index < len(reading.drafts) else None
    mine = work.book.register.mine(partner.id, lead)
    pending = _completed(work, partner, reading.completes.get(index, ""))
    live = next((known for known in mine if known.live), None)
    if live is not None:
        return _duplicate(work, live, lead, pending)
    if pending is None:
        pending = next((known for known in mine if known.state is State.INCOMPLETE), None)
        if pending is not None and pending.ref in work.touched:
            return _duplicate(work, pending, lead, None)
        if pending is not None:
            lead, faults = merged(pending.lead, lead, faults)
    entry = Entry(lead, faults, draft, pending, _priority(work, pending, lead), reading.attested)
    return _incomplete(work, partner, entry) if faults else _judged(work, partner, entry)


def _confirmed(work: Work, partner: Partner) -> Iterator[LeadLine]:
    """A bare line of confirmation: what the answered mail asked it for is judged now."""
    for ref in work.mail.asked.refs if work.mail.asked else ():
        pending = _completed(work, partner, ref)
        if pending is not None and all(pending.lead.get(name) for name in work.book.program.intake.required):
            entry = Entry(
                pending.lead.proposing({}), (), None, pending, _priority(work, pending, pending.lead), attested=True
            )
            yield _judged(work, partner, entry)


def _completed(work: Work, partner: Partner, ref: str) -> Registration | None:
    """The partner's own incomplete registration with this reference."""
    known = work.book.register.find(ref) if ref else None
    mine = known is not None and known.partner == partner.id and known.state is State.INCOMPLETE
    return known if mine else None


def _priority(work: Work, pending: Registration | None, lead: Lead) -> datetime:
    """The receipt that counts among rivals: the first mail's, where the program says so and its time is not over.

    A place that was kept for one company is no place for another, which the answer may name instead.
    """
    received, intake = work.mail.inbound.received_at, work.book.program.intake
    if pending is None or intake.priority != "received" or pending.lead.domain not in {"", lead.domain}:
        return received
    lapsed = pending.decided_at + timedelta(days=intake.incomplete_days) < received
    return received if lapsed else min(received, pending.received_at)


def _duplicate(work: Work, standing: Registration, lead: Lead, pending: Registration | None) -> LeadLine:
    """Nothing is created; an incomplete registration that turns out to be the same prospect is given up."""
    if pending is not None:
        work.put(change(pending, State.WITHDRAWN, decided_at=work.now, codes=("duplicate",)))
        work.event("registration.withdrawn", pending.ref, partner=pending.partner, codes=["duplicate"])
    work.event("registration.repeated", standing.ref, partner=standing.partner)
    return lines.duplicate(standing, lead, twice=standing.ref in work.touched)


def _incomplete(work: Work, partner: Partner, entry: Entry) -> LeadLine:
    found = tuple(dict.fromkeys(fault.code for fault in entry.faults))
    registration = _asked_back(work, partner, entry, found)
    fields = sorted({fault.field for fault in entry.faults})
    work.event("registration.incomplete", registration.ref, partner=partner.id, codes=list(found), fields=fields,
               received_at=registration.received_at.isoformat())  # fmt: skip
    return lines.incomplete(registration, work.book.program.intake.required, entry.draft, entry.faults)


def _asked_back(work: Work, partner: Partner, entry: Entry, found: tuple[str, ...]) -> Registration:
    """The incomplete registration, new or as the reply left it; its time to live runs from the first mail."""
    lead = entry.lead.proposing({fault.field: fault.got for fault in entry.faults if fault.code == "unsure"})
    if entry.pending is not None:
        registration = replace(entry.pending, lead=lead, codes=found, received_at=entry.received_at)
    else:
        registration = replace(_new(work, partner, entry, State.INCOMPLETE, found), lead=lead)
    work.put(registration)
    return registration


def _judged(work: Work, partner: Partner, entry: Entry) -> LeadLine:
    book, program = work.book, work.book.program
    ref = entry.pending.ref if entry.pending else ""
    facts = book.register.facts(partner, entry.lead, entry.received_at, work.now, ref=ref, attested=entry.attested)
    decision = judge(program, entry.lead, facts)
    if [finding.code for finding in decision.reasons] == ["attestation.missing"]:
        registration = _asked_back(work, partner, entry, codes(decision))
        work.decided("registration.incomplete", registration, decision)
        return replace(lines.judged(program, registration, decision, entry.draft), outcome="incomplete")
    if facts.previous is not None and (is_renewal(program, facts) or resumes(program, facts)):
        return _again(work, partner, entry, facts, decision)
    state = _STATES[decision.verdict]
    registration = _settled(work, partner, entry, state, decision)
    work.decided(f"registration.{state.value}", registration, decision)
    if state is State.HELD:
        open_case(work, registration, decision)
    advice = lines.advice(decision, program if state is State.ACCEPTED and registration.expires_at else None)
    if state is State.WAITING:
        advice = waiting_next(work, registration)
    return lines.judged(program, registration, decision, entry.draft, advice)


def _settled(work: Work, partner: Partner, entry: Entry, state: State, decision: Decision) -> Registration:
    accepted = state is State.ACCEPTED
    end = expiry(work.book.program, work.now) if accepted else None
    found = codes(decision)
    if entry.pending is None:
        registration = _new(work, partner, entry, state, found, end)
    else:
        registration = change(
            entry.pending,
            state,
            lead=entry.lead,
            sender=work.mail.envelope.from_.addr,
            thread=work.mail.envelope.message_id,
            received_at=entry.received_at,
            decided_at=work.now,
            expires_at=end,
            term=int(accepted),
            codes=found,
        )
    work.put(registration)
    return registration


def _again(work: Work, partner: Partner, entry: Entry, facts: Facts, decision: Decision) -> LeadLine:
    """A prospect whose registration has ended is had again as a renewal, also when it is sent anew (L10).

    One that was withdrawn before its end goes on to that end.
    """
    previous, program = facts.previous, work.book.program
    assert previous is not None
    if entry.pending is not None:
        over = State.REJECTED if decision.verdict is Verdict.REJECT else State.WITHDRAWN
        given_up = change(entry.pending, over, decided_at=work.now, codes=codes(decision) or ("duplicate",))
        work.put(given_up)
        work.decided(f"registration.{over.value}", given_up)
    if decision.verdict is Verdict.REJECT:
        work.decided("renewal.rejected", previous, decision)
        return lines.not_renewed(previous, entry.lead, decision)
    registration = renew(context(work, partner), previous, entry.lead, decision)
    work.note(registration)
    if registration.state is State.HELD:
        work.decided("registration.held", registration, decision)
        open_case(work, registration, decision)
    else:
        renewed = "renewed" if registration.state is State.ACCEPTED else registration.state.value
        work.decided(f"registration.{renewed}", registration, decision)
    advice = waiting_next(work, registration) if registration.state is State.WAITING else ""
    return lines.judged(program, registration, decision, entry.draft, advice)


def _new(
    work: Work,
    partner: Partner,
    entry: Entry,
    state: State,
    found: tuple[str, ...],
    end: datetime | None = None,
) -> Registration:
    program, envelope = work.book.program, work.mail.envelope
    return Registration(
        ref=work.book.new_ref(),
        program=program.name,
        partner=partner.id,
        sender=envelope.from_.addr,
        lead=entry.lead,
        state=state,
        received_at=entry.received_at,
        decided_at=work.now,
        expires_at=end,
        term=int(state is State.ACCEPTED),
        codes=found,
        thread=envelope.message_id,
        exclusive=program.conflict.on_match != "share",
    )


def context(work: Work, partner: Partner | None, *, cases: Sequence[str] = ()) -> Context:
    """What the commands of this mail are given."""
    mail, book = work.mail, work.book
    return Context(
        program=book.program,
        register=book.register,
        sender=mail.envelope.from_.addr,
        received_at=mail.inbound.received_at,
        now=work.now,
        partner=partner,
        thread=mail.asked.refs if mail.asked else (),
        cases=tuple(cases),
        message_id=mail.envelope.message_id,
    )
