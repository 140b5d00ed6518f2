"""What each provider is asked, and where; the facts stand in ``data/providers.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("data") / "providers.toml"


@dataclass(frozen=True, slots=True)
class Provider:
    """The endpoints and scopes of one provider; an endpoint that it lacks is ``""``.

    ``consent_scopes`` are what a person is asked to allow, ``own_scopes`` what an application asks for in its own name.
    """

    token_url: str
    authorize_url: str = ""
    device_url: str = ""
    consent_scopes: tuple[str, ...] = ()
    own_scopes: tuple[str, ...] = ()
    authorize_extra: Mapping[str, str] = field(default_factory=dict)
    """What its authorisation page wants to be told beside the standard's words."""


@dataclass(frozen=True, slots=True)
class Preset:
    """The mail servers of a provider: IMAP over TLS on port 993, submission by STARTTLS on port 587."""

    imap_host: str
    smtp_host: str
    authserv_id: str
    """The name by which it writes Authentication-Results; "" where it writes none."""
    note: str
    """What an operator has to know of it."""


def provider(name: str, tenant: str = "common") -> Provider:
    """A provider that comes with regbot, "google" or "microsoft"; KeyError for any other."""
    facts = _facts()[name]
    urls = {key: str(facts[key]).replace("{tenant}", tenant) for key in ("token_url", "authorize_url", "device_url")}
    return Provider(
        **urls,
        consent_scopes=tuple(facts["consent_scopes"]),
        own_scopes=tuple(facts["own_scopes"]),
        authorize_extra=facts.get("authorize_extra", {}),
    )


def preset(name: str) -> Preset:
    """The mail servers of a provider that comes with regbot; KeyError for any other."""
    facts = _facts()[name]
    return Preset(facts["imap_host"], facts["smtp_host"], facts["authserv_id"], facts["note"])


@cache
def _facts() -> dict[str, dict[str, Any]]:
    return tomllib.loads(_FILE.read_text("utf-8"))
