"""What one partner may never learn of another's registrations, however it asks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.domain.registration import State
from tests.servers.dovecot import Dovecot
from tests.servers.sink import Sink
from tests.whole.world import ADMIN, World, eml, text_of

SECRETS = ("Grace", "Hopper", "hopper-marine", "Northwind", "northwind", "Mia")


@pytest.fixture
def world(tmp_path: Path, imap: Dovecot, sink: Sink) -> Iterator[World]:
    with World(tmp_path, imap, sink, f"sqlite:///{tmp_path / 'r.db'}") as made:
        yield made


def of_lee(body: str, *, name: str = "p1", subject: str = "Re: lead", headers: str = "") -> bytes:
    """A mail of the other partner, with the proof that it is Lee's."""
    mail = eml("completion", subject=subject, id=name, headers=headers, body=body)
    head, _, text = mail.partition(b"\r\n\r\n")
    return (
        head.replace(b"mia@northwind.example", b"lee@southgate.example")
        .replace(b"Mia Lind", b"Lee Gate")
        .replace(b"northwind.example", b"southgate.example")
        + b"\r\n\r\n"
        + text
    )


@pytest.mark.parametrize("threaded", [False, True], ids=["by its reference", "by its thread"])
@pytest.mark.parametrize(
    "body",
    [
        pytest.param("{ref}\n\nLast name: Murray\nURL: https://www.murray.example.org", id="labels"),
        pytest.param("{ref} Murray\nwww.murray-steel.com", id="bare values"),
        pytest.param("{ref} yes", id="a yes"),
        pytest.param("STATUS {ref}", id="status"),
        pytest.param("WITHDRAW {ref}", id="withdraw"),
        pytest.param("RENEW {ref}", id="renew"),
        pytest.param("ACCEPT {ref}", id="accept"),
        pytest.param("STATUS", id="status of the thread"),
        pytest.param("We confirm our business relationship with them.", id="attestation"),
    ],
)
def test_an_incomplete_lead_is_shown_to_nobody_else(world: World, body: str, threaded: bool) -> None:
    world.receive(eml("missing"))
    (asked,) = world.sent()
    (theirs,) = world.registrations()
    headers = f"In-Reply-To: {asked['Message-ID']}\n" if threaded else ""
    world.receive(of_lee(body.format(ref=theirs.ref), headers=headers, subject="Re: lead"))
    kept = next(one for one in world.registrations() if one.ref == theirs.ref)
    assert kept == theirs
    assert kept.state is State.INCOMPLETE
    for mail in world.sent():
        for secret in SECRETS:
            assert secret not in mail.as_string().replace(str(mail["In-Reply-To"]), ""), secret
    assert not [
        one for one in world.registrations() if one.partner == "south" and one.lead.email.endswith("hopper-marine.com")
    ]


def test_neither_side_of_a_conflict_learns_of_the_other(world: World) -> None:
    world.receive(eml("accepted"))
    world.receive(eml("other_partner"))
    first, second = world.registrations()
    mails = world.sent()
    (case,) = (mail for mail in mails if mail["To"] == ADMIN)
    world.receive(
        eml(
            "admin",
            id="d1",
            subject=f"Re: {case['Subject']}",
            headers=f"In-Reply-To: {case['Message-ID']}\n",
            body="ACCEPT",
        )
    )
    world.receive(of_lee(f"STATUS {second.ref}\nLIST", name="p2", subject="Status"))
    mails += world.sent()
    hers = {first.ref, first.partner, first.sender, "Northwind", "northwind.example", "Mia"}
    his = {second.ref, second.partner, second.sender, "Southgate", "southgate.example", "Lee "}
    told = 0
    for mail in mails:
        people = f"{mail['To']} {mail['Cc']}"
        text = f"{mail} {text_of(mail)}"
        for address, secrets in (("mia@northwind.example", his), ("lee@southgate.example", hers)):
            if address in people:
                told += 1
                assert not [secret for secret in secrets if secret in text]
    assert told >= 5
