"""Mails whose sender is unknown or unproven: set apart, asked about, and let go on by a person's word.

A known partner's address is asked itself; its word proves that the mail is its own, since nobody else could read it. A
stranger gets one polite answer a day, and the admins' digest says how to release the mail.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.desk import derive
from bot.desk.instructed import CASE_KINDS
from bot.desk.work import Work
from bot.domain.mail import InboundState
from bot.domain.outcome import Outcome
from bot.domain.partner import Partner
from bot.domain.quarantine import TIME_TO_CONFIRM, Binding, Quarantined, Said
from bot.notices.confirm import Confirm
from bot.notices.stranger import Stranger
from bot.notices.transcript import Done

_ANSWERABLE = re.compile(r'[^\s"<>@]+@[^\s"<>@]*[^\s"<>@.]')
_MOST_ASKED = 3  # mails that one address is asked about at a time: a forger shall not flood it through us


def quarantine(work: Work, partner: Partner | None, *, known: bool) -> Outcome:
    """Set the mail apart; whatever it asks for is left alone. A mail without one clear author is not answered."""
    code = "sender.unproven" if known else "sender.unknown"
    envelope = work.mail.envelope
    work.event("mail.quarantined", why=code, method=work.mail.proof.method)
    if len(envelope.froms) == 1 and _ANSWERABLE.fullmatch(envelope.from_.addr):
        asked = partner is not None and work.book.asked(work.mail.sender) < _MOST_ASKED
        row = _row(work, partner, asked=asked)
        work.put_quarantined(row)
        if asked:
            _ask(work, row)
        elif partner is None:
            _tell(work, known=known)
    return work.outcome(InboundState.QUARANTINED, code)


def confirmed(work: Work) -> Outcome | None:
    """What the answer of an address that was asked changes: its mail goes on; None for any other mail."""
    for said in work.mail.said:
        row = work.book.quarantined(said.word)
        if said.verb != "confirm" or row is None or row.asked_until is None or row.address != work.mail.sender:
            continue
        if row.released_by or work.mail.inbound.received_at > row.asked_until or len(work.mail.envelope.froms) != 1:
            work.event("mail.ignored", why="confirmation.late")
            return work.outcome(InboundState.IGNORED, "confirmation.late")
        _release(work, row)
        return work.outcome(why="confirmation")
    return None


def released(work: Work, lines: Sequence[Said]) -> Iterator[Done]:
    """What an admin's RELEASE lines come to, one after the other."""
    for said in lines:
        command = f"RELEASE {said.word}" + (f" AS {said.partner}" if said.partner else "")
        row = work.book.quarantined(said.word)
        problem = _problem(work, row, said)
        if row is None or problem:
            yield Done(command, ok=False, text=problem)
            continue
        if said.partner and row.partner != said.partner:
            work.bind(Binding(row.program, row.address, said.partner))
        _release(work, row)
        bound = f" {row.address} now writes for {said.partner}." if row.partner != (said.partner or row.partner) else ""
        yield Done(command, ok=True, text=f"The mail from {row.address} is handled as if it were proven.{bound}")


def _problem(work: Work, row: Quarantined | None, said: Said) -> str:
    if row is None:
        return "No mail waits under this word."
    if row.released_by:
        return "This mail was released already."
    owner = work.book.partner_of(row.address)
    wanted = said.partner or (owner.id if owner else "")
    if not wanted:
        return f"{row.address} belongs to no partner: add AS and the partner's id, as in RELEASE {row.word} AS acme."
    if work.book.register.partner(wanted) is None:
        return f"There is no partner with the id {wanted}; nothing was changed."
    if owner is not None and owner.id != wanted:
        return f"{row.address} belongs to {owner.id} already; nothing was changed."
    return ""


def _row(work: Work, partner: Partner | None, *, asked: bool) -> Quarantined:
    mail = work.mail
    return Quarantined(
        mail.inbound.id,
        work.book.program.name,
        derive.word(mail.inbound.seed),
        mail.sender,
        partner.id if partner else "",
        mail.envelope.subject[:200],
        mail.inbound.received_at,
        work.now + TIME_TO_CONFIRM if asked else None,
    )


def _release(work: Work, row: Quarantined) -> None:
    work.put_quarantined(replace(row, released_at=work.now, released_by=work.mail.sender))
    work.event("mail.released", mail=row.inbound, by=work.mail.sender)


def _ask(work: Work, row: Quarantined) -> None:
    assert row.asked_until is not None
    view = Confirm(
        work.book.house, work.mail.envelope.from_.addr, row.subject, row.received_at, row.word, row.asked_until
    )
    work.answer("confirm", f"confirm/{row.program}/{row.inbound}", view, stranger=True)


def _tell(work: Work, *, known: bool) -> None:
    house, sender = work.book.house, work.mail.sender
    day = work.now.astimezone(house.zone).date()
    asked = work.mail.asked
    decides = not known and asked is not None and asked.kind in CASE_KINDS and bool(asked.threaded)
    view = Stranger(house, work.mail.envelope.from_.addr, unproven=known, decides=decides)
    work.answer("stranger", f"stranger/{house.program}/{sender}/{day}", view, stranger=True)
