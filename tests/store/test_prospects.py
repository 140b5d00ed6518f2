"""Whoever may have the same prospect is found, by the list of aliases and at second hand too, on both databases."""

from __future__ import annotations

import pytest

from bot.desk.imports import alias_of
from bot.domain.alias import Tie
from bot.domain.outcome import Ask, Known
from bot.domain.partner import Customer
from bot.domain.registration import State
from bot.matching.aliases import prospect_keys
from bot.matching.blocking import filed
from bot.matching.comparer import prospect_of
from bot.store import Store
from tests.store.test_alike import named
from tests.store.things import PROGRAM, known, ref, refs, write


def about(store: Store, company: str, domain: str) -> Known:
    """What is known for a new lead of this company."""
    lead = named(9, company, domain=domain).lead
    ties = tuple(prospect_keys(prospect_of(lead)))
    return known(store, Ask(domains=(domain,), companies=((company, domain),), ties=ties))


@pytest.mark.parametrize(
    ("company", "of"),
    [
        pytest.param("Globex", "Initech", id="two names"),
        pytest.param("globex.com", "Initech Group", id="a domain and a name"),
        pytest.param("globex.com", "initech.com", id="two domains"),
    ],
)
def test_what_the_list_of_aliases_ties_is_found(store: Store, company: str, of: str) -> None:
    write(store, named(1, "Initech Inc", domain="initech.com"))
    store.import_customers([Customer(PROGRAM, "initech.com", "Initech GmbH")])
    assert about(store, "Globex", "globex.com").registrations == ()
    store.put_aliases([alias_of(PROGRAM, company, of, Tie.SAME)])
    answer = about(store, "Globex", "globex.com")
    assert refs(answer.registrations) == [ref(1)]
    assert [customer.name for customer in answer.customers] == ["Initech GmbH"]


@pytest.mark.parametrize("state", [State.ACCEPTED, State.HELD, State.WAITING])
def test_what_is_named_is_found_with_those_like_it_and_tied_to_it(store: Store, state: State) -> None:
    store.put_aliases([alias_of(PROGRAM, "Initech", "Globex", Tie.GROUP)])
    write(
        store,
        named(1, "Initech", domain="initech.com", state=state),
        named(2, "Initec GmbH", domain="initec.de", partner="south", state=State.HELD),
        named(3, "Globex", domain="globex.com", partner="south", state=State.WAITING),
    )
    assert set(refs(known(store, Ask(refs=(ref(1),))).registrations)) == {ref(1), ref(2), ref(3)}


def test_an_open_case_that_is_met_is_known_with_all_that_stands_beside_it(store: Store) -> None:
    write(
        store,
        named(1, "Northwind Traders", domain="northwind.com"),
        named(2, "Nortwind Traders Ltd", domain="nortwind.de", partner="south", state=State.HELD),
        named(3, "Nortwind Traderz", domain="traderz.fr"),
    )
    answer = known(store, Ask(domains=("nortwind.de",)))
    assert set(refs(answer.registrations)) == {ref(1), ref(2), ref(3)}
    assert set(answer.alike[filed("Nortwind Traders")]) >= {filed("Northwind Traders"), filed("Nortwind Traderz")}
