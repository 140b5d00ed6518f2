"""Access tokens for mailboxes that take no password: asked for, kept and renewed (OAuth 2.0, RFC 6749)."""

from bot.oauth.grants import ByAssertion, ByClient, ByConsent, Client, Grant
from bot.oauth.providers import Provider, provider
from bot.oauth.source import TokenSource

__all__ = ["ByAssertion", "ByClient", "ByConsent", "Client", "Grant", "Provider", "TokenSource", "provider"]
