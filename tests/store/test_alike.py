"""Companies are found by name on both databases, whatever the slips, and within a fixed number of rows."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from sqlalchemy import Connection, Select, create_engine, text

from benchmarks.register import Register, form_of, misspellings
from bot.domain.outcome import Ask, Known
from bot.domain.partner import Customer
from bot.domain.registration import Registration, State
from bot.matching.blocking import BUDGET, LISTED, filed
from bot.store import Store
from bot.store.batch import among
from bot.store.name_tables import name_key
from bot.store.rows import Line
from tests.store.things import DAY, NOW, PROGRAM, known, ref, refs, registration, write

COMMON = ("Group", "Solutions", "Consulting", "Systems", "Services")


def named(number: int, company: str, *, domain: str = "", **fields: object) -> Registration:
    made = registration(number, domain=domain or f"d{number}.example", **fields)  # type: ignore[arg-type]
    return replace(made, lead=replace(made.lead, company=company))


def asked(store: Store, *companies: str, domain: str = "") -> Known:
    return known(store, Ask(companies=tuple((company, domain) for company in companies)))


def alike(answer: Known, company: str) -> list[str]:
    return list(answer.alike.get(filed(company), {}))


@pytest.mark.parametrize(
    "company",
    [
        pytest.param("Northwind Traders", id="without its legal form"),
        pytest.param("NORTHWIND TRADERS LTD.", id="in capitals, with another form"),
        pytest.param("Traders Northwind", id="in another order"),
        pytest.param("Nortwind Traders", id="a letter less"),
        pytest.param("Northwind Tradres", id="two letters swapped"),
        pytest.param("Northwnid Tradesr", id="a slip in each word"),
        pytest.param("North Wind Traders", id="a space more"),
        pytest.param("Northwind", id="a word left out"),
    ],
)
def test_a_registered_company_is_found_by_its_name_got_wrong(store: Store, company: str) -> None:
    others = [named(n, f"{name} {word}") for n, (name, word) in enumerate(_pairs(), 2)]
    write(store, named(1, "Northwind Traders GmbH"), *others)
    answer = asked(store, company)
    assert alike(answer, company)[0] == filed("Northwind Traders")
    assert ref(1) in refs(answer.registrations)
    assert answer.partners


def _pairs() -> Iterator[tuple[str, str]]:
    return ((name, word) for name in ("Acme", "Contoso", "Fabrikam", "Southwind") for word in COMMON)


def test_nineteen_of_twenty_generated_companies_are_found_by_a_slip(store: Store) -> None:
    rng, companies = random.Random(7), list(Register(7).companies(400))
    write(store, *(named(n, name, domain=domain) for n, (name, domain) in enumerate(companies, 1)))
    slips = [(name, misspellings(name, form_of(name), rng)["typo, form"]) for name, _ in companies]
    answer = asked(store, *(slip for _, slip in slips))
    missed = [(name, slip) for name, slip in slips if filed(name) not in (filed(slip), *alike(answer, slip))]
    assert len(missed) <= len(slips) / 20, missed


def test_a_word_established_in_many_names_is_found_however_badly_it_is_spelled(store: Store) -> None:
    write(store, *(named(n, f"{_coined(n)} Manufacturing") for n in range(40)))
    for spelled in ("Mnaufacutring", "Manuf", "Manufact"):
        assert alike(asked(store, f"{_coined(7)} {spelled}"), f"{_coined(7)} {spelled}")[0] == filed(
            f"{_coined(7)} Manufacturing"
        )


def test_initials_that_many_names_share_find_none_of_them_and_hide_no_other(store: Store) -> None:
    many = (f"{_coined(n)}t {_coined(n + 500)}m {_coined(n + 900)}s" for n in range(150))
    turned = (" ".join(word[::-1] for word in name.split()) for name in many)  # all of them are t. m. s.
    write(store, *(named(n, name) for n, name in enumerate([*turned, "Tallinn Matrix Systems", "Xenon Yard Zinc"])))
    assert alike(asked(store, "Talinn Matrix Systems"), "Talinn Matrix Systems") == [filed("Tallinn Matrix Systems")]
    assert alike(asked(store, "TMS"), "TMS") == []
    assert alike(asked(store, "XYZ"), "XYZ") == [filed("Xenon Yard Zinc")]


def test_all_are_found_that_a_name_without_one_of_its_words_may_be(store: Store) -> None:
    meant = [f"Royal {_coined(n)} Consulting" for n in range(20)]
    others = [f"{_coined(n)} {_coined(n + 1_000)}" for n in range(100, 600)]
    write(store, *(named(n, name) for n, name in enumerate([*meant, *others])))
    assert sorted(alike(asked(store, "Royal Consulting"), "Royal Consulting")) == sorted(map(filed, meant))


def _coined(number: int) -> str:
    """A word of its own for each number, three slips and more from any other."""
    return "".join(2 * "bdfgklmnprtvz"[number // 13**place % 13] + "aeiou"[number % 5] for place in range(3))


def test_a_stranger_is_like_nobody(store: Store) -> None:
    write(store, *(named(n, f"{name} {word}") for n, (name, word) in enumerate(_pairs(), 1)))
    answer = asked(store, "Wide World Importers Group", "", "—")
    assert answer.alike == {}
    assert answer.registrations == ()


@pytest.mark.parametrize(
    ("state", "told"),
    [
        pytest.param(State.ACCEPTED, True, id="accepted"),
        pytest.param(State.HELD, True, id="held"),
        pytest.param(State.EXPIRED, True, id="expired"),
        pytest.param(State.REJECTED, False, id="rejected"),
        pytest.param(State.LOST, False, id="lost"),
    ],
)
def test_what_is_over_is_not_told(store: Store, state: State, told: bool) -> None:
    write(store, named(1, "Northwind Traders", state=state))
    assert refs(asked(store, "Nortwind Traders").registrations) == ([ref(1)] if told else [])


def test_a_claimed_domain_needs_no_look_up_by_name(store: Store) -> None:
    write(store, named(1, "Northwind Traders", domain="northwind.example"), named(2, "Northwind Traders"))
    ask = Ask(domains=("northwind.example",), companies=(("Northwind Traders", "northwind.example"),))
    assert refs(known(store, ask).registrations) == [ref(1)]
    assert refs(known(store, Ask(companies=(("Northwind Traders", "else.example"),))).registrations) == sorted(
        [ref(1), ref(2)]
    )


def test_customers_are_found_by_name(store: Store) -> None:
    house = Customer(PROGRAM, "northwind.example", "Northwind Traders", "house")
    store.import_customers([house, Customer(PROGRAM, "b.example", "Fabrikam")])
    assert asked(store, "Nortwind Traders Inc.").customers == (house,)
    store.import_customers([replace(house, name="Contoso Foods")])
    assert asked(store, "Nortwind Traders Inc.").customers == ()
    assert asked(store, "Contoso Food").customers == (replace(house, name="Contoso Foods"),)


def test_a_company_that_changes_its_name_is_found_by_the_new_one(store: Store) -> None:
    write(store, named(1, "Nrthwnd", state=State.INCOMPLETE))
    write(store, named(1, "Northwind Traders", state=State.INCOMPLETE))
    assert refs(asked(store, "Northwind Trader").registrations) == [ref(1)]


def test_two_new_leads_of_one_batch_are_alike(store: Store) -> None:
    answer = asked(store, "Northwind Traders GmbH", "Nortwind Traders", "Contoso Foods")
    assert alike(answer, "Northwind Traders GmbH") == [filed("Nortwind Traders")]
    assert alike(answer, "Nortwind Traders") == [filed("Northwind Traders")]
    assert alike(answer, "Contoso Foods") == []


def test_programs_are_apart(store: Store) -> None:
    write(store, named(1, "Northwind Traders", program="plaidcloud"), program="plaidcloud")
    assert asked(store, "Northwind Traders").alike == {}


def test_words_are_counted_by_name_not_by_registration(store: Store) -> None:
    write(store, named(1, "Acme Group"), named(2, "ACME Group Ltd"), named(3, "Contoso Group"))
    answer = asked(store, "Fabrikam Group")
    assert answer.names == 2
    assert answer.words["group"] == 2


def test_common_words_read_no_more_than_the_budget(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    words = (*COMMON, "Technologies")
    pairs = list(combinations(words, 2))
    write(store, *(named(n, f"{one} {other} {n}") for n, (one, other) in enumerate(pairs * LISTED, 1)))
    read = 0

    def counted(connection: Connection, query: Select[Any], keys: Iterable[object], **given: object) -> Iterator[Line]:
        nonlocal read
        for row in among(connection, query, keys, **given):
            read += name_key in query.get_final_froms()
            yield row

    monkeypatch.setattr("bot.store.alike.among", counted)
    for company in (*words, "Group Solutions", "Consulting Group Solutions", " ".join(words)):
        read = 0
        asked(store, company)
        assert 0 < read <= BUDGET < LISTED * len(pairs)


def test_migrating_files_the_companies_of_an_older_version(url: str) -> None:
    store = Store(url)
    write(store, named(1, "Northwind Traders"), named(2, "Acme Group", received_at=NOW - DAY))
    store.import_customers([Customer(PROGRAM, "c.example", "Contoso Foods")])
    engine = create_engine(url)
    with engine.begin() as connection:
        for table in ("company_name", "name_key", "name_word", "word_key"):
            connection.execute(text(f"DELETE FROM {table}"))
        for table in ("registration", "customer"):
            connection.execute(text(f"UPDATE {table} SET company_key = ''"))
    engine.dispose()
    assert asked(store, "Nortwind Traders", "Contoso Food").alike == {}
    for _ in range(2):
        store.migrate()
        answer = asked(store, "Nortwind Traders", "Contoso Food")
        assert refs(answer.registrations) == [ref(1)]
        assert [customer.name for customer in answer.customers] == ["Contoso Foods"]
        assert answer.names == 3
    store.close()
