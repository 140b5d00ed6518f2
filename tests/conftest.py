"""The servers that the tests talk to, as fixtures for every room."""

from __future__ import annotations

from tests.servers.fixtures import (
    imap,
    imap_ailing,
    imap_bare,
    imap_own,
    imap_plain,
    imap_prefixed,
    imap_tls,
    make_sink,
    postgres_server,
    postgres_url,
    sink,
    store_url,
    tls_certificate,
)

__all__ = [
    "imap",
    "imap_ailing",
    "imap_bare",
    "imap_own",
    "imap_plain",
    "imap_prefixed",
    "imap_tls",
    "make_sink",
    "postgres_server",
    "postgres_url",
    "sink",
    "store_url",
    "tls_certificate",
]
