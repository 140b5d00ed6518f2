"""The operator's list of companies that are one, of one group, or none of the other, as it is looked up."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from bot.domain.alias import Alias, Tie
from bot.domain.match import Prospect
from bot.matching.alike import bearing
from bot.matching.companies import company_name
from bot.matching.domains import host_in_ascii, host_of, registrable_domain


@lru_cache(maxsize=8192)
def alias_key(text: str) -> str:
    """By what a name or a domain on the list is compared: the registrable domain, or the name's bearing words as one.

    ``""`` for what is neither.
    """
    text = text.strip()
    if "." in text and not any(map(str.isspace, text)) and (domain := registrable_domain(host_of(text))):
        return domain
    return "".join(bearing(company_name(text).core))


@lru_cache(maxsize=8192)
def prospect_keys(prospect: Prospect) -> frozenset[str]:
    """Under what a prospect may stand on the list: its name, and the domains of its URL and address."""
    hosts = (host_of(prospect.url), prospect.email.rpartition("@")[2])
    domains = (registrable_domain(host_in_ascii(host)) for host in hosts if host)
    return frozenset(filter(None, (alias_key(prospect.company), *domains)))


class Aliases:
    """The list, or the part of it that concerns a batch of leads."""

    def __init__(self, aliases: Iterable[Alias] = ()) -> None:
        self._same: dict[str, str] = {}
        self._group: dict[str, str] = {}
        self._apart: set[frozenset[str]] = set()
        for alias in aliases:
            if alias.tie is Tie.APART:
                self._apart.add(frozenset((alias.key, alias.of_key)))
                continue
            _join(self._group, alias.key, alias.of_key)
            if alias.tie is Tie.SAME:
                _join(self._same, alias.key, alias.of_key)

    def between(self, one: Prospect, other: Prospect) -> Tie | None:
        """What the list says of two prospects; that they are apart goes before all else."""
        if not (self._group or self._apart):
            return None
        mine, theirs = prospect_keys(one), prospect_keys(other)
        if self._apart and any(frozenset((key, against)) in self._apart for key in mine for against in theirs):
            return Tie.APART
        for tie, parents in ((Tie.SAME, self._same), (Tie.GROUP, self._group)):
            known = {_head(parents, key) for key in mine if key in parents}
            if any(key in parents and _head(parents, key) in known for key in theirs):
                return tie
        return None

    def heads(self, prospect: Prospect) -> frozenset[str]:
        """Under what all members of the prospect's group are found."""
        if not self._group:
            return frozenset()
        return frozenset(_head(self._group, key) for key in prospect_keys(prospect) if key in self._group)


def _join(parents: dict[str, str], one: str, other: str) -> None:
    """Make two companies members of one set (disjoint sets, Galler and Fischer 1964)."""
    parents.setdefault(one, one)
    parents.setdefault(other, other)
    parents[_head(parents, one)] = _head(parents, other)


def _head(parents: dict[str, str], key: str) -> str:
    while parents[key] != key:
        key = parents[key]
    return key
