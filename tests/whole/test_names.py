"""A program whose rules begin to compare companies by name: what was registered before counts too."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import data_folder
from tests.servers.dovecot import Dovecot
from tests.servers.sink import Sink
from tests.whole.world import World, eml

SAME_NAME = ("northwind.example", "southgate.example"), ("mia@", "lee@"), ("acme-fasteners", "fasteners-of-acme")


@pytest.mark.parametrize("before", ["domain", "company"])
def test_what_was_registered_before_is_found_by_name(tmp_path: Path, imap: Dovecot, sink: Sink, before: str) -> None:
    rules, url = tmp_path / "leanstack.toml", f"sqlite:///{tmp_path / 'r.db'}"
    text = (data_folder("rules") / "leanstack.toml").read_text("utf-8")
    other = eml("accepted").decode()
    for old, new in SAME_NAME:
        assert old in other
        other = other.replace(old, new)
    rules.write_text(text.replace('scope = "company"', f'scope = "{before}"'), "utf-8")
    with World(tmp_path, imap, sink, url, rules=str(rules)) as world:
        world.receive(eml("accepted"))
        rules.write_text(text, "utf-8")
        world.restart()
        world.receive(other.replace("<a1@", "<a2@").encode())
        assert sorted(world.states().values()) == ["accepted", "held"]


def test_rules_that_judge_by_domain_know_no_names(tmp_path: Path, imap: Dovecot, sink: Sink) -> None:
    rules = tmp_path / "leanstack.toml"
    text = (data_folder("rules") / "leanstack.toml").read_text("utf-8")
    rules.write_text(text.replace('scope = "company"', 'scope = "domain"'), "utf-8")
    other = eml("accepted").decode()
    for old, new in SAME_NAME:
        other = other.replace(old, new)
    with World(tmp_path, imap, sink, f"sqlite:///{tmp_path / 'r.db'}", rules=str(rules)) as world:
        world.receive(eml("accepted"), other.replace("<a1@", "<a2@").encode())
        assert sorted(world.states().values()) == ["accepted", "accepted"]
