"""What a change means for others on the same prospect: who waits in line moves up, and open cases are asked anew."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.commands.take import LAPSED, offered_facts
from bot.desk.cases import reopen
from bot.desk.told import offer_mail, tell
from bot.desk.work import Work
from bot.domain.decision import Verdict
from bot.domain.registration import Registration, State, change, offer
from bot.rules.judge import judge, weigh

_NEWS = {
    State.ACCEPTED: "is accepted now",
    State.EXPIRED: "has ended",
    State.WITHDRAWN: "was withdrawn",
    State.REJECTED: "was closed",
    State.WON: "was won",
    State.LOST: "was lost",
}


def follow(work: Work, heard: datetime) -> None:
    """Carry on what has changed so far.

    Every mail received up to ``heard`` (aware) has been handled, so that an offer which ended by then went unanswered.
    """
    register = work.book.register
    if not register.unsettled:
        return
    for changed in work.changed:
        if waiting := register.line(changed.lead):
            move(work, waiting, heard)
    _ask_anew(work)


def advance(work: Work, refs: Iterable[str], heard: datetime) -> None:
    """Move the lines in which these registrations wait; ``heard`` as in ``follow``."""
    register = work.book.register
    for ref in refs:
        one = register.find(ref)
        if one is not None and one.state is State.WAITING:
            move(work, register.line(one.lead), heard)


def move(work: Work, waiting: list[Registration], heard: datetime) -> None:
    """Offer a free place to the first in line who may have it; end what was not answered, or may not have it now."""
    for waits in waiting:
        if waits.offer_ends_at is None:
            if _blocked(work, waits):
                return
            if _offered(work, waits):
                return
        elif waits.offer_ends_at <= heard:
            gone = change(waits, State.WITHDRAWN, decided_at=work.now, codes=(LAPSED,))
            gone = replace(gone, decided_at=waits.offer_ends_at)
            _end(work, gone, "registration.withdrawn")
            tell(work, gone)
        else:
            return


def _blocked(work: Work, waits: Registration) -> bool:
    """Whether the place is taken, or offered to somebody else."""
    rivals = work.book.register.rivals(waits.partner, waits.lead)
    return any(rival.outstanding or rival.offer_ends_at is not None for rival in rivals)


def _offered(work: Work, waits: Registration) -> bool:
    """Offer the place, unless the rules no longer let this partner have it; a full cap may be cleared in time."""
    book = work.book
    partner = book.register.partner(waits.partner)
    if partner is None:
        return False
    decision = judge(book.program, waits.lead, offered_facts(book.register, partner, waits, work.now))
    full = any(finding.code.startswith("cap.") for finding in decision.findings)
    decision = weigh(finding for finding in decision.findings if not finding.code.startswith("cap."))
    if decision.verdict is Verdict.REJECT:
        codes = tuple(reason.code for reason in decision.reasons)
        barred = change(waits, State.REJECTED, decided_at=work.now, expires_at=None, codes=codes)
        _end(work, barred, "registration.rejected")
        tell(work, barred, decision)
        return False
    until = work.now + timedelta(hours=book.program.conflict.offer_hours)
    offered = offer(waits, until)
    work.write(offered)
    work.event("registration.offered", waits.ref, partner=waits.partner, until=until.isoformat())
    offer_mail(work, offered, until, full=full)
    return True


def _end(work: Work, gone: Registration, event: str) -> None:
    work.write(gone)
    work.decided(event, gone)


def _ask_anew(work: Work) -> None:
    """Open anew each case whose other side has changed, so that no answer to the old mail decides what is new."""
    register = work.book.register
    news: dict[str, list[str]] = {}
    for changed in work.changed:
        if changed.state in _NEWS and changed.term > 0:
            for rival in register.beside(changed.partner, changed.lead):
                case = register.open_case(rival.ref)
                if rival.state is State.HELD and case is not None and case.token not in work.opened:
                    partner = register.partner(changed.partner)
                    who = partner.name if partner else changed.partner
                    news.setdefault(rival.ref, []).append(f"{changed.ref} of {who} {_NEWS[changed.state]}.")
    for ref, texts in news.items():
        held = register.find(ref)
        assert held is not None
        reopen(work, held, tuple(texts))
