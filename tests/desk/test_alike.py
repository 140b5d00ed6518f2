"""Prospects that are, or may be, one company though their domains differ."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.alias import Alias, Tie
from bot.domain.partner import Customer
from bot.domain.registration import State
from bot.matching.aliases import alias_key
from tests.desk.world import LEANSTACK, World, lead, view


def other_domain(company: str, domain: str):
    return lead(company, domain=domain, url=f"https://{domain}", email=f"eve@{domain}")


def ruled(**match: object) -> World:
    return World(replace(LEANSTACK, match=replace(LEANSTACK.match, **match)))


def state(outcome) -> State:
    return outcome.registrations[-1].state


def reasons(outcome) -> str:
    return " ".join(reason.text for line in view(outcome, "answer").lines for reason in line.reasons)


class TestSameNameAtAnotherDomain:
    def test_is_held_for_an_admin(self):
        world = World()
        world.send("Acorn", lead("Initech"))
        outcome = world.send("Birch", other_domain("Initech GmbH", "initech.de"))
        assert state(outcome) is State.HELD
        assert outcome.registrations[-1].codes == ("conflict.likely",)

    def test_the_partner_reads_what_is_alike_and_never_whose_it_is(self):
        world = World()
        first = world.send("Acorn", lead("Initech")).registrations[-1]
        outcome = world.send("Birch", other_domain("Initech GmbH", "initech.de"))
        told = repr(view(outcome, "answer"))
        assert "same company name" in reasons(outcome)
        assert "2 March 2026" in reasons(outcome)
        for secret in ("Acorn", "acorn", first.ref, "initech.com", "Ada"):
            assert secret not in reasons(outcome)
            assert secret not in told or secret == "Ada"

    def test_the_admin_reads_both_sides_and_the_evidence(self):
        world = World()
        first = world.send("Acorn", lead("Initech")).registrations[-1]
        case = view(world.send("Birch", other_domain("Initech GmbH", "initech.de")), "case")
        assert [side.ref for side in case.others] == [first.ref]
        assert "initech.com / initech.de" in case.reasons[0].text
        assert case.suggested == ""
        assert "for you to say" in case.because

    def test_both_stand_once_an_admin_accepts(self):
        world = World()
        world.send("Acorn", lead("Initech"))
        held = world.send("Birch", other_domain("Initech GmbH", "initech.de")).registrations[-1]
        world.decide(held.ref, "accept")
        assert set(world.states().values()) == {State.ACCEPTED}

    def test_of_the_same_partner_is_its_own_affair(self):
        world = World()
        world.send("Acorn", lead("Initech"))
        assert state(world.send("Acorn", other_domain("Initech GmbH", "initech.de"))) is State.ACCEPTED

    def test_is_not_looked_at_where_only_the_domain_counts(self):
        world = ruled(scope="domain")
        world.send("Acorn", lead("Initech"))
        assert state(world.send("Birch", other_domain("Initech GmbH", "initech.de"))) is State.ACCEPTED

    def test_no_longer_claimed_is_free(self):
        world = World()
        first = world.send("Acorn", lead("Initech")).registrations[-1]
        world.say("Acorn", "withdraw", first.ref)
        assert state(world.send("Birch", other_domain("Initech GmbH", "initech.de"))) is State.ACCEPTED


@pytest.mark.parametrize(
    ("tie", "code"),
    [
        pytest.param(Tie.SAME, "conflict.prospect", id="one company"),
        pytest.param(Tie.GROUP, "conflict.likely", id="of one group"),
    ],
)
def test_the_list_of_aliases_makes_a_conflict(tie, code):
    world = World()
    world.aliases = [Alias("leanstack", "Globex", "Initech", tie, alias_key("Globex"), alias_key("Initech"))]
    world.send("Acorn", lead("Initech"))
    outcome = world.send("Birch", lead("Globex"))
    assert (state(outcome), outcome.registrations[-1].codes) == (State.HELD, (code,))


def test_the_list_of_aliases_keeps_two_of_a_name_apart():
    world = World()
    world.aliases = [Alias("leanstack", "initech.de", "initech.com", Tie.APART, "initech.de", "initech.com")]
    world.send("Acorn", lead("Initech"))
    assert state(world.send("Birch", other_domain("Initech GmbH", "initech.de"))) is State.ACCEPTED


def test_two_departments_of_one_house_are_never_refused_unseen():
    world = World(replace(LEANSTACK, conflict=replace(LEANSTACK.conflict, on_match="reject")))
    law = lead("Faculty of Law", domain="uni.edu", url="https://law.uni.edu", email="a@uni.edu")
    arts = lead("Faculty of Arts", domain="uni.edu", url="https://arts.uni.edu", email="b@uni.edu")
    world.send("Acorn", law)
    assert state(world.send("Birch", arts)) is State.HELD
    assert state(world.send("Cedar", replace(law, email="c@uni.edu"))) is State.REJECTED


def test_the_same_page_on_a_network_is_a_conflict():
    world = World()
    page = lead("Plumber Joe", domain="", url="https://facebook.com/plumberjoe", email="joe@gmail.com")
    world.send("Acorn", page)
    again = replace(page, url="https://m.facebook.com/plumberjoe/", email="info@gmail.com", company="Joe's Plumbing")
    assert state(world.send("Birch", again)) is State.HELD


CUSTOMER = Customer("leanstack", "initech.com", "Initech Inc")
HOUSE_ACCOUNT = replace(CUSTOMER, kind="house")


class TestNameOnTheVendorsOwnList:
    @pytest.mark.parametrize(
        ("customer", "told"),
        [
            pytest.param(CUSTOMER, "our list of customers", id="a customer"),
            pytest.param(HOUSE_ACCOUNT, "our own team looks after", id="a house account"),
        ],
    )
    def test_is_held_and_the_partner_reads_why(self, customer, told):
        world = World(customers=[customer])
        outcome = world.send("Acorn", other_domain("Initech GmbH", "initech.de"))
        assert (state(outcome), outcome.registrations[-1].codes) == (State.HELD, ("customer.likely",))
        assert told in reasons(outcome)
        assert "same company name" in reasons(outcome)
        assert "initech.com" not in repr(view(outcome, "answer"))

    def test_the_admin_reads_who_is_on_file_and_is_left_to_say(self):
        world = World(customers=[CUSTOMER])
        case = view(world.send("Acorn", other_domain("Initech GmbH", "initech.de")), "case")
        assert "On file as Initech Inc (initech.com)" in case.reasons[0].text
        assert "initech.com / initech.de" in case.reasons[0].text
        assert case.suggested == ""
        assert "for you to say" in case.because

    @pytest.mark.parametrize(
        ("tie", "code"),
        [pytest.param(Tie.SAME, "customer.existing", id="one company"), pytest.param(Tie.GROUP, "customer.likely", id="a group")],
    )  # fmt: skip
    def test_by_the_list_of_aliases(self, tie, code):
        world = World(customers=[CUSTOMER])
        world.aliases = [Alias("leanstack", "Globex", "Initech", tie, alias_key("Globex"), alias_key("Initech"))]
        assert world.send("Acorn", lead("Globex")).registrations[-1].codes == (code,)

    def test_is_free_where_customers_may_be_registered(self):
        world = World(replace(LEANSTACK, exclude=replace(LEANSTACK.exclude, existing_customer="accept")))
        world.customers = [CUSTOMER]
        assert state(world.send("Acorn", other_domain("Initech GmbH", "initech.de"))) is State.ACCEPTED

    def test_is_free_where_only_the_domain_counts(self):
        world = ruled(scope="domain")
        world.customers = [CUSTOMER]
        assert state(world.send("Acorn", other_domain("Initech GmbH", "initech.de"))) is State.ACCEPTED


class TestOtherSideChanges:
    def test_a_case_on_what_may_be_the_same_is_asked_anew(self):
        world = World()
        first = world.send("Acorn", lead("Initech")).registrations[-1]
        held = world.send("Birch", other_domain("Initech GmbH", "initech.de")).registrations[-1]
        outcome = world.say("Acorn", "withdraw", first.ref)
        case = view(outcome, "case")
        assert case.ref == held.ref
        assert f"{first.ref} of Acorn was withdrawn" in case.news[0]
        assert case.suggested == "ACCEPT"
        assert world.states()[held.ref] is State.HELD

    def test_it_says_what_still_stands(self):
        world = World()
        first = world.send("Acorn", lead("Initech")).registrations[-1]
        world.send("Birch", other_domain("Initech GmbH", "initech.de"))
        world.decide(list(world.registrations)[1], "accept")
        held = world.send("Cedar", other_domain("Initech", "initech.fr")).registrations[-1]
        case = view(world.say("Acorn", "withdraw", first.ref), "case")
        assert case.ref == held.ref
        assert [side.partner for side in case.others] == ["Birch"]
        assert case.suggested == ""

    def test_who_waits_for_a_company_by_another_name_is_offered_the_place(self):
        world = World(replace(LEANSTACK, conflict=replace(LEANSTACK.conflict, on_match="queue")))
        world.aliases = [Alias("leanstack", "Globex", "Initech", Tie.SAME, alias_key("Globex"), alias_key("Initech"))]
        first = world.send("Acorn", lead("Initech")).registrations[-1]
        waits = world.send("Birch", lead("Globex")).registrations[-1]
        assert waits.state is State.WAITING
        outcome = world.say("Acorn", "withdraw", first.ref)
        assert view(outcome, "offer")
        assert world.registrations[waits.ref].offer_ends_at is not None
