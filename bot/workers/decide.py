"""Decides a case at the terminal, by the same way as an admin's mail."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime

from bot.desk import Book, Work, decide, follow, unwritten
from bot.domain.mail import Instruction
from bot.domain.outcome import Ask
from bot.notices.transcript import Done
from bot.store import Store
from bot.workers.office import Office
from bot.workers.process import informed, record


def decide_now(
    store: Store, office: Office, instruction: Instruction, *, by: str, tell: str, note: str, now: datetime
) -> Sequence[Done]:
    """Carry out one decision on ``instruction.refs`` in a transaction of its own; mails go out with the next delivery.

    ``by`` is who decides, as the case and the journal name them; ``tell`` goes to the partner, ``note`` is kept.
    """
    seed = os.urandom(16)
    with store.begin(office.program.name, now, names=office.names) as unit:
        book = Book(office.program, office.house, office.admins, unit.known(Ask(refs=instruction.refs)))
        work = Work(unwritten(office.program.name, by, seed, now), book, now)
        done = decide(work, instruction, tell=tell, note=note)
        follow(work, unit.heard())
        (outcome,) = informed([work.outcome()], unit, office)
        record([outcome], unit, office, now, {outcome.inbound: seed})
    return done
