"""How an expired registration may be had again (LEANSTACK L10)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from bot.domain.decision import Facts, Finding, Verdict
from bot.domain.registration import Registration, State
from bot.domain.term import last_day
from bot.rules.common import STRICT, Meaning, Positive, Text, day, plural

if TYPE_CHECKING:
    from bot.rules.program import Program


@dataclass(frozen=True, kw_only=True)
class Renewal:
    """How an expired registration may be had again (L10); ``max`` is how often."""

    __pydantic_config__ = STRICT
    days: Positive
    """How long it then lasts, in days."""
    max: Positive
    """How often one registration may be renewed."""
    early: Literal["refuse"]
    """What becomes of a request before the expiry."""
    window_days: Positive | None
    """How long after the expiry the request may come, in days."""
    policy: Text

    def check(self, facts: Facts, zone: ZoneInfo) -> Iterator[Finding]:
        """Refuse what is too early, too often or too late; conflict and cap are judged again beside this."""
        previous = facts.previous
        if previous is None:
            text = "There is no expired registration of this prospect to renew"
            yield Finding("renewal.nothing", Verdict.REJECT, text, self.policy)
            return
        if previous.expires_at is not None and previous.expires_at > facts.decided_at:
            runs = day(previous.expires_at - timedelta(microseconds=1), zone)
            text = f"{previous.ref} still runs, until the end of {runs}; it can be renewed once it has expired"
            yield Finding("renewal.early", Verdict.REJECT, text, self.policy)
        elif self._closed(previous, facts, zone):
            text = f"{previous.ref} could be renewed within {plural(self.window_days or 0, 'day')} of its expiry"
            yield Finding("renewal.window", Verdict.REJECT, text, self.policy)
        if previous.term > self.max:
            used = "once" if self.max == 1 else f"{self.max} times"
            text = f"{previous.ref} has been renewed before; a registration can be renewed {used}"
            yield Finding("renewal.used", Verdict.REJECT, text, self.policy)

    def meanings(self) -> Iterator[Meaning]:
        """Whether, when and for how long."""
        often = "once" if self.max == 1 else f"up to {self.max} times"
        text = f"After its expiry a registration can be renewed {often} for {plural(self.days, 'day')}, by request only"
        when = f", within {plural(self.window_days, 'day')} of the expiry" if self.window_days else ""
        yield Meaning(f"{text}{when}; conflict and cap are checked again.", self.policy)
        yield Meaning("A request before the expiry is refused.", self.policy)

    def _closed(self, previous: Registration, facts: Facts, zone: ZoneInfo) -> bool:
        if self.window_days is None or previous.expires_at is None:
            return False
        asked = facts.received_at.astimezone(zone).date()
        return asked > last_day(previous.expires_at, zone) + timedelta(days=self.window_days)


def is_renewal(program: Program, facts: Facts) -> bool:
    """Whether a lead is judged as a renewal: by request, or because the partner's own claim on it has expired.

    Registering the same prospect anew must not give more than asking to renew it (L10: "another ninety days"), nor must
    withdrawing it in between.
    """
    return facts.renewal or (program.renewal is not None and facts.previous is not None and not resumes(program, facts))


def resumes(program: Program, facts: Facts) -> bool:
    """Whether a lead takes up a registration that its partner withdrew before its end: the term goes on, none begins.

    Its six months run "from the date the prospect was registered" (L9), whoever withdraws and registers in between; a
    program that limits no renewal gives nothing away by a new term.
    """
    previous = facts.previous
    return (
        program.renewal is not None
        and previous is not None
        and previous.state is State.WITHDRAWN
        and previous.expires_at is not None
        and previous.expires_at > facts.decided_at
    )


def check_renewal(program: Program, facts: Facts) -> Iterator[Finding]:
    """What the renewal rule says of a lead; where the policy has none, a request is for a person to decide."""
    if not is_renewal(program, facts):
        return
    if program.renewal is not None:
        yield from program.renewal.check(facts, program.tz)
    else:
        yield Finding("renewal.unset", Verdict.HOLD, "The program's policy does not say whether a registration renews")
