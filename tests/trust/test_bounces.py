"""Delivery reports: tied to the mail that came back, they make an address failing, and never cause a mail to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.mail import Instruction
from bot.workers.decide import decide_now
from tests.servers.dovecot import Dovecot
from tests.servers.sink import Sink
from tests.trust import reports
from tests.trust.test_release import mail
from tests.whole.world import ADMIN, World, answers, eml, text_of

MIA = "mia@northwind.example"
LEE = "lee@southgate.example"
ELI = "eli@vendor.example"
VERP = '[mail]\nbounce_address = "bounces+{id}@vendor.example"\n'


@pytest.fixture
def world(tmp_path: Path, imap: Dovecot, sink: Sink, store_url: str) -> Iterator[World]:
    with World(tmp_path, imap, sink, store_url) as made:
        yield made


def to_lee(world: World) -> str:
    """A mail of ours to Lee's one address; gives its Message-ID."""
    world.receive(
        eml("accepted").replace(MIA.encode(), LEE.encode()).replace(b"northwind.example", b"southgate.example")
    )
    (answer,) = answers(world.sent(), LEE)
    return str(answer["Message-ID"])


def failing(world: World) -> list[str]:
    return [one.address for one in world.bot.store.failing()]


@pytest.mark.parametrize(
    "report", [reports.dsn, reports.exim, reports.qmail, reports.gmail, reports.words_only], ids=lambda f: f.__name__
)
def test_a_report_makes_the_address_failing_and_causes_no_mail_to_it(
    world: World, report: Callable[[str, str], bytes]
) -> None:
    world.receive(report(LEE, to_lee(world)))
    assert failing(world) == [LEE]
    assert world.sent() == []
    world.now = world.now.replace(hour=20, minute=1)
    world.receive()
    (told,) = world.sent()
    assert str(told["To"]) == ADMIN
    for words in (LEE, "No address of Southgate Partners works", "regbot list partners"):
        assert words in text_of(told)


@pytest.mark.parametrize(
    "report",
    [
        pytest.param(lambda m: reports.delayed(LEE, m), id="a delay only"),
        pytest.param(lambda m: reports.forged(LEE), id="a report on no mail of ours"),
        pytest.param(lambda m: reports.dsn(LEE, ""), id="a report on nothing"),
        pytest.param(lambda m: reports.dsn(LEE, m, action="relayed", status="2.0.0"), id="relayed"),
        pytest.param(lambda m: reports.dsn(LEE, m, action="delivered", status="2.0.0", said="250 ok"), id="delivered"),
    ],
)
def test_a_report_of_no_failure_or_of_nobody_s_mail_changes_nothing(
    world: World, report: Callable[[str], bytes]
) -> None:
    world.receive(report(to_lee(world)))
    assert failing(world) == []
    assert world.sent() == []


def test_a_report_says_nothing_of_who_was_not_written_to(world: World) -> None:
    first = to_lee(world)
    world.receive(reports.dsn(MIA, first))
    assert failing(world) == [LEE]  # the one whom that mail went to: it forwards


def test_a_mail_from_a_failing_address_shows_that_it_works(world: World) -> None:
    world.receive(reports.dsn(LEE, to_lee(world)))
    assert failing(world) == [LEE]
    world.receive(mail(LEE, "HELP", subject="HELP"))
    assert failing(world) == [LEE]  # not proven
    world.receive(mail(LEE, "HELP ", subject="HELP", proven=True))
    assert failing(world) == []


def test_an_admin_whose_address_fails_is_not_written_to_about_it(world: World) -> None:
    world.receive(eml("accepted"), eml("other_partner"))
    (case,) = [one for one in answers(world.sent(), ADMIN) if str(one["X-Regbot"]).startswith("case")]
    world.receive(reports.dsn(ADMIN, str(case["Message-ID"])))
    assert failing(world) == [ADMIN]
    for _ in range(3):
        world.now = (world.now + timedelta(days=1)).replace(hour=20, minute=1)
        world.receive()
    assert not [one for one in world.sent() if "a look" in str(one["Subject"])]


@pytest.fixture
def two_admins(tmp_path: Path, imap: Dovecot, sink: Sink) -> Iterator[World]:
    """A case was mailed to two admins, and came back from one of them."""
    with World(tmp_path, imap, sink, f"sqlite:///{tmp_path / 'r.db'}") as world:
        config = world.config.read_text().replace(f'admins = ["{ADMIN}"]', f'admins = ["{ADMIN}", "{ELI}"]')
        world.config.write_text(config.replace('weekly_digest = "sunday"', 'weekly_digest = "monday"'))
        world.restart()
        world.receive(eml("accepted"), eml("other_partner"))
        (case,) = [one for one in world.sent() if str(one["X-Regbot"]).startswith("case")]
        assert {ADMIN, ELI} == set(str(case["To"]).split(", "))
        world.receive(reports.dsn(ADMIN, str(case["Message-ID"])))
        yield world


def test_an_admin_whose_address_fails_is_left_out_while_another_one_reads(two_admins: World) -> None:
    world = two_admins
    for _ in range(9):
        world.now = (world.now + timedelta(days=1)).replace(hour=20, minute=1)
        world.receive()
    kinds = {str(one["X-Regbot"]).partition(";")[0]: str(one["To"]) for one in world.sent()}
    assert {"nudge", "waiting", "digest"} <= set(kinds)
    assert set(kinds.values()) == {ELI}


def test_who_is_left_out_is_left_out_of_what_follows_a_decision_at_the_terminal(two_admins: World) -> None:
    world = two_admins
    world.receive(eml("accepted").replace(b"acme-fasteners.com", b"acme-fasteners.de").replace(b"<a1@", b"<a2@"))
    world.sent()
    (ref,) = [one.ref for one in world.registrations() if one.partner == "south"]
    office = world.bot.offices["leanstack"]
    decide_now(world.bot.store, office, Instruction("accept", (ref,)), by="Eli", tell="", note="", now=world.now)
    world.receive()
    cases = [str(one["To"]) for one in world.sent() if str(one["X-Regbot"]).startswith("case")]
    assert cases == [ELI]


def test_each_mail_has_a_return_path_of_its_own(tmp_path: Path, imap: Dovecot, sink: Sink) -> None:
    with World(tmp_path, imap, sink, f"sqlite:///{tmp_path / 'r.db'}", extra=VERP) as world:
        to_lee(world)
        (path,) = [one.sender for one in world.sink.mails]
        assert path.startswith("bounces+")
        world.receive(reports.dsn("someone-else@forward.example", "", to=path))
        assert failing(world) == [LEE]
        world.receive(reports.dsn(MIA, "", to="bounces+" + "0" * 40 + "@vendor.example"))
        assert failing(world) == [LEE]


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        pytest.param("550 5.1.1 no such user", [LEE], id="no such user"),
        pytest.param("550 5.2.1 mailbox disabled", [LEE], id="disabled"),
        pytest.param("554 5.7.1 looks like spam", [], id="not for its address"),
        pytest.param("450 4.2.0 greylisted", [], id="for now"),
    ],
)
def test_an_address_that_the_relay_refuses_for_good_is_failing(world: World, answer: str, found: list[str]) -> None:
    world.sink.script.recipients[LEE] = answer
    world.receive(
        eml("accepted").replace(MIA.encode(), LEE.encode()).replace(b"northwind.example", b"southgate.example")
    )
    assert failing(world) == found
    assert world.bot.store.verify() is None


def test_a_stranger_who_takes_no_answer_is_nobody_s_concern(world: World) -> None:
    world.sink.script.recipients["bob@elsewhere.example"] = "550 5.1.1 no such user"
    world.receive(eml("stranger"))
    assert failing(world) == []
