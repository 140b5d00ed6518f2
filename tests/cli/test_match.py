"""Labelled pairs judged at the terminal, and the list of aliases kept there."""

from __future__ import annotations

import json
from pathlib import Path

from bot.cli.app import run
from tests.cli.test_terminal import config, migrated  # noqa: F401 - fixtures

HARVEST = {"company": "Harvest Moon", "url": "harvestmoon.ie", "email": "a@harvestmoon.ie"}
RENAMED = {"company": "Lunar Foods", "url": "lunarfoods.ie", "email": "b@lunarfoods.ie"}


def pairs(tmp_path: Path, *lines: object) -> str:
    file = tmp_path / "pairs.jsonl"
    file.write_text("".join(f"{json.dumps(line) if isinstance(line, dict) else line}\n" for line in lines), "utf-8")
    return str(file)


def pair(label: str = "same", one: object = HARVEST, other: object = RENAMED) -> dict[str, object]:
    return {"id": "p1", "a": one, "b": other, "label": label}


def test_a_line_a_pair_with_its_evidence(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert run(["match", "--pairs", pairs(tmp_path, pair(other=HARVEST)), "--json"]) == 0
    line = json.loads(capsys.readouterr().out)
    assert (line["id"], line["label"]) == ("p1", "same")
    assert "harvestmoon.ie" in line["evidence"][0]


def test_figures_and_what_was_judged_otherwise(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert run(["match", "--pairs", pairs(tmp_path, pair(), pair(other=HARVEST))]) == 0
    out = capsys.readouterr().out
    assert "50.0% judged as labelled" in out
    assert "p1: different, labelled same" in out


def test_every_wrong_line_is_named(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    file = pairs(tmp_path, pair(), "{", pair(label="maybe"), {"id": 1, "a": {}})
    assert run(["match", "--pairs", file]) == 2
    problems = capsys.readouterr().err.splitlines()
    assert [line.partition("line ")[2][0] for line in problems] == ["2", "3", "4"]


def test_the_list_of_aliases_is_kept_and_used(migrated, tmp_path, capsys):  # noqa: F811
    file = pairs(tmp_path, pair())
    assert run(["alias", "add", "Lunar Foods Ltd", "harvestmoon.ie"]) == 0
    capsys.readouterr()
    assert run(["match", "--pairs", file, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["label"] == "same"
    assert run(["alias", "list", "--csv"]) == 0
    listed = capsys.readouterr().out
    assert listed.splitlines() == ["company,of,tie", "Lunar Foods Ltd,harvestmoon.ie,same"]
    (tmp_path / "list.csv").write_text(listed.replace("same", "apart"), "utf-8")
    assert run(["alias", "import", str(tmp_path / "list.csv")]) == 0
    assert "0 new, 1 changed" in capsys.readouterr().out
    assert run(["alias", "remove", "Lunar Foods"]) == 0
    assert run(["alias", "remove", "Lunar Foods"]) == 1
    assert "not on the list" in capsys.readouterr().err


def test_an_import_with_a_bad_line_changes_nothing(migrated, tmp_path, capsys):  # noqa: F811
    file = tmp_path / "list.csv"
    file.write_text(
        "company,of,tie\nTwitter,X Corp,\nGitHub,Microsoft,owns\nAcme Inc.,Acme GmbH,same\n,Acme,same\n", "utf-8"
    )
    assert run(["alias", "import", str(file)]) == 2
    err = capsys.readouterr().err
    assert all(f"line {number}" in err for number in (3, 4, 5))
    assert run(["alias", "list", "--json"]) == 0
    assert not capsys.readouterr().out
