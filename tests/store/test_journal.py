"""The journal tells what happened, and no change to it goes unseen."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy import Connection, create_engine, text

from bot.domain.outcome import Event, Outcome
from bot.store import Store
from tests.store.things import DAY, NOW, PROGRAM, ref


def tell(store: Store, *names: str, program: str = PROGRAM) -> None:
    events = [
        Event(name, NOW + timedelta(microseconds=n), ref(n), {"n": n, "of": "é"}) for n, name in enumerate(names, 1)
    ]
    with store.begin(program, NOW) as unit:
        unit.write([Outcome(events=tuple(events[:1])), Outcome(events=tuple(events[1:]))])


def tamper(url: str, *statements: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in statements:
            _run(connection, statement)
    engine.dispose()


def _run(connection: Connection, statement: str) -> None:
    assert connection.execute(text(statement)).rowcount


def test_events_are_told_as_they_happened(store: Store) -> None:
    tell(store, "registration.accepted", "registration.withdrawn")
    tell(store, "registration.expired", program="plaidcloud")
    assert [(line.program, line.seq, line.event) for line in store.events(ref(1))] == [
        (PROGRAM, 1, Event("registration.accepted", NOW + timedelta(microseconds=1), ref(1), {"n": 1, "of": "é"})),
        ("plaidcloud", 1, Event("registration.expired", NOW + timedelta(microseconds=1), ref(1), {"n": 1, "of": "é"})),
    ]
    assert [line.seq for line in store.journal(PROGRAM)] == [1, 2]
    assert len(list(store.journal())) == 3


def test_an_untouched_journal_holds(store: Store) -> None:
    assert store.verify() is None
    tell(store, "a", "b", "c")
    tell(store, "d")
    tell(store, "a", program="plaidcloud")
    assert store.verify() is None
    assert store.verify(PROGRAM) is None


def test_a_long_journal_is_verified_in_pages(store: Store, url: str) -> None:
    tell(store, *(f"event.{n}" for n in range(2_500)))
    assert store.verify() is None
    assert [line.seq for line in store.journal()] == list(range(1, 2_501))
    tamper(url, "UPDATE journal SET name = 'x' WHERE seq = 2001")
    assert getattr(store.verify(), "seq", None) == 2_001


def test_a_journal_that_grows_while_it_is_verified_holds(store: Store) -> None:
    tell(store, *(f"event.{n}" for n in range(1_500)))
    done = threading.Event()

    def go_on() -> None:
        while not done.is_set():
            tell(store, "registration.accepted")

    writer = threading.Thread(target=go_on)
    writer.start()
    try:
        assert [store.verify() for _ in range(10)] == [None] * 10
    finally:
        done.set()
        writer.join()


@pytest.mark.parametrize(
    ("statements", "seq"),
    [
        pytest.param(["UPDATE journal SET data = '{}' WHERE seq = 2"], 2, id="what happened"),
        pytest.param(["UPDATE journal SET name = 'registration.won' WHERE seq = 2"], 2, id="its name"),
        pytest.param(["UPDATE journal SET ref = 'LS-0000-0' WHERE seq = 3"], 3, id="whom it concerns"),
        pytest.param(["UPDATE journal SET at = (SELECT at FROM journal WHERE seq = 1) WHERE seq = 4"], 4, id="when"),
        pytest.param(["DELETE FROM journal WHERE seq = 2"], 2, id="removed in the middle"),
        pytest.param(["DELETE FROM journal WHERE seq = 1"], 1, id="removed at the beginning"),
        pytest.param(["DELETE FROM journal WHERE seq = 4"], 4, id="removed at the end"),
        pytest.param(["DELETE FROM journal"], 1, id="emptied"),
        pytest.param(
            ["DELETE FROM journal WHERE seq = 2", "UPDATE journal SET seq = seq - 1 WHERE seq = 3"],
            2,
            id="removed and closed up",
        ),
        pytest.param(
            ["INSERT INTO journal SELECT program, 5, at, name, ref, data, hash FROM journal WHERE seq = 1"],
            5,
            id="slipped in at the end",
        ),
        pytest.param(
            ["DELETE FROM journal WHERE seq = 4", "UPDATE program SET journal_seq = 3"],
            4,
            id="removed, and the head set back",
        ),
    ],
)
def test_a_change_is_found_where_it_was_made(store: Store, url: str, statements: list[str], seq: int) -> None:
    tell(store, "a", "b", "c", "d")
    tamper(url, *statements)
    broken = store.verify()
    assert broken is not None
    assert (broken.program, broken.seq) == (PROGRAM, seq)
    assert broken.why


def test_the_day_of_an_event_may_lie_in_another_zone(store: Store) -> None:
    east = NOW.astimezone(tz=(NOW + DAY).tzinfo)
    with store.begin(PROGRAM, NOW) as unit:
        unit.write([Outcome(events=(Event("a", east, "", {"list": [1, None, True, "x"], "in": {"b": 1, "a": 2}}),))])
    assert store.verify() is None
