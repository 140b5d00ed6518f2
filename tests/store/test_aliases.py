"""The list of aliases in the database: kept whole, and looked up with what its lines are tied to."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.alias import Alias, Tie
from bot.domain.outcome import Ask
from bot.store import Imported, Store
from tests.store.things import PROGRAM, known

X = Alias(PROGRAM, "X Corp", "Twitter", Tie.SAME, "x", "twitter")
BIRD = Alias(PROGRAM, "Twitter", "twitter.com", Tie.SAME, "twitter", "twitter.com")
OTHER = Alias(PROGRAM, "Sephora", "LVMH", Tie.GROUP, "sephora", "lvmh")


def test_lines_are_inserted_updated_and_removed(store: Store) -> None:
    assert store.put_aliases([X, BIRD, OTHER]) == Imported(new=3, changed=0)
    apart = replace(OTHER, tie=Tie.APART)
    assert store.put_aliases([X, apart]) == Imported(new=0, changed=1)
    assert set(store.aliases(PROGRAM)) == {X, BIRD, apart}
    assert store.aliases("another") == []
    assert store.remove_aliases(PROGRAM, "twitter", "x") == 1
    assert store.remove_aliases(PROGRAM, "lvmh") == 1
    assert store.aliases() == [BIRD]


def test_a_lead_finds_its_lines_and_theirs(store: Store) -> None:
    store.put_aliases([X, BIRD, OTHER])
    assert set(known(store, Ask(ties=("x",))).aliases) == {X, BIRD}
    assert known(store, Ask(ties=("nobody",))).aliases == ()
