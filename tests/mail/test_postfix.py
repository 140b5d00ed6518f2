"""A real Postfix: submission that demands STARTTLS and a login, and a relay for this host."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence

import pytest

from bot.mail.delivery import Delivered, Failed, Later, Sent
from bot.mail.server import Server
from bot.mail.smtp import Relay
from tests.mail.test_smtp import TEXT, Letter
from tests.servers.certificate import Certificate
from tests.servers.postfix import Postfix
from tests.servers.sink import Sink


def submit(postfix: Postfix, certificate: Certificate, letters: Sequence[Letter], **login: str) -> list[Delivered]:
    facts = {"tls": "starttls", "username": "user1", "password": "secret", **login}
    server = Server("localhost", postfix.submission, ca_file=certificate.cert, **facts)  # type: ignore[arg-type]
    return deliver(server, letters)


def deliver(server: Server, letters: Sequence[Letter]) -> list[Delivered]:
    async def main() -> list[Delivered]:
        relay = Relay(server)
        try:
            return await relay.deliver(letters)
        finally:
            await relay.close()

    return asyncio.run(main())


def test_submission_by_starttls_and_a_login(postfix_relay: Postfix, tls_certificate: Certificate, sink: Sink) -> None:
    letters = [Letter((f"p{n}@partner.example",), raw=TEXT + b"..%d\r\n" % n) for n in range(25)]
    verdicts = submit(postfix_relay, tls_certificate, letters)
    assert all(isinstance(verdict, Sent) for verdict in verdicts), verdicts
    arrived = {mail.recipients: mail.data for mail in sink.wait(25)}
    assert {
        to: text.endswith(letter.raw[-6:])
        for letter in letters
        for to, text in arrived.items()
        if to == letter.recipients
    } == dict.fromkeys(arrived, True)


@pytest.mark.parametrize(
    ("login", "words"),
    [
        pytest.param({"tls": "none"}, "STARTTLS", id="no encryption"),
        pytest.param({"password": "wrong"}, "correct smtp.username or its password", id="a wrong password"),
        pytest.param({"username": "", "password": ""}, "", id="no login"),
    ],
)
def test_what_submission_refuses_is_kept(
    postfix_relay: Postfix, tls_certificate: Certificate, sink: Sink, login: dict[str, str], words: str
) -> None:
    (verdict,) = submit(postfix_relay, tls_certificate, [Letter()], **login)
    assert isinstance(verdict, Later | Failed)
    assert re.search(words, verdict.text)
    assert sink.mails == []


def test_a_certificate_of_nobody_s_is_not_trusted(postfix_relay: Postfix, sink: Sink) -> None:
    server = Server("localhost", postfix_relay.submission, "starttls", "user1", "secret")
    (verdict,) = deliver(server, [Letter()])
    assert isinstance(verdict, Later)
    assert "its certificate is not trusted" in verdict.text
    assert sink.mails == []


def test_one_refused_recipient_does_not_hold_up_the_others(postfix_relay: Postfix, sink: Sink) -> None:
    letters = [
        Letter(("nobody@partner.example",)),
        Letter(("nobody@partner.example", "ann@partner.example")),
        Letter(("ben@partner.example",), raw=TEXT + b"x" * 900 + b"\r\n"),
    ]
    refused, partly, taken = deliver(Server("127.0.0.1", postfix_relay.relay, "none"), letters)
    assert isinstance(refused, Failed)
    assert isinstance(partly, Sent)
    assert [one.recipient for one in partly.refused] == ["nobody@partner.example"]
    assert isinstance(taken, Sent)
    assert {mail.recipients for mail in sink.wait(2)} == {("ann@partner.example",), ("ben@partner.example",)}
