"""Whole mails about companies that are, or may be, one: held with the evidence for admins, never refused by a name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from bot.desk.imports import alias_of
from bot.domain.alias import Tie
from tests.servers.dovecot import Dovecot
from tests.servers.sink import Sink
from tests.whole.world import ADMIN, World, answers, eml, registering, text_of

MIA, LEE = "mia@northwind.example", "lee@southgate.example"


@pytest.fixture
def world(tmp_path: Path, imap: Dovecot, sink: Sink, store_url: str) -> Iterator[World]:
    with World(tmp_path, imap, sink, store_url) as made:
        yield made


def held(world: World) -> tuple[EmailMessage, EmailMessage]:
    """The case mail and the partner's answer, of Lee's mail that is held."""
    assert [str(one.state) for one in world.registrations() if one.partner == "south"] == ["held"]
    sent = world.sent()
    return answers(sent, ADMIN)[0], answers(sent, LEE)[0]


@pytest.mark.parametrize(
    ("company", "domain", "reason"),
    [
        pytest.param("ACME Fasteners GmbH", "acme-fasteners.de", "same company name", id="the same name"),
        pytest.param("Acme Fastenres Ltd", "acme-fasteners.co.uk", "similar company name", id="a typo"),
    ],
)
def test_name_of_another_partners_is_held(world: World, company: str, domain: str, reason: str) -> None:
    world.receive(registering(MIA, "Acme Fasteners Ltd", "acme-fasteners.com"))
    world.sent()
    world.receive(registering(LEE, company, domain))
    case, answer = held(world)
    told = text_of(answer)
    assert reason in told
    assert "22 November 2026" in told
    for secret in ("northwind", "mia", "acme-fasteners.com"):
        assert secret not in answer.as_string().casefold()
    shown = text_of(case)
    for seen in ("Northwind Advisors", "Southgate Partners", "acme-fasteners.com", domain, "for you to say"):
        assert seen in shown


def test_withdrawal_of_the_other_side_asks_anew(world: World) -> None:
    world.receive(registering(MIA, "Acme Fasteners Ltd", "acme-fasteners.com"))
    world.receive(registering(LEE, "Acme Fasteners GmbH", "acme-fasteners.de"))
    first, waits = world.registrations()
    world.sent()
    world.receive(eml("instruction", subject="Withdraw", id="w1", headers="", body=f"WITHDRAW {first.ref}"))
    (case,) = answers(world.sent(), ADMIN)
    assert waits.ref in str(case["Subject"])
    assert f"{first.ref} of Northwind Advisors was withdrawn" in text_of(case)


@pytest.mark.parametrize(
    ("tie", "reason"),
    [pytest.param(Tie.SAME, "the same company", id="one"), pytest.param(Tie.GROUP, "same group", id="a group")],
)
def test_line_on_the_list_of_aliases_makes_a_conflict(world: World, tie: Tie, reason: str) -> None:
    world.bot.store.put_aliases([alias_of("leanstack", "Hooli", "Acme Fasteners", tie)])
    world.receive(registering(MIA, "Acme Fasteners Ltd", "acme-fasteners.com"))
    world.sent()
    world.receive(registering(LEE, "Hooli Inc", "hooli.com"))
    case, answer = held(world)
    assert reason in text_of(answer)
    assert "northwind" not in answer.as_string().casefold()
    assert "Northwind Advisors" in text_of(case)


def test_name_on_the_vendors_own_list_is_held(world: World) -> None:
    world.receive(registering(LEE, "Already GmbH", "already.de"))
    case, answer = held(world)
    assert "our list of customers may be the same" in text_of(answer)
    assert "On file as Already Inc (already-inc.com)" in text_of(case)


def test_weekly_list_comes_on_its_day_and_not_on_the_day_of_the_first_case(world: World) -> None:
    world.now += timedelta(days=3)  # a Wednesday; the list is due on Sunday at 20
    world.receive(registering(LEE, "Already GmbH", "already.de"))
    held(world)
    for _ in range(4):
        world.receive()
        assert not [mail for mail in world.sent() if "waits" in str(mail["Subject"])]
        world.now += timedelta(days=1)
    world.now += timedelta(hours=12)
    world.receive()
    assert [mail for mail in world.sent() if "waits" in str(mail["Subject"])]
