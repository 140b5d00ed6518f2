"""``regbot decide``, and what an operator sees of lines and cases."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli.app import run
from bot.config import load_program
from bot.daemon import utc_now
from bot.desk import Book, asks, handle, house_of
from bot.domain.registration import State
from bot.store import Store
from tests.cli.test_terminal import CONFIG
from tests.desk.world import ADMIN, World, lead


@pytest.fixture
def refs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Acorn has a prospect, and Birch's case is open."""
    (tmp_path / "config.toml").write_text(CONFIG)
    monkeypatch.chdir(tmp_path)
    assert run(["migrate"]) == 0
    store, world = Store("sqlite:///var/regbot.db"), World()
    store.import_partners(world.partners)
    program = load_program("leanstack")
    found = []
    for who in ("Acorn", "Birch"):
        mail = world.write(who, lead("Initech"), received=utc_now())
        with store.begin("leanstack", utc_now()) as unit:
            house = house_of(program, "registrations@vendor.example")
            book = Book(program, house, frozenset({ADMIN}), unit.known(asks([mail])))
            outcome = handle(mail, book, utc_now())
            unit.write([outcome])
        found.append(outcome.registrations[-1].ref)
    store.close()
    return found


def states() -> dict[str, State]:
    store = Store("sqlite:///var/regbot.db")
    found = {one.ref: one.state for one in store.registrations()}
    store.close()
    return found


def test_decides_by_the_same_way_as_a_mail(refs: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    theirs, held = refs
    assert run(["decide", held, "accept", "--reason", "They signed.", "--tell", "Well done."]) == 0
    assert f"{theirs} (Initech) of Acorn is closed" in capsys.readouterr().out
    assert states() == {theirs: State.REJECTED, held: State.ACCEPTED}
    assert run(["outbox", "list"]) == 0
    assert capsys.readouterr().out.count("decided") >= 2
    assert run(["show", held]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "at the terminal: They signed." in shown
    assert run(["journal", "verify"]) == 0


def test_says_where_nothing_is_to_decide(refs: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    theirs, held = refs
    assert run(["decide", theirs, "accept"]) == 1
    assert "there is nothing to decide" in capsys.readouterr().err
    assert run(["decide", held, "split"]) == 1
    assert "SPLIT 40" in capsys.readouterr().err
    assert run(["decide", "LS-0000-0", "accept"]) == 1
    assert run(["decide", held, "reject", "--reason", "No."]) == 0
    assert run(["decide", held, "accept"]) == 1
    assert "already decided by you" in capsys.readouterr().err


def test_a_place_in_line_is_shown(refs: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["decide", refs[1], "queue"]) == 0
    assert run(["show", refs[1]]) == 0
    assert "place in line" in capsys.readouterr().out
    assert run(["list", "registrations", "--csv"]) == 0
    assert "offer_ends_at" in capsys.readouterr().out
