"""Says what a program's rules mean, in plain sentences with the policy's own beside them."""

from __future__ import annotations

from collections.abc import Iterator

from bot.rules.common import Meaning
from bot.rules.program import Program


def meanings(program: Program) -> Iterator[Meaning]:
    """Every rule's meaning, in the order in which a lead meets them; what the policy leaves unsaid is said so."""
    yield from program.intake.meanings()
    yield from program.partner.meanings()
    yield from program.match.meanings()
    yield from program.exclude.meanings()
    yield from program.conflict.meanings()
    yield from _lasting(program)
    yield from program.cap.meanings() if program.cap else _unsaid("how many registrations a partner may have")
    yield from program.sla.meanings()
    yield from program.notify.meanings()


def _lasting(program: Program) -> Iterator[Meaning]:
    if program.term is None:
        yield Meaning("The policy does not say how long a registration lasts; it does not expire.", None)
        return
    yield from program.term.meanings(program.zone)
    yield from program.renewal.meanings() if program.renewal else _unsaid("whether a registration can be renewed")


def _unsaid(what: str) -> Iterator[Meaning]:
    yield Meaning(f"The policy does not say {what}.", None)
