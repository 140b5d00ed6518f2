"""What a batch is told is exactly what its decisions need: whose mails these are, and who claims what."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.outcome import Ask
from bot.domain.partner import Customer, Partner
from bot.domain.registration import State
from bot.store import Store
from tests.store.things import DAY, NORTH, NOW, PROGRAM, SOUTH, case, known, mail, ref, refs, registration, write


@pytest.mark.parametrize(
    ("sender", "partner"),
    [
        pytest.param("ann@north.example", NORTH, id="an address"),
        pytest.param("Ann@North.Example", NORTH, id="in other letters"),
        pytest.param("new@north.example", NORTH, id="a colleague, by the domain"),
        pytest.param("sue@north.example", SOUTH, id="an address beats the domain of another partner"),
        pytest.param("bo@hotmail.example", NORTH, id="an address outside"),
        pytest.param("al@hotmail.example", None, id="a stranger at the same provider"),
        pytest.param("ann@mail.north.example", None, id="a sub-domain is another one"),
        pytest.param("north.example", NORTH, id="a bare domain"),
        pytest.param("", None, id="nobody"),
    ],
)
def test_whose_mail_it_is(store: Store, sender: str, partner: Partner | None) -> None:
    assert known(store, Ask(senders=(sender,))).partners == ((partner,) if partner else ())


def test_partners_of_another_program_are_strangers(store: Store) -> None:
    assert known(store, Ask(senders=("ann@north.example",)), program="plaidcloud").partners == ()


@pytest.mark.parametrize(
    ("state", "told"),
    [
        pytest.param(State.INCOMPLETE, True, id="incomplete"),
        pytest.param(State.HELD, True, id="held"),
        pytest.param(State.WAITING, True, id="waiting"),
        pytest.param(State.ACCEPTED, True, id="accepted"),
        pytest.param(State.EXPIRED, True, id="expired"),
        pytest.param(State.WON, True, id="won"),
        pytest.param(State.REJECTED, False, id="rejected"),
        pytest.param(State.WITHDRAWN, False, id="withdrawn"),
        pytest.param(State.LOST, False, id="lost"),
    ],
)
def test_which_registrations_of_a_prospect_are_told(store: Store, state: State, told: bool) -> None:
    write(store, registration(1, state=state, email="Ada@Acme.example"))
    expected = [ref(1)] if told else []
    assert refs(known(store, Ask(domains=("acme.example",))).registrations) == expected
    assert refs(known(store, Ask(emails=("ada@acme.EXAMPLE",))).registrations) == expected
    assert refs(known(store, Ask(refs=(ref(1),))).registrations) == [ref(1)]


def test_a_registration_found_in_several_ways_is_told_once_by_receipt(store: Store) -> None:
    write(store, registration(1), registration(2, partner="south", state=State.HELD, received_at=NOW - DAY))
    ask = Ask(domains=("acme.example",), emails=("ada@acme.example",), refs=(ref(1),), all_of=("ann@north.example",))
    assert refs(known(store, ask).registrations) == [ref(2), ref(1)]


def test_an_empty_domain_or_address_matches_nothing(store: Store) -> None:
    write(store, registration(1, domain=""))
    assert known(store, Ask(domains=("",), emails=("",))).registrations == ()


def test_the_partners_of_what_is_told_are_told_too(store: Store) -> None:
    write(store, registration(1, partner="south"))
    answer = known(store, Ask(senders=("ann@north.example",), domains=("acme.example",)))
    assert answer.partners == (NORTH, SOUTH)
    assert answer.outstanding == {"south": 1}


def test_a_list_shows_a_partner_all_it_has(store: Store) -> None:
    write(
        store,
        registration(1, state=State.WITHDRAWN),
        registration(2, domain="b.example"),
        registration(3, domain="c.example", partner="south"),
    )
    assert set(refs(known(store, Ask(all_of=("new@north.example",))).registrations)) == {ref(1), ref(2)}


def test_outstanding_counts_accepted_and_held(store: Store) -> None:
    write(store, *(registration(n, state=state, domain=f"d{n}.example") for n, state in enumerate(State, 1)))
    assert known(store, Ask(senders=("ann@north.example",))).outstanding == {"north": 2}


def test_what_is_over_but_not_yet_expired_counts_and_is_told(store: Store) -> None:
    write(store, registration(1, expires_at=NOW), registration(2, domain="b.example", expires_at=NOW + DAY))
    answer = known(store, Ask(senders=("ann@north.example",)))
    assert answer.outstanding == {"north": 2}
    assert refs(answer.registrations) == [ref(1)]


def test_customers_are_told_by_domain(store: Store) -> None:
    house = Customer(PROGRAM, "acme.example", "Acme", "house")
    store.import_customers([house, Customer("plaidcloud", "b.example", "B")])
    assert known(store, Ask(domains=("acme.example", "b.example"))).customers == (house,)


def test_the_open_case_else_the_last_one(store: Store) -> None:
    earlier = case(1, opened_at=NOW - 9 * DAY, closed_at=NOW - 8 * DAY)
    later = case(1, opened_at=NOW - DAY)
    closed = [case(2, opened_at=NOW - days * DAY, closed_at=NOW) for days in (3, 2)]
    write(store, registration(1), registration(2, domain="b.example"), cases=[later, earlier, *closed])
    assert set(known(store, Ask(refs=(ref(1), ref(2)))).cases) == {later, closed[1]}


def test_the_reply_budget_counts_answers_of_the_last_hour(store: Store) -> None:
    hour = timedelta(hours=1)
    write(store, mails=[mail("answer/old")], now=NOW - hour)
    write(
        store, mails=[mail("answer/1", to="Ann@north.example"), mail("stranger/2"), mail("answer/3", to="x@y.example")]
    )
    write(store, mails=[mail("reminder/4"), mail("case/5"), mail("expired/6"), mail("digest/7")])
    found = known(store, Ask(senders=("ann@NORTH.example", "q@y.example")))
    assert found.replies == {"ann@north.example": 2}
    assert found.repeated == {("ann@north.example", ()): 2}


def test_long_lists_of_keys(store: Store) -> None:
    write(store, *(registration(n, domain=f"d{n}.example") for n in range(1, 1_201)))
    ask = Ask(
        senders=tuple(f"s{n}@north.example" for n in range(1_200)),
        domains=tuple(f"d{n}.example" for n in range(1_400)),
        emails=tuple(f"ada@d{n}.example" for n in range(1_400)),
        refs=tuple(ref(n) for n in range(1, 1_400)),
    )
    answer = known(store, ask)
    assert len(answer.registrations) == 1_200
    assert answer.outstanding == {"north": 1_200}
