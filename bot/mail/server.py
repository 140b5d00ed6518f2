"""How a mail server is reached: where, by which TLS, as whom."""

from __future__ import annotations

import ssl
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Literal, Protocol

from bot.domain.errors import ConfigError

Tls = Literal["tls", "starttls", "none"]


class Bearer(Protocol):
    """Gives access tokens (RFC 6750) where a server takes no password; raises TokenUnavailable."""

    def token(self) -> str:
        """One that is good for some minutes yet; may take as long as asking the provider does."""

    def refused(self, token: str) -> None:
        """The server did not take this one: the next is another."""

    @property
    def given(self) -> Sequence[str]:
        """Those given out last, which a server's words may hold."""


@dataclass(frozen=True, slots=True)
class Server:
    """A host and how to log in to it; no login where ``username`` is empty, by ``bearer`` where there is one.

    ``tls`` is "tls" (from the first byte), "starttls" (demanded, never skipped) or "none", for loopback only.
    ``ca_file`` is an authority trusted in addition to the system's. Raises ConfigError for plain text over a wire.
    """

    host: str
    port: int
    tls: Tls
    username: str = ""
    password: str = field(default="", repr=False)
    ca_file: Path | None = None
    bearer: Bearer | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if self.tls == "none" and not self.is_loopback():
            raise ConfigError([f'{self}: tls = "none" is for this machine only: set "tls" or "starttls"'])

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"

    def concealed(self, text: str) -> str:
        """What a server said, without the password or token, should it repeat what was sent to it.

        Sent are SASL PLAIN (RFC 4616), LOGIN, XOAUTH2 and OAUTHBEARER (RFC 7628), in base64.
        """
        user, secret = self.username, self.password
        forms = [secret, _b64(f"\0{user}\0{secret}"), _b64(f"{user}\0{user}\0{secret}"), _b64(secret)] if secret else []
        for token in self.bearer.given if self.bearer else ():
            shown = f"\1auth=Bearer {token}\1\1"
            forms += [token, _b64(f"user={user}{shown}"), _b64(f"n,a={user},{shown}")]
        for form in forms:
            text = text.replace(form, "***")
        return text

    def is_loopback(self) -> bool:
        """Whether the host is this machine, so that nothing crosses a wire."""
        if self.host.casefold() in {"localhost", "ip6-localhost"}:
            return True
        try:
            return ip_address(self.host.strip("[]")).is_loopback
        except ValueError:
            return False

    def context(self) -> ssl.SSLContext | None:
        """What verifies the server's certificate and name, None for plain text; ConfigError for a bad ``ca_file``."""
        if self.tls == "none":
            return None
        context = ssl.create_default_context()
        if self.ca_file is not None:
            try:
                context.load_verify_locations(cafile=self.ca_file)
            except OSError as error:
                raise ConfigError([f"{self}: ca_file: {self.ca_file} is not a readable PEM file ({error})"]) from error
        return context


def certificate_refused(error: BaseException | None) -> str | None:
    """Why a certificate was refused, found among an error's causes, or None when it was something else."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return str(error.verify_message)
        error = error.__cause__ or error.__context__
    return None


def _b64(text: str) -> str:
    return b64encode(text.encode()).decode()
