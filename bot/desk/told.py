"""What partners are told of a decision that they did not just ask for: in their own thread, without the other side."""

from __future__ import annotations

from datetime import datetime

from bot.commands.show import OVERRULED, RECALLED, fields_shown, greeting, reasons, title
from bot.commands.take import LAPSED
from bot.desk.lines import lasting
from bot.desk.work import Work, copies
from bot.domain.decision import Decision
from bot.domain.outcome import Notice, Thread
from bot.domain.registration import Registration, State
from bot.notices.common import LeadLine, Reason
from bot.notices.decided import Decided
from bot.notices.offer import Offer
from bot.notices.question import Question
from bot.rules.common import instant, plural

_CLOSED = frozenset({OVERRULED, LAPSED})


def tell(work: Work, registration: Registration, decision: Decision | None = None, *, shared: bool = False) -> None:
    """The mail to a registration's partner about what became of it."""
    book = work.book
    closed = not _CLOSED.isdisjoint(registration.codes)
    view = Decided(
        house=book.house,
        greeting=_hello(work, registration),
        line=_line(work, registration, "closed" if closed else registration.state.value, decision),
        opening=_opening(registration, decision, shared=shared),
        reason=registration.reason,
        used=book.register.used(registration.partner),
        beside=registration.state is State.ACCEPTED and not registration.exclusive,
        share=registration.share,
    )
    key = f"decided/{registration.ref}/{work.mail.mark}"
    work.send(_to_partner("decided", key, registration, view, cc=copies(work, registration.state.value)))


def offer_mail(work: Work, waits: Registration, until: datetime, *, full: bool) -> None:
    """The offer to who is next in line."""
    view = Offer(
        house=work.book.house,
        greeting=_hello(work, waits),
        line=_line(work, waits, "waiting"),
        until=until,
        used=work.book.register.used(waits.partner),
        full=full,
    )
    work.send(_to_partner("offer", f"offer/{waits.ref}/{until.isoformat()}", waits, view))


def question_mail(work: Work, held: Registration, question: str) -> None:
    """An admin's question to a held registration's partner."""
    view = Question(work.book.house, _hello(work, held), _line(work, held, "held"), question)
    work.send(_to_partner("question", f"question/{held.ref}/{work.mail.mark}", held, view))


def _to_partner(kind: str, key: str, registration: Registration, view: object, cc: tuple[str, ...] = ()) -> Notice:
    thread = Thread(registration.thread) if registration.thread else None
    return Notice(kind, key, (registration.sender,), view, cc=cc, thread=thread, refs=(registration.ref,))


def _hello(work: Work, registration: Registration) -> str:
    partner = work.book.register.partner(registration.partner)
    return greeting(partner.name if partner else "")


def _line(work: Work, registration: Registration, outcome: str, decision: Decision | None = None) -> LeadLine:
    lead = registration.lead
    return LeadLine(
        outcome,
        registration.ref,
        title(lead),
        lead.contact,
        fields_shown(lead, ()),
        _reasons(work, registration, decision),
        registration.expires_at if registration.state is State.ACCEPTED else None,
        registration.received_at,
        _next(work, registration),
    )


def _next(work: Work, registration: Registration) -> str:
    if registration.state is State.WAITING:
        return waiting_next(work, registration)
    if LAPSED in registration.codes:
        return "If you still pursue it, please register it again."
    return ""


def waiting_next(work: Work, registration: Registration) -> str:
    """What happens to who waits in line."""
    hours = plural(work.book.program.conflict.offer_hours, "hour")
    place = work.book.register.place(registration)
    return (
        f"It is number {place} in line. You need not do anything: once the place is yours to take we will write to "
        f"you, and you then have {hours} to answer."
    )


def _opening(registration: Registration, decision: Decision | None, *, shared: bool) -> str:
    if shared:
        return "shared"
    if OVERRULED in registration.codes:
        return "closed"
    if LAPSED in registration.codes:
        return "lapsed"
    if RECALLED in registration.codes:
        return "recalled"
    return "barred" if decision is not None else registration.state.value


def _reasons(work: Work, registration: Registration, decision: Decision | None) -> tuple[Reason, ...]:
    program = work.book.program
    if decision is not None:
        return reasons(decision)
    if LAPSED in registration.codes:
        when = instant(registration.decided_at, program.tz)
        return (Reason(LAPSED, f"We had no answer to our offer of the place by {when}.", program.conflict.policy),)
    if OVERRULED in registration.codes:
        text = "Another partner has a claim to the same prospect, and our team decided for that one."
        return (Reason(OVERRULED, text, program.conflict.policy),)
    if registration.state is not State.ACCEPTED:  # one that waits anew still has the end of its last term
        return ()
    return lasting(program, registration)
