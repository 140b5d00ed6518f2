"""A database that is locked or gone, a template that is wrong, a folder that cannot be made: said clearly, nothing lost."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from tests.servers.dovecot import Dovecot
from tests.servers.sink import Sink
from tests.whole.live import Process, lead, regbot
from tests.whole.world import ADMIN, World, answers, eml, parsed, text_of

MIA = "mia@northwind.example"


@pytest.fixture
def world(tmp_path: Path, imap: Dovecot, sink: Sink) -> Iterator[World]:
    """Its database is waited for a second; its own templates lie in the folder ``own``."""
    (tmp_path / "own").mkdir()
    url = f"sqlite:///{tmp_path / 'r.db'}?timeout=1"
    with World(tmp_path, imap, sink, url, extra='templates = "own"') as made:
        yield made


def _template(world: World, name: str, text: str) -> Path:
    path = world.config.parent / "own" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    return path


@contextmanager
def _locked(world: World) -> Iterator[None]:
    """Another process is writing."""
    with closing(sqlite3.connect(world.config.parent / "r.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def test_writer_that_is_soon_done_is_waited_for(world: World) -> None:
    world.imap.deposit(world.user, lead(1))
    codes: list[int] = []
    with _locked(world):
        thread = threading.Thread(target=lambda: codes.append(world.bot.once()))
        thread.start()
        time.sleep(0.4)
    thread.join()
    assert codes == [0]
    assert len(world.sent()) == 1


def test_locked_database_is_named_and_nothing_is_lost(world: World) -> None:
    world.imap.deposit(world.user, lead(1))
    with _locked(world):
        code, _, said = regbot(world, "run", "--once")
    assert (code, len(world.sink.mails)) == (1, 0)
    assert "another process is writing" in said
    assert "Traceback" not in said
    assert world.receive() == 0
    assert len(world.sent()) == 1


def test_daemon_outlasts_a_lock(world: World) -> None:
    with Process(world, "run", "-v") as process:
        assert process.saw("bot.started")
        with _locked(world):
            world.imap.deposit(world.user, lead(1))
            assert process.saw("mailbox.waiting")
            assert "another process is writing" in process.log[-1]
        world.sink.wait(1)
        assert process.terminate()[0] == 0
    assert world.states() == {"Weaver 1 Ltd [north]": "accepted"}


def test_delivery_that_could_not_be_noted_is_noted_later_not_repeated(world: World) -> None:
    """The relay took the mail, but the database was locked when that was to be written down."""
    world.sink.script.replies["MAIL"] = ["slow 0.5"]
    with Process(world, "run", "-v") as process:
        assert process.saw("bot.started")
        world.imap.deposit(world.user, lead(1))
        assert process.saw("mail.handled")
        while world.sink.script.replies["MAIL"]:
            time.sleep(0.01)
        with _locked(world):
            assert process.saw("outbox.waiting")
        assert process.saw("outbox.delivered")
    assert len(world.sink.mails) == 1
    assert world.bot.store.outbox_list() == []


def test_database_without_tables_says_what_to_do(world: World) -> None:
    for path in world.config.parent.glob("r.db*"):
        path.unlink()
    code, _, said = regbot(world, "run", "--once")
    assert (code, "regbot migrate" in said, "Traceback" in said) == (1, True, False)


def test_database_server_that_is_gone_is_named(tmp_path: Path, imap: Dovecot, sink: Sink) -> None:
    config = tmp_path / "config.toml"
    with World(tmp_path, imap, sink, f"sqlite:///{tmp_path / 'r.db'}") as world:
        text = config.read_text()
        config.write_text(text.replace(f"sqlite:///{tmp_path / 'r.db'}", "postgresql://bot:hidden@127.0.0.1:1/x"))
        code, _, said = regbot(world, "run", "--once")
    assert (code, "Traceback" in said, "hidden" in said) == (1, False, False)
    assert "127.0.0.1:1" in said


def test_mail_whose_answer_cannot_be_written_is_parked_and_the_next_served(world: World) -> None:
    mended = _template(world, "answer/body.txt", "Hello\n{{ n.nonsense }}\n")
    assert world.receive(lead(1), eml("stranger")) == 1
    assert [str(mail["To"]) for mail in world.sent()] == ["bob@elsewhere.example"]
    assert world.states() == {}
    assert len(world.imap.mails(world.user, "Parked")) == 1
    code, listed, _ = regbot(world, "parked", "list")
    number = listed.split("\t")[0]
    assert code == 0
    assert "answer/body.txt: 2: " in listed
    assert "nonsense" in listed
    code, shown, why = regbot(world, "parked", "show", number)
    assert (code, "Weaver 1 Ltd" in shown, "answer/body.txt: 2: " in why) == (0, True, True)
    mended.unlink()
    assert regbot(world, "parked", "retry", number)[:2] == (0, "1 to be tried again.\n")
    with Process(world, "run", "--once") as process:
        assert process.wait() == 0
    (answer,) = [mail for mail in world.sent() if ADMIN not in str(mail["To"])]  # a digest may be due by the real clock
    assert "Weaver 1 Ltd" in text_of(answer)
    assert regbot(world, "parked", "list")[1] == ""


def test_running_bot_notices_a_mended_template(world: World) -> None:
    mended = _template(world, "answer/subject.txt", "{{ n.nonsense }}")
    with Process(world, "run", "-v") as process:
        world.imap.deposit(world.user, lead(1))
        assert process.saw("mail.parked")
        mended.write_text("Mended")
        world.bot.store.parked_retry()
        (taken,) = world.sink.wait(1)
    assert str(parsed(taken.data)["Subject"]) == "Mended"


def test_reminder_that_cannot_be_written_keeps_no_expiry_back(world: World) -> None:
    world.receive(lead(1))
    world.now += timedelta(days=60)
    world.receive(lead(2))
    world.sent()
    first, second = (r.expires_at for r in world.registrations())
    assert first is not None
    assert second is not None
    _template(world, "reminder/body.html", "{{ n.nonsense }}")
    world.now = second - timedelta(days=2)  # the first is over, the second nearly
    assert world.receive() == 1
    assert [mail["X-Regbot"].partition(";")[0] for mail in answers(world.sent(), MIA)] == ["expired"]
    _template(world, "reminder/body.html", "<p>Soon</p>")
    assert world.receive() == 0
    assert [mail["X-Regbot"].partition(";")[0] for mail in answers(world.sent(), MIA)] == ["reminder"]


def test_folder_that_cannot_be_made_stops_nothing(world: World) -> None:
    blocked = world.imap.maildir(world.user) / ".Processed"
    blocked.write_text("a file stands where the folder should be")
    world.receive(lead(1), eml("out_of_office"))
    world.receive(lead(2))
    assert len(world.sent()) == 2
    assert (len(world.imap.mails(world.user)), len(world.imap.mails(world.user, "Ignored"))) == (2, 1)
    blocked.unlink()
    assert world.receive() == 0
    assert len(world.imap.mails(world.user, "Processed")) == 2
    assert world.sent() == []
