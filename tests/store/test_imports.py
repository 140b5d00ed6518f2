"""An import inserts or updates by key, and is there whole or not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.errors import Refused
from bot.domain.outcome import Ask
from bot.domain.partner import Customer, Partner
from bot.store import Imported, Store
from tests.store.things import NORTH, PROGRAM, SOUTH, known

FULL = Partner(
    "west",
    PROGRAM,
    "West Ünited",
    ("W@West.example".casefold(), "v@west.example"),
    ("west.example", "west.test"),
    tier="gold",
    plan="mentor",
    active=False,
    good_standing=False,
    agreement_on=date(2024, 2, 29),
    joined_on=date(2025, 1, 1),
    certifications=("Analyst", "Mentor"),
    revenue_share=False,
    contact="wes",
)


def test_a_partner_is_read_back_as_it_was_given(store: Store) -> None:
    assert store.import_partners([FULL]) == Imported(new=1, changed=0)
    assert known(store, Ask(senders=("w@west.example",))).partners == (FULL,)


def test_the_same_file_again_changes_nothing(store: Store) -> None:
    assert store.import_partners([NORTH, SOUTH]) == Imported(0, 0)


def test_a_changed_row_replaces_the_partner_and_its_senders(store: Store) -> None:
    moved = replace(NORTH, name="North II", addresses=("new@n2.example",), domains=())
    assert store.import_partners([moved, SOUTH, FULL]) == Imported(new=1, changed=1)
    assert known(store, Ask(senders=("ann@north.example",))).partners == ()
    assert known(store, Ask(senders=("new@n2.example",))).partners == (moved,)


def test_an_address_may_move_from_one_partner_to_another(store: Store) -> None:
    store.import_partners(
        [replace(SOUTH, addresses=(NORTH.addresses[0],)), replace(NORTH, addresses=NORTH.addresses[1:])]
    )
    assert known(store, Ask(senders=("ann@north.example",))).partners[0].id == "south"


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([FULL, replace(FULL, id="east")], id="within the file"),
        pytest.param([FULL, Partner("east", PROGRAM, "East", domains=("north.example",))], id="with one that is there"),
    ],
)
def test_two_partners_cannot_share_a_sender(store: Store, rows: list[Partner]) -> None:
    with pytest.raises(Refused, match="is a sender of both"):
        store.import_partners(rows)
    assert list(store.partners()) == [NORTH, SOUTH]


def test_two_programs_may_share_one(store: Store) -> None:
    other = replace(NORTH, program="plaidcloud")
    assert store.import_partners([other]) == Imported(1, 0)
    assert known(store, Ask(senders=("ann@north.example",)), program="plaidcloud").partners == (other,)


def test_customers(store: Store) -> None:
    acme, bolt = Customer(PROGRAM, "acme.example", "Acme"), Customer(PROGRAM, "bolt.example", "Bolt", "house")
    assert store.import_customers([acme, bolt]) == Imported(2, 0)
    house = replace(acme, kind="house")
    assert store.import_customers([house, bolt, replace(acme, program="plaidcloud")]) == Imported(1, 1)
    assert list(store.customers(PROGRAM)) == [house, bolt]


def test_an_empty_file(store: Store) -> None:
    assert store.import_partners([]) == store.import_customers([]) == Imported(0, 0)
