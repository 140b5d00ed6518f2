"""What a command is given, what it gives back, and how one describes itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot.commands.register import Register
from bot.domain.decision import Decision
from bot.domain.mail import Instruction
from bot.domain.partner import Partner
from bot.domain.registration import Case, Registration
from bot.notices.transcript import Done
from bot.rules.program import Program

Who = Literal["partner", "admin"]


@dataclass(frozen=True, slots=True)
class Context:
    """Where an instruction is carried out.

    ``partner`` is the sender's own, whose registrations alone a partner's command may see; None for an admin.
    ``thread`` holds the references that the answered mail spoke of, ``cases`` those of the cases that an admin's mail
    proves to answer, ``stale`` those that it answers by a mail from before they changed. ``received_at`` is the mail's
    receipt, ``now`` the instant of handling, ``message_id`` the mail's. ``tell`` is what an admin marked for the
    partner, ``note`` what else stands beside the decision, for the program's own people only.
    """

    program: Program
    register: Register
    sender: str
    received_at: datetime
    now: datetime
    partner: Partner | None = None
    thread: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    commands: tuple[Command, ...] = ()
    message_id: str = ""
    stale: tuple[str, ...] = ()
    tell: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A registration in its new state; ``event`` goes to the journal, ``tell`` asks for a mail to its partner.

    ``decision`` is what the rules said where they were asked; a registration that is now held gets a case.
    """

    registration: Registration
    event: str
    decision: Decision | None = None
    tell: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one instruction, or of one reference that it named; ``asks`` go on to a registration's partner."""

    done: Done
    changes: tuple[Change, ...] = ()
    cases: tuple[Case, ...] = field(default=())
    asks: tuple[tuple[Registration, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Command:
    """An instruction by mail: its canonical name, what else people write for it, and who may give it.

    ``run`` puts what it changes into the context's register, so that the next instruction sees it. One that ``answers``
    is understood only in answer to a mail that asks for it.
    """

    name: str
    synonyms: tuple[str, ...]
    usage: str
    does: str
    who: Who
    run: Callable[[Context, Instruction], Sequence[Result]]
    answers: bool = False
