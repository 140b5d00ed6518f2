"""What a URL and an address say of a company: its own domain, part of a site, or a page on a host that others share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote

import idna

from bot.domain.match import Prospect
from bot.matching.companies import CompanyName
from bot.matching.domains import host_in_ascii, host_of, is_network, registrable_domain, shared_domain
from bot.matching.letters import folded, tokens
from bot.matching.rarity import kinds
from bot.matching.wording import wording

_LOCALE = re.compile(
    r"m|mobile|touch|web|[a-z]{2}(?:-[a-z]{2})?"
)  # m.facebook.com, de-de.facebook.com, uk.linkedin.com
_DOTLESS = frozenset({"gmail.com", "googlemail.com"})


@dataclass(frozen=True, slots=True)
class Site:
    """Where a prospect is found.

    ``domain`` and ``mail`` are the registrable domains of URL and address where they are the company's own, else
    ``""``. ``label`` is what the owner chose of ``domain``, else of ``mail``, in small ASCII letters and digits, its
    words at the hyphens. ``host`` and ``path`` name a part of the own site ("law", "mineria"), or of a tenant's.
    ``page`` is the host that others share and as much of the path as is one tenant's. ``contact`` is the address.
    """

    domain: str = ""
    mail: str = ""
    label: tuple[str, ...] = ()
    host: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    page: tuple[str, ...] = ()
    contact: str = ""

    @property
    def own(self) -> str:
        """The domain that identifies the company."""
        return self.domain or self.mail


def site_of(prospect: Prospect, name: CompanyName, ignore: frozenset[str]) -> Site:
    """What URL and address say; ``ignore`` (see ``domains.ignored``) names the domains that strangers share."""
    host = host_in_ascii(host_of(prospect.url))
    domain = registrable_domain(host)
    path = _path(prospect.url)
    contact = address_key(prospect.email)
    mail_host = contact.rpartition("@")[2]
    mail = registrable_domain(mail_host)
    shared = shared_domain(host, ignore) if domain else ""
    if domain and not shared and path and path[0].startswith("~"):  # one user's home page, whoever the provider is
        shared, mail = domain, "" if mail == domain else mail
    platform = bool(shared) and shared == domain and _is_platform(domain, mail, name)
    if shared_domain(mail_host, ignore) and not (platform and mail == domain):
        mail = ""
    if shared and not platform:
        labels = _labels(host, shared)
        if is_network(shared) and all(map(_LOCALE.fullmatch, labels)):
            labels = []
        tenant = any(label not in kinds().rooms for label in labels)
        page = _page(".".join([*labels, shared]), path, tenant=tenant)
        return Site("", mail, _label(mail), (), _named(path) if tenant else (), page, contact)
    hosts = tuple(label for label in _labels(host, domain) if label not in kinds().hosts)
    return Site(domain, mail, _label(domain or mail), hosts, _named(path), contact=contact)


def address_key(email: str) -> str:
    """An address as two people may write it: no case, no tag; no dots where the provider reads none."""
    local, _, host = email.strip().casefold().rpartition("@")
    if not local:
        return ""
    host = host_in_ascii(host)
    if host in _DOTLESS:
        local, host = local.replace(".", ""), "gmail.com"
    return f"{local.partition('+')[0] or local}@{host}" if host else ""


def _page(host: str, path: Sequence[str], *, tenant: bool) -> tuple[str, ...]:
    """The host alone where it is a tenant's own, else with the path to the first part that is a name; () for none."""
    if tenant:
        return (host,)
    named = next((at for at, segment in enumerate(path) if not _is_room(segment)), None)
    return () if named is None else (host, *path[: named + 1])


def _is_room(segment: str) -> bool:
    return segment in kinds().rooms or bool(_LOCALE.fullmatch(segment))


def _is_platform(domain: str, mail: str, name: CompanyName) -> bool:
    """Whether the prospect is the company behind a host that others share: LinkedIn itself, not a page on it."""
    label = "".join(_label(domain))
    known = kinds()
    words = [word for word in name.core if word not in wording().soft | known.places]
    by_name = label in {"".join(words), name.joined, *(word for word in words[:1] if len(words) > 1 and mail == domain)}
    return bool(label) and by_name


def _label(domain: str) -> tuple[str, ...]:
    """What the owner chose of a domain, as the words of a name."""
    label = domain.partition(".")[0]
    if label.startswith("xn--"):
        try:
            label = idna.decode(label)
        except (idna.IDNAError, UnicodeError):
            return (label,)
    return tuple(tokens(folded(label)))


def _labels(host: str, under: str) -> Sequence[str]:
    return [label for label in host.removesuffix(under).split(".") if label and label != "www"] if under else []


def _path(url: str) -> tuple[str, ...]:
    text = re.sub(r"^(?:[a-z][a-z0-9+.-]{0,30}:)?//", "", url.strip(), flags=re.IGNORECASE)
    path, _, query = text.partition("#")[0].partition("?")
    segments = [unquote(segment).casefold() for segment in path.split("/")[1:]]
    segments += parse_qs(query).get("id", [])  # facebook.com/profile.php?id=1000
    return tuple(segment for segment in segments if segment)


def _named(path: Sequence[str]) -> tuple[str, ...]:
    """The first part of a path that may name a part of the company, as words."""
    for segment in path:
        words = tokens(folded(segment.rsplit(".", 1)[0] if "." in segment else segment))
        if words and "".join(words) not in kinds().paths:
            return tuple(words)
    return ()
