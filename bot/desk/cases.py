"""Opens a case for what the rules hold: the mail to the admins stands alone and is decided by answering it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.commands.accept import losing_offer, making_way
from bot.commands.show import fields_shown, named, sentence, title, until
from bot.desk.derive import token
from bot.desk.suggest import suggest
from bot.desk.work import Work, admins
from bot.domain.decision import Decision
from bot.domain.outcome import Notice, Outcome, Past
from bot.domain.partner import Partner
from bot.domain.registration import Case, Registration, State
from bot.notices.case import CaseMail, Side, Word
from bot.notices.common import Reason
from bot.rules.common import day
from bot.rules.judge import judge
from bot.rules.term import grant

_SHOWN = 10
_LEFT_BY = {"accept": State.ACCEPTED, "reject": State.REJECTED, "queue": State.WAITING, "withdraw": State.WITHDRAWN}
"""The state in which each decision leaves a registration, which need not be said again."""


def open_case(
    work: Work, held: Registration, decision: Decision, news: tuple[str, ...] = (), before: Case | None = None
) -> None:
    """Open the case of a registration that is now held, and write to the admins; ``before`` is the one it replaces."""
    book, now = work.book, work.now
    case = Case(held.ref, book.program.name, token(work.mail.inbound.seed, held.ref), now)
    if before is not None:  # today's mail calls it to mind, and nobody is told twice
        case = replace(case, nudged_at=now, escalated_at=before.escalated_at)
    work.put_case(case)
    work.event("case.opened", held.ref, codes=[reason.code for reason in decision.reasons])
    others = book.register.rivals(held.partner, held.lead)
    suggested = suggest(book.program, held, others, decision)
    view = CaseMail(
        house=book.house,
        ref=held.ref,
        token=case.token,
        company=title(held.lead),
        asked=_side(work, held),
        others=tuple(_side(work, other) for other in book.register.beside(held.partner, held.lead)),
        reasons=tuple(_reasons(decision)),
        words=tuple(_words(work, held, others)),
        decide_by=held.decided_at + timedelta(hours=book.program.sla.decide_within_hours),
        suggested=suggested.word,
        because=suggested.because,
        news=news,
    )
    if to := admins(work):
        work.send(Notice("case", f"case/{held.ref}/{case.token}", to, view, refs=(held.ref,)))


def reopen(work: Work, held: Registration, news: tuple[str, ...]) -> None:
    """Ask anew about a case whose other side has changed: a new code, a new mail; the old ones decide nothing more."""
    register = work.book.register
    case, partner = register.open_case(held.ref), register.partner(held.partner)
    if case is None or partner is None:
        return
    work.put_case(replace(case, closed_at=work.now, decision="changed"))
    work.event("case.closed", held.ref, decision="changed")
    facts = register.facts(partner, held.lead, held.received_at, work.now, ref=held.ref, attested=True)
    facts = replace(facts, outstanding=facts.outstanding - 1)  # this one is among them
    open_case(work, held, judge(work.book.program, held.lead, facts), news, case)


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
        expires_at=registration.expires_at if registration.state is State.ACCEPTED else None,
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
    """Why it is held, with what only an admin may see; of a conflict both sides are shown anyway."""
    for finding in decision.reasons:
        shown = finding.internal and (finding.code == "conflict.likely" or not finding.code.startswith("conflict."))
        text = f"{finding.evidence} ({finding.internal})" if shown else finding.evidence
        yield Reason(finding.code, text, finding.policy)


def _words(work: Work, held: Registration, others: tuple[Registration, ...]) -> Iterator[Word]:
    """The words that an admin can answer with, each with what follows from it."""
    name, names = named(held), " and ".join(_whose(work, one) for one in others)
    yield Word("ACCEPT", _accept_means(work, held), "Accept")
    stays = f"; {names} {'stay' if len(others) > 1 else 'stays'} as before" if others else ""
    yield Word(
        "REJECT reason", f"{name} is refused, and its partner reads your reason{stays}.", "Reject, with a reason"
    )
    if any(other.outstanding for other in others):
        text = f"{name} waits in line; its partner is offered the place once it is free"
        yield Word("QUEUE", f"{text}{stays}.", "Let it wait in line")
    beside = [_whose(work, other) for other in others if other.state is State.ACCEPTED]
    if beside:
        yield Word("SHARE", f"{name} is accepted beside {' and '.join(beside)}; both are live.")
    if len(beside) == 1:
        text = f"As SHARE, with 40 percent of the revenue share for {held.ref} and 60 for the other; any number will do"
        yield Word("SPLIT 40", f"{text}.")
    yield Word(
        "ASK question", "Your question goes to the partner, and the answer comes back to you.", "Ask the partner"
    )


def _accept_means(work: Work, held: Registration) -> str:
    program = work.book.program
    end, _ = grant(program, held, work.now)
    text = f"{named(held)} is accepted"
    text += f", if decided today until the end of {until(end, program.tz)}" if end else ", without an end"
    closed = making_way(work.book.register, held)
    for rival in closed:
        text += f"; {_whose(work, rival)} is closed"
    back = losing_offer(work.book.register, held)
    for rival in back:
        text += f"; {_whose(work, rival)}, who is offered the place, waits in line again"
    return text + "; the partners are told." if closed or back else text + "; the partner is told."


def _whose(work: Work, registration: Registration) -> str:
    partner = work.book.register.partner(registration.partner)
    return f"{registration.ref} of {partner.name if partner else registration.partner}"


def companies(outcomes: Iterable[Outcome]) -> set[str]:
    """The domains of the prospects that these outcomes write case mails about."""
    return {one.lead.domain for outcome in outcomes for one in _asked_about(outcome) if one.lead.domain}


def remembering(outcome: Outcome, past: Iterable[Past], zone: ZoneInfo) -> Outcome:
    """The outcome with what was decided on the same companies before, in its case mails."""
    held = {one.ref: one for one in _asked_about(outcome)}
    if not held:
        return outcome
    known = list(past)
    notices = []
    for notice in outcome.notices:
        view = notice.view
        if isinstance(view, CaseMail) and view.ref in held:
            domain, shown = held[view.ref].lead.domain, {view.ref}
            lines = [_told(one, zone) for one in known if one.registration.lead.domain == domain
                     and one.registration.ref not in shown]  # fmt: skip
            notices.append(replace(notice, view=replace(view, history=tuple(lines[:_SHOWN]))))
        else:
            notices.append(notice)
    return replace(outcome, notices=tuple(notices))


def _asked_about(outcome: Outcome) -> list[Registration]:
    asked = {notice.refs[0] for notice in outcome.notices if isinstance(notice.view, CaseMail)}
    return [one for one in outcome.registrations if one.ref in asked]


def _told(past: Past, zone: ZoneInfo) -> str:
    one, case = past.registration, past.case
    text = f"{one.ref} of {past.partner}"
    if case is not None and case.closed_at is not None and case.decision:
        by = "its partner" if case.decision == "withdraw" else case.decided_by
        text += f": {case.decision.upper()} by {by} on {day(case.closed_at, zone)}"
        if _LEFT_BY.get(case.decision) != one.state:
            text += f", {one.state.value} since {day(one.decided_at, zone)}"
    else:
        text += f": {one.state.value} on {day(one.decided_at, zone)}"
    said = " ".join(part for part in (one.reason, case.note if case else "") if part)
    return f"{text}. {sentence(said)}" if said else f"{text}."
