"""The demo shows what it promises: each step's decisions, and who gets mail."""

from __future__ import annotations

import email
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from email.policy import default
from smtplib import SMTP

import pytest
from imapclient import IMAPClient

from bot.cli.demo.cast import ADA, BEN, DANA, INBOX, LEO, MARTA, PRIYA
from bot.cli.demo.clock import Clock
from bot.cli.demo.play import Stage
from bot.cli.demo.run import opened
from bot.cli.demo.scene import shown
from bot.cli.demo.servers import MailWorld

PARTNERS = {ADA.address, BEN.address, PRIYA.address, MARTA.address}
RECEIVED = datetime(2026, 3, 1, 12, 30, 5, tzinfo=UTC)


@pytest.fixture(scope="module")
def scenes(tmp_path_factory):
    clock = Clock()
    with MailWorld([INBOX], clock) as world, opened(world, tmp_path_factory.mktemp("demo"), clock) as bot:
        return {scene.step.key: scene for scene in Stage(bot, world, clock).scenes()}


def recipients(scene):
    mails = [shown(raw) for raw in scene.outgoing]
    return {address for mail in mails for address in f"{mail.to}, {mail.cc}".split(", ") if address}


@pytest.mark.parametrize(
    ("key", "outcomes", "told"),
    [
        pytest.param("accepted", {"accepted": 1}, {ADA.address}, id="a complete lead"),
        pytest.param("missing", {"incomplete": 1}, {BEN.address}, id="two fields missing"),
        pytest.param("completed", {"accepted": 1}, {BEN.address}, id="completed by reply"),
        pytest.param("address", {"incomplete": 1}, {PRIYA.address}, id="a bad address"),
        pytest.param("duplicate", {"repeated": 1}, {ADA.address}, id="the same partner again"),
        pytest.param("conflict", {"held": 1}, {BEN.address, DANA.address}, id="another partner, admins cc'd"),
        pytest.param(
            "decided",
            {"accepted": 1, "overruled": 1},
            {ADA.address, BEN.address, DANA.address},
            id="an admin's ACCEPT by reply",
        ),
        pytest.param(
            "several",
            {"accepted": 1, "held": 1, "incomplete": 1},
            {PRIYA.address, DANA.address},
            id="several leads, mixed",
        ),
        pytest.param("cap", {"accepted": 50, "rejected": 2}, {MARTA.address}, id="the cap in the order of the list"),
        pytest.param("forged", {"quarantined": 1}, {ADA.address}, id="an unproven sender"),
        pytest.param("absent", {"ignored": 1}, set(), id="an out-of-office note is not answered"),
        pytest.param("status", {}, {PRIYA.address}, id="STATUS and LIST"),
        pytest.param("renewed", {"renewed": 1}, {PRIYA.address}, id="RENEW by one word"),
    ],
)
def test_a_step_is_decided_and_answered(scenes, key, outcomes, told):
    scene = scenes[key]
    assert Counter(verdict.outcome for verdict in scene.verdicts) == outcomes
    assert recipients(scene) == told


def test_a_stranger_is_answered_once_and_nothing_is_registered(scenes):
    scene = scenes["stranger"]
    assert [verdict.outcome for verdict in scene.verdicts] == ["quarantined"]
    assert [shown(raw).to for raw in scene.outgoing].count(LEO.address) == 1


@pytest.mark.parametrize("key", ["reminder", "expired"])
def test_each_partner_gets_one_mail_when_the_clock_has_moved_on(scenes, key):
    written_to = Counter(shown(raw).to for raw in scenes[key].outgoing)
    assert {address: written_to[address] for address in written_to if address in PARTNERS} == {
        BEN.address: 1,
        PRIYA.address: 1,
        MARTA.address: 1,
    }


def test_the_other_partner_is_never_named(scenes):
    to_ben = [shown(raw) for raw in scenes["conflict"].outgoing if BEN.address in shown(raw).to]
    assert to_ben
    assert not any("Brightpath" in mail.text + mail.html or ADA.address in mail.text + mail.html for mail in to_ben)


def test_the_command_ends_well_and_leaves_mails_and_a_page(tmp_path):
    command = [sys.executable, "-m", "bot", "demo", "--folder", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 0, done.stderr
    assert "Fifty-two leads for fifty places" in done.stdout
    mails = sorted(tmp_path.glob("*.eml"))
    page = (tmp_path / "index.html").read_text("utf-8")
    assert len(mails) > 30
    assert all(f'href="{mail.name}"' in page for mail in mails)


def test_any_user_finds_his_own_mail_with_its_receipt_time():
    with MailWorld([INBOX], Clock()) as world:
        world.deliver(ADA.address, b"Subject: for Ada\n\nhello\n", RECEIVED)
        client = IMAPClient("127.0.0.1", world.imap_port, ssl=False)
        client.login(ADA.address.upper(), "whatever")
        client.select_folder("INBOX")
        mails = client.fetch(client.search("ALL"), ["INTERNALDATE", "BODY.PEEK[]"])
        client.logout()
    (mail,) = mails.values()
    assert mail[b"INTERNALDATE"].replace(tzinfo=UTC) == RECEIVED
    assert mail[b"BODY[]"] == b"Subject: for Ada\r\n\r\nhello\r\n"


def test_what_a_client_sends_to_the_bot_arrives_with_the_proof_of_its_sender():
    with MailWorld([INBOX], Clock()) as world:
        with SMTP("127.0.0.1", world.smtp_port) as relay:
            relay.sendmail(ADA.address, [INBOX, BEN.address], b"From: Ada <ada@brightpath.example>\r\n\r\nhello\r\n")
        client = IMAPClient("127.0.0.1", world.imap_port, ssl=False)
        client.login(INBOX, "whatever")
        client.select_folder("INBOX")
        raw = client.fetch(client.search("ALL"), ["BODY.PEEK[]"])
        client.logout()
        sent = [mail.recipients for mail in world.sent]
    (mail,) = (email.message_from_bytes(mail[b"BODY[]"], policy=default) for mail in raw.values())
    assert "dmarc=pass header.from=brightpath.example" in mail["Authentication-Results"]
    assert sent == [(BEN.address,)]
