"""Judges a lead by a program's rules: every rule speaks, the heaviest finding decides; the facts are arguments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.domain.decision import Decision, Facts, Finding, Verdict
from bot.domain.lead import Lead
from bot.rules.program import Program
from bot.rules.renewal import check_renewal


def judge(program: Program, lead: Lead, facts: Facts) -> Decision:
    """The decision on a validated lead; all findings are kept, so that a verdict explains itself.

    Whether the same partner has it already is not judged here: that is answered with the registration there is.
    """
    return weigh(_findings(program, lead, facts))


def weigh(findings: Iterable[Finding]) -> Decision:
    """The findings, and the weight of the heaviest; with none the lead is accepted."""
    kept = tuple(findings)
    return Decision(max((finding.verdict for finding in kept), default=Verdict.ACCEPT), kept)


def _findings(program: Program, lead: Lead, facts: Facts) -> Iterator[Finding]:
    """Every rule in turn: who registers, what, against whom, and how much."""
    yield from program.partner.check(facts, program.tz)
    yield from program.intake.check(facts)
    yield from program.exclude.check(facts)
    yield from program.conflict.check(lead, facts, program.tz)
    if program.conflict.on_match != "share":
        yield from program.match.check(facts, program.tz, program.conflict.policy, program.conflict.disclose)
    yield from check_renewal(program, facts)
    if program.cap is not None:
        yield from program.cap.check(facts)
