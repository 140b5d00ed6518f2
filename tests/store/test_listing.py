"""People see all there is, however much it is, and one registration's whole story."""

from __future__ import annotations

from bot.domain.mail import InboundState
from bot.domain.outcome import Event, Outcome
from bot.domain.partner import Customer, Partner
from bot.domain.registration import State
from bot.store import Store
from tests.store.things import (
    DAY,
    NORTH,
    NOW,
    PROGRAM,
    SOUTH,
    case,
    fetched,
    finish,
    mail,
    receive,
    ref,
    refs,
    registration,
    write,
)


def test_listings_of_any_length(store: Store) -> None:
    write(
        store,
        *(registration(n, domain=f"d{n}.example") for n in range(1, 1_101)),
        cases=[case(n, opened_at=NOW - n * DAY, closed_at=NOW if n % 2 else None) for n in range(1, 1_101)],
    )
    store.import_customers([Customer(PROGRAM, f"c{n}.example", "C") for n in range(1_101)])
    assert sorted(refs(list(store.registrations()))) == sorted(ref(n) for n in range(1, 1_101))
    assert len(list(store.cases(open_only=False))) == 1_100
    assert len(list(store.cases(PROGRAM))) == 550
    assert len(set(store.customers())) == 1_101


def test_partners_are_listed_with_their_senders(store: Store) -> None:
    many = [Partner(f"p{n:04}", PROGRAM, f"P {n}", (f"a@p{n}.example",)) for n in range(600)]
    store.import_partners([*many, Partner("north", "plaidcloud", "Other North", domains=("north.example",))])
    listed = list(store.partners(PROGRAM))
    assert listed == sorted([NORTH, SOUTH, *many], key=lambda one: one.id)
    assert len(list(store.partners())) == 603


def test_registrations_by_program_and_state(store: Store) -> None:
    write(store, registration(1), registration(2, state=State.HELD, domain="b.example"))
    write(store, registration(3, program="plaidcloud"), program="plaidcloud")
    assert refs(list(store.registrations(PROGRAM, [State.HELD]))) == [ref(2)]
    assert refs(list(store.registrations("plaidcloud"))) == [ref(3)]
    assert list(store.registrations(PROGRAM, [])) == []


def test_the_whole_story(store: Store) -> None:
    cases = [case(1, opened_at=NOW - DAY, closed_at=NOW), case(1)]
    write(store, registration(1), cases=cases, mails=[mail("answer/1", refs=(ref(2), ref(1))), mail("answer/2")])
    with store.begin(PROGRAM, NOW) as unit:
        unit.write([Outcome(events=(Event("registration.held", NOW, ref(1)), Event("registration.held", NOW, ref(2))))])
    story = store.story(ref(1))
    assert story is not None
    assert (story.registration, story.partner, story.cases) == (registration(1), NORTH, tuple(cases))
    assert [line.event.ref for line in story.events] == [ref(1)]
    assert [one.key for one in story.mails] == ["answer/1"]
    assert store.story(ref(9)) is None


def test_a_story_whose_partner_is_gone(store: Store) -> None:
    write(store, registration(1, partner="vanished"))
    story = store.story(ref(1))
    assert story is not None
    assert story.partner is None


def test_the_digest_hears_of_new_troubles_of_its_program(store: Store) -> None:
    receive(store, fetched(1), fetched(2), fetched(3))
    parked, stranger, done = (one.id for one in store.claimable(PROGRAM, 3))
    store.park(parked, "no header at all", NOW)
    finish(store, stranger, state=InboundState.QUARANTINED, why="sender.unknown")
    finish(store, done)
    told = store.troubles(PROGRAM, NOW)
    assert [(one.id, one.why) for one in told.parked] == [(parked, "no header at all")]
    assert [(one.id, one.why) for one in told.quarantined] == [(stranger, "sender.unknown")]
    assert [one.id for one in store.mails([InboundState.DONE, InboundState.QUARANTINED], PROGRAM)] == [done, stranger]
    later, other = store.troubles(PROGRAM, NOW + DAY), store.troubles("plaidcloud", NOW)
    assert [*later.parked, *later.quarantined, *other.parked, *other.quarantined] == []
