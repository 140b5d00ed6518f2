"""An inbox whose mail server checks nothing: the bot checks signatures itself, with keys from a name server."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.servers.dns import NameServer
from tests.servers.dovecot import Dovecot
from tests.servers.fixtures import missing
from tests.servers.signing import record, signed
from tests.servers.sink import Sink
from tests.whole.world import World, answers, eml

MIA = "mia@northwind.example"
LEAD = eml("accepted")


@pytest.fixture
def dns() -> Iterator[NameServer]:
    if shutil.which("openssl") is None:
        missing("openssl", "openssl")
    names = ("northwind.example", "mail.northwind.example", "evil.example")
    with NameServer({f"s1._domainkey.{name}": record() for name in names}) as server:
        yield server


def world(folder: Path, imap: Dovecot, sink: Sink, dns: NameServer, more: str = "") -> World:
    return World(
        folder, imap, sink, f"sqlite:///{folder / 'r.db'}",
        trust=f'require = "dkim"\n{more}', extra=f'[dns]\nnameservers = ["{dns.at}"]\ntimeout_seconds = 1\n',
    )  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "more", "kinds"),
    [
        pytest.param(lambda: signed(LEAD, "northwind.example"), "", ["answer"], id="signed by the From's domain"),
        pytest.param(lambda: signed(LEAD, "mail.northwind.example"), "", ["answer"], id="by one of the same owner"),
        pytest.param(lambda: signed(LEAD, "mail.northwind.example"), 'alignment = "strict"', ["confirm"], id="by one of the same owner, strict"),
        pytest.param(lambda: signed(LEAD, "evil.example"), "", ["confirm"], id="by a stranger"),
        pytest.param(lambda: LEAD, "", ["confirm"], id="unsigned, with results that nobody checked"),
        pytest.param(lambda: signed(LEAD, "northwind.example").replace(b"Acme", b"Evil"), "", ["confirm"], id="changed on the way"),
        pytest.param(lambda: signed(LEAD, "northwind.example", length=True), "", ["confirm"], id="a part of the body only"),
        pytest.param(lambda: b"Subject: WITHDRAW\r\n" + signed(LEAD, "northwind.example"), "", ["confirm"], id="a second Subject"),
    ],
)  # fmt: skip
def test_only_what_the_from_s_domain_signed_is_believed(
    tmp_path: Path, imap: Dovecot, sink: Sink, dns: NameServer, raw: Callable[[], bytes], more: str, kinds: list[str]
) -> None:
    with world(tmp_path, imap, sink, dns, more) as bot:
        bot.receive(raw())
        assert [str(mail["X-Regbot"]).partition(";")[0] for mail in answers(bot.sent(), MIA)] == kinds
        assert len(bot.registrations()) == (kinds == ["answer"])


def test_a_name_server_that_is_gone_keeps_nothing_back(
    tmp_path: Path, imap: Dovecot, sink: Sink, dns: NameServer
) -> None:
    dns.records["s1._domainkey.northwind.example"] = None
    with world(tmp_path, imap, sink, dns) as bot:
        assert bot.receive(signed(LEAD, "northwind.example")) == 0
        assert len(answers(bot.sent(), MIA)) == 1
        assert bot.registrations() == []
