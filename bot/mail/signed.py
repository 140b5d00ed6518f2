"""The bot's own DKIM verification (RFC 6376, RFC 8301), for inboxes whose server writes no Authentication-Results."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

import dkim
from dns.exception import DNSException
from dns.resolver import NXDOMAIN, NoAnswer

from bot.domain.mail import Signature
from bot.mail.resolving import resolver

_TRIED = 5  # signatures of one mail that are looked up
_SMALLEST_KEY = 1024  # bits (RFC 8301 section 3.2)
_ONCE = frozenset(
    {b"from", b"to", b"subject", b"date", b"message-id", b"in-reply-to", b"references", b"reply-to", b"mime-version"}
    | {b"content-type", b"content-transfer-encoding"}
)
"""Headers that a mail has at most one of (RFC 5322 section 3.6): a second one may have been added to a signed mail."""

_quiet = logging.getLogger("regbot.dkim")
_quiet.setLevel(logging.CRITICAL)


class Signatures:
    """Checks the signatures of mails; keys are looked up in the DNS and kept as long as it says.

    ``nameservers`` are ``address`` or ``address:port``; none stands for those of the system. ``timeout`` is the time in
    seconds that one key may take.
    """

    def __init__(self, nameservers: Sequence[str] = (), timeout: float = 5.0) -> None:
        self._resolver = resolver(nameservers, timeout)

    def check(self, raw: bytes, wanted: Callable[[str], bool]) -> tuple[Signature, ...]:
        """The signatures of the domains that are ``wanted``, each with whether it holds; nothing that is wrong raises.

        Refused are those that sign a part of the body only (``l=``), leave the From or the Subject out, use SHA-1, or
        sign a header that the mail has twice.
        """
        try:
            message = dkim.DKIM(raw, logger=_quiet, minkey=_SMALLEST_KEY)
        except dkim.DKIMException:
            return ()
        fields = [value for name, value in message.headers if name.lower() == b"dkim-signature"]
        found: list[Signature] = []
        for at, field in enumerate(fields):
            tags = _tags(field)
            domain = tags.get(b"d", b"").decode("ascii", "replace").lower()
            if domain and wanted(domain) and len(found) < _TRIED:
                found.append(self._checked(message, at, domain, tags))
        return tuple(found)

    def _checked(self, message: dkim.DKIM, at: int, domain: str, tags: dict[bytes, bytes]) -> Signature:
        names = [name.lower() for name, _ in message.headers]
        signed = {name.strip().lower() for name in tags.get(b"h", b"").split(b":")}
        twice = sorted(name for name in _ONCE if names.count(name) > 1)
        why = ""
        if b"l" in tags:
            why = "signs a part of the body only (l=)"
        elif b"from" not in signed or (b"subject" in names and b"subject" not in signed):
            why = "does not sign From and Subject"
        elif twice:
            why = f"the mail has {twice[0].decode()} twice"
        elif tags.get(b"a") == b"rsa-sha1":
            why = "is made with SHA-1"
        else:
            why = self._verified(message, at)
        return Signature(domain, not why, why)

    def _verified(self, message: dkim.DKIM, at: int) -> str:
        """``""`` where the signature holds, else why not."""
        failures: list[str] = []

        def key(name: bytes, timeout: float = 0) -> bytes | None:  # noqa: ARG001  dkimpy passes one of its own
            try:
                answer = self._resolver.resolve(name.decode("ascii"), "TXT", search=False)
            except (NXDOMAIN, NoAnswer):
                return None
            except (DNSException, UnicodeError, OSError) as error:
                failures.append(f"its key could not be looked up ({type(error).__name__})")
                return None
            return b"".join(next(iter(answer)).strings)

        try:
            if message.verify(at, dnsfunc=key):
                return ""
        except Exception as error:  # noqa: BLE001  a sender writes what is parsed here, and dkimpy raises of every kind (P7)
            failures.append(f"cannot be read ({type(error).__name__})")
        return failures[0] if failures else "does not match the mail or its key"


def _tags(field: bytes) -> dict[bytes, bytes]:
    """The tags of a signature, white space left out (RFC 6376 section 3.2)."""
    pairs = (tag.partition(b"=") for tag in field.split(b";"))
    return {name.strip(): b"".join(value.split()) for name, equals, value in pairs if equals}
