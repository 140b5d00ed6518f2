"""The doctor against real servers: a sound installation, and one ailment after the other."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.cli.app import run
from bot.config import load
from bot.doctor import Finding, Verdict, examine
from tests.servers.dns import NameServer
from tests.servers.dovecot import Dovecot
from tests.servers.oauth import Provider
from tests.servers.script import Taken
from tests.servers.signing import record, signed
from tests.servers.sink import Sink
from tests.whole.world import World

RECORDS = {
    "vendor.example": "v=spf1 ip4:192.0.2.7 -all",
    "_dmarc.vendor.example": "v=DMARC1; p=reject",
    "s1._domainkey.vendor.example": "",
}


@pytest.fixture
def names() -> Iterator[NameServer]:
    with NameServer({**RECORDS, "s1._domainkey.vendor.example": record()}) as server:
        yield server


@pytest.fixture
def world(tmp_path: Path, imap: Dovecot, sink: Sink, names: NameServer) -> Iterator[World]:
    """An installation whose relay signs what it takes and brings it back to the inbox."""
    extra = f'[dns]\nnameservers = ["{names.at}"]'
    with World(tmp_path, imap, sink, f"sqlite:///{tmp_path / 'r.db'}", extra=extra) as made:

        def onward(mail: Taken) -> None:
            imap.deposit(made.user, signed(mail.data, "vendor.example"))

        sink.script.onward = onward
        yield made


def findings(world: World, patience: float = 20) -> list[Finding]:
    return list(examine(load(world.config), patience))


def ailments(found: list[Finding]) -> list[tuple[str, str]]:
    return [(str(one.verdict), one.where) for one in found if one.verdict is not Verdict.FINE]


def seen(found: list[Finding], where: str) -> str:
    return "\n".join(f"{one.seen} -> {one.mend}" for one in found if one.where.startswith(where))


def change(world: World, old: str, new: str) -> None:
    text = world.config.read_text()
    assert old in text
    world.config.write_text(text.replace(old, new))


def test_a_sound_installation(world: World) -> None:
    found = findings(world)
    assert ailments(found) == []
    for word in ("logged in", "Processed, Ignored, Quarantine, Parked", "moved", "IDLE", "has arrived"):
        assert word in seen(found, "inbox leanstack")
    for word in ("v=spf1", "v=DMARC1", "s1._domainkey.vendor.example"):
        assert word in seen(found, "dns vendor.example")


def test_it_leaves_nothing_behind(world: World) -> None:
    findings(world)
    assert world.imap.mails(world.user) == []
    assert world.imap.mails(world.user, "Ignored") == []


def test_a_bot_that_runs_meanwhile_does_not_answer_it(world: World) -> None:
    assert run(["doctor", "-c", str(world.config)]) == 0
    world.imap.deposit(world.user, world.sink.mails[0].data)
    assert world.bot.once() == 0
    assert len(world.sink.mails) == 1


@pytest.mark.parametrize(
    ("old", "new", "where", "words"),
    [
        pytest.param('password = "secret"', 'password = "wrong"', "inbox leanstack", "correct username or password", id="a wrong password"),
        pytest.param('password = "secret"', "", "inbox.leanstack", "no password for", id="no password"),
        pytest.param("poll_seconds = 2", 'folder = "Leads"\npoll_seconds = 2', "inbox leanstack", "correct inbox.folder", id="a folder that is not there"),
        pytest.param('port = {smtp}', "port = 9", "smtp", "check smtp.host, smtp.port and smtp.tls", id="no relay there"),
        pytest.param("r.db", "other.db", "database", "regbot migrate", id="tables that were never made"),
    ],
)  # fmt: skip
def test_ailments(world: World, old: str, new: str, where: str, words: str) -> None:
    change(world, old.format(smtp=world.sink.port), new)
    found = findings(world)
    assert ("wrong", where) in ailments(found)
    assert words in seen(found, where)


def test_an_inbox_that_believes_everybody(world: World) -> None:
    change(world, 'require = "dmarc"\nauthserv_id = "mx.vendor.example"', 'require = "none"')
    found = findings(world)
    assert ailments(found) == [("doubt", "inbox leanstack")]
    assert "anybody may write in any partner's name" in seen(found, "inbox leanstack")


def test_a_mail_that_does_not_come_back(world: World) -> None:
    world.sink.script.onward = None
    found = findings(world, patience=1)
    assert ("doubt", "inbox leanstack") in ailments(found)
    assert "has not arrived after 1 s" in seen(found, "inbox")


def test_a_clock_that_is_off(world: World) -> None:
    def late(mail: Taken) -> None:
        world.imap.deposit(world.user, mail.data, received_at=world.now)  # years from the day of the test

    world.sink.script.onward = late
    found = findings(world)
    assert ("wrong", "clock") in ailments(found)
    assert "set this machine's clock by NTP" in seen(found, "clock")


@pytest.mark.parametrize(
    ("name", "text", "verdict", "words"),
    [
        pytest.param("vendor.example", "", "doubt", "no SPF record", id="no SPF"),
        pytest.param("vendor.example", None, "doubt", "the name servers give no answer", id="no name server"),
        pytest.param("_dmarc.vendor.example", "", "doubt", "no DMARC record", id="no DMARC"),
        pytest.param("s1._domainkey.vendor.example", "", "wrong", "no key stands at s1._domainkey.vendor.example", id="no key"),
    ],
)  # fmt: skip
def test_names(world: World, names: NameServer, name: str, text: str | None, verdict: str, words: str) -> None:
    names.records[name] = text
    change(world, "[dns]", "[dns]\ntimeout_seconds = 1")
    found = findings(world)
    assert ailments(found) == [(verdict, "dns vendor.example")]
    assert words in seen(found, "dns")


def test_a_relay_that_does_not_sign(world: World) -> None:
    world.sink.script.onward = lambda mail: world.imap.deposit(world.user, mail.data)
    assert ailments(findings(world)) == [("doubt", "dns vendor.example")]


def test_a_folder_that_others_may_look_into(world: World, tmp_path: Path) -> None:
    (tmp_path / "var").chmod(0o755)
    assert f"chmod 700 {tmp_path / 'var'}" in seen(findings(world), "var")


@pytest.mark.parametrize(("ail", "code"), [(False, 0), (True, 1)])
def test_what_the_terminal_says(
    world: World, ail: bool, code: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    if ail:
        change(world, 'password = "secret"', 'password = "s3cret-but-wrong"')
    assert run(["doctor", "-c", str(world.config)]) == code
    said = capsys.readouterr().out
    assert ("✗ inbox leanstack" in said, "0 wrong." in said) == (ail, not ail)
    assert "s3cret" not in said
    if ail:
        assert "correct username or password" in said


@pytest.mark.parametrize(
    ("allowed", "verdict", "words"),
    [
        pytest.param(True, "fine", "gives access to", id="allowed"),
        pytest.param(False, "wrong", "run regbot auth work", id="withdrawn"),
    ],
)
def test_an_account_at_a_provider(
    world: World, provider: Provider, monkeypatch: pytest.MonkeyPatch, *, allowed: bool, verdict: str, words: str
) -> None:
    provider.allowed = allowed
    monkeypatch.setenv("REGBOT_OAUTH_WORK_REFRESH_TOKEN", "first")
    change(world, 'password = "secret"', 'oauth = "work"')
    account = f'provider = "other"\ntoken_url = "{provider.url}/token"\nscopes = ["mail"]\nclient_id = "app"\n'
    world.config.write_text(f"{world.config.read_text()}\n[oauth.work]\n{account}")
    found = [one for one in findings(world) if one.where == "oauth work"]
    assert [str(one.verdict) for one in found] == [verdict]
    assert words in seen(found, "oauth work")


def test_an_interrupted_round_says_what_it_has_found(world: World) -> None:
    world.sink.script.onward = None  # the mail to oneself is waited for
    command = [sys.executable, "-m", "bot", "doctor", "-c", str(world.config)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as doctor:
        assert doctor.stdout is not None
        said = ""
        while "IDLE" not in said:
            said += doctor.stdout.readline()
        doctor.send_signal(signal.SIGINT)
        said += doctor.stdout.read()
    assert "0 wrong. Interrupted" in " ".join(said.split())
    assert doctor.returncode == 1
