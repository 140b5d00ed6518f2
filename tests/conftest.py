"""The servers that the tests talk to, as fixtures for every room."""

from __future__ import annotations

from collections.abc import Generator

import pytest
from hypothesis import settings

from tests.servers import fixtures
from tests.servers.fixtures import (
    imap,
    imap_ailing,
    imap_bare,
    imap_own,
    imap_plain,
    imap_prefixed,
    imap_tls,
    imap_tokens,
    make_sink,
    postfix_relay,
    postgres_server,
    postgres_url,
    provider,
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
    "imap_tokens",
    "make_sink",
    "postfix_relay",
    "postgres_server",
    "postgres_url",
    "provider",
    "sink",
    "store_url",
    "tls_certificate",
]

settings.register_profile("untimed", deadline=None)  # the first example of a test may compile what all others use
settings.load_profile("untimed")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let all tests that miss the same server share one line of the summary."""
    report = yield
    if report.skipped and isinstance(report.longrepr, tuple) and fixtures.MISSING in report.longrepr[2]:
        report.longrepr = (fixtures.__file__, 1, report.longrepr[2])
    return report
