"""Who is asked for DNS records: the system's name servers, or those of the settings."""

from __future__ import annotations

from collections.abc import Sequence

from dns.nameserver import Do53Nameserver
from dns.resolver import LRUCache, Resolver


def resolver(nameservers: Sequence[str] = (), timeout: float = 5.0) -> Resolver:
    """Asks ``nameservers`` (``address`` or ``address:port``; none: the system's), and keeps answers while they hold.

    ``timeout`` is the time in seconds that one question may take. An answer that cannot be had raises
    ``dns.exception.DNSException``.
    """
    made = Resolver(configure=not nameservers)
    if nameservers:
        made.nameservers = [_nameserver(text) for text in nameservers]
    made.lifetime = timeout
    made.cache = LRUCache(10_000)
    return made


def _nameserver(text: str) -> Do53Nameserver:
    address, colon, port = text.rpartition(":")
    return Do53Nameserver(address.strip("[]"), int(port)) if colon and port.isdecimal() else Do53Nameserver(text)
