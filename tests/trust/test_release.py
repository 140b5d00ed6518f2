"""A mail whose sender is not proven, or not known, goes on by a person's word: once, in time, and by the right person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.servers.dovecot import Dovecot
from tests.servers.sink import Sink
from tests.whole.world import ADMIN, BOT, DMARC, World, answers, eml, text_of

MIA = "mia@northwind.example"
BOB = "bob@elsewhere.example"
WORD = re.compile(r"\b[a-z2-7]{16}\b")


@pytest.fixture
def world(tmp_path: Path, imap: Dovecot, sink: Sink, store_url: str) -> Iterator[World]:
    with World(tmp_path, imap, sink, store_url) as made:
        yield made


def mail(
    sender: str, text: str, *, subject: str = "Re: your mail", proven: bool = False, head: str = "", number: int = 1
) -> bytes:
    """A mail to the bot as a mail client writes it."""
    domain = sender.rpartition("@")[2]
    results = f"Authentication-Results: mx.vendor.example; dmarc=pass header.from={domain}\n" if proven else ""
    raw = (
        f"Return-Path: <{sender}>\n{results}From: {sender}\nTo: {BOT}\nSubject: {subject}\n{head}"
        f"Message-ID: <r{number}.{len(text)}@{domain}>\nContent-Type: text/plain; charset=utf-8\n\n{text}\n"
    )
    return raw.replace("\n", "\r\n").encode()


def asked(world: World, to: str = MIA) -> tuple[EmailMessage, str]:
    """The one question that went out, and its word."""
    (question,) = answers(world.sent(), to)
    (word,) = set(WORD.findall(text_of(question)))
    return question, word


def quoted(question: EmailMessage) -> str:
    body = question.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param("CONFIRM {word}", id="the line"),
        pytest.param(
            "Hello,\n\n* confirm {WORD} *\n\nMia\n\n-----Original Message-----\n{quote}",
            id="greeting, case, quote below",
        ),
    ],
)
def test_the_word_of_the_address_on_file_releases_the_mail_with_its_first_receipt(world: World, answer: str) -> None:
    world.receive(eml("unproven"))
    received = world.now
    question, word = asked(world)
    assert world.sink.mails[0].sender == ""
    assert world.states() == {}
    world.now += timedelta(days=1)
    world.receive(mail(MIA, answer.format(word=word, WORD=word.upper(), quote=quoted(question))))
    assert world.states() == {"Stolen Goods [north]": "accepted"}
    assert [r.received_at for r in world.registrations()] == [received]
    (told,) = answers(world.sent(), MIA)
    assert "Stolen Goods" in text_of(told)


def test_the_word_as_the_subject_is_enough(world: World) -> None:
    world.receive(eml("unproven"))
    _, word = asked(world)
    world.receive(mail(MIA, "", subject=f"CONFIRM {word}"))
    assert world.states() == {"Stolen Goods [north]": "accepted"}


@pytest.mark.parametrize(
    ("sender", "answer", "days"),
    [
        pytest.param("eve@northwind.example", "CONFIRM {word}", 0, id="a colleague's address"),
        pytest.param("mia@evil.example", "CONFIRM {word}", 0, id="a stranger"),
        pytest.param(MIA, "CONFIRM aaaaaaaaaaaaaaaa", 0, id="another word"),
        pytest.param(MIA, "CONFIRM {word}", 4, id="too late"),
        pytest.param(MIA, "RELEASE {word} AS north", 0, id="an admin's line"),
        pytest.param(
            MIA, "Thank you for your mail, I am travelling.\n\n{quote}", 0, id="a robot that quotes the question"
        ),
        pytest.param(MIA, "Yes, that was me, thanks.", 0, id="no word"),
    ],
)
def test_nothing_else_releases_it(world: World, sender: str, answer: str, days: int) -> None:
    world.receive(eml("unproven"))
    question, word = asked(world)
    world.now += timedelta(days=days)
    world.receive(mail(sender, answer.format(word=word, quote=quoted(question))))
    assert world.states() == {}


def test_the_word_serves_once(world: World) -> None:
    world.receive(eml("unproven"))
    _, word = asked(world)
    world.receive(mail(MIA, f"CONFIRM {word}"))
    assert len(answers(world.sent(), MIA)) == 1
    world.receive(mail(MIA, f"CONFIRM {word}\n\nagain"))
    assert world.sent() == []
    assert len(world.registrations()) == 1


def test_a_forger_cannot_flood_an_address_through_the_bot(world: World) -> None:
    world.receive(*(eml("unproven").replace(b"<a7@", b"<x%d@" % n) for n in range(20)))
    assert len(answers(world.sent(), MIA)) == 3
    assert world.states() == {}


@pytest.mark.parametrize(
    "authors",
    [
        pytest.param("From: Mia <mia@northwind.example>, Eve <eve@evil.example>", id="two addresses"),
        pytest.param("From: mia@northwind.example\r\nFrom: eve@evil.example", id="two From headers"),
        pytest.param("Sender: mia@northwind.example", id="a Sender only"),
        pytest.param("From:\r\n eve@evil.example\r\n\tmia@northwind.example", id="two without a comma"),
        pytest.param('From: "mia@northwind.example"@evil.example', id="an address for a local part"),
    ],
)
def test_a_mail_without_one_author_is_set_apart_and_not_answered(world: World, authors: str) -> None:
    raw = eml("unproven").replace(b"From: Mia Lind <mia@northwind.example>", authors.encode())
    world.receive(raw)
    assert world.sent() == []
    assert len(world.imap.mails(world.user, "Quarantine")) == 1


def digest(world: World) -> str:
    world.now = world.now.replace(hour=20, minute=1)
    world.receive()
    (told,) = answers(world.sent(), ADMIN)
    return text_of(told)


def test_an_admin_releases_a_stranger_s_mail_and_gives_the_address_to_a_partner(world: World) -> None:
    world.receive(eml("stranger"))
    received = world.now
    assert len(answers(world.sent(), BOB)) == 1
    text = digest(world)
    assert BOB in text
    (word,) = WORD.findall(text)
    world.receive(mail(ADMIN, f"RELEASE {word} AS south", proven=True))
    sent = world.sent()
    assert len(answers(sent, ADMIN)) == 1
    assert "now writes for south" in text_of(answers(sent, ADMIN)[0])
    (registration,) = world.registrations()
    assert (registration.partner, registration.received_at, registration.sender) == ("south", received, BOB)
    world.receive(mail(BOB, "LIST", subject="LIST", proven=True))
    assert registration.ref in text_of(answers(world.sent(), BOB)[0])
    world.receive(mail(BOB, "WITHDRAW " + registration.ref, number=2))
    assert "Did you send" in str(answers(world.sent(), BOB)[0]["Subject"])


@pytest.mark.parametrize(
    ("sender", "line", "proven"),
    [
        pytest.param(ADMIN, "RELEASE {word} AS south", False, id="an unproven admin"),
        pytest.param(MIA, "RELEASE {word} AS south", True, id="a partner"),
        pytest.param(BOB, "RELEASE {word} AS south", True, id="the stranger"),
        pytest.param(ADMIN, "RELEASE {word}", True, id="no partner named"),
        pytest.param(ADMIN, "RELEASE {word} AS nobody", True, id="an unknown partner"),
        pytest.param(ADMIN, "RELEASE aaaaaaaaaaaaaaaa AS south", True, id="another word"),
        pytest.param(ADMIN, "Please look:\nRELEASE {word} AS south", True, id="a line further down"),
    ],
)
def test_nobody_else_releases_a_stranger_s_mail(world: World, sender: str, line: str, proven: bool) -> None:
    world.receive(eml("stranger"))
    (word,) = WORD.findall(digest(world))
    world.receive(mail(sender, line.format(word=word), proven=proven))
    assert world.states() == {}


def test_an_admin_releases_an_unproven_partner_s_mail(world: World) -> None:
    world.receive(eml("unproven"))
    world.sent()
    (word,) = WORD.findall(digest(world))
    world.receive(mail(ADMIN, f"RELEASE {word}", proven=True))
    assert world.states() == {"Stolen Goods [north]": "accepted"}


def test_an_address_of_one_partner_is_not_given_to_another(world: World) -> None:
    world.receive(eml("unproven"))
    world.sent()
    (word,) = WORD.findall(digest(world))
    world.receive(mail(ADMIN, f"RELEASE {word} AS south", proven=True))
    assert world.states() == {}
    assert "belongs to north already" in text_of(answers(world.sent(), ADMIN)[0])


def test_an_inbox_that_believes_everybody_says_so_at_each_start(
    tmp_path: Path, imap: Dovecot, sink: Sink, caplog: pytest.LogCaptureFixture
) -> None:
    with World(tmp_path, imap, sink, f"sqlite:///{tmp_path / 'r.db'}", trust='require = "none"') as world:
        world.receive(eml("unproven"))
        assert "event=trust.none mailbox=leanstack" in caplog.text
        assert world.states() == {"Stolen Goods [north]": "accepted"}


def test_a_named_signer_speaks_for_partners_and_never_for_admins(tmp_path: Path, imap: Dovecot, sink: Sink) -> None:
    trust = f'{DMARC}\non_behalf = ["forms.example"]'
    signed = b"Authentication-Results: mx.vendor.example; dkim=pass header.d=forms.example; dmarc=fail\r\n"
    with World(tmp_path, imap, sink, f"sqlite:///{tmp_path / 'r.db'}", trust=trust) as world:
        world.receive(signed + eml("unproven"))
        assert world.states() == {"Stolen Goods [north]": "accepted"}
        world.receive(mail(BOB, "Company: Held"))
        held = world.bot.store.troubles("leanstack", world.now - timedelta(days=1)).waiting
        (word,) = (one.word for one in held.values())
        world.receive(signed + mail(ADMIN, f"RELEASE {word} AS north"))
        held = world.bot.store.troubles("leanstack", world.now - timedelta(days=1)).waiting
        assert [one.address for one in held.values() if not one.released_by] == [BOB, ADMIN]
        assert len(world.registrations()) == 1
