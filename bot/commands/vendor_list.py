"""The companies that the vendor already has, found by domain, by name and by the list of aliases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from bot.domain.decision import LikelyCustomer
from bot.domain.lead import Lead
from bot.domain.match import Judgement, Likeness
from bot.domain.partner import Customer
from bot.matching.blocking import filed
from bot.matching.comparer import Comparer


class Names:
    """Which companies' names are like which: whichever of two was asked for, it finds the other."""

    def __init__(self, alike: Mapping[str, Iterable[str]]) -> None:
        self._alike: dict[str, dict[str, None]] = {}
        for name, found in alike.items():
            for other in found:
                self._alike.setdefault(name, {})[other] = None
                self._alike.setdefault(other, {})[name] = None

    def like(self, company: str) -> tuple[str, ...]:
        """A company's name as it is filed, and those like it; none for what has no word."""
        name = filed(company)
        return (name, *self._alike.get(name, ())) if name else ()


class VendorList:
    """The lines of the list that may concern a batch of leads; without a comparer only the domain counts."""

    def __init__(self, customers: Iterable[Customer], names: Names, comparer: Comparer | None) -> None:
        self._names = names
        self._comparer = comparer
        self._on: dict[str, Customer] = {}
        self._under: dict[str, dict[str, Customer]] = {}
        for customer in customers:
            self._on[customer.domain] = customer
            for key in (filed(customer.name), *comparer.ties(customer)) if comparer else ():
                self._under.setdefault(key, {})[customer.domain] = customer

    def holds(self, lead: Lead) -> Customer | None:
        """The line of the lead's own company: by domain, else as the comparison says."""
        if lead.domain and (customer := self._on.get(lead.domain)):
            return customer
        same = (one for one, judgement in self._judged(lead) if judgement.likeness is Likeness.SAME)
        return next(same, None)

    def likely(self, lead: Lead) -> tuple[LikelyCustomer, ...]:
        """What may be the lead's company; none where the list holds the company itself."""
        if self.holds(lead) is not None:
            return ()
        return tuple(
            LikelyCustomer(one, judgement.reason, judgement.evidence)
            for one, judgement in self._judged(lead)
            if judgement.likeness is Likeness.REVIEW
        )

    def _judged(self, lead: Lead) -> Iterator[tuple[Customer, Judgement]]:
        if self._comparer is None or not self._under:
            return
        found: dict[str, Customer] = {}
        for key in (*self._names.like(lead.company), *self._comparer.ties(lead)):
            found.update(self._under.get(key, {}))
        for customer in found.values():
            yield customer, self._comparer.judge(lead, customer)
