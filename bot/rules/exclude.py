"""Companies the vendor already has: its customers and its house accounts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.decision import Facts, Finding
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
            return
        house = known.kind == "house"
        on = self.house_account if house else self.existing_customer
        if on == "accept":
            return
        code = "customer.house" if house else "customer.existing"
        yield Finding(code, VERDICTS[on], _evidence(known, house=house), self.policy, f"On file as {known.name}")

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
