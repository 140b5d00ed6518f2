"""Compares the prospects of one batch of leads under a program's rules and list of aliases."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from bot.domain.lead import Lead
from bot.domain.match import Judgement, Prospect, Rarity, Thresholds
from bot.domain.partner import Customer
from bot.matching.aliases import Aliases
from bot.matching.alike import bearing
from bot.matching.companies import company_name
from bot.matching.judge import judge_pair, side_of
from bot.matching.rarity import by_kind


class Comparer:
    """Judges leads by their prospects; what was judged once is remembered, as a lead is asked about several times."""

    def __init__(
        self, ignore: frozenset[str], thresholds: Thresholds, aliases: Aliases, rarity: Rarity = by_kind
    ) -> None:
        self._ignore = ignore
        self._thresholds = thresholds
        self._aliases = aliases
        self._rarity = rarity
        self._judged: dict[tuple[Prospect, Prospect], Judgement] = {}

    def judge(self, one: Lead, other: Lead | Customer) -> Judgement:
        """What is said of the prospects of two leads, or of a lead and a customer."""
        pair = prospect_of(one), prospect_of(other)
        if pair not in self._judged:
            self._judged[pair] = judge_pair(*pair, self._ignore, self._thresholds, self._aliases, self._rarity)
        return self._judged[pair]

    def ties(self, known: Lead | Customer) -> Iterator[str]:
        """Under what those meet that the list of aliases ties."""
        for head in self._aliases.heads(prospect_of(known)):
            yield f"tie/{head}"

    def keys(self, lead: Lead) -> Iterator[str]:
        """Under what a lead meets those that may be of the same company: name, page, and who is tied to it."""
        if lead.company and (name := _borne(lead.company)):
            yield f"name/{name}"
        if lead.url and not lead.domain and (page := side_of(prospect_of(lead), self._ignore).site.page):
            yield f"page/{'/'.join(page)}"
        yield from self.ties(lead)


@lru_cache(maxsize=8192)
def _borne(company: str) -> str:
    return "".join(bearing(company_name(company).core))


def prospect_of(known: Lead | Customer) -> Prospect:
    """What a lead says of its company, or a line of the vendor's own list."""
    if isinstance(known, Customer):
        return Prospect(known.name, known.domain)
    return Prospect(known.company, known.url, known.email)
