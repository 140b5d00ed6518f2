"""Judges whether two prospects are the same company: by the operator's list, domain, page, address and name, in turn.

on the list -> SAME, REVIEW where they are of one group, DIFFERENT where they are apart |
own domain -> SAME, or REVIEW where two parts of one house may be meant | page on a shared host -> SAME |
contact address -> SAME or REVIEW | name -> REVIEW or DIFFERENT: a name alone never makes two prospects the same
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from functools import lru_cache

from bot.domain.alias import Tie
from bot.domain.match import Judgement, Likeness, Prospect, Rarity, Thresholds
from bot.matching.aliases import Aliases
from bot.matching.alike import Relation, compare_names
from bot.matching.apart import by_name
from bot.matching.companies import company_name
from bot.matching.parts import other_part
from bot.matching.rarity import by_kind
from bot.matching.side import Side
from bot.matching.sites import site_of

_NO_ALIASES = Aliases()
_LISTED = {
    Tie.SAME: (Likeness.SAME, "the same company by our records", "on the list of aliases as one company"),
    Tie.GROUP: (Likeness.REVIEW, "a company of the same group", "on the list of aliases as companies of one group"),
    Tie.APART: (Likeness.DIFFERENT, "", "on the list of aliases as two companies"),
}
_CLOSE = frozenset({Relation.EQUAL, Relation.TYPO, Relation.PLACE, Relation.INITIALS, Relation.WITHIN})


def judge_pair(
    one: Prospect,
    other: Prospect,
    ignore: frozenset[str],
    thresholds: Thresholds,
    aliases: Aliases = _NO_ALIASES,
    rarity: Rarity = by_kind,
) -> Judgement:
    """What is said of two prospects, whichever stands first; a redirecting URL is given as where it leads.

    ``ignore`` (see ``domains.ignored``) names the domains that never identify a company.
    """
    tie = aliases.between(one, other)
    mine, theirs = side_of(one, ignore), side_of(other, ignore)
    return (
        _by_list(mine, theirs, tie, {Tie.SAME, Tie.APART})
        or _by_domain(mine, theirs, thresholds)
        or _by_list(mine, theirs, tie, {Tie.GROUP})
        or _by_page(mine, theirs, thresholds)
        or _by_address(mine, theirs, thresholds)
        or by_name(mine, theirs, thresholds, rarity)
        or Judgement(Likeness.DIFFERENT, "", (_nothing(mine, theirs),))
    )


@lru_cache(maxsize=4096)
def side_of(prospect: Prospect, ignore: frozenset[str]) -> Side:
    """A prospect with its name and site taken apart."""
    name = company_name(prospect.company)
    return Side(name, site_of(prospect, name, ignore))


def _by_list(one: Side, other: Side, tie: Tie | None, wanted: AbstractSet[Tie]) -> Judgement | None:
    if tie is None or tie not in wanted:
        return None
    likeness, reason, told = _LISTED[tie]
    return Judgement(likeness, reason, (f"{told}: {_both(one, other)}",))


def _by_domain(one: Side, other: Side, thresholds: Thresholds) -> Judgement | None:
    """The same own domain: of both URLs, of both addresses where a URL is missing, or of a URL and an address."""
    domain = one.site.own
    if not domain or domain != other.site.own:
        return None
    same = f"same domain {domain}"
    stated = bool(one.site.domain and other.site.domain)
    evidence = same if stated else f"the domain {domain} of one side's address is the other's own"
    if part := other_part(one, other, thresholds):
        return Judgement(Likeness.REVIEW, same, (evidence, part))
    return Judgement(Likeness.SAME, same, (evidence,))


def _by_page(one: Side, other: Side, thresholds: Thresholds) -> Judgement | None:
    if not one.site.page or one.site.page != other.site.page:
        return None
    page = "/".join(one.site.page)
    if one.site.path and other.site.path and one.site.path != other.site.path and _unlike(one, other, thresholds):
        evidence = (f"different pages of one tenant of a shared host: {page}", f"different names: {_both(one, other)}")
        return Judgement(Likeness.REVIEW, f"same host {page}", evidence)
    return Judgement(Likeness.SAME, f"same page {page}", (f"the same page on a host that others share: {page}",))


def _by_address(one: Side, other: Side, thresholds: Thresholds) -> Judgement | None:
    """The same contact address, or a mail domain of their own that two companies share."""
    contact, mail = one.site.contact, one.site.mail
    if contact and contact == other.site.contact and not (one.site.domain and other.site.domain):
        same = "same contact address"
        if not _unlike(one, other, thresholds):
            evidence = (f"the same contact address {contact}", f"alike names: {_both(one, other)}")
            return Judgement(Likeness.SAME, same, evidence)
        evidence = (f"the same contact address {contact}", f"different names: {_both(one, other)}")
        return Judgement(Likeness.REVIEW, same, evidence)
    for domain, elsewhere in ((mail, other.site), (other.site.mail, one.site)):
        if domain and domain in {elsewhere.mail, elsewhere.domain}:
            evidence = (f"both write from, or own, {domain}", f"different web sites: {_sites(one, other)}")
            return Judgement(Likeness.REVIEW, f"same mail domain {domain}", evidence)
    if contact and contact == other.site.contact:
        evidence = (f"the same contact address {contact}", f"different web sites: {_sites(one, other)}")
        return Judgement(Likeness.REVIEW, "same contact address", evidence)
    return None


def _unlike(one: Side, other: Side, thresholds: Thresholds) -> bool:
    """Whether the names speak of two companies."""
    return compare_names(one.name, other.name, thresholds.typo).relation not in _CLOSE


def _nothing(one: Side, other: Side) -> str:
    where = f"different web sites ({_sites(one, other)})" if one.site.own and other.site.own else "no domain in common"
    return f"{where} and different names ({_both(one, other)})"


def _both(one: Side, other: Side) -> str:
    return " / ".join(sorted(side.name.shown or "no name" for side in (one, other)))


def _sites(one: Side, other: Side) -> str:
    return " / ".join(sorted(side.site.own or "none" for side in (one, other)))
