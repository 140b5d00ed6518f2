"""The domain that identifies a prospect: registrable, ASCII, and never one that strangers share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from ipaddress import ip_address
from pathlib import Path

import idna
from publicsuffixlist import PSLFILE, PublicSuffixList

_DATA = Path(__file__).with_name("data")
_LISTS = ("freemail", "disposable", "social", "hosting")
_SCHEME = re.compile(r"(?:[a-z][a-z0-9+.-]{0,30}:)?//", re.IGNORECASE)
_NAME = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9_-]{1,63}(?<!-))*")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_AUTHORITY_END = re.compile(r"[/?#\\]")
_IP_MARKS = re.compile(r"[:%\[\]]")
_LONGEST = 253  # RFC 1035 section 2.3.4, in characters without the final dot


@lru_cache(maxsize=8192)
def registrable_domain(host: str) -> str:
    """The domain of a host that its owner registered (ASCII, lower case): "shop.acme.co.uk" -> "acme.co.uk".

    ``""`` where there is none: an IP address in any notation, a bare public suffix, a single label, or no host name.
    Tenants of platforms in the public suffix list's private section count as owners; names of other scripts are
    mapped by UTS 46.
    """
    name = host_in_ascii(host)
    if not name or _is_ip(name):
        return ""
    return str(_suffixes(name.rpartition(".")[2]).privatesuffix(name) or "")


def prospect_domain(url: str, email: str, ignore: frozenset[str]) -> str:
    """The domain that identifies a company: that of its URL, else that of the address, else ``""``.

    ``ignore`` (see ``ignored``) names the domains that never identify one; their sub-domains are meant too.
    """
    for host in (host_of(url), email.rpartition("@")[2]):
        domain = registrable_domain(host) if host else ""
        if domain and not shared_domain(host_in_ascii(host), ignore):
            return domain
    return ""


def host_of(url: str) -> str:
    """The host of a URL as it stands, without user, port and path; the scheme may be missing."""
    text = url.strip()
    if scheme := _SCHEME.match(text):
        text = text[scheme.end() :]
    authority = _AUTHORITY_END.split(text, maxsplit=1)[0].rpartition("@")[2]
    if authority.startswith("["):
        return authority.partition("]")[0].lstrip("[")
    return authority.partition(":")[0]


def ignored(extra: Iterable[str] = ()) -> frozenset[str]:
    """The domains that never identify a company: free mail, throw-away mail, networks, shared hosts, and ``extra``."""
    return _listed_and(tuple(extra))


@lru_cache(maxsize=64)
def _listed_and(extra: tuple[str, ...]) -> frozenset[str]:
    return _listed() | frozenset(name for word in extra if (name := host_in_ascii(word)))


def is_network(domain: str) -> bool:
    """Whether a domain is a network's or directory's, whose sub-domains are languages rather than tenants."""
    return domain in _list("social")


@cache
def _listed() -> frozenset[str]:
    return frozenset[str]().union(*map(_list, _LISTS))


@cache
def _list(name: str) -> frozenset[str]:
    lines = (_DATA / f"{name}.txt").read_text("ascii").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


@cache
def _rules() -> Mapping[str, list[str]]:
    """The rules of the public suffix list by the top-level domain that they are for."""
    rules: dict[str, list[str]] = {}
    for line in Path(PSLFILE).read_text("utf-8").split("\n"):
        if line and not line.startswith("//"):
            rules.setdefault(line.rpartition(".")[2], []).append(line)
    return rules


@lru_cache(maxsize=256)
def _suffixes(top: str) -> PublicSuffixList:
    """The list for one top-level domain (ASCII), as the library itself reads it: all of them at once take 20 ms."""
    rules = _rules().get(_shown(top), [])
    encoded = [_encoded(rule) for rule in rules if not rule.isascii()]
    return PublicSuffixList(rules + encoded, accept_encoded_idn=False)


def _shown(label: str) -> str:
    try:
        return idna.decode(label) if label.startswith("xn--") else label
    except (idna.IDNAError, UnicodeError):
        return label


def _encoded(rule: str) -> str:
    bang = "!" if rule.startswith("!") else ""
    return bang + rule.removeprefix("!").split(" ")[0].lower().encode("idna").decode("ascii")


def shared_domain(name: str, ignore: frozenset[str]) -> str:
    """The ignored domain that a host (ASCII) is or lies under, ``""`` where it is none."""
    while name:
        if name in ignore:
            return name
        name = name.partition(".")[2]
    return ""


@lru_cache(maxsize=8192)
def host_in_ascii(host: str) -> str:
    """The host name in ASCII and lower case without a final dot; ``""`` for what cannot be one."""
    name = host.strip().rstrip(".").lower()
    if not name.isascii():
        try:
            name = idna.encode(name, uts46=True).decode("ascii").rstrip(".")
        except (idna.IDNAError, UnicodeError):
            return ""
    named = len(name) <= _LONGEST and _NAME.fullmatch(name)
    return name if named or _is_ip(name) else ""


def _is_ip(name: str) -> bool:
    """An address of either family; a last label that is a number makes an IPv4 address (WHATWG URL, host parsing)."""
    if _NUMBER.fullmatch(name.rpartition(".")[2]):
        return True
    if not _IP_MARKS.search(name):
        return False
    try:
        ip_address(name.strip("[]").partition("%")[0])
    except ValueError:
        return False
    return True
