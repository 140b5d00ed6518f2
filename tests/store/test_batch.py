"""Look-ups by lists of keys give whole registrations, once each, however many keys are asked for."""

from __future__ import annotations

import pytest

from bot.domain.registration import State
from bot.store import Store
from tests.store.things import DAY, NOW, PROGRAM, ref, registration, write

FOUND = [
    registration(1, received_at=NOW - DAY),
    registration(2, domain="", email="bo@mail.example", state=State.HELD, exclusive=False),
]


@pytest.mark.parametrize(
    "others",
    [
        pytest.param(0, id="these two"),
        pytest.param(1, id="an odd number"),
        pytest.param(510, id="as many as one statement takes"),
        pytest.param(511, id="one more"),
        pytest.param(1_100, id="three statements"),
    ],
)
def test_each_is_found_once_with_all_its_values(store: Store, others: int) -> None:
    write(store, *FOUND)
    refs = [ref(2), *(ref(number) for number in range(3, 3 + others)), ref(1), ref(2)]
    with store.begin(PROGRAM, NOW) as unit:
        assert unit.registrations_by_ref(refs) == tuple(FOUND)


def test_no_key_finds_nothing(store: Store) -> None:
    write(store, *FOUND)
    with store.begin(PROGRAM, NOW) as unit:
        assert unit.registrations_by_ref([]) == ()
