"""One question to a provider: a form sent by POST, an answer in JSON, and what went wrong in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import httpx

from bot.domain.errors import TokenUnavailable

PATIENCE = 20.0  # seconds
_LASTING = frozenset(
    {"invalid_grant", "invalid_client", "unauthorized_client", "invalid_scope", "access_denied", "interaction_required"}
)  # RFC 6749 section 5.2; asking again changes nothing


class Declined(TokenUnavailable):
    """The provider understood and said no; ``code`` is its word (RFC 6749 section 5.2, RFC 8628 section 3.5)."""

    def __init__(self, text: str, code: str) -> None:
        self.code = code
        super().__init__(text, permanent=code in _LASTING)


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a provider gave: ``ends_at`` is aware; ``refresh`` is "" where it gave none."""

    access: str = field(repr=False)
    ends_at: datetime
    refresh: str = field(default="", repr=False)


def ask(url: str, form: Mapping[str, str], client: httpx.Client | None = None) -> dict[str, Any]:
    """The provider's answer; raises Declined for a no, TokenUnavailable when it gives none that can be used."""
    host = httpx.URL(url).host
    try:
        answer = (client or httpx).post(url, data=dict(form), timeout=PATIENCE, headers={"Accept": "application/json"})
    except httpx.HTTPError as error:
        raise TokenUnavailable(f"{host}: cannot be reached ({error or type(error).__name__})") from error
    try:
        found = answer.json()
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise TokenUnavailable(f"{host}: answered {answer.status_code} without JSON; check the URL {url}")
    if code := found.get("error"):
        # Microsoft's descriptions go on for lines about trace numbers: the first sentence says it.
        why = str(found.get("error_description", "")).partition("\n")[0].strip()
        raise Declined(f"{host}: says {code}{f' ({why})' if why else ''}", str(code))
    return found


def tokens(answer: Mapping[str, Any], asked_at: datetime) -> Tokens:
    """The tokens in an answer (RFC 6749 section 5.1); one that names no end is used for five minutes."""
    access = answer.get("access_token")
    if not isinstance(access, str) or not access:
        raise TokenUnavailable("the provider's answer holds no access_token")
    seconds = answer.get("expires_in")
    lasts = float(seconds) if isinstance(seconds, int | float | str) and str(seconds).isdigit() else 300.0
    refresh = answer.get("refresh_token")
    return Tokens(access, asked_at + timedelta(seconds=lasts), refresh if isinstance(refresh, str) else "")
