"""What is decided under a program's lock is written whole or not at all, and read back as it was."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.errors import Refused
from bot.domain.lead import Lead
from bot.domain.mail import InboundState
from bot.domain.outcome import Ask, Event, Outcome
from bot.domain.registration import Registration, State
from bot.store import Store
from tests.store.things import (
    DAY,
    NOW,
    PROGRAM,
    case,
    fetched,
    finish,
    known,
    mail,
    receive,
    ref,
    refs,
    registration,
    write,
)

_text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
_when = st.timedeltas(-10_000 * DAY, 60_000 * DAY).map(lambda span: NOW + span)
_leads = st.builds(Lead, *[_text] * 6, domain=st.just(""), extra=st.dictionaries(_text, _text, max_size=3))
_registrations = st.builds(
    Registration,
    ref=st.integers(1, 10**9).map(ref),
    program=st.just(PROGRAM),
    partner=_text,
    sender=_text,
    lead=_leads,
    state=st.sampled_from(State),
    received_at=_when,
    decided_at=_when,
    expires_at=st.none() | _when,
    term=st.integers(0, 9),
    codes=st.lists(_text, max_size=3).map(tuple),
    reason=_text,
    thread=_text,
    exclusive=st.booleans(),
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(one=_registrations)
def test_a_registration_is_read_back_as_it_was_written(store: Store, one: Registration) -> None:
    write(store, one)
    with store.begin(PROGRAM, NOW) as unit:
        assert unit.registrations_by_ref([one.ref]) == (one,)


def test_text_that_no_database_can_keep_is_kept_readable(store: Store) -> None:
    odd = registration()
    write(
        store, replace(odd, reason="a\0b \udce4", lead=replace(odd.lead, company="Ac\0me", extra={"notes": "\udcff"}))
    )
    (found,) = known(store, Ask(refs=(odd.ref,))).registrations
    assert found.lead.company == "Ac\N{REPLACEMENT CHARACTER}me"
    assert found.reason.startswith("a\N{REPLACEMENT CHARACTER}b")


def test_a_naive_instant_is_an_error(store: Store) -> None:
    with pytest.raises(ValueError, match="no time zone"):
        write(store, replace(registration(), decided_at=NOW.replace(tzinfo=None)))


def test_a_change_is_written_over_what_was_read(store: Store) -> None:
    write(store, registration(1, state=State.HELD))
    with store.begin(PROGRAM, NOW) as unit:
        (held,) = unit.known(Ask(refs=(ref(1),))).registrations
        unit.write([Outcome(registrations=(replace(held, state=State.REJECTED, reason="no"),))])
    (found,) = known(store, Ask(refs=(ref(1),))).registrations
    assert (found.state, found.reason) == (State.REJECTED, "no")


def test_a_reference_given_out_twice_is_refused(store: Store) -> None:
    write(store, registration(1))
    with pytest.raises(Refused), store.begin(PROGRAM, NOW) as unit:
        unit.write([Outcome(registrations=(registration(1, partner="south", domain="other.example"),))])
    assert known(store, Ask(refs=(ref(1),))).registrations[0].partner == "north"


def test_one_reference_may_stand_in_two_programs(store: Store) -> None:
    write(store, registration(1))
    write(store, registration(1, program="plaidcloud", partner="west"), program="plaidcloud")
    assert known(store, Ask(refs=(ref(1),))).registrations[0].partner == "north"
    assert known(store, Ask(refs=(ref(1),)), program="plaidcloud").registrations[0].partner == "west"


@pytest.mark.parametrize(
    ("second", "refused"),
    [
        pytest.param(registration(2, partner="south"), True, id="the same prospect"),
        pytest.param(registration(2, partner="south", state=State.HELD), False, id="a held one beside it"),
        pytest.param(registration(2, partner="south", domain="other.example"), False, id="another prospect"),
        pytest.param(registration(2, partner="south", exclusive=False), False, id="a shared one"),
    ],
)
def test_one_accepted_registration_a_prospect(store: Store, second: Registration, refused: bool) -> None:
    write(store, registration(1))
    if refused:
        with pytest.raises(Refused):
            write(store, second)
    else:
        write(store, second)
    assert len(list(store.registrations())) == (1 if refused else 2)


def test_registrations_without_a_domain_never_collide(store: Store) -> None:
    write(store, registration(1, domain=""), registration(2, domain="", partner="south"))
    assert len(list(store.registrations())) == 2


def test_a_prospect_may_change_hands_within_one_batch_in_any_order(store: Store) -> None:
    write(store, registration(1))
    winner, loser = registration(2, partner="south"), registration(1, state=State.WITHDRAWN)
    write(store, winner, loser)
    assert {one.ref: one.state for one in store.registrations()} == {
        ref(1): State.WITHDRAWN,
        ref(2): State.ACCEPTED,
    }


def test_only_the_last_of_several_states_in_a_batch_is_written(store: Store) -> None:
    with store.begin(PROGRAM, NOW) as unit:
        unit.write(
            [Outcome(registrations=(registration(1),)), Outcome(registrations=(registration(2, state=State.HELD),))]
        )
        unit.write([Outcome(registrations=(registration(1, state=State.WITHDRAWN), registration(2)))])
    assert [one.state for one in known(store, Ask(refs=(ref(1), ref(2)))).registrations].count(State.ACCEPTED) == 1


def test_what_raises_leaves_nothing_behind(store: Store) -> None:
    receive(store, fetched(1))
    (inbound,) = store.claimable(PROGRAM, 1)

    def half() -> None:
        with store.begin(PROGRAM, NOW) as unit:
            event = Event("registration.accepted", NOW, ref(1))
            done = Outcome(inbound.id, registrations=(registration(1),), cases=(case(1),), events=(event,))
            unit.write([done], [mail()])
            unit.take_keys(["reminder/1"])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half()
    assert store.claimable(PROGRAM, 1) == [inbound]
    assert [*store.registrations(), *store.cases(), *store.journal(), *store.outbox_list()] == []
    with store.begin(PROGRAM, NOW) as unit:
        assert unit.take_keys(["reminder/1"]) == {"reminder/1"}
        assert unit.known(Ask()).numbers == 1


def test_a_finished_mail_is_not_new_any_more(store: Store) -> None:
    receive(store, fetched(1), fetched(2), fetched(3))
    one, two, three = (mail.id for mail in store.claimable(PROGRAM, 3))
    finish(store, two)
    finish(store, three, state=InboundState.QUARANTINED, why="stranger")
    with store.begin(PROGRAM, NOW) as unit:
        assert unit.still_new([one, two, three, 4711]) == {one}


def test_numbers_go_on_behind_every_number_given_out(store: Store) -> None:
    assert known(store, Ask()).numbers == 1
    write(store, registration(3), registration(2, domain="b.example"))
    assert known(store, Ask()).numbers == 4
    write(store, registration(1, domain="c.example"))
    write(store, registration(3, state=State.WITHDRAWN))
    assert known(store, Ask()).numbers == 4
    assert known(store, Ask(), program="plaidcloud").numbers == 1


def test_keys_are_taken_once(store: Store) -> None:
    with store.begin(PROGRAM, NOW) as unit:
        assert unit.take_keys(["a", "b", "a"]) == {"a", "b"}
        assert unit.take_keys(["b", "c"]) == {"c"}
    with store.begin(PROGRAM, NOW) as unit:
        assert unit.take_keys(["a", "z"]) == {"z"}


def test_a_case_is_closed_where_it_was_opened(store: Store) -> None:
    write(store, registration(1, state=State.HELD), cases=[case(1)])
    write(store, cases=[case(1, closed_at=NOW + DAY, by="admin@vendor.example")])
    assert list(store.cases()) == []
    assert list(store.cases(open_only=False)) == [case(1, closed_at=NOW + DAY, by="admin@vendor.example")]


def test_what_is_due(store: Store) -> None:
    write(
        store,
        replace(registration(1, domain="a.example", expires_at=NOW - DAY), decided_at=NOW - 2 * DAY),
        registration(2, domain="b.example", expires_at=NOW - 2 * DAY),
        registration(3, domain="c.example", expires_at=NOW),
        registration(4, domain="d.example", expires_at=NOW + DAY),
        registration(5, domain="e.example", expires_at=NOW + 9 * DAY),
        registration(6, domain="f.example", state=State.EXPIRED, expires_at=NOW - DAY),
        registration(7, domain="g.example", state=State.INCOMPLETE),
        cases=[case(1, opened_at=NOW - 3 * DAY), case(2, opened_at=NOW), case(3, opened_at=NOW - DAY, closed_at=NOW)],
    )
    with store.begin(PROGRAM, NOW) as unit:
        assert refs(unit.expiring()) == [ref(2), ref(1), ref(3)]
        assert refs(unit.expiring(limit=1)) == [ref(2)]
        assert refs(unit.remindable(NOW + DAY)) == [ref(4)]
        assert refs(unit.remindable(NOW + 30 * DAY)) == [ref(4), ref(5)]
        assert refs(unit.incomplete(NOW)) == [ref(7)]
        assert refs(unit.incomplete(NOW - DAY)) == []
        assert [one.ref for one in unit.open_cases(NOW - DAY)] == [ref(1)]
        assert [one.ref for one in unit.open_cases(NOW)] == [ref(1), ref(2)]


def test_what_was_read_as_due_can_be_changed(store: Store) -> None:
    write(store, registration(1, expires_at=NOW - DAY))
    with store.begin(PROGRAM, NOW) as unit:
        unit.write([Outcome(registrations=tuple(replace(one, state=State.EXPIRED) for one in unit.expiring()))])
        assert unit.expiring() == ()
