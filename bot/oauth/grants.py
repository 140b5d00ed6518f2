"""The ways to an access token with nobody at hand: a kept consent, the application's own name, a service account."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

import jwt

from bot.domain.errors import TokenUnavailable
from bot.oauth.endpoint import Declined, Tokens, ask, tokens
from bot.oauth.keeping import Keeping
from bot.oauth.providers import Provider

_ASSERTION = "urn:ietf:params:oauth:grant-type:jwt-bearer"  # RFC 7523 section 2.1
_HOUR = timedelta(hours=1)
Clock = Callable[[], datetime]


class Grant(Protocol):
    """Something that gives an access token whenever it is asked; raises TokenUnavailable."""

    def give(self) -> Tokens:
        """A new access token."""


@dataclass(frozen=True, slots=True)
class Client:
    """The application as the provider knows it; a public one has no secret."""

    id: str
    secret: str = field(default="", repr=False)

    def form(self) -> dict[str, str]:
        """The fields that name it in a request (RFC 6749 section 2.3.1)."""
        return {"client_id": self.id} | ({"client_secret": self.secret} if self.secret else {})


@dataclass(frozen=True, slots=True)
class ByConsent:
    """What a person allowed once: a refresh token, which the provider may change whenever it is used.

    ``command`` is what asks the person again, named when the permission is gone.
    """

    provider: Provider
    client: Client
    keeping: Keeping
    command: str
    clock: Clock

    def give(self) -> Tokens:
        """A new access token (RFC 6749 section 6); a changed refresh token is kept before the token is used."""
        with self.keeping.held():
            refresh = self.keeping.read()
            if not refresh:
                raise TokenUnavailable(f"nobody has allowed the mailbox yet: run {self.command}", permanent=True)
            asked_at = self.clock()
            form = {"grant_type": "refresh_token", "refresh_token": refresh, **self.client.form()}
            try:
                found = tokens(ask(self.provider.token_url, form), asked_at)
            except Declined as error:
                if error.code != "invalid_grant":
                    raise
                text = f"{error}: the permission has ended or was withdrawn; run {self.command}"
                raise TokenUnavailable(text, permanent=True) from error
            if found.refresh and found.refresh != refresh:
                self.keeping.write(found.refresh)
            return found


@dataclass(frozen=True, slots=True)
class ByClient:
    """The application in its own name (RFC 6749 section 4.4), as Microsoft 365 offers it to an administrator."""

    provider: Provider
    client: Client
    clock: Clock

    def give(self) -> Tokens:
        """A new access token."""
        scopes = " ".join(self.provider.own_scopes)
        asked_at = self.clock()
        form = {"grant_type": "client_credentials", "scope": scopes, **self.client.form()}
        return tokens(ask(self.provider.token_url, form), asked_at)


@dataclass(frozen=True, slots=True)
class ByAssertion:
    """A service account that acts for ``subject`` by delegation over the domain, as Google Workspace offers it."""

    provider: Provider
    issuer: str
    key: str = field(repr=False)
    """Its private key, PEM."""
    key_id: str
    subject: str
    clock: Clock

    def give(self) -> Tokens:
        """A new access token for a signed assertion (RFC 7523 section 3)."""
        now = self.clock()
        claims = {
            "iss": self.issuer,
            "sub": self.subject,
            "scope": " ".join(self.provider.own_scopes),
            "aud": self.provider.token_url,
            "iat": int(now.timestamp()),
            "exp": int((now + _HOUR).timestamp()),
        }
        try:
            signed = jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": self.key_id})
        except (ValueError, TypeError, jwt.PyJWTError) as error:
            raise TokenUnavailable(f"the service account's key cannot be used ({error})", permanent=True) from error
        return tokens(ask(self.provider.token_url, {"grant_type": _ASSERTION, "assertion": signed}), now)
