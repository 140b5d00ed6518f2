"""The relay against a real SMTP server that refuses, hangs up and lies as it is told to."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.domain.errors import ConfigError
from bot.mail.server import Server
from bot.mail.smtp import Delivered, Failed, Later, Relay, Sent
from tests.servers.certificate import Certificate
from tests.servers.process import free_port
from tests.servers.sink import Sink

MakeSink = Callable[[str], Sink]
TEXT = b"From: bot@vendor.example\r\nSubject: Your registration\r\nMessage-ID: <1@vendor.example>\r\n\r\n"


@dataclass(frozen=True)
class Letter:
    recipients: tuple[str, ...] = ("ann@partner.example",)
    sender: str = "bounces@vendor.example"
    raw: bytes = TEXT + b"Accepted.\r\n"


@pytest.fixture(params=[pytest.param(True, id="pipelining"), pytest.param(False, id="one by one")])
def sink(sink: Sink, request: pytest.FixtureRequest) -> Sink:
    sink.script.pipelining = request.param
    return sink


def reach(sink: Sink, tls: str = "none", **login: Any) -> Server:
    return Server("localhost" if tls != "none" else sink.host, sink.port, tls, **login)  # type: ignore[arg-type]


def run(server: Server, use: Callable[[Relay], Coroutine[Any, Any, Any]], **options: Any) -> Any:
    """Use a relay within an event loop of its own and close it."""

    async def main() -> Any:
        relay = Relay(server, **options)
        try:
            return await use(relay)
        finally:
            await relay.close()

    return asyncio.run(main())


def deliver(server: Server, *letters: Letter, **options: Any) -> list[Delivered]:
    delivered: list[Delivered] = run(server, lambda relay: relay.deliver(letters), **options)
    return delivered


def test_mails_arrive_as_written_and_verdicts_keep_their_order(sink: Sink) -> None:
    letters = [Letter((f"p{n}@partner.example",), raw=TEXT + b"%d\r\n" % n) for n in range(40)]
    sink.script.recipients["p7@partner.example"] = "550 5.1.1 no such user"
    verdicts = deliver(reach(sink), *letters)
    assert [index for index, verdict in enumerate(verdicts) if not isinstance(verdict, Sent)] == [7]
    assert {(mail.recipients, mail.data) for mail in sink.mails} == {
        (letter.recipients, letter.raw) for index, letter in enumerate(letters) if index != 7
    }
    assert sink.connections == 4


def test_lines_that_begin_with_a_dot_survive(sink: Sink) -> None:
    letter = Letter(raw=TEXT + b".\r\n..two\r\n.end\r\n")
    deliver(reach(sink), letter)
    assert sink.mails[0].data == letter.raw


def test_the_null_return_path(sink: Sink) -> None:
    assert isinstance(deliver(reach(sink), Letter(sender=""))[0], Sent)
    assert sink.mails[0].sender == ""


def test_the_answer_of_the_relay_is_kept(sink: Sink) -> None:
    assert deliver(reach(sink), Letter()) == [Sent("250 2.0.0 queued as 1")]


@pytest.mark.parametrize(
    ("verb", "answer", "verdict"),
    [
        pytest.param("MAIL", "550 5.7.1 not this sender", Failed, id="sender refused"),
        pytest.param("MAIL", "451 4.3.0 try later", Later, id="sender greylisted"),
        pytest.param("MAIL", "530 5.7.0 log in first", Later, id="login wanted: a setting, not the mail"),
        pytest.param("DATA", "554 5.5.1 no", Failed, id="DATA refused"),
        pytest.param("DATA", "421 4.3.2 going down", Later, id="DATA answered by the end of the session"),
        pytest.param("DOT", "554 5.7.1 looks like spam", Failed, id="content refused"),
        pytest.param("DOT", "452 4.3.1 disk full", Later, id="no room now"),
        pytest.param("DOT", "drop", Later, id="cut off before the answer to the mail"),
        pytest.param("RCPT", "drop", Later, id="cut off twice before the mail"),
    ],
)
def test_refusals(sink: Sink, verb: str, answer: str, verdict: type) -> None:
    sink.script.replies[verb] = [answer, answer] if verb == "RCPT" else [answer]
    first, second = deliver(reach(sink), Letter(), Letter(raw=TEXT + b"second\r\n"), connections=1)
    if verb == "RCPT":  # the first connection was new: no second try for the first mail, and one for none
        assert isinstance(first, Later)
    else:
        assert isinstance(first, verdict)
        assert answer == "drop" or answer in str(first)
        assert isinstance(second, Sent)
        assert [mail.data for mail in sink.mails] == [TEXT + b"second\r\n"]


@pytest.mark.parametrize(
    ("answers", "verdict"),
    [
        pytest.param(["550 5.1.1 unknown", "550 5.1.1 unknown"], Failed, id="all for good"),
        pytest.param(["550 5.1.1 unknown", "450 4.2.0 greylisted"], Later, id="one only for now"),
    ],
)
def test_when_every_recipient_is_refused(sink: Sink, answers: list[str], verdict: type) -> None:
    people = ("ann@partner.example", "bob@partner.example")
    sink.script.recipients = dict(zip(people, answers, strict=True))
    [outcome] = deliver(reach(sink), Letter(people))
    assert isinstance(outcome, verdict)
    assert all(f"{who}: {answer}" in outcome.text for who, answer in zip(people, answers, strict=True))


def test_a_partial_refusal_is_reported_and_the_others_get_their_mail(sink: Sink) -> None:
    sink.script.recipients = {"bob@partner.example": "550 unknown", "eve@partner.example": "450 later"}
    letter = Letter(("ann@partner.example", "bob@partner.example", "eve@partner.example"))
    [outcome] = deliver(reach(sink), letter)
    assert isinstance(outcome, Sent)
    assert [(one.recipient, one.text, one.permanent) for one in outcome.refused] == [
        ("bob@partner.example", "550 unknown", True),
        ("eve@partner.example", "450 later", False),
    ]
    assert [mail.recipients for mail in sink.mails] == [("ann@partner.example",)]


def test_a_refused_mail_leaves_no_trace_in_the_next(sink: Sink) -> None:
    sink.script.recipients["bob@partner.example"] = "550 unknown"
    deliver(reach(sink), Letter(("bob@partner.example",)), Letter(("ann@partner.example",)), connections=1)
    assert [mail.recipients for mail in sink.mails] == [("ann@partner.example",)]
    assert sink.connections == 1


def test_a_relay_that_wants_the_text_of_a_mail_nobody_gets_is_given_none(sink: Sink) -> None:
    sink.script.recipients["bob@partner.example"] = "550 unknown"
    sink.script.replies["DATA"] = ["354 go on"]
    first, second = deliver(reach(sink), Letter(("bob@partner.example",)), Letter(), connections=1)
    assert isinstance(first, Failed)
    assert isinstance(second, Sent)
    assert [mail.recipients for mail in sink.mails] == [("ann@partner.example",)]
    assert sink.connections == 1


def test_each_mail_has_its_own_verdict_though_the_next_one_is_begun_before_it(sink: Sink) -> None:
    sink.script.recipients["bob@partner.example"] = "550 unknown"
    sink.script.replies["DOT"] = ["554 spam", "drop"]
    sink.script.mails_a_connection = 2
    people = ["spam@partner.example", "cut@partner.example", "bob@partner.example", "", "a@b.c", "d@e.f", "g@h.i"]
    verdicts = deliver(reach(sink), *[Letter((who,)) for who in people], connections=1)
    assert [type(verdict) for verdict in verdicts] == [Failed, Later, Failed, Failed, Sent, Sent, Sent]
    assert [mail.recipients for mail in sink.mails] == [("a@b.c",), ("d@e.f",), ("g@h.i",)]
    assert sink.connections == 3


@pytest.mark.parametrize(
    ("raw", "arrives"),
    [
        pytest.param(TEXT + b"no end", TEXT + b"no end\r\n", id="no line break at the end"),
        pytest.param(TEXT + b"one\ntwo\rthree\n.\n", TEXT + b"one\r\ntwo\r\nthree\r\n.\r\n", id="lone line breaks"),
    ],
)
def test_every_line_ends_as_smtp_wants_it(sink: Sink, raw: bytes, arrives: bytes) -> None:
    assert isinstance(deliver(reach(sink), Letter(raw=raw))[0], Sent)
    assert sink.mails[0].data == arrives


@pytest.mark.parametrize("answer", ["what?", "250 queued\r\n250 twice"])
def test_a_server_that_speaks_out_of_turn_is_left(sink: Sink, answer: str) -> None:
    sink.script.replies["RSET"] = [answer]
    sink.script.recipients["bob@partner.example"] = "550 unknown"
    verdicts = deliver(reach(sink), Letter(("bob@partner.example",)), Letter(), connections=1)
    assert [type(verdict) for verdict in verdicts] == [Failed, Sent]
    assert sink.connections == 2


def test_a_relay_that_takes_few_mails_a_connection_gets_them_all(sink: Sink) -> None:
    sink.script.mails_a_connection = 3
    verdicts = deliver(reach(sink), *[Letter()] * 10, connections=1)
    assert all(isinstance(verdict, Sent) for verdict in verdicts)
    assert len(sink.mails) == 10
    assert sink.connections == 4


def test_connections_are_kept_between_deliveries_and_replaced_when_the_relay_cut_them(sink: Sink) -> None:
    async def use(relay: Relay) -> list[Delivered]:
        verdicts = await relay.deliver([Letter()])
        verdicts += await relay.deliver([Letter()])
        assert sink.connections == 1
        await asyncio.to_thread(sink.cut)
        return verdicts + await relay.deliver([Letter()])

    assert all(isinstance(verdict, Sent) for verdict in run(reach(sink), use))
    assert (len(sink.mails), sink.connections) == (3, 2)


def test_a_kept_connection_that_ends_at_the_next_mail_costs_nothing(sink: Sink) -> None:
    async def use(relay: Relay) -> list[Delivered]:
        await relay.deliver([Letter()])
        sink.script.replies["MAIL"] = ["drop"]
        return await relay.deliver([Letter()])

    assert isinstance(run(reach(sink), use)[0], Sent)
    assert len(sink.mails) == 2


def test_unused_connections_are_given_back(sink: Sink) -> None:
    async def use(relay: Relay) -> None:
        await relay.deliver([Letter()] * 4)
        assert sink.open == 4
        for _ in range(100):
            await asyncio.sleep(0.05)
            if sink.open == 0:
                return
        raise AssertionError(f"{sink.open} connections are still open")

    run(reach(sink), use, idle=0.1)


def test_a_cancelled_delivery_closes_its_connection(sink: Sink) -> None:
    sink.script.replies["DOT"] = ["hang"]

    async def use(relay: Relay) -> list[Delivered]:
        task = asyncio.create_task(relay.deliver([Letter()]))
        await asyncio.sleep(0.3)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return await relay.deliver([Letter()])

    assert isinstance(run(reach(sink), use)[0], Sent)
    assert sink.connections == 2


@pytest.mark.parametrize("verb", ["CONNECT", "EHLO", "MAIL", "DOT"])
def test_a_relay_that_says_nothing_is_given_up_in_time(sink: Sink, verb: str) -> None:
    sink.script.replies[verb] = ["hang"]
    started = time.monotonic()
    [outcome] = deliver(reach(sink), Letter(), connections=1, patience=0.3)
    assert isinstance(outcome, Later)
    assert "no answer in time" in outcome.text
    assert time.monotonic() - started < 5


def test_a_mail_that_is_given_up_goes_no_further_on_its_connection() -> None:
    """It goes again: were it sent on behind that, the recipient would have it twice."""

    async def main() -> tuple[Delivered, bytes]:
        given_up, arrived = asyncio.Event(), asyncio.get_running_loop().create_future()

        async def relay_that_stops_reading(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(b"220 sink\r\n")
            for answer in (b"250-sink\r\n250 PIPELINING", b"250 ok", b"250 ok", b"354 go on"):
                await reader.readline()
                writer.write(answer + b"\r\n")
            await given_up.wait()
            text = b""
            with contextlib.suppress(ConnectionError):
                while chunk := await reader.read(1 << 20):
                    text = (text + chunk)[-1_000:]
            writer.close()
            arrived.set_result(text)

        server = await asyncio.start_server(relay_that_stops_reading, "127.0.0.1")
        port = server.sockets[0].getsockname()[1]
        relay = Relay(Server("127.0.0.1", port, "none"), connections=1, patience=0.3)
        [verdict] = await relay.deliver([Letter(raw=TEXT + b"Accepted.\r\n" * 3_000_000)])
        given_up.set()
        text = await arrived
        await relay.close()
        server.close()
        await server.wait_closed()
        return verdict, text

    verdict, text = asyncio.run(main())
    assert isinstance(verdict, Later)
    assert not text.endswith(b"\r\n.\r\n")


def test_a_relay_that_is_down_costs_one_attempt_a_connection() -> None:
    server = Server("127.0.0.1", free_port(), "none")
    started = time.monotonic()
    verdicts = deliver(server, *[Letter()] * 200)
    assert time.monotonic() - started < 5
    assert {type(verdict) for verdict in verdicts} == {Later}
    assert "check smtp.host, smtp.port and smtp.tls" in str(verdicts[-1])
    assert str(server) in str(verdicts[-1])


def test_a_relay_that_allows_fewer_connections_gets_every_mail(sink: Sink) -> None:
    sink.script.replies["CONNECT"] = ["421 too many connections"] * 3
    verdicts = deliver(reach(sink), *[Letter()] * 30, connections=4)
    assert {type(verdict) for verdict in verdicts} == {Sent}


@pytest.mark.parametrize("tls", ["tls", "starttls"])
def test_tls_with_a_trusted_certificate_and_a_login(
    make_sink: MakeSink, tls_certificate: Certificate, tls: str
) -> None:
    sink = make_sink(tls)
    sink.script.login = ("bot", "pässword")
    server = reach(sink, tls, username="bot", password="pässword", ca_file=tls_certificate.cert)
    assert isinstance(deliver(server, Letter())[0], Sent)
    assert sink.logins == ["bot:tls"]
    assert sink.mails[0].tls


@pytest.mark.parametrize("tls", ["tls", "starttls"])
def test_an_unknown_authority_is_not_trusted(make_sink: MakeSink, tls: str) -> None:
    sink = make_sink(tls)
    [outcome] = deliver(reach(sink, tls, username="bot", password="secret"), Letter())
    assert isinstance(outcome, Later)
    assert "certificate is not trusted" in outcome.text
    assert "smtp.ca_file" in outcome.text
    assert (sink.logins, sink.mails) == ([], [])


def test_without_starttls_nothing_is_sent(sink: Sink) -> None:
    sink.script.login = ("bot", "secret")
    [outcome] = deliver(reach(sink, "starttls", username="bot", password="secret"), Letter())
    assert isinstance(outcome, Later)
    assert "does not offer STARTTLS" in outcome.text
    assert (sink.logins, sink.mails) == ([], [])


def test_a_refused_login_keeps_the_mail_and_names_the_setting(sink: Sink) -> None:
    sink.script.login = ("bot", "secret")
    [outcome] = deliver(reach(sink, username="bot", password="wrong"), Letter())
    assert isinstance(outcome, Later)
    assert "refused the login of 'bot' (535 5.7.8 authentication failed: ***)" in outcome.text
    assert "correct smtp.username or its password" in outcome.text


def test_a_mail_beyond_the_size_of_the_relay_fails_before_it_is_sent(sink: Sink) -> None:
    sink.script.size = 1000
    outcome, small = deliver(reach(sink), Letter(raw=TEXT + b"x" * 1000), Letter(), connections=1)
    assert outcome == Failed(f"the mail has {len(TEXT) + 1000} bytes, the relay takes at most 1000")
    assert isinstance(small, Sent)


@pytest.mark.parametrize(
    ("smtputf8", "verdict"), [pytest.param(True, Sent, id="SMTPUTF8"), pytest.param(False, Failed, id="ASCII only")]
)
def test_addresses_beyond_ascii(sink: Sink, smtputf8: bool, verdict: type) -> None:
    sink.script.smtputf8 = smtputf8
    [outcome] = deliver(reach(sink), Letter(("jörg@bücher.example",)))
    assert isinstance(outcome, verdict)
    if smtputf8:
        assert sink.mails[0].recipients == ("jörg@bücher.example",)
        assert "SMTPUTF8" in sink.mails[0].options
    else:
        assert "jörg@bücher.example" in str(outcome)


def test_eight_bit_text_is_announced(sink: Sink) -> None:
    letter = Letter(raw=TEXT + "Grüße\r\n".encode())
    deliver(reach(sink), letter, Letter(), connections=1)
    assert ["BODY=8BITMIME" in mail.options for mail in sink.mails] == [True, False]
    assert sink.mails[0].data == letter.raw


@pytest.mark.parametrize(
    "letter",
    [
        pytest.param(Letter(()), id="nobody"),
        pytest.param(Letter(("",)), id="an empty recipient"),
        pytest.param(Letter(("a@b.example\r\nRCPT TO:<eve@c.example",)), id="a line break"),
        pytest.param(Letter(("a@b.example> NOTIFY=NEVER",)), id="a parameter"),
        pytest.param(Letter(sender="x@y.example> SIZE=1"), id="a parameter after the sender"),
    ],
)
def test_an_envelope_that_would_break_the_protocol_fails(sink: Sink, letter: Letter) -> None:
    outcome, good = deliver(reach(sink), letter, Letter(), connections=1)
    assert isinstance(outcome, Failed)
    assert isinstance(good, Sent)


def test_nothing_to_deliver_connects_to_nobody(sink: Sink) -> None:
    assert deliver(reach(sink)) == []
    assert sink.connections == 0


def test_an_authority_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="ca_file"):
        Relay(Server("smtp.example.com", 587, "starttls", ca_file=tmp_path / "missing.pem"))
