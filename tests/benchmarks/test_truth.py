"""The benchmark's corpus is the same for the same seed, and its truth is the model's."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from email import message_from_bytes

import pytest

from benchmarks.generate import Corpus, Mail
from benchmarks.servers import Taken
from benchmarks.truth import Expected, Ledger
from benchmarks.verify import mistakes

END = datetime(2026, 5, 4, 12, tzinfo=UTC)
LEAD = ("Ada", "Lind", "ada@fern.io", "fern.io", "Fern Ltd", "Qualified Lead")
ADMIN = "admin@vendor.example"


def decided(*entries):
    ledger = Ledger()
    return [ledger.decide(partner, domain, LEAD, flaw).outcome for partner, domain, flaw in entries]


@pytest.mark.parametrize(
    ("entries", "outcomes"),
    [
        pytest.param([("a", "x.io", "")], ["accepted"], id="nobody has it"),
        pytest.param([("a", "x.io", ""), ("a", "x.io", "")], ["accepted", "duplicate"], id="the same partner again"),
        pytest.param([("a", "x.io", ""), ("b", "x.io", "")], ["accepted", "held"], id="another partner has it"),
        pytest.param(
            [("a", "x.io", ""), ("b", "x.io", ""), ("b", "x.io", "")],
            ["accepted", "held", "duplicate"],
            id="a held lead is a claim too",
        ),
        pytest.param(
            [("a", "x.io", "missing"), ("b", "x.io", "")], ["incomplete", "accepted"], id="a flaw claims nothing"
        ),
    ],
)
def test_the_model(entries, outcomes):
    assert decided(*entries) == outcomes


def test_the_same_seed_gives_the_same_bytes():
    assert [mail.raw for mail in Corpus(40, 7, END).mails()] == [mail.raw for mail in Corpus(40, 7, END).mails()]


def test_the_mix_and_the_order_of_receipt():
    mails = list(Corpus(400, 1, END).mails())
    kinds = [mail.kind for mail in mails]
    assert 0.65 < kinds.count("text") / 400 < 0.75
    assert 0.11 < kinds.count("alternative") / 400 < 0.19
    assert 0.06 < kinds.count("csv") / 400 < 0.14
    assert all(len(mail.expected) == 20 for mail in mails if mail.kind == "csv")
    assert [mail.received_at for mail in mails] == sorted({mail.received_at for mail in mails})


def test_every_mail_is_one_that_can_be_parsed():
    for mail in Corpus(60, 2, END).mails():
        parsed = message_from_bytes(mail.raw)
        assert not any(part.defects for part in parsed.walk())
        assert parsed["Message-ID"] == mail.message_id


def reply(answers, text):
    raw = f"In-Reply-To: {answers}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n"
    return Taken(0.0, "", ("ada@partner.io",), raw.encode())


REGISTERED = {
    "partner": "a", "state": "accepted", "domain": "fern.io", "company": "Fern Ltd", "first_name": "Ada",
    "last_name": "Lind", "ref": "LS-7F3K-2",
}  # fmt: skip


@pytest.mark.parametrize(
    ("registrations", "replies", "said"),
    [
        pytest.param([REGISTERED], [reply("<1@a>", "LS-7F3K-2")], [], id="right"),
        pytest.param([REGISTERED], [], ["0 replies"], id="no reply"),
        pytest.param([REGISTERED], [reply("<1@a>", "LS-7F3K-2")] * 2, ["2 replies"], id="two replies"),
        pytest.param([REGISTERED], [reply("<1@a>", "LS-0000-0")], ["does not name LS-7F3K-2"], id="another reference"),
        pytest.param(
            [REGISTERED | {"state": "held"}],
            [reply("<1@a>", "LS-7F3K-2")],
            ["missing: a | accepted", "not expected: a | held"],
            id="another decision",
        ),
        pytest.param(
            [REGISTERED],
            [reply("<1@a>", "LS-7F3K-2"), reply("<junk@a>", "hello")],
            ["which nobody sent"],
            id="a stray mail",
        ),
    ],
)
def test_verifying_finds_every_mistake(registrations, replies, said):
    expected = Expected("accepted", "a", "fern.io", "Fern Ltd", "Ada Lind")
    mail = Mail(b"", "text", "<1@a>", "a", END, (expected,))
    found = mistakes([mail], registrations, replies, ADMIN)
    assert len(found) == len(said)
    assert all(text in mistake for text, mistake in zip(said, found, strict=True))


def test_the_cost_of_a_command_is_measured():
    command = [
        sys.executable,
        "-m",
        "benchmarks.measured",
        sys.executable,
        "-c",
        "x = bytearray(60_000_000); raise SystemExit(3)",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    cost = json.loads(done.stderr)
    assert cost["code"] == 3
    assert 60_000_000 < cost["peak"] < 120_000_000
    assert 0 < cost["cpu"] <= cost["wall"] + 0.1
