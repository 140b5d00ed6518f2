"""The daemon at work: what it does while it idles, when a server goes away, and when it is told to end."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.desk.imports import read_partners
from tests.servers.dovecot import Dovecot
from tests.servers.postgres import Postgres
from tests.servers.sink import Sink
from tests.whole.live import Process, lead
from tests.whole.world import ADMIN, BOT, World, answers, eml, parsed, text_of

PLAID = "clients@vendor.example"
TWO = """
[programs.plaidcloud]
rules = "plaidcloud"
admins = ["admin@plaid.example"]

[[inbox]]
name = "clients"
program = "plaidcloud"
address = "clients@vendor.example"
host = "127.0.0.1"
port = {port}
tls = "none"
username = "{user}"
password = "{password}"
[inbox.trust]
require = "dmarc"
authserv_id = "mx.vendor.example"
"""
CERTIFIED = """id,name,domains,active,agreement_on,certifications
north,Northwind Advisors,northwind.example,yes,2026-01-05,PlaidCloud Analyst
south,Southgate Partners,southgate.example,yes,2026-01-05,
"""


@pytest.fixture
def world(tmp_path: Path, imap: Dovecot, sink: Sink) -> Iterator[World]:
    with World(tmp_path, imap, sink, f"sqlite:///{tmp_path / 'r.db'}") as made:
        yield made


@contextmanager
def serving(world: World) -> Iterator[threading.Event]:
    """The daemon in a thread of this process, ended within three seconds."""
    stop = threading.Event()
    thread = threading.Thread(target=world.bot.run, args=(stop,))
    thread.start()
    try:
        yield stop
    finally:
        stop.set()
        thread.join(3)
        assert not thread.is_alive()


def until(met: Callable[[], bool], within: float = 60) -> None:
    """Wait until something is so."""
    ends = time.monotonic() + within
    while not met():
        assert time.monotonic() < ends, "it did not come about"
        time.sleep(0.02)


def test_mail_that_arrives_while_it_idles_is_answered_and_filed(world: World) -> None:
    with Process(world, "run", "-v") as process:
        assert process.saw("bot.started")
        time.sleep(0.5)  # it waits in IDLE now
        world.imap.deposit(world.user, lead(1))
        (taken,) = world.sink.wait(1)
        assert "Weaver 1 Ltd" in text_of(parsed(taken.data))
        until(lambda: len(world.imap.mails(world.user, "Processed")) == 1)
        world.imap.deposit(world.user, lead(2))
        world.sink.wait(2)
        code, seconds = process.terminate()
    assert (code, seconds < 3) == (0, True)
    assert world.imap.mails(world.user) == []


def test_in_process_it_serves_until_stopped(world: World) -> None:
    with serving(world):
        world.imap.deposit(world.user, lead(1))
        world.sink.wait(1)
        world.imap.deposit(world.user, eml("out_of_office"), lead(2))
        world.sink.wait(2)
    assert world.states() == {"Weaver 1 Ltd [north]": "accepted", "Weaver 2 Ltd [north]": "accepted"}


def test_relay_that_hangs_does_not_hold_up_the_end(world: World) -> None:
    world.sink.script.replies["MAIL"] = ["hang"]
    with Process(world, "run", "-v") as process:
        assert process.saw("bot.started")
        world.imap.deposit(world.user, lead(1))
        assert process.saw("mail.handled")
        until(lambda: not world.sink.script.replies["MAIL"])
        code, seconds = process.terminate()
    assert (code, seconds < 3) == (0, True)
    with Process(world, "run", "--once") as again:
        assert again.wait() == 0  # and what the first had claimed goes out at once
    assert len(world.sent()) == 1


def test_mail_server_that_restarts_is_taken_up_again(tmp_path: Path, imap_own: Dovecot, sink: Sink) -> None:
    with World(tmp_path, imap_own, sink, f"sqlite:///{tmp_path / 'r.db'}") as world:
        with serving(world):
            imap_own.deposit(world.user, lead(1))
            sink.wait(1)
            # A server that is killed while it writes leaves its lock behind, and waits minutes for nobody.
            until(lambda: len(imap_own.mails(world.user, "Processed")) == 1)
            imap_own.halt()
            imap_own.deposit(world.user, lead(2))
            imap_own.start()
            sink.wait(2)
            until(lambda: len(imap_own.mails(world.user, "Processed")) == 2)
        assert len(sink.mails) == 2


def test_mail_server_that_is_away_at_the_start_is_waited_for(tmp_path: Path, imap_own: Dovecot, sink: Sink) -> None:
    with World(tmp_path, imap_own, sink, f"sqlite:///{tmp_path / 'r.db'}") as world:
        imap_own.deposit(world.user, lead(1))
        imap_own.halt()
        with Process(world, "run") as process:
            assert process.saw("mailbox.waiting")
            assert f"127.0.0.1:{imap_own.port}" in process.log[-1]
            imap_own.start()
            sink.wait(1)


def test_database_server_that_restarts_is_taken_up_again(
    tmp_path: Path, imap: Dovecot, sink: Sink, postgres_server: Postgres, postgres_url: str
) -> None:
    with World(tmp_path, imap, sink, postgres_url) as world, serving(world):
        imap.deposit(world.user, lead(1))
        sink.wait(1)
        postgres_server.restart()
        imap.deposit(world.user, lead(2))
        sink.wait(2)
        until(lambda: len(imap.mails(world.user, "Processed")) == 2)
        assert world.states() == {"Weaver 1 Ltd [north]": "accepted", "Weaver 2 Ltd [north]": "accepted"}


@pytest.mark.parametrize("mode", ["once", "run"])
@pytest.mark.parametrize(
    ("server", "inbox", "processed"),
    [
        pytest.param("imap_plain", 0, 2, id="without MOVE and IDLE"),
        pytest.param("imap_bare", 2, 0, id="without MOVE, UIDPLUS and IDLE"),
        pytest.param("imap_prefixed", 0, 2, id="all folders below INBOX"),
    ],
)
def test_poorer_servers(
    tmp_path: Path, sink: Sink, request: pytest.FixtureRequest, server: str, inbox: int, processed: int, mode: str
) -> None:
    imap: Dovecot = request.getfixturevalue(server)
    with World(tmp_path, imap, sink, f"sqlite:///{tmp_path / 'r.db'}") as world:
        if mode == "once":
            assert [world.receive(lead(1)), world.receive(lead(2)), world.receive()] == [0, 0, 0]
        else:
            with serving(world):
                imap.deposit(world.user, lead(1))
                sink.wait(1)
                time.sleep(0.3)
                imap.deposit(world.user, lead(2))  # found by the poll where there is no IDLE
                sink.wait(2)
                until(lambda: len(imap.mails(world.user, "Processed")) == processed)
        assert (len(sink.mails), len(world.registrations())) == (2, 2)
        assert len(imap.mails(world.user)) == inbox
        assert len(imap.mails(world.user, "Processed")) == processed
        if inbox:
            until(lambda: all("S" in flags for flags in imap.flags(world.user)))


@pytest.fixture
def two(tmp_path: Path, imap: Dovecot, sink: Sink) -> Iterator[World]:
    """Two programs, each with its inbox: the second one's is ``clients``."""
    extra = TWO.format(port=imap.port, user="clients", password="secret")
    with World(tmp_path, imap, sink, f"sqlite:///{tmp_path / 'r.db'}", extra=extra) as made:
        made.bot.store.import_partners(read_partners(CERTIFIED, "plaidcloud", "partners.csv"))
        yield made
    for folder in ("INBOX", "Processed"):
        for path in imap.maildir("clients", folder).glob("*/*.regbot*"):
            path.unlink()


def test_each_inbox_is_answered_by_its_own_rules(two: World) -> None:
    to_plaid = [
        mail.replace(b"registrations@", b"clients@")
        for mail in (lead(1), lead(1, partner="southgate.example").replace(b"mia@", b"lee@"))
    ]
    two.imap.deposit("clients", *to_plaid)
    assert two.receive(lead(1)) == 0
    by_ref = {r.ref[:2] + r.partner: r for r in two.registrations()}
    assert {key: str(r.state) for key, r in by_ref.items()} == {
        "LSnorth": "accepted",
        "PCnorth": "accepted",
        "PCsouth": "held",
    }
    assert by_ref["PCnorth"].expires_at is None
    assert by_ref["LSnorth"].expires_at is not None
    sent = two.sent()
    plaid = [mail for mail in answers(sent, "mia@northwind.example") if PLAID in str(mail["From"])]
    lean = [mail for mail in answers(sent, "mia@northwind.example") if BOT in str(mail["From"])]
    assert (len(plaid), len(lean)) == (1, 1)
    assert "of 50" in text_of(lean[0])
    assert "of 50" not in text_of(plaid[0])
    assert answers(sent, "admin@plaid.example")
    assert not answers(sent, ADMIN)


def test_inbox_that_refuses_the_login_does_not_stop_the_other(tmp_path: Path, imap: Dovecot, sink: Sink) -> None:
    extra = TWO.format(port=imap.port, user="clients", password="wrong")
    with World(tmp_path, imap, sink, f"sqlite:///{tmp_path / 'r.db'}", extra=extra) as world:
        imap.deposit(world.user, lead(1))
        with Process(world, "run", "--once") as process:
            assert process.wait() == 1
        said = "".join(process.log)
        for word in ("inbox clients", f"127.0.0.1:{imap.port}", "refused the login", "correct username or password"):
            assert word in said
        assert "wrong" not in said
        assert len(world.sent()) == 1
