"""A program whose rules begin to compare companies by name: what was registered before counts too."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import data_folder
from tests.servers.dovecot import Dovecot
from tests.servers.sink import Sink
from tests.whole.world import World, registering

RULES = (data_folder("rules") / "leanstack.toml").read_text("utf-8")
FIRST = registering("mia@northwind.example", "Acme Fasteners Ltd", "acme-fasteners.com")
SAME_NAME = registering("lee@southgate.example", "Acme Fasteners Ltd", "fasteners-of-acme.com")


def comparing(scope: str) -> str:
    return RULES.replace('scope = "company"', f'scope = "{scope}"')


@pytest.mark.parametrize("before", ["domain", "company"])
def test_what_was_registered_before_is_found_by_name(tmp_path: Path, imap: Dovecot, sink: Sink, before: str) -> None:
    rules = tmp_path / "leanstack.toml"
    rules.write_text(comparing(before), "utf-8")
    with World(tmp_path, imap, sink, f"sqlite:///{tmp_path / 'r.db'}", rules=str(rules)) as world:
        world.receive(FIRST)
        rules.write_text(comparing("company"), "utf-8")
        world.restart()
        world.receive(SAME_NAME)
        assert sorted(world.states().values()) == ["accepted", "held"]


def test_rules_that_judge_by_domain_know_no_names(tmp_path: Path, imap: Dovecot, sink: Sink) -> None:
    rules = tmp_path / "leanstack.toml"
    rules.write_text(comparing("domain"), "utf-8")
    with World(tmp_path, imap, sink, f"sqlite:///{tmp_path / 'r.db'}", rules=str(rules)) as world:
        world.receive(FIRST, SAME_NAME)
        assert sorted(world.states().values()) == ["accepted", "accepted"]
