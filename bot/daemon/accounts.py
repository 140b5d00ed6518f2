"""The access tokens of the settings' accounts: one source for each account and mailbox, shared by all who log in."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from bot.config.login import Login, OAuth
from bot.config.settings import Settings
from bot.daemon.build import own_folder
from bot.domain.errors import ConfigError
from bot.oauth import ByAssertion, ByClient, ByConsent, Client, Grant, Provider, TokenSource, provider
from bot.oauth.keeping import Keeping


class Accounts:
    """Gives each login its source of tokens, none where it has a password."""

    def __init__(self, settings: Settings, clock: Callable[[], datetime]) -> None:
        self._settings = settings
        self._clock = clock
        self._sources: dict[tuple[str, str], TokenSource] = {}

    def of(self, login: Login) -> TokenSource | None:
        """The source of a login; raises ConfigError for a service account's key that is none."""
        if not login.oauth:
            return None
        key = (login.oauth, login.username)
        if key not in self._sources:
            self._sources[key] = TokenSource(self._grant(login.oauth, login.username), self._clock)
        return self._sources[key]

    def _grant(self, name: str, mailbox: str) -> Grant:
        account = self._settings.oauth[name]
        asked, client = provider_of(account), client_of(account)
        if account.grant == "client":
            return ByClient(asked, client, self._clock)
        if account.grant == "consent":
            return ByConsent(asked, client, keeping_of(self._settings, name), f"regbot auth {name}", self._clock)
        issuer, key, key_id = _key(name, account.key_file)
        return ByAssertion(asked, issuer, key, key_id, mailbox, self._clock)


def provider_of(account: OAuth) -> Provider:
    """What an account's provider is asked, and where."""
    if account.provider == "other":
        scopes = account.scopes
        return Provider(account.token_url, account.authorize_url, account.device_url, scopes, scopes)
    return provider(account.provider, account.tenant)


def client_of(account: OAuth) -> Client:
    """The application as its provider knows it."""
    return Client(account.client_id, account.client_secret.get_secret_value())


def keeping_of(settings: Settings, name: str) -> Keeping:
    """Where an account's refresh token is kept."""
    return Keeping(own_folder(settings) / "tokens" / name, settings.oauth[name].refresh_token.get_secret_value())


def _key(name: str, path: Path | None) -> tuple[str, str, str]:
    """Who signs, by which private key, called what: a service account's JSON file."""
    try:
        found = json.loads((path or Path()).read_text("utf-8"))
        return found["client_email"], found["private_key"], found.get("private_key_id", "")
    except (OSError, ValueError, KeyError, TypeError) as error:
        text = f"oauth.{name}.key_file: {path} is not the JSON file of a service account's key"
        raise ConfigError([f"{text} ({type(error).__name__})"]) from error
