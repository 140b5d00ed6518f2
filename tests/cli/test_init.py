"""A config file by question and answer: what is asked again, what is written, what is never shown."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.app import app, run
from bot.config import load, load_all

OWN = [
    "3",
    "partners@vendor.example",
    "leanstack",
    "dana@vendor.example, eli@vendor.example",
    "",
    "",
    "",
    "mx.vendor.example",
]


def answer(folder: Path, *lines: str) -> str:
    """The dialogue as it stands in the terminal, once it came to its end."""
    done = CliRunner().invoke(app, ["init", "--config", str(folder / "config.toml")], input="\n".join([*lines, ""]))
    assert done.exit_code == 0, done.output
    return done.output


def test_a_server_with_a_password(tmp_path: Path) -> None:
    said = answer(tmp_path, *OWN, "open sesame")
    assert "open sesame" not in said
    assert "open sesame" not in (tmp_path / "config.toml").read_text()
    settings, programs = load_all(tmp_path / "config.toml", {})
    (box,) = settings.inbox
    assert set(programs) == {"leanstack"}
    assert settings.programs["leanstack"].admins == ("dana@vendor.example", "eli@vendor.example")
    assert (box.host, box.username, box.trust.authserv_id) == (
        "imap.vendor.example",
        "partners@vendor.example",
        "mx.vendor.example",
    )
    assert (settings.smtp.host, settings.smtp.password.get_secret_value()) == ("smtp.vendor.example", "open sesame")
    assert box.password.get_secret_value() == "open sesame"
    kept = tmp_path / "secrets" / "leanstack"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_a_password_from_the_environment(tmp_path: Path) -> None:
    answer(tmp_path, *OWN, "")
    settings = load(tmp_path / "config.toml", {"REGBOT_SMTP_PASSWORD": "x"})
    assert settings.smtp.password.get_secret_value() == "x"
    assert not (tmp_path / "secrets").exists()


@pytest.mark.parametrize(
    ("number", "provider", "hosts", "tenant"),
    [
        ("1", "google", ("imap.gmail.com", "smtp.gmail.com"), []),
        ("2", "microsoft", ("outlook.office365.com", "smtp.office365.com"), ["my-tenant"]),
    ],
)
def test_a_provider_that_takes_no_password(
    tmp_path: Path, number: str, provider: str, hosts: tuple[str, str], tenant: list[str]
) -> None:
    lines = [number, "partners@vendor.example", "plaidcloud", "dana@vendor.example", "", "", "", "app-1", *tenant]
    said = answer(tmp_path, *lines)
    settings = load(tmp_path / "config.toml", {})
    (box,) = settings.inbox
    assert (box.host, settings.smtp.host) == hosts
    assert (box.oauth, settings.smtp.oauth) == (provider, provider)
    assert settings.oauth[provider].client_id == "app-1"
    assert f"regbot auth {provider}" in said


def test_what_is_wrong_is_asked_again(tmp_path: Path) -> None:
    slips = ["4", "3", "partners at vendor", "partners@vendor.example", "nosuch", "leanstack", "dana@vendor.example,,"]
    said = answer(tmp_path, *slips, "dana@vendor.example", "imap vendor", "imap.vendor.example", *OWN[5:], "")
    for words in ("answer 1, 2 or 3", "@-sign", "nosuch", "nothing:", "a host name such as"):
        assert words in said


def test_a_file_that_is_there_is_not_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "config.toml"
    path.write_text("mine")
    assert run(["init", "--config", str(path)]) == 2
    assert "is there already" in capsys.readouterr().err
    assert path.read_text() == "mine"
