"""What a partner must be to register (LEANSTACK L1, L12; PlaidCloud P2, P12)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.domain.decision import Facts, Finding
from bot.domain.partner import Partner
from bot.rules.common import STRICT, VERDICTS, Meaning, OnMatch, Text, consequence, day, listed


@dataclass(frozen=True, kw_only=True)
class PartnerRule:
    """What a partner must be to register (L1, L12; P2, P12): each check reject, hold or accept (not checked)."""

    __pydantic_config__ = STRICT
    plans: tuple[Text, ...] | None
    """The partner's own plans that admit to the program (L12, not the customers' plans that earn, L13)."""
    inactive: OnMatch
    """The partner's own subscription, or its membership, no longer runs."""
    wrong_plan: OnMatch
    no_agreement: OnMatch
    """No day is on file on which the partner accepted the program's Agreement."""
    bad_standing: OnMatch
    """The vendor does not vouch for the partner's compliance with the Agreement."""
    certification: Text | None
    """The certification of which at least one must be on file."""
    uncertified: OnMatch
    entry_policy: Text
    agreement_policy: Text | None
    certification_policy: str = ""

    def __post_init__(self) -> None:
        """Raise ValueError, a line "key: problem" each, for a check that has nothing to go by."""
        problems = []
        if self.plans == ():
            problems.append('plans: an empty list admits nobody; write "unset" where any plan will do')
        if self.certification is not None and not self.certification_policy:
            problems.append("certification_policy: must give the sentence that asks for the certification")
        if problems:
            raise ValueError("\n".join(problems))

    def check(self, facts: Facts, zone: ZoneInfo) -> Iterator[Finding]:
        """Everything about the partner that stands against its registering, each with its sentence."""
        for code, on, evidence, policy in self._failed(facts, zone):
            if on != "accept":
                yield Finding(code, VERDICTS[on], evidence, policy)

    def _failed(self, facts: Facts, zone: ZoneInfo) -> Iterator[tuple[str, OnMatch, str, str]]:
        partner = facts.partner
        if not partner.active:
            text = f"{partner.name} is not active as a partner in our records"
            yield "partner.inactive", self.inactive, text, self.entry_policy
        if self.plans is not None and not _among(partner.plan, self.plans):
            yield "partner.plan", self.wrong_plan, _plan(partner, self.plans), self.entry_policy
        signed, agreed = partner.agreement_on, self.agreement_policy or ""
        if signed is None:
            text = f"We have no record that {partner.name} accepted the Partner Program Agreement"
            yield "partner.agreement", self.no_agreement, text, agreed
        elif signed > (today := facts.decided_at.astimezone(zone)).date():
            text = f"The Agreement is on file as accepted from {signed:%Y-%m-%d} on, and today is {day(today, zone)}"
            yield "partner.agreement", self.no_agreement, text, agreed
        if not partner.good_standing:
            text = f"Our records do not show {partner.name} in good standing with the Partner Program Agreement"
            yield "partner.standing", self.bad_standing, text, agreed
        if self.certification is not None and not _among(self.certification, partner.certifications):
            text = f"We have no certified {self.certification} on file for {partner.name}"
            yield "partner.uncertified", self.uncertified, text, self.certification_policy

    def meanings(self) -> Iterator[Meaning]:
        """What is looked up about the partner before anything else."""
        yield Meaning(
            f"A registration of a partner that is not active {consequence(self.inactive)}.", self.entry_policy
        )
        if self.plans is None:
            yield Meaning("The policy names no plan that a partner must have; any will do.", None)
        else:
            text = f"A partner must have a {listed(self.plans)} plan; without, its registration"
            yield Meaning(f"{text} {consequence(self.wrong_plan)}.", self.entry_policy)
        agreed = self.agreement_policy or ""
        text = "A registration of a partner with no accepted Agreement on file"
        yield Meaning(f"{text} {consequence(self.no_agreement)}.", agreed)
        text = "A registration of a partner that is not in good standing"
        yield Meaning(f"{text} {consequence(self.bad_standing)}.", agreed)
        if self.certification is None:
            yield Meaning("The policy asks for no certification before registering.", None)
        else:
            text = f"A registration of a partner without a certified {self.certification}"
            yield Meaning(f"{text} {consequence(self.uncertified)}.", self.certification_policy)


def _plan(partner: Partner, plans: tuple[str, ...]) -> str:
    whose, plan = f"{partner.name}'s own", partner.plan
    held = f'{whose} plan on file is "{plan}"' if plan else f"We have no plan of {whose} on file"
    return f"{held}; the program asks for a {listed(plans)} plan"


def _among(word: str, words: tuple[str, ...]) -> bool:
    return word.strip().casefold() in {known.casefold() for known in words}
