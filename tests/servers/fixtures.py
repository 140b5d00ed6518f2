"""The servers as pytest fixtures; a missing one skips its tests in one line, or fails them where it must be there."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from tests.servers import certificate, dovecot, postfix, postgres
from tests.servers.oauth import Provider
from tests.servers.sink import Sink

MISSING = "is not installed"


def missing(what: str, package: str) -> NoReturn:
    """Skip, naming the Debian package; fail instead where REGBOT_REQUIRE_SERVICES=1."""
    text = f"{what} {MISSING}: apt-get install {package}"
    if os.environ.get("REGBOT_REQUIRE_SERVICES") == "1":
        pytest.fail(text, pytrace=False)
    pytest.skip(text)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Postgres]:
    if postgres.binaries() is None:
        missing("PostgreSQL", postgres.PACKAGE)
    if importlib.util.find_spec("psycopg") is None:
        missing("psycopg", "python3-psycopg (or: pip install 'regbot[postgres]')")
    server = postgres.Postgres()
    yield server
    server.stop()


@pytest.fixture
def postgres_url(postgres_server: postgres.Postgres) -> Iterator[str]:
    """An empty database of its own, as a SQLAlchemy URL."""
    url = postgres_server.create()
    yield url
    postgres_server.drop(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database, on each engine in turn."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path / 'regbot.db'}"


def _dovecot(**options: object) -> Iterator[dovecot.Dovecot]:
    if dovecot.executable() is None:
        missing("Dovecot", dovecot.PACKAGE)
    server = dovecot.Dovecot(**options)  # type: ignore[arg-type]
    yield server
    server.stop()


@pytest.fixture(scope="session")
def imap() -> Iterator[dovecot.Dovecot]:
    """A Dovecot that offers everything: without TLS, on loopback."""
    yield from _dovecot()


@pytest.fixture(scope="session")
def imap_plain() -> Iterator[dovecot.Dovecot]:
    """A Dovecot that lacks MOVE and IDLE."""
    yield from _dovecot(without=("MOVE", "IDLE"))


@pytest.fixture(scope="session")
def imap_bare() -> Iterator[dovecot.Dovecot]:
    """A Dovecot that lacks MOVE, UIDPLUS, NAMESPACE and IDLE."""
    yield from _dovecot(without=("MOVE", "UIDPLUS", "NAMESPACE", "IDLE"))


@pytest.fixture(scope="session")
def imap_prefixed() -> Iterator[dovecot.Dovecot]:
    """A Dovecot that has every folder below ``INBOX.``."""
    yield from _dovecot(prefix="INBOX.")


@pytest.fixture(scope="session")
def imap_tls(tls_certificate: certificate.Certificate) -> Iterator[dovecot.Dovecot]:
    """A Dovecot with TLS on ``imaps`` and STARTTLS on ``port``."""
    yield from _dovecot(certificate=tls_certificate)


@pytest.fixture
def imap_own() -> Iterator[dovecot.Dovecot]:
    """A Dovecot for one test, which may halt and start it."""
    yield from _dovecot()


@pytest.fixture
def imap_ailing() -> Iterator[dovecot.Dovecot]:
    """A Dovecot one of whose user databases is out of order."""
    yield from _dovecot(extra="passdb {\n  driver = checkpassword\n  args = /nonexistent\n}")


@pytest.fixture
def provider() -> Iterator[Provider]:
    """A provider of access tokens, whose consent the bot has as the refresh token "first"."""
    made = Provider()
    yield made
    made.stop()


@pytest.fixture(params=["xoauth2", "xoauth2 oauthbearer"])
def imap_tokens(request: pytest.FixtureRequest, provider: Provider) -> Iterator[dovecot.Dovecot]:
    """A Dovecot that takes the provider's access tokens, by the mechanism of Microsoft and by both of Google's."""
    yield from _dovecot(introspection=f"{provider.url}/introspect", mechanisms=request.param)


@pytest.fixture
def postfix_relay(
    imap: dovecot.Dovecot, sink: Sink, tls_certificate: certificate.Certificate
) -> Iterator[postfix.Postfix]:
    """A Postfix that hands on to the sink what it takes, and asks Dovecot who may log in."""
    if postfix.executable() is None:
        missing("Postfix (run by root)", postfix.PACKAGE)
    made = postfix.Postfix(sink.port, imap.auth, tls_certificate)
    yield made
    made.stop()


@pytest.fixture(scope="session")
def tls_certificate() -> Iterator[certificate.Certificate]:
    if not certificate.available():
        missing("openssl", certificate.PACKAGE)
    made = certificate.make()
    yield made
    made.remove()


@pytest.fixture
def make_sink(request: pytest.FixtureRequest) -> Iterator[Callable[[str], Sink]]:
    """Start an SMTP sink with TLS "none", "starttls" or "tls"."""
    started: list[Sink] = []

    def start(tls: str = "none") -> Sink:
        context = None if tls == "none" else request.getfixturevalue("tls_certificate").serving()
        started.append(Sink(tls=tls, context=context))
        return started[-1]

    yield start
    for sink in started:
        sink.stop()


@pytest.fixture
def sink(make_sink: Callable[[str], Sink]) -> Sink:
    """An SMTP sink without TLS, on loopback."""
    return make_sink("none")
