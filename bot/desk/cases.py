"""Opens a case for what the rules hold: the mail to the admins stands alone and is decided by answering it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from bot.commands.accept import making_way
from bot.commands.show import fields_shown, named, title, until
from bot.desk.derive import token
from bot.desk.work import Work, admins
from bot.domain.decision import Decision
from bot.domain.outcome import Notice
from bot.domain.partner import Partner
from bot.domain.registration import Case, Registration
from bot.notices.case import CaseMail, Side
from bot.notices.common import Reason
from bot.rules.program import Program
from bot.rules.term import expiry


def open_case(work: Work, held: Registration, decision: Decision) -> None:
    """Open the case of a registration that is now held, and write to the admins."""
    book, now = work.book, work.now
    case = Case(held.ref, book.program.name, token(work.mail.inbound.seed, held.ref), now)
    work.put_case(case)
    work.event("case.opened", held.ref, codes=list(held.codes))
    others = book.register.rivals(held.partner, held.lead)
    view = CaseMail(
        house=book.house,
        ref=held.ref,
        token=case.token,
        company=title(held.lead),
        asked=_side(work, held),
        others=tuple(_side(work, other) for other in others),
        reasons=tuple(_reasons(decision)),
        accept_means=_accept_means(work, held),
        reject_means=_reject_means(held, others),
        decide_by=now + timedelta(hours=book.program.sla.decide_within_hours),
    )
    if to := admins(work):
        work.send(Notice("case", f"case/{held.ref}/{case.token}", to, view, refs=(held.ref,)))


def _side(work: Work, registration: Registration) -> Side:
    partner = work.book.register.partner(registration.partner)
    return Side(
        ref=registration.ref,
        partner=partner.name if partner else registration.partner,
        sender=registration.sender,
        state=registration.state.value,
        received_at=registration.received_at,
        fields=fields_shown(registration.lead, ()),
        standing=tuple(_standing(work, partner)) if partner else (),
        expires_at=registration.expires_at,
    )


def _standing(work: Work, partner: Partner) -> Iterator[str]:
    """What a partner's record says, a line each."""
    program = work.book.program
    plan = f"{partner.plan.capitalize()} plan" if partner.plan else "No plan on file"
    yield f"{plan}, {'active' if partner.active else 'no longer active'}"
    signed = partner.agreement_on
    yield f"Agreement accepted on {signed.day} {signed:%B %Y}" if signed else "No acceptance of the Agreement on file"
    if not partner.good_standing:
        yield "Not in good standing"
    if partner.certifications:
        yield "Certified: " + ", ".join(partner.certifications)
    elif program.partner.certification:
        yield "No certification on file"
    used = work.book.register.used(partner.id)
    yield f"{used} of {program.cap.limit} places in use" if program.cap else f"{used} outstanding"


def _reasons(decision: Decision) -> Iterator[Reason]:
    """Why it is held, with what only an admin may see."""
    for finding in decision.reasons:
        text = f"{finding.evidence} ({finding.internal})" if finding.internal else finding.evidence
        yield Reason(finding.code, text, finding.policy)


def _accept_means(work: Work, held: Registration) -> str:
    program: Program = work.book.program
    end = expiry(program, work.now, renewal=held.term > 0)
    text = f"{named(held)} is accepted"
    text += f", if decided today until the end of {until(end, program.tz)}" if end else ", without an end"
    closed = making_way(work.book.register, held)
    for rival in closed:
        partner = work.book.register.partner(rival.partner)
        text += f"; {rival.ref} of {partner.name if partner else rival.partner} is closed"
    return text + "; the partners are told." if closed else text + "; the partner is told."


def _reject_means(held: Registration, others: tuple[Registration, ...]) -> str:
    text = f"{named(held)} is refused, and its partner is told your reason"
    names = " and ".join(one.ref for one in others)
    return f"{text}; {names} {'stay' if len(others) > 1 else 'stays'} as before." if others else f"{text}."
