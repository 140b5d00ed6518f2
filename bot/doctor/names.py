"""The DNS records by which others believe our mails: SPF (RFC 7208), DKIM (RFC 6376), DMARC (RFC 7489)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import Message

from dns.exception import DNSException
from dns.resolver import NXDOMAIN, NoAnswer, Resolver

from bot.doctor.report import Finding, doubt, fine, wrong
from bot.matching.domains import registrable_domain

_TAG = re.compile(r"(?:^|;)\s*([a-z]+)\s*=\s*([^;]*)")
_FOLD = re.compile(r"\s+")


class NoDns(Exception):
    """The name servers gave no answer; the text says why."""


def records(domain: str, header: Message | None, resolver: Resolver) -> Iterator[Finding]:
    """What stands in DNS for a domain we write from; ``header`` is that of a mail that came over the relay."""
    where = f"dns {domain}"
    try:
        yield _spf(where, domain, resolver)
        yield _dkim(where, domain, header, resolver)
        yield _dmarc(where, domain, resolver)
    except NoDns as error:
        yield doubt(where, f"the name servers give no answer ({error})", "see /etc/resolv.conf, then try again")


def _spf(where: str, domain: str, resolver: Resolver) -> Finding:
    found = [text for text in _texts(domain, resolver) if text.lower().split(" ")[0] == "v=spf1"]
    if not found:
        mend = f'publish a TXT record at {domain} that names the relay: "v=spf1 include:… -all"'
        return doubt(where, "no SPF record: our answers may be taken for spam", mend)
    if len(found) > 1:  # RFC 7208 section 4.5
        return wrong(where, "more than one SPF record: none of them counts", "join them into one")
    return fine(where, f"SPF: {found[0]}")


def _dkim(where: str, domain: str, header: Message | None, resolver: Resolver) -> Finding:
    if header is None:
        return doubt(where, "DKIM was not looked at: it takes a mail that arrived", "mend what is above first")
    tags = [dict(_TAG.findall(_FOLD.sub("", text))) for text in header.get_all("DKIM-Signature", [])]
    ours = [tag for tag in tags if registrable_domain(tag.get("d", "")) == registrable_domain(domain)]
    if not ours:
        mend = "let the relay sign for this domain"
        return doubt(where, "our mails carry no DKIM signature of this domain", mend)
    name = f"{ours[0].get('s')}._domainkey.{ours[0].get('d')}"
    if not any("p=" in text for text in _texts(name, resolver)):
        return wrong(where, f"our mails are signed, but no key stands at {name}", "publish the relay's key there")
    return fine(where, f"DKIM: signed as {ours[0].get('d')}, with its key at {name}")


def _dmarc(where: str, domain: str, resolver: Resolver) -> Finding:
    names = dict.fromkeys((domain, registrable_domain(domain) or domain))  # RFC 7489 section 6.6.3
    for name in names:
        found = [text for text in _texts(f"_dmarc.{name}", resolver) if text.startswith("v=DMARC1")]
        if found:
            return fine(where, f"DMARC: {found[0]}")
    mend = f'publish a TXT record at _dmarc.{domain}: "v=DMARC1; p=none" to begin with'
    return doubt(where, "no DMARC record: anybody may write in our name", mend)


def _texts(name: str, resolver: Resolver) -> list[str]:
    try:
        answer = resolver.resolve(name, "TXT")
    except (NXDOMAIN, NoAnswer):
        return []
    except DNSException as error:
        raise NoDns(str(error) or type(error).__name__) from error
    return [b"".join(row.strings).decode("utf-8", "replace") for row in answer]
