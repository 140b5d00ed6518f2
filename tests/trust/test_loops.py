"""Programs that answer programs: two bots pointed at each other, a robot that answers everything, and the same mail again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.desk.imports import read_partners
from tests.servers.dovecot import Dovecot
from tests.servers.sink import Sink
from tests.trust.test_release import mail
from tests.whole.world import ADMIN, BOT, World, answers, eml, text_of

OTHER = "registrations@reseller.example"
MIA = "mia@northwind.example"
AUTOMATIC = re.compile(
    rb"^(?:auto-submitted|x-auto-response-suppress|x-regbot|precedence)[ \t]*:[^\n]*\n(?:[ \t][^\n]*\n)*",
    re.IGNORECASE | re.MULTILINE,
)
THREAD = re.compile(rb"^(?:in-reply-to|references)[ \t]*:[^\n]*\n(?:[ \t][^\n]*\n)*", re.IGNORECASE | re.MULTILINE)


def of_a_partner(world: World, address: str) -> None:
    """Make the other bot's address that of a partner."""
    line = f"robot,Robot Resellers,{address},,enterprise,yes,2026-01-05\n"
    table = "id,name,addresses,domains,plan,active,agreement_on\n" + line
    world.bot.store.import_partners(read_partners(table, "leanstack", "p.csv"))


@pytest.fixture
def pair(tmp_path: Path, imap: Dovecot, make_sink: Callable[[str], Sink]) -> Iterator[tuple[World, World]]:
    """Two bots, each of which takes the other for a partner."""
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    with (
        World(tmp_path / "a", imap, make_sink("none"), f"sqlite:///{tmp_path / 'a.db'}", budget=20) as one,
        World(
            tmp_path / "b", imap, make_sink("none"), f"sqlite:///{tmp_path / 'b.db'}", budget=20, address=OTHER
        ) as other,
    ):
        of_a_partner(one, OTHER)
        of_a_partner(other, BOT)
        yield one, other


def delivered(world: World, sender: str, strip: Callable[[bytes], bytes]) -> list[bytes]:
    """What went out to a bot, as its mail server takes it: proven, and with what a relay leaves of it."""
    domain = sender.rpartition("@")[2].encode()
    results = b"Authentication-Results: mx.vendor.example; dmarc=pass header.from=%s\r\n" % domain
    taken = [one for one in world.sink.mails[world._seen :] if any("registrations@" in to for to in one.recipients)]
    world._seen = len(world.sink.mails)
    return [results + strip(one.data) for one in taken]


@pytest.mark.parametrize(
    ("strip", "most"),
    [
        pytest.param(lambda raw: raw, 1, id="as they are"),
        pytest.param(lambda raw: AUTOMATIC.sub(b"", raw), 6, id="through a relay that takes out what says automatic"),
        pytest.param(
            lambda raw: THREAD.sub(b"", AUTOMATIC.sub(b"", raw)), 8, id="through one that cuts threads as well"
        ),
    ],
)
def test_two_bots_pointed_at_each_other_stop(
    pair: tuple[World, World], strip: Callable[[bytes], bytes], most: int
) -> None:
    one, other = pair
    lead = (
        eml("accepted")
        .replace(b"mia@northwind.example", OTHER.encode())
        .replace(b"northwind.example", b"reseller.example")
    )
    one.receive(lead)
    mails = 0
    for _ in range(30):
        to_other = delivered(one, BOT, strip)
        other.receive(*to_other)
        to_one = delivered(other, OTHER, strip)
        one.receive(*to_one)
        mails += len(to_other) + len(to_one)
        if not to_one:
            break
    assert 1 <= mails <= 2 * most


def test_past_the_budget_the_admins_are_told_once(tmp_path: Path, imap: Dovecot, sink: Sink) -> None:
    with World(tmp_path, imap, sink, f"sqlite:///{tmp_path / 'r.db'}", budget=4) as world:
        world.receive(*(mail(MIA, f"HELP {'!' * n}", subject="HELP", proven=True, number=n) for n in range(9)))
        sent = world.sent()
        assert len(answers(sent, MIA)) == 4
        (told,) = answers(sent, ADMIN)
        assert MIA in text_of(told)
        world.now += timedelta(hours=2)
        world.receive(mail(MIA, "HELP again", subject="HELP", proven=True))
        assert len(answers(world.sent(), MIA)) == 1


def test_a_person_may_answer_often_in_one_conversation_over_days(tmp_path: Path, imap: Dovecot, sink: Sink) -> None:
    with World(tmp_path, imap, sink, f"sqlite:///{tmp_path / 'r.db'}", budget=20) as world:
        ids: list[str] = []
        for number in range(8):
            head = f"References: {' '.join(ids)}\nIn-Reply-To: {ids[-1]}\n" if ids else ""
            world.receive(mail(MIA, f"HELP {'!' * number}", subject="HELP", proven=True, head=head, number=number))
            (answer,) = answers(world.sent(), MIA)
            ids.append(str(answer["Message-ID"]))
            world.now += timedelta(hours=1, minutes=1)


def test_a_robot_that_says_the_same_again_is_left_alone_and_new_leads_are_not(
    tmp_path: Path, imap: Dovecot, sink: Sink
) -> None:
    with World(tmp_path, imap, sink, f"sqlite:///{tmp_path / 'r.db'}", budget=20) as world:
        for number in range(9):
            world.receive(mail(MIA, f"HELP {'!' * number}", subject="HELP", proven=True, number=number))
        assert len(answers(world.sent(), MIA)) == 5
        for number in range(9):
            lead = eml("accepted").replace(b"acme-fasteners", b"zenith-%d" % number).replace(b"<a1@", b"<z%d@" % number)
            world.receive(lead.replace(b"Acme Fasteners", b"Zenith %d" % number))
        assert len(answers(world.sent(), MIA)) == 9


@pytest.mark.parametrize(
    ("again", "leads"),
    [
        pytest.param(lambda raw: raw, 1, id="the same mail"),
        pytest.param(
            lambda raw: b"Received: by another.example\r\nDelivered-To: x@y.example\r\n" + raw,
            1,
            id="the same by another way",
        ),
        pytest.param(
            lambda raw: raw.replace(b"acme-fasteners", b"zenith-bolts").replace(b"Acme", b"Zenith"),
            2,
            id="its Message-ID on another mail",
        ),
    ],
)
def test_a_mail_counts_once_and_its_message_id_alone_says_nothing(
    tmp_path: Path, imap: Dovecot, sink: Sink, again: Callable[[bytes], bytes], leads: int
) -> None:
    with World(tmp_path, imap, sink, f"sqlite:///{tmp_path / 'r.db'}") as world:
        world.receive(eml("accepted"), again(eml("accepted")))
        assert (len(world.registrations()), len(answers(world.sent(), MIA))) == (leads, leads)


def test_mails_without_message_id_are_told_apart_by_what_they_say(tmp_path: Path, imap: Dovecot, sink: Sink) -> None:
    bare = re.sub(rb"Message-ID:[^\n]*\n", b"", eml("accepted"))
    with World(tmp_path, imap, sink, f"sqlite:///{tmp_path / 'r.db'}") as world:
        world.receive(bare, bare, bare.replace(b"acme-fasteners", b"zenith-bolts").replace(b"Acme", b"Zenith"))
        assert len(world.registrations()) == 2


def test_the_mark_of_a_mail_is_kept_for_the_bot_alone(tmp_path: Path, imap: Dovecot, sink: Sink) -> None:
    with World(tmp_path, imap, sink, f"sqlite:///{tmp_path / 'r.db'}") as world:
        world.receive(eml("accepted"))
        (answer,) = world.sent()
        assert re.fullmatch(r"answer; mark=[0-9a-f]{16}", str(answer["X-Regbot"]))
        key = world.settings.var / "mark.key"
        assert (key.stat().st_mode & 0o777, len(key.read_bytes())) == (0o600, 32)
        assert list(key.parent.glob("tmp*")) == []
