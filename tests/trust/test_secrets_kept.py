"""Secrets through every failure: neither the terminal, the log, the help nor what is kept ever shows one."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from bot.cli.app import run
from tests.servers.dovecot import Dovecot
from tests.servers.oauth import Provider
from tests.servers.sink import Sink
from tests.whole.world import World, eml

MARK = "Zq7Hidden"
BLOB = base64.b64encode(f"\0regbot\0{MARK}".encode()).decode()
COMMANDS = [["run", "--once", "-v"], ["doctor"], ["check"], ["list", "registrations"], ["outbox", "list"], ["parked", "list"], ["journal", "verify"], ["migrate"]]  # fmt: skip
ACCOUNT = """
[oauth.work]
provider = "other"
grant = "{grant}"
token_url = "{url}/token"
scopes = ["mail"]
client_id = "app"
client_secret = "{mark}-client"
"""


@pytest.fixture
def world(tmp_path: Path, imap: Dovecot, sink: Sink) -> World:
    with World(tmp_path, imap, sink, f"sqlite:///{tmp_path / 'r.db'}") as made:
        made.receive(eml("accepted"))
        sink.script.onward = lambda mail: imap.deposit(made.user, mail.data)
    return made


def change(world: World, *changes: tuple[str, str], more: str = "") -> None:
    text = world.config.read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    world.config.write_text(text + more)


def shows_nothing(world: World, capfd: pytest.CaptureFixture[str]) -> str:
    """Run everything that could tell; gives what was told, and looks through it and through what is kept."""
    codes = [run([*command, "-c", str(world.config)]) for command in COMMANDS]
    said = "".join(capfd.readouterr())
    assert any(codes)
    kept = [path.read_bytes() for path in world.config.parent.rglob("*") if path.is_file() and path != world.config]
    for form in (MARK.encode(), BLOB.encode()):
        assert form not in said.encode()
        assert not any(form in content for content in kept)
    assert "Traceback" not in said
    return said


@pytest.mark.parametrize(
    "echo", [pytest.param(False, id="plainly"), pytest.param(True, id="with the line that was sent")]
)
def test_passwords_that_are_refused(world: World, sink: Sink, capfd: pytest.CaptureFixture[str], *, echo: bool) -> None:
    sink.script.login = ("regbot", "another")
    if echo:
        sink.script.replies["AUTH"] = [f"535 5.7.8 AUTH PLAIN {BLOB} refused, {MARK} is wrong"] * 9
    login = f'[smtp]\nusername = "regbot"\npassword = "{MARK}"'
    change(world, ('password = "secret"', f'password = "{MARK}"'), ("[smtp]", login))
    assert "correct username or password" in shows_nothing(world, capfd)


@pytest.mark.parametrize("grant", ["consent", "client"])
def test_tokens_that_are_refused(
    world: World, provider: Provider, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, grant: str
) -> None:
    monkeypatch.setenv("REGBOT_OAUTH_WORK_REFRESH_TOKEN", f"{MARK}-refresh")
    account = ACCOUNT.format(url=provider.url, mark=MARK, grant=grant)
    change(world, ('password = "secret"', 'oauth = "work"'), more=account)
    said = shows_nothing(world, capfd)
    assert ("regbot auth work" if grant == "consent" else "invalid_client") in said


@pytest.mark.parametrize(
    "url",
    [
        pytest.param(f"postgresql://bot:{MARK}@127.0.0.1:9/regbot", id="no server there"),
        pytest.param(f"postgresql://bot@127.0.0.1:9/regbot?password={MARK}", id="among the options"),
        pytest.param(f"postgresql://bot:a@{MARK}@127.0.0.1:9/regbot", id="an @ in the password"),
        pytest.param(f"postgresql://bot:/{MARK}@127.0.0.1:9/regbot", id="a slash in the password"),
        pytest.param(f"postgresql://bot@127.0.0.1:{MARK}/regbot", id="in the place of the port"),
        pytest.param(f"postgresql:/bot:{MARK}@127.0.0.1/regbot", id="a slash too few"),
        pytest.param(f"mysql://bot:{MARK}@127.0.0.1/regbot", id="another database"),
        pytest.param(MARK, id="nothing but a password"),
    ],
)
def test_a_database_that_cannot_be_opened(
    world: World, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("REGBOT_DATABASE", url)
    shows_nothing(world, capfd)


def test_settings_that_are_wrong(world: World, capfd: pytest.CaptureFixture[str]) -> None:
    wrong = f'client_secret = ["{MARK}"]\nrefresh_token = 7\nsecret = "{MARK}"\n'
    change(
        world,
        ('password = "secret"', f'password = ["{MARK}"]'),
        ("[smtp]", f'[smtp]\npasword = "{MARK}"'),
        more=f'[oauth.work]\nprovider = "google"\n{wrong}',
    )
    assert "pasword" in shows_nothing(world, capfd)


def test_help(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("REGBOT_DATABASE", "REGBOT_SMTP_PASSWORD", "REGBOT_INBOX_LEANSTACK_PASSWORD"):
        monkeypatch.setenv(name, MARK)
    for command in ([], *COMMANDS):
        run([*command[:1], "--help"])
    assert MARK not in "".join(capfd.readouterr())
