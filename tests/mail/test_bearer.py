"""Logging in by access tokens: at Dovecot by XOAUTH2 and OAUTHBEARER, at a relay by XOAUTH2."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.errors import MailboxUnavailable
from bot.mail.delivery import Delivered, Later, Sent
from bot.mail.mailbox import Mailbox
from bot.mail.server import Server
from bot.mail.smtp import Relay
from bot.oauth import ByConsent, Client, TokenSource
from bot.oauth import Provider as Asked
from bot.oauth.keeping import Keeping
from tests.mail.test_smtp import Letter
from tests.servers.dovecot import Dovecot
from tests.servers.oauth import Provider
from tests.servers.sink import Sink


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def source(provider: Provider, tmp_path: Path) -> TokenSource:
    asked, app = Asked(f"{provider.url}/token"), Client("app")
    return TokenSource(ByConsent(asked, app, Keeping(tmp_path / "t", "first"), "regbot auth work", now), now)


@pytest.fixture
def mailbox(provider: Provider, imap_tokens: Dovecot, source: TokenSource) -> Iterator[Mailbox]:
    provider.user = imap_tokens.user()
    server = Server(imap_tokens.host, imap_tokens.port, "none", provider.user, bearer=source)
    made = Mailbox("work", server)
    yield made
    made.close()


def test_a_mailbox_is_opened_by_a_token(provider: Provider, imap_tokens: Dovecot, mailbox: Mailbox) -> None:
    imap_tokens.deposit(provider.user, b"Subject: one\r\n\r\nText\r\n")
    mailbox.open()
    assert [mail.uid for mails in mailbox.new(0) for mail in mails] == [1]


def test_a_token_that_ended_before_its_time_is_renewed_at_once(
    provider: Provider, mailbox: Mailbox, source: TokenSource
) -> None:
    source.token()
    provider.revoke()
    mailbox.open()
    assert len(provider.asked) == 2


def test_a_withdrawn_permission_waits_for_a_person(provider: Provider, mailbox: Mailbox) -> None:
    provider.allowed = False
    with pytest.raises(MailboxUnavailable, match=r"no access token for 'user\d+': .*run regbot auth work") as caught:
        mailbox.open()
    assert caught.value.permanent


def test_a_token_for_another_mailbox_is_said_so(provider: Provider, imap_tokens: Dovecot, mailbox: Mailbox) -> None:
    provider.user = "somebody"
    with pytest.raises(MailboxUnavailable, match=r"refused the login of .*; username is the mailbox") as caught:
        mailbox.open()
    assert "access" not in str(caught.value)


def deliver(server: Server) -> list[Delivered]:
    async def main() -> list[Delivered]:
        relay = Relay(server)
        try:
            return await relay.deliver([Letter()])
        finally:
            await relay.close()

    return asyncio.run(main())


def test_a_relay_takes_a_token(provider: Provider, source: TokenSource, sink: Sink) -> None:
    sink.script.tokens = provider.live
    server = Server(sink.host, sink.port, "none", "work@vendor.example", bearer=source)
    source.token()
    provider.revoke()  # what the bot has in hand is refused, the next one is not
    assert isinstance(deliver(server)[0], Sent)
    assert [login.partition(":")[0] for login in sink.logins] == ["work@vendor.example"] * 2


def test_a_relay_without_a_permission_keeps_the_mail(provider: Provider, source: TokenSource, sink: Sink) -> None:
    provider.allowed = False
    sink.script.tokens = provider.live
    (verdict,) = deliver(Server(sink.host, sink.port, "none", "work@vendor.example", bearer=source))
    assert isinstance(verdict, Later)
    assert "run regbot auth work" in verdict.text
    assert sink.logins == []


def test_a_token_that_the_relay_repeats_is_not_told(provider: Provider, source: TokenSource, sink: Sink) -> None:
    sink.script.tokens = ()
    (verdict,) = deliver(Server(sink.host, sink.port, "none", "work@vendor.example", bearer=source))
    assert isinstance(verdict, Later)
    assert "authentication failed: *** ***" in verdict.text
    assert not any(token in verdict.text for token in source.given)
    assert len(source.given) == 2
