"""The bot's own DKIM signature (RFC 6376), for relays that put none on its mails."""

from __future__ import annotations

import dkim

from bot.domain.errors import ConfigError

_SIGNED = (
    *(b"from", b"to", b"cc", b"subject", b"date", b"message-id", b"in-reply-to", b"references"),
    *(b"mime-version", b"content-type", b"auto-submitted"),
)
_RELAXED = (b"relaxed", b"relaxed")


class Signer:
    """Signs mails for ``domain`` with the private key (PEM: RSA) whose public half stands at ``selector``.

    Raises ConfigError for a key that cannot be used.
    """

    def __init__(self, domain: str, selector: str, key: bytes) -> None:
        self._domain, self._selector, self._key = domain.encode("ascii"), selector.encode("ascii"), key
        try:
            self(b"From: <a@a.example>\r\n\r\n")
        except (dkim.DKIMException, ValueError) as error:
            raise ConfigError([f"dkim.key_file: is not a private RSA key in PEM ({error})"]) from error

    def __call__(self, raw: bytes) -> bytes:
        """The mail with its signature on top; the From is signed once more than it stands: none can be added."""
        there = {line.partition(b":")[0].lower() for line in raw.partition(b"\r\n\r\n")[0].split(b"\r\n")}
        names = [name for name in _SIGNED if name in there]
        signature = dkim.sign(
            raw,
            self._selector,
            self._domain,
            self._key,
            canonicalize=_RELAXED,
            include_headers=[*names, b"from"],
        )
        return bytes(signature) + raw
