"""Hostile mails: each is handled within two seconds of processor time, none stops the next good one, none writes the bot's headers."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from csv import reader as csv_reader
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.servers.dovecot import Dovecot
from tests.servers.sink import Sink
from tests.whole.hostile import MAILS, PAYLOAD, attached, csv, value
from tests.whole.live import lead, regbot
from tests.whole.world import World, answers, eml, text_of

MIA = "mia@northwind.example"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def world(request: pytest.FixtureRequest, folder: Path, imap: Dovecot) -> Iterator[World]:
    """One installation for the whole table: what one mail breaks, the next would notice."""
    url = f"sqlite:///{folder / 'r.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_server").create()
    sink = Sink()
    with World(folder, imap, sink, url) as made:
        yield made
    sink.stop()


UNREADABLE = {"no headers at all", "no bytes", "NUL bytes only", "random bytes"}
UNDERSTOOD = {
    *("Message-ID in brackets", "Message-ID empty", "Message-ID missing", "Message-ID with NUL"),
    *("References that are 5,000", "From with quotes unclosed", "NUL bytes in the text", "header without colon"),
    *("20,000 headers", "one header of 1 MB", "encoded words without end", "Subject that injects", "name that injects"),
    *("Date of nonsense", "unknown charset", "charset rot13", "unknown transfer encoding", "10,000 parts"),
    *("one line of 1 MB", "50,000 quote marks", "CSV with NUL", "company that is a script"),
}
"""The mails that a person would still understand: they are answered with what they ask for."""


def _harmless(mail: EmailMessage) -> None:
    """An answer with the bot's own headers only, and nothing of the sender's markup in its HTML."""
    assert {"bcc", "x-evil"}.isdisjoint(name.lower() for name in mail)
    assert all(len(mail.get_all(name, [])) == 1 for name in ("From", "To", "Subject", "Message-ID"))
    html = mail.get_body(("html",))
    assert html is not None
    markup = html.get_content()
    assert PAYLOAD not in markup
    assert "<img" not in markup
    assert 'href="javascript' not in markup.casefold()


@pytest.mark.parametrize("name", MAILS)
def test_hostile_mail_is_handled_at_once_and_the_next_is_served(world: World, name: str) -> None:
    number = list(MAILS).index(name)
    parked = len(world.bot.store.parked_list())
    world.now += timedelta(days=1)
    began = time.process_time()
    code = world.receive(MAILS[name]().replace(b"<a1@", b"<h%d@" % number), lead(1000 + number))
    assert time.process_time() - began < 2
    assert (code, len(world.bot.store.parked_list()) - parked) == ((1, 1) if name in UNREADABLE else (0, 0))
    assert world.imap.mails(world.user) == []
    sent = world.sent()
    for mail in sent:
        _harmless(mail)
    assert all(to in {MIA, "eve@evil.example"} for taken in world.sink.mails for to in taken.recipients)
    (good,) = [mail for mail in sent if mail["In-Reply-To"] == f"<n{1000 + number}@northwind.example>"]
    assert f"Weaver {1000 + number} Ltd" in text_of(good)
    if name in UNDERSTOOD:
        (answer,) = [mail for mail in answers(sent, MIA) if mail is not good]
        assert "accepted" in str(answer["Subject"]) or "registered" in text_of(answer)


@pytest.fixture
def fresh(tmp_path: Path, imap: Dovecot, sink: Sink) -> Iterator[World]:
    with World(tmp_path, imap, sink, f"sqlite:///{tmp_path / 'r.db'}") as made:
        yield made


@pytest.mark.parametrize(
    ("name", "said"),
    [
        pytest.param("CSV of 3 MB", "more than 20,000 rows", id="a list of 100,000 rows"),
        pytest.param("XLSX that is a bomb", "leads.xlsx", id="a workbook that is a bomb"),
        pytest.param("XLSX with a cell at the far end", "leads.xlsx", id="a cell at the far end"),
        pytest.param("XLSX that is no archive", "could not be opened", id="a broken workbook"),
        pytest.param("archive", "archive is not opened", id="an archive"),
        pytest.param("UTF-7", "last name", id="a charset that hides markup"),
        pytest.param("URL that is a script", "URL", id="a URL that is a script"),
    ],
)
def test_what_cannot_be_taken_is_told_politely(fresh: World, name: str, said: str) -> None:
    fresh.receive(MAILS[name]())
    (answer,) = fresh.sent()
    assert said in text_of(answer)


def test_list_of_500_rows_is_decided_within_seconds(fresh: World) -> None:
    began = time.process_time()
    fresh.receive(attached("leads.csv", csv(500), b"text/csv"))
    assert time.process_time() - began < 5
    assert Counter(str(r.state) for r in fresh.registrations())["accepted"] == 50
    assert len(fresh.sent()) == 1


def test_mail_of_30_mb_is_fetched_as_headers_and_answered(fresh: World) -> None:
    began = time.process_time()
    fresh.receive(eml("accepted") + b"x" * 30_000_000)
    assert time.process_time() - began < 5
    (answer,) = fresh.sent()
    assert "30.0 MB" in text_of(answer)
    assert fresh.registrations() == []


def test_message_id_used_again_for_another_mail_is_another_mail(fresh: World) -> None:
    fresh.receive(lead(1), lead(2).replace(b"<n2@", b"<n1@"))
    assert sorted(fresh.states()) == ["Weaver 1 Ltd [north]", "Weaver 2 Ltd [north]"]
    assert len({str(mail["Message-ID"]) for mail in fresh.sent()}) == 2


def test_several_from_headers_prove_nobody(fresh: World) -> None:
    fresh.receive(MAILS["two From headers"](), MAILS["two addresses in From"]())
    assert fresh.registrations() == []


def test_nobody_is_written_to_where_no_address_is(fresh: World) -> None:
    fresh.receive(MAILS["From without address"](), MAILS["From that is a group"]())
    assert fresh.sink.mails == []


def test_markup_of_a_partner_is_shown_as_text(fresh: World) -> None:
    fresh.receive(MAILS["company that is a script"]())
    (answer,) = fresh.sent()
    html = answer.get_body(("html",))
    assert html is not None
    assert "&lt;script&gt;alert(1)" in html.get_content()


def test_formula_of_a_partner_stays_text_in_a_spreadsheet(fresh: World) -> None:
    fresh.receive(value(b"Company", "=1+1 Ltd"), value(b"First name", "@SUM(A1)").replace(b"<a1@", b"<a2@"))
    code, listed, _ = regbot(fresh, "list", "registrations", "--csv")
    cells = [cell for row in csv_reader(listed.splitlines()) for cell in row]
    assert code == 0
    assert "'=1+1 Ltd" in cells
    assert not [cell for cell in cells if cell[:1] in "=@+" and cell]
