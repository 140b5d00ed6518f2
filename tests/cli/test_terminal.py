"""The commands as an operator types them."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli.app import run
from tests.whole.world import eml

CONFIG = """
[programs.leanstack]
rules = "leanstack"
admins = ["dana@vendor.example"]

[[inbox]]
name = "leanstack"
program = "leanstack"
address = "registrations@vendor.example"
host = "localhost"
port = 143
tls = "none"

[inbox.trust]
require = "dmarc"
authserv_id = "mx.vendor.example"

[smtp]
host = "localhost"
port = 25
tls = "none"
"""


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(CONFIG)
    monkeypatch.chdir(tmp_path)
    return path


@pytest.fixture
def migrated(config: Path) -> Path:
    assert run(["migrate"]) == 0
    return config


def test_check_says_what_the_rules_mean(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "LEANSTACK Partner Program" in said
    assert "50" in said
    assert "six (6) months" in said


def test_check_names_every_problem_at_once(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config.write_text(CONFIG.replace("port = 143", 'port = "143"').replace("admins", "admin"))
    assert run(["check"]) == 2
    said = capsys.readouterr().err
    assert "config.toml: inbox" in said
    assert "port" in said
    assert "admin" in said


def test_check_finds_an_undefined_name_in_a_template(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = config.parent / "mine" / "stranger"
    own.mkdir(parents=True)
    (own / "body.txt").write_text("Hello\n{{ n.nobody }}\n")
    config.write_text('templates = "mine"\n' + CONFIG)
    assert run(["check"]) == 2
    assert "stranger/body.txt: 2: " in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        pytest.param(["--help"], 0, id="help"),
        pytest.param(["run", "--once", "-c", "nowhere.toml"], 2, id="no config file"),
        pytest.param(["list", "registrations"], 1, id="no database yet"),
        pytest.param(["run", "--once"], 1, id="run before migrate"),
        pytest.param(["frobnicate"], 2, id="unknown command"),
        pytest.param(["schema", "rules"], 0, id="schema"),
    ],
)
def test_exit_codes(config: Path, arguments: list[str], code: int) -> None:
    assert run(arguments) == code


def test_run_before_migrate_names_the_command(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["run", "--once"])
    assert "regbot migrate" in capsys.readouterr().err


def test_folder_that_cannot_be_made_is_named(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (config.parent / "taken").write_text("")
    config.write_text('var = "taken/var"\n' + CONFIG)
    assert run(["migrate"]) == 1
    assert "taken/var: the folder cannot be made" in capsys.readouterr().err


def test_what_is_kept_is_for_its_own_user(migrated: Path) -> None:
    assert (migrated.parent / "var").stat().st_mode & 0o077 == 0


def test_program_that_is_not_there_is_said_so(migrated: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["list", "registrations", "--program", "leanstak"]) == 2
    assert "leanstack" in capsys.readouterr().err


def test_schemas_are_json_schema(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for which in ("rules", "config"):
        assert run(["schema", which]) == 0
        assert json.loads(capsys.readouterr().out)["$schema"].startswith("https://json-schema.org/")


def test_partners_are_imported_listed_and_updated(migrated: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = migrated.parent / "partners.csv"
    file.write_text("id,name,domains,plan\nnorth,Northwind,northwind.example,mentor\n")
    assert run(["import", "partners", str(file)]) == 0
    file.write_text("id,name,domains,plan\nnorth,Northwind Advisors,northwind.example,mentor\n")
    assert run(["import", "partners", str(file)]) == 0
    capsys.readouterr()
    assert run(["list", "partners", "--csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [(row["id"], row["name"]) for row in rows] == [("north", "Northwind Advisors")]


def test_import_with_a_bad_line_changes_nothing(migrated: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = migrated.parent / "partners.csv"
    file.write_text("id,name,domains,active\ngood,Good,good.example,yes\nbad,Bad,bad.example,perhaps\n")
    assert run(["import", "partners", str(file)]) != 0
    assert "3" in capsys.readouterr().err
    assert run(["list", "partners", "--json"]) == 0
    assert capsys.readouterr().out == ""


def test_try_tells_without_touching(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = config.parent / "lead.eml"
    file.write_bytes(eml("accepted"))
    config.unlink()
    assert run(["try", str(file), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["file"], told["kind"]) == ("lead.eml", "submission")
    assert told["leads"][0]["email"] == "ada@acme-fasteners.com"
    assert told["decisions"][0]["state"] == "accepted"
    assert [path.name for path in config.parent.iterdir()] == ["lead.eml"]


def test_try_shows_people_the_mail_beside_the_fields(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = config.parent / "lead.eml"
    file.write_bytes(eml("missing"))
    config.unlink()
    assert run(["try", str(file)]) == 0
    said = capsys.readouterr().out
    assert "Hopper Marine" in said
    assert "incomplete" in said


def test_show_of_an_unknown_reference_is_a_clear_no(migrated: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", "LS-0000-0"]) == 1
    assert "LS-0000-0" in capsys.readouterr().err


def test_journal_of_an_empty_database_is_whole(migrated: Path) -> None:
    assert run(["journal", "verify"]) == 0


def test_help_holds_heavy_imports_back() -> None:
    code = "import sys; from bot.cli.app import run; run(['--help']); print(sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    for heavy in ("sqlalchemy", "pydantic", "jinja2", "imapclient", "selectolax"):
        assert f"'{heavy}'" not in loaded
