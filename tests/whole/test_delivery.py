"""What becomes of answers when the relay refuses, delays, breaks off or is away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.servers.dovecot import Dovecot
from tests.servers.sink import Sink
from tests.whole.live import Process, lead, regbot
from tests.whole.world import ADMIN, World, answers, eml, parsed, text_of

MIA, LEE = "mia@northwind.example", "lee@southgate.example"


@pytest.fixture
def world(tmp_path: Path, imap: Dovecot, sink: Sink) -> Iterator[World]:
    with World(tmp_path, imap, sink, f"sqlite:///{tmp_path / 'r.db'}") as made:
        yield made


@pytest.mark.parametrize(
    ("verb", "reply"),
    [
        pytest.param("MAIL", "451 4.3.0 later", id="put off at MAIL"),
        pytest.param("RCPT", "450 4.2.0 greylisted", id="greylisted"),
        pytest.param("DATA", "452 4.3.1 no room", id="put off at DATA"),
        pytest.param("DOT", "451 4.3.0 later", id="put off at the end"),
        pytest.param("DOT", "drop", id="broken off at the end"),
        pytest.param("CONNECT", "drop", id="hangs up at once"),
        pytest.param("CONNECT", "554 5.3.2 not now", id="turns every session away"),
    ],
)
def test_put_off_is_tried_again_after_a_pause(world: World, verb: str, reply: str) -> None:
    world.sink.script.replies[verb] = [reply]
    assert world.receive(lead(1)) == 0
    assert world.sent() == []
    world.receive()
    assert world.sent() == []  # not at once
    world.now += timedelta(minutes=1)
    assert world.receive() == 0
    assert len(world.sent()) == 1


def test_pauses_grow_while_the_relay_stays_busy(world: World) -> None:
    world.sink.script.recipients[MIA] = "450 4.2.0 greylisted"
    world.receive(lead(1))
    attempts = []
    for _ in range(20):
        world.now += timedelta(minutes=3)
        world.receive()
        attempts.append(world.bot.store.outbox_list()[0].attempts)
    assert 4 <= attempts[-1] <= 8
    del world.sink.script.recipients[MIA]
    world.now += timedelta(hours=2)
    world.receive()
    assert len(world.sent()) == 1


def test_answer_lost_after_the_last_dot_is_the_same_mail_again(world: World) -> None:
    world.receive(lead(1))
    (first,) = world.sink.mails
    world.bot.store.outbox_requeue([1], world.now)
    with world.bot.store._write() as connection:  # what a crash leaves: taken by the relay, not noted
        connection.exec_driver_sql("UPDATE outbox SET state = 'queued', due_at = created_at")
    world.receive()
    assert [mail.data for mail in world.sink.mails] == [first.data] * 2


def test_refused_for_good_is_shown_and_can_be_sent_again(world: World) -> None:
    world.sink.script.recipients[MIA] = "550 5.1.1 no such user"
    assert world.receive(lead(1), eml("other_partner")) == 1
    assert [str(mail["To"]) for mail in world.sent()] == [LEE]
    assert world.receive() == 0  # told once
    code, shown, _ = regbot(world, "outbox", "list")
    number, state, kind, to, *_, why = shown.split("\t")
    assert (code, state, kind, to, why.strip()) == (0, "failed", "answer", MIA, f"{MIA}: 550 5.1.1 no such user")
    world.sink.script.recipients.clear()
    assert regbot(world, "outbox", "retry", number)[:2] == (0, "1 to be sent again.\n")
    with Process(world, "run", "--once") as process:
        assert process.wait() == 0
    assert len(answers(world.sent(), MIA)) == 1
    assert regbot(world, "outbox", "list")[1] == ""


def test_dropped_mail_never_goes_out(world: World) -> None:
    world.sink.script.recipients[MIA] = "550 5.1.1 no such user"
    world.receive(lead(1))
    assert regbot(world, "outbox", "drop", "1")[:2] == (0, "1 dropped.\n")
    world.sink.script.recipients.clear()
    assert regbot(world, "outbox", "retry", "1")[1] == "0 to be sent again.\n"
    world.receive()
    assert world.sent() == []


def test_relay_away_for_hours_then_back(world: World) -> None:
    port = world.sink.port
    world.sink.stop()
    assert world.receive(lead(1), lead(2), lead(3)) == 0
    for _ in range(4):
        world.now += timedelta(hours=2)
        assert world.receive() == 0
    back = Sink(port=port)
    try:
        world.now += timedelta(hours=2)
        world.receive()
        assert len({parsed(mail.data)["Message-ID"] for mail in back.mails}) == len(back.mails) == 3
    finally:
        back.stop()


def test_given_up_after_the_time_of_the_settings(world: World) -> None:
    world.sink.script.recipients[MIA] = "450 4.2.0 mailbox full"
    assert world.receive(lead(1)) == 0
    world.now += timedelta(hours=71)
    assert world.receive() == 0
    world.now += timedelta(hours=3)
    assert world.receive() == 1
    (row,) = world.bot.store.outbox_list()
    assert row.state == "failed"
    assert "given up" in row.error
    assert "mailbox full" in row.error


@pytest.mark.parametrize("refused", [MIA, ADMIN], ids=["the partner", "the admin in copy"])
def test_one_recipient_put_off_gets_the_mail_later_and_the_other_once(world: World, refused: str) -> None:
    held = lead(1).replace(b"weaver-1", b"already-inc")
    world.sink.script.recipients[refused] = "450 4.2.0 greylisted"
    assert world.receive(held) == 0
    world.sink.script.recipients.clear()
    world.now += timedelta(hours=1)
    assert world.receive() == 0
    reached = [
        to
        for mail in world.sink.mails
        for to in mail.recipients
        if "auto-replied" in mail.data.decode("utf-8", "replace")
    ]
    assert sorted(reached) == sorted([MIA, ADMIN])
    assert len({parsed(m.data)["Message-ID"] for m in world.sink.mails if b"auto-replied" in m.data}) == 1


def test_one_recipient_refused_for_good_is_a_failure_of_that_one(world: World) -> None:
    world.sink.script.recipients[ADMIN] = "550 5.1.1 gone"
    assert world.receive(lead(1).replace(b"weaver-1", b"already-inc")) == 1
    rows = [row for row in world.bot.store.outbox_list() if row.kind == "answer"]
    assert [(row.recipients, row.state) for row in rows] == [((ADMIN,), "failed")]


def test_digest_tells_the_admins_once_a_day(world: World) -> None:
    world.sink.script.recipients[MIA] = "550 5.1.1 no such user"
    world.receive(lead(1), eml("stranger"))
    world.sent()
    world.now = world.now.replace(hour=19, minute=59)
    world.receive()
    assert world.sent() == []
    world.now = world.now.replace(hour=20, minute=1)
    world.receive()
    world.receive()
    (digest,) = answers(world.sent(), ADMIN)
    for words in ("550 5.1.1 no such user", "regbot outbox retry", "not known as a partner"):
        assert words in text_of(digest)
    world.now += timedelta(days=1)
    world.receive()
    assert world.sent() == []  # nothing new went wrong


def test_digest_that_comes_late_leaves_nothing_out(world: World) -> None:
    world.now = world.now.replace(hour=20, minute=1)
    world.receive(eml("stranger"))
    assert len(answers(world.sent(), ADMIN)) == 1
    world.now = world.now.replace(hour=21)
    world.receive(eml("unproven"))
    world.sent()
    world.now += timedelta(days=1, hours=2)  # the machine was off at eight
    world.receive()
    (digest,) = answers(world.sent(), ADMIN)
    assert "without proof" in text_of(digest)
