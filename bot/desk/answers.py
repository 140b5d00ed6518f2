"""A partner's answer to an admin's question: it goes to the admins, with the case."""

from __future__ import annotations

from bot.commands.show import named, title
from bot.desk.work import Work, admins
from bot.domain.mail import Reading
from bot.domain.outcome import Notice
from bot.domain.partner import Partner
from bot.domain.registration import Case, Registration, State
from bot.notices.answered import Answered
from bot.notices.transcript import Done

_LONGEST = 8_000


def answer_question(work: Work, reading: Reading, partner: Partner) -> Done | None:
    """Pass the answer on and say so; None where the mail answers no question of ours."""
    asked, register = work.mail.asked, work.book.register
    if asked is None or asked.kind != "question":
        return None
    found = (register.find(ref) for ref in asked.threaded)
    mine = next((one for one in found if one is not None and one.partner == partner.id), None)
    if mine is None:
        return None
    case = register.open_case(mine.ref)
    if case is None or mine.state is not State.HELD:
        text = f"Thank you. {named(mine)} was decided meanwhile: it is {mine.state.value}. Your answer is kept."
        return Done("YOUR ANSWER", ok=True, text=text)
    work.event("case.answered", mine.ref, partner=partner.id)
    if to := admins(work):
        view = _view(work, mine, case, partner, reading.text)
        work.send(Notice("answered", f"answered/{mine.ref}/{work.mail.mark}", to, view, refs=(mine.ref,)))
    text = f"Thank you. Your answer about {named(mine)} went to our team; you will get a mail with the decision."
    return Done("YOUR ANSWER", ok=True, text=text)


def _view(work: Work, mine: Registration, case: Case, partner: Partner, text: str) -> Answered:
    inbound = work.mail.inbound
    return Answered(
        house=work.book.house,
        ref=mine.ref,
        token=case.token,
        company=title(mine.lead),
        partner=partner.name,
        sender=work.mail.envelope.from_.addr,
        text=text[:_LONGEST],
        received_at=inbound.received_at,
        files=tuple(part.filename or part.content_type for part in work.mail.envelope.parts if part.attached),
        command=f"regbot parked show {inbound.id}",
    )
