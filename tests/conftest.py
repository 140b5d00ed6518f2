"""The servers that the tests talk to, as fixtures for every room."""

from __future__ import annotations

from tests.servers.fixtures import postgres_server, postgres_url, store_url

__all__ = ["postgres_server", "postgres_url", "store_url"]
