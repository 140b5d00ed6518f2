"""Whole mails in, whole mails out: a real Dovecot, a real SMTP server, SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.servers.dovecot import Dovecot
from tests.servers.sink import Sink
from tests.whole.world import ADMIN, BOT, World, answers, eml, text_of

MIA, LEE = "mia@northwind.example", "lee@southgate.example"
ACME_MIA, ACME_LEE = "Acme Fasteners [north]", "Acme Fasteners [south]"


@pytest.fixture
def world(tmp_path: Path, imap: Dovecot, sink: Sink, store_url: str) -> Iterator[World]:
    with World(tmp_path, imap, sink, store_url) as made:
        yield made


@pytest.mark.parametrize(
    ("mails", "states", "told", "said"),
    [
        pytest.param(["accepted"], {ACME_MIA: "accepted"}, [MIA], ["1 of 50", "22 May 2027", "six (6) months"], id="accepted"),
        pytest.param(
            ["accepted", "same_again"], {ACME_MIA: "accepted"}, [MIA, MIA], ["already"], id="the same partner again"
        ),
        pytest.param(
            ["accepted", "other_partner"],
            {ACME_MIA: "accepted", ACME_LEE: "held"},
            [MIA, LEE, ADMIN],
            ["acme-fasteners.com"],
            id="another partner has it",
        ),
        pytest.param(
            ["missing"], {"Hopper Marine [north]": "incomplete"}, [MIA], ["last name", "URL"], id="missing fields"
        ),
        pytest.param(
            ["bad_address"], {"Bletchley Foods [north]": "incomplete"}, [MIA], ["alan@bletchley-foods..com"], id="a wrong address"
        ),
        pytest.param(
            ["html_table"],
            {"Alpenkraft GmbH [north]": "accepted", "Plava Laguna [north]": "incomplete", "Already Inc [north]": "held"},
            [MIA, ADMIN],
            ["Alpenkraft", "Plava Laguna", "Already Inc"],
            id="an HTML table with every outcome",
        ),
        pytest.param(["inactive"], {"Web Weavers [gone]": "rejected"}, ["kim@gone.example"], ["no longer active"], id="an inactive partner"),
        pytest.param(["wrong_plan"], {"Web Weavers [free]": "rejected"}, ["pat@freeplan.example"], ["mentor, accelerator"], id="a plan that does not admit"),
        pytest.param(["stranger"], {}, ["bob@elsewhere.example"], [], id="an unknown sender"),
        pytest.param(["unproven"], {}, [MIA], [], id="a known sender without proof"),
        pytest.param(["out_of_office"], {}, [], [], id="an out-of-office"),
        pytest.param(["bounce"], {}, [], [], id="a bounce that quotes a lead"),
    ],
)  # fmt: skip
def test_outcome(world: World, mails: list[str], states: dict[str, str], told: list[str], said: list[str]) -> None:
    assert world.receive(*(eml(name) for name in mails)) == 0
    assert world.states() == states
    sent = world.sent()
    assert sorted(str(mail["To"]) for mail in sent) == sorted(told)
    partner_mails = " ".join(text_of(mail) for mail in sent if ADMIN not in str(mail["To"]))  # in any order
    for words in said:
        assert words in partner_mails


def test_trial_at_a_reserved_name_is_told_what_is_wrong_with_it(world: World) -> None:
    world.receive(eml("accepted").replace(b"acme-fasteners.com", b"acme.example"))
    (answer,) = world.sent()
    assert set(world.states().values()) == {"incomplete"}
    assert "acme.example" in text_of(answer)


def test_cap_is_filled_in_the_order_of_the_mail(world: World) -> None:
    world.receive(eml("csv_over_cap"))
    states = [str(r.state) for r in sorted(world.registrations(), key=lambda r: int(r.lead.first_name[6:]))]
    assert states == ["accepted"] * 50 + ["rejected"] * 5
    (answer,) = world.sent()
    assert "50 of 50" in text_of(answer)


def test_handled_mails_are_filed_by_what_became_of_them(world: World) -> None:
    world.receive(eml("accepted"), eml("out_of_office"), eml("stranger"))
    counts = {
        folder: len(world.imap.mails(world.user, folder)) for folder in ("INBOX", "Processed", "Ignored", "Quarantine")
    }
    assert counts == {"INBOX": 0, "Processed": 1, "Ignored": 1, "Quarantine": 1}


def test_answer_joins_the_thread_and_stops_loops(world: World) -> None:
    world.receive(eml("accepted"))
    (answer,) = world.sent()
    assert answer["In-Reply-To"] == "<a1@northwind.example>"
    assert answer["Auto-Submitted"] == "auto-replied"
    assert world.sink.mails[0].sender == BOT


def test_stranger_gets_one_answer_a_day_with_a_null_return_path(world: World) -> None:
    world.receive(eml("stranger"), eml("stranger").replace(b"s1@", b"s2@"))
    assert len(world.sent()) == 1
    assert world.sink.mails[0].sender == ""


def test_second_run_does_nothing_again(world: World) -> None:
    world.receive(eml("accepted"))
    before = world.registrations()
    assert world.receive() == 0
    assert (world.registrations(), len(world.sent())) == (before, 1)


def test_same_mail_delivered_twice_counts_once(world: World) -> None:
    world.receive(eml("accepted"), eml("accepted"))
    assert (world.states(), len(world.sent())) == ({ACME_MIA: "accepted"}, 1)


def test_renumbered_mailbox_decides_nothing_twice(world: World) -> None:
    world.receive(eml("accepted"))
    world.imap.deposit(world.user, *world.imap.mails(world.user, "Processed"))
    world.imap.forget_uids(world.user)
    world.receive(eml("missing"))
    assert world.states() == {ACME_MIA: "accepted", "Hopper Marine [north]": "incomplete"}
    assert len(world.sent()) == 2


def _conflict(world: World) -> tuple[str, str]:
    """Bring about a conflict; gives the Message-ID of the case mail and the held reference."""
    world.receive(eml("accepted"), eml("other_partner"))
    (case,) = answers(world.sent(), ADMIN)
    held = next(r.ref for r in world.registrations() if r.partner == "south")
    return str(case["Message-ID"]), held


def test_case_mail_shows_both_sides_and_the_answer_none(world: World) -> None:
    world.receive(eml("accepted"), eml("other_partner"))
    sent = world.sent()
    (case,), (answer,) = answers(sent, ADMIN), answers(sent, LEE)
    assert "Northwind Advisors" in text_of(case)
    assert "Southgate Partners" in text_of(case)
    assert ADMIN in str(answer["Cc"])
    assert "northwind" not in answer.as_string().casefold()


@pytest.mark.parametrize(
    ("body", "states"),
    [
        pytest.param("ACCEPT", {ACME_MIA: "rejected", ACME_LEE: "accepted"}, id="accept gives the prospect over"),
        pytest.param("REJECT they only met once", {ACME_MIA: "accepted", ACME_LEE: "rejected"}, id="reject leaves it"),
        pytest.param("Let me think about it.", {ACME_MIA: "accepted", ACME_LEE: "held"}, id="no decision"),
    ],
)
def test_admin_decides_by_answering(world: World, body: str, states: dict[str, str]) -> None:
    case, _ = _conflict(world)
    headers = f"In-Reply-To: {case}\nReferences: {case}\n"
    world.receive(eml("admin", subject="Re: case", id="d1", headers=headers, body=body))
    assert world.states() == states


def test_rejection_by_an_admin_tells_the_partner_why(world: World) -> None:
    case, _ = _conflict(world)
    headers = f"In-Reply-To: {case}\n"
    world.receive(eml("admin", subject="Re: case", id="d1", headers=headers, body="REJECT they only met once"))
    (decided,) = answers(world.sent(), LEE)
    assert "they only met once" in text_of(decided)


@pytest.mark.parametrize("who", ["forged_admin", "instruction"], ids=["an unproven admin", "a partner"])
def test_decision_of_somebody_else_never_counts(world: World, who: str) -> None:
    case, held = _conflict(world)
    headers = f"In-Reply-To: {case}\nReferences: {case}\n"
    world.receive(eml(who, subject=f"Re: {held}", id="d1", headers=headers, body="ACCEPT"))
    assert world.states() == {ACME_MIA: "accepted", ACME_LEE: "held"}


def test_second_decision_is_told_what_was_decided(world: World) -> None:
    case, _ = _conflict(world)
    headers = f"In-Reply-To: {case}\n"
    world.receive(eml("admin", subject="Re: case", id="d1", headers=headers, body="REJECT no"))
    world.sent()
    world.receive(eml("admin", subject="Re: case", id="d2", headers=headers, body="ACCEPT"))
    assert world.states() == {ACME_MIA: "accepted", ACME_LEE: "rejected"}
    assert "already" in text_of(answers(world.sent(), ADMIN)[0])


def test_missing_words_complete_the_lead_at_its_first_receipt(world: World) -> None:
    world.receive(eml("missing"))
    (asked,) = world.sent()
    first = world.registrations()[0].received_at
    headers = f"In-Reply-To: {asked['Message-ID']}\n"
    world.receive(
        eml(
            "completion", subject="Re: Lead", id="c1", headers=headers, body="Last name: Hopper\nURL: hopper-marine.com"
        )
    )
    (registration,) = world.registrations()
    assert (str(registration.state), registration.lead.last_name, registration.received_at) == (
        "accepted",
        "Hopper",
        first,
    )


@pytest.mark.parametrize(
    ("subject", "body", "said"),
    [
        pytest.param("HELP", "", ["STATUS", "RENEW", "WITHDRAW"], id="help"),
        pytest.param("LIST", "", ["Acme Fasteners"], id="list"),
        pytest.param("STATUS {ref}", "", ["Acme Fasteners", "accepted"], id="status in the subject"),
        pytest.param("Question", "status {ref}\n\nThanks\nMia", ["Acme Fasteners"], id="status as the first line"),
        pytest.param("RENEW {ref}", "", ["{ref}"], id="too early to renew"),
    ],
)
def test_instruction(world: World, subject: str, body: str, said: list[str]) -> None:
    world.receive(eml("accepted"))
    world.sent()
    ref = world.registrations()[0].ref
    world.receive(eml("instruction", subject=subject.format(ref=ref), id="i1", headers="", body=body.format(ref=ref)))
    (transcript,) = world.sent()
    for words in said:
        assert words.format(ref=ref) in text_of(transcript)
    assert world.states() == {ACME_MIA: "accepted"}


def test_withdrawal_frees_the_prospect(world: World) -> None:
    world.receive(eml("accepted"))
    ref = world.registrations()[0].ref
    world.receive(eml("instruction", subject=f"WITHDRAW {ref}", id="i1", headers="", body=""), eml("other_partner"))
    assert world.states() == {ACME_MIA: "withdrawn", ACME_LEE: "accepted"}


def test_stranger_learns_nothing_of_a_reference(world: World) -> None:
    world.receive(eml("accepted"))
    ref = world.registrations()[0].ref
    world.sent()
    world.receive(
        eml("instruction", subject=f"STATUS {ref}", id="i1", headers="", body="")
        .replace(b"mia@northwind", b"lee@southgate")
        .replace(b"northwind", b"southgate")
    )
    (transcript,) = world.sent()
    assert "Acme" not in text_of(transcript)


def test_reminders_expiry_and_renewal_by_one_word(world: World) -> None:
    world.receive(eml("accepted"))
    world.sent()
    end = world.registrations()[0].expires_at
    assert end is not None
    subjects = []
    for days in (31, 30, 29, 14, 3, 2):
        world.now = end - timedelta(days=days, hours=1)
        world.receive()
        world.receive()
        subjects += [(days, str(mail["Auto-Submitted"])) for mail in world.sent()]
    assert [days for days, _ in subjects] == [31, 14, 3] or [days for days, _ in subjects] == [30, 14, 3]
    assert {auto for _, auto in subjects} == {"auto-generated"}
    world.now = end + timedelta(minutes=1)
    world.receive()
    (expired,) = world.sent()
    assert world.states() == {ACME_MIA: "expired"}
    headers = f"In-Reply-To: {expired['Message-ID']}\n"
    world.receive(eml("instruction", subject="Re: expired", id="r1", headers=headers, body="RENEW"))
    (registration,) = world.registrations()
    assert str(registration.state) == "accepted"
    assert registration.expires_at is not None
    assert timedelta(days=90) <= registration.expires_at - world.now <= timedelta(days=91)
    world.now = registration.expires_at + timedelta(minutes=1)
    world.receive()
    world.sent()
    world.receive(eml("instruction", subject=f"RENEW {registration.ref}", id="r2", headers="", body=""))
    assert world.states() == {ACME_MIA: "expired"}


def test_too_large_a_mail_is_answered_politely(tmp_path: Path, imap: Dovecot, sink: Sink) -> None:
    url = f"sqlite:///{tmp_path / 'r.db'}"
    with World(tmp_path, imap, sink, url, extra="[limits]\nmail_bytes = 20000\n") as world:
        world.receive(eml("accepted") + b"x" * 30000)
        (answer,) = world.sent()
        assert world.states() == {}
        assert "large" in text_of(answer)


def test_broken_mail_is_parked_or_answered_and_the_next_served(world: World) -> None:
    hostile = eml("accepted").replace(b"utf-8", b"x-klingon").replace(b"<a1@", b"<[a@b]>, <a1@")
    world.receive(b"\x00\xff\xfe garbage \r\n\r\n" * 50, hostile, eml("missing"))
    assert world.states()["Hopper Marine [north]"] == "incomplete"


def test_journal_stands_and_tells_the_story(world: World) -> None:
    _, held = _conflict(world)
    assert world.bot.store.verify() is None
    names = [row.event.name for row in world.bot.store.events(held)]
    assert "registration.held" in names
