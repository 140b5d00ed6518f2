"""Decides what one mail changes: who wrote it, what it asks, and what follows.

screened -> ignored | unknown or unproven -> quarantined until a person vouches for it | too large -> answered |
an admin's decision or release -> carried out |
a partner's leads and instructions -> registered, carried out, answered once
"""

from __future__ import annotations

from datetime import datetime

from bot.commands import DECISIONS
from bot.commands.show import greeting
from bot.desk import due
from bot.desk.answers import answer_question
from bot.desk.book import Book
from bot.desk.delivery import note_alive, note_bounce
from bot.desk.instructed import instructed, proven_cases
from bot.desk.line import follow
from bot.desk.mail import Mail
from bot.desk.quarantine import confirmed, quarantine, released
from bot.desk.submission import beyond, submit
from bot.desk.work import Work, admins, copies, greeted
from bot.domain.mail import LEFT_TO_A_PERSON, InboundState, Instruction, Kind, Reading
from bot.domain.outcome import Notice, Outcome
from bot.domain.partner import Partner
from bot.notices.answer import Answer
from bot.notices.common import LeadLine, ProblemShown
from bot.notices.digest import Digest, Trouble
from bot.notices.too_large import TooLarge
from bot.notices.transcript import Done, Transcript

_SILENT = frozenset({Kind.AUTO_REPLY, Kind.BOUNCE})
_FORMS = "paperwork"


def handle(mail: Mail, book: Book, now: datetime) -> Outcome:
    """What a mail changes; the book has absorbed it when this returns. The same arguments give the same outcome."""
    work = Work(mail, book, now)
    if mail.bounced is not None:
        note_bounce(work, mail.bounced)
    if mail.screened is not None:
        return _ignored(work, mail.screened.code)
    if mail.reading is not None and mail.reading.kind in _SILENT:
        return _ignored(work, mail.reading.why)
    partner = book.partner_of(mail.sender)
    admin = mail.sender in book.admins
    if outcome := confirmed(work):
        return outcome
    vouched = mail.proof.proven and not (admin and mail.proof.method == "behalf")  # an admin writes in person
    if not vouched or not (partner or admin):
        return quarantine(work, None if admin else partner, known=bool(partner or admin))
    return _believed(work, partner, admin=admin)


def _believed(work: Work, partner: Partner | None, *, admin: bool) -> Outcome:
    """What a known and proven sender's mail changes."""
    mail = work.mail
    note_alive(work)
    if admin and (lines := [one for one in mail.said if one.verb == "release"]):
        return _transcript(work, list(released(work, lines)), None)
    if mail.inbound.truncated or mail.reading is None:
        return _too_large(work, partner)
    _settle(work)
    if admin and (partner is None or _decides(mail)):
        outcome = _admin(work, mail.reading, partner)
    else:
        outcome = _partner(work, mail.reading, partner) if partner else _ignored(work, "sender.unknown")
    follow(work, mail.inbound.received_at)
    return work.outcome(outcome.state, outcome.why)


def _ignored(work: Work, code: str) -> Outcome:
    work.event("mail.ignored", why=code)
    return work.outcome(InboundState.IGNORED, code)


def _too_large(work: Work, partner: Partner | None) -> Outcome:
    inbound = work.mail.inbound
    view = TooLarge(work.book.house, greeting(greeted(work, partner)), inbound.size, work.book.mail_bytes)
    work.event("mail.too_large", size=inbound.size)
    work.answer("too_large", f"answer/{inbound.id}", view)
    return work.outcome(why="too_large")


def _settle(work: Work) -> None:
    """Expire what is over though the clock has not been heard, so that nobody is judged against it."""
    book = work.book
    if not book.settled:
        book.settled = True
        outcome = due.expire(book.program, book.house, book.register.overdue(work.now), work.now, book.admins)
        for registration in outcome.registrations:
            book.register.put(registration)
        work.absorb(outcome)


def _decides(mail: Mail) -> bool:
    """Whether somebody who is both an admin and a partner writes as an admin: not where a place was offered to them."""
    reading = mail.reading
    if reading is None or (mail.asked is not None and mail.asked.kind == "offer"):
        return False
    return reading.kind is Kind.ADMIN_DECISION or any(one.name in DECISIONS for one in reading.instructions)


def _admin(work: Work, reading: Reading, partner: Partner | None) -> Outcome:
    """An admin's instructions; a mail in a case's thread that decides nothing is answered with how to decide."""
    if reading.instructions:
        return _transcript(work, instructed(work, reading.instructions, partner, admin=True), None)
    if any(work.book.register.open_case(ref) for ref in proven_cases(work)):
        text = "No decision was found in your mail, and nothing was changed. Its first line should be one of the words "
        text += "that the case mail lists, such as ACCEPT, or REJECT and your reason."
        return _transcript(work, [Done("DECIDE", ok=False, text=text)], None)
    if reading.kind is Kind.SUBMISSION:
        text = "Leads are registered for the partner who sends them, and your address belongs to none."
        return _transcript(work, [Done("REGISTER", ok=False, text=text)], None)
    return _ignored(work, f"admin.{reading.kind.value}")


def _partner(work: Work, reading: Reading, partner: Partner) -> Outcome:
    """Instructions first, since a withdrawal frees a place for a lead in the same mail; one answer for all."""
    instructions = reading.instructions or _as_an_admin(reading)
    done = instructed(work, instructions, partner, admin=False)
    state, forms = _forms(work, reading)
    if not instructions and not forms and (answered := answer_question(work, reading, partner)):
        return _transcript(work, [answered], partner)
    asked = reading.kind is Kind.SUBMISSION or bool(work.mail.leads)
    found = submit(work, partner, reading) if asked or reading.attested else []
    if asked or found or forms:
        _answer(work, reading, partner, found, done)
        return work.outcome(state, "submission")
    if done:
        return _transcript(work, done, partner)
    return _ignored(work, LEFT_TO_A_PERSON)


def _as_an_admin(reading: Reading) -> tuple[Instruction, ...]:
    """A case's word in capitals in a partner's mail, who may have been copied or replied to all: it is told off."""
    if reading.kind is Kind.ADMIN_DECISION:
        return (Instruction("accept"),)
    if reading.kind is not Kind.NOT_SUBMISSION:
        return ()
    first = next(iter(reading.text.split()), "").strip(".,:;!")
    return (Instruction(first.casefold()),) if first.isupper() and first.casefold() in DECISIONS else ()


def _forms(work: Work, reading: Reading) -> tuple[InboundState, bool]:
    """Tax and bank forms are set apart at once, and the admins told (LEANSTACK L2)."""
    forms = [problem for problem in reading.problems if problem.code == _FORMS]
    if not forms:
        return InboundState.DONE, False
    inbound = work.mail.inbound
    work.event("mail.quarantined", why=forms[0].code, parts=[problem.part for problem in forms])
    text = f"{forms[0].part}: a tax or bank form was sent here, where none is kept"
    row = Trouble("quarantined", inbound.id, inbound.received_at, text, f"regbot parked show {inbound.id}")
    if to := admins(work):
        work.send(Notice("digest", f"form/{inbound.id}", to, Digest(work.book.house, (row,))))
    return InboundState.QUARANTINED, True


def _answer(work: Work, reading: Reading, partner: Partner, found: list[LeadLine], done: list[Done]) -> None:
    """The one reply to a mail with leads; what its instructions came to stands in it too."""
    book, intake = work.book, work.book.program.intake
    view = Answer(
        house=book.house,
        greeting=greeting(greeted(work, partner)),
        lines=tuple(found),
        problems=tuple(ProblemShown(problem.part, problem.text) for problem in reading.problems),
        used=book.register.used(partner.id),
        too_many=beyond(work, reading),
        max_leads=min(intake.max_leads_per_mail, len(work.mail.leads) or intake.max_leads_per_mail),
        attest=any(reason.code == "attestation.missing" for line in found for reason in line.reasons),
        transcript=tuple(f"{one.command}: {one.text}" for one in done),
        required=intake.required,
        lead_types=tuple(kind.name for kind in intake.lead_types),
    )
    refs = tuple(dict.fromkeys(line.ref for line in found if line.ref))
    cc = copies(work, *{line.outcome for line in found})
    work.answer("answer", f"answer/{work.mail.inbound.id}", view, refs=refs, cc=cc)


def _transcript(work: Work, done: list[Done], partner: Partner | None) -> Outcome:
    """The one reply to a mail of instructions."""
    book = work.book
    view = Transcript(
        house=book.house,
        greeting=greeting(greeted(work, partner)),
        done=tuple(done),
        used=book.register.used(partner.id) if partner else 0,
        admin=partner is None,
    )
    refs = tuple(dict.fromkeys([*sorted(work.touched), *(row.ref for one in done for row in one.rows)]))
    cc = copies(work, *work.states) if partner else ()
    work.answer("transcript", f"transcript/{work.mail.inbound.id}", view, refs=refs, cc=cc)
    return work.outcome(why="command" if partner else "admin_decision")
