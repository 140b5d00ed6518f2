"""Companies the vendor already has: its customers and its house accounts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.decision import Facts, Finding, Verdict
from bot.domain.partner import Customer
from bot.rules.common import STRICT, VERDICTS, Meaning, OnMatch, Text, consequence


@dataclass(frozen=True, kw_only=True)
class Exclude:
    """Companies the vendor already has: what becomes of their registration."""

    __pydantic_config__ = STRICT
    existing_customer: OnMatch
    house_account: OnMatch
    """A company that the vendor's own people look after."""
    policy: Text

    def check(self, facts: Facts) -> Iterator[Finding]:
        """Hold or refuse what the vendor already has, as the program says."""
        known = facts.customer
        if known is None:
            yield from self._likely(facts)
            return
        house, on = known.kind == "house", self._on(known)
        if on == "accept":
            return
        code = "customer.house" if house else "customer.existing"
        yield Finding(code, VERDICTS[on], _evidence(known, house=house), self.policy, f"On file as {known.name}")

    def _likely(self, facts: Facts) -> Iterator[Finding]:
        """Hold what may be on the list; what was registered before was decided on before."""
        if facts.previous is not None:
            return
        found = [one for one in facts.likely_customers if self._on(one.customer) != "accept"]
        if found:
            what = "that our own team looks after" if found[0].customer.kind == "house" else "on our list of customers"
            evidence = f"A company {what} may be the same ({found[0].reason})"
            internal = "; ".join(
                f"On file as {one.customer.name} ({one.customer.domain}): {', '.join(one.evidence)}" for one in found
            )
            yield Finding("customer.likely", Verdict.HOLD, evidence, self.policy, internal)

    def _on(self, customer: Customer) -> OnMatch:
        return self.house_account if customer.kind == "house" else self.existing_customer

    def meanings(self) -> Iterator[Meaning]:
        """What happens to each of the two kinds."""
        text = "A registration of a company that is already a customer"
        yield Meaning(f"{text} {consequence(self.existing_customer)}.", self.policy)
        text = "A registration of a company that the vendor's own people look after"
        yield Meaning(f"{text} {consequence(self.house_account)}.", self.policy)


def _evidence(known: Customer, *, house: bool) -> str:
    where = f" ({known.domain})" if known.domain else ""
    if house:
        return f"Our own team already looks after this company{where}"
    return f"This company{where} is already on our list of customers"
