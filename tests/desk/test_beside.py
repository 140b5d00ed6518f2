"""What one mail sets going beside its own business stays out of its answer."""

from dataclasses import replace

from tests.desk.world import ADMIN, LEANSTACK, World, lacking, lead, partner, view


def test_what_was_due_before_a_mail_is_no_part_of_its_answer():
    world = World(program=replace(LEANSTACK, notify=replace(LEANSTACK.notify, cc=("expired", "held"))))
    theirs = view(world.send("Acorn", lead("Hooli")), "answer").lines[0].ref
    world.pass_days(200)
    outcome = world.say("Birch", "help")
    (transcript,) = [notice for notice in outcome.notices if notice.kind == "transcript"]
    assert theirs not in transcript.refs
    assert transcript.cc == ()


class TestPartnerWhoLeftTheProgram:
    def test_is_refused_and_the_admins_hear_of_it(self):
        world = World(partners=(partner("Acorn", active=False),))
        outcome = world.send("Acorn", lead("Initech"))
        assert view(outcome, "answer").lines[0].outcome == "rejected"
        assert outcome.notices[0].cc == (ADMIN,)

    def test_is_not_renewed_and_the_admins_hear_of_it(self):
        world = World()
        ref = view(world.send("Acorn", lead("Initech")), "answer").lines[0].ref
        world.pass_days(200)
        world.expire()
        world.partners = (partner("Acorn", active=False),)
        (answer,) = world.say("Acorn", "renew", ref).notices
        assert answer.cc == (ADMIN,)

    def test_other_refusals_are_the_partners_own_affair(self):
        world = World(partners=(partner("Acorn", plan="academic"),))
        assert world.send("Acorn", lead("Initech")).notices[0].cc == ()


def test_a_place_kept_for_one_company_is_not_given_to_another():
    world = World()
    asked_back = world.send("Acorn", lacking(lead("Placeholder"), "last_name"))
    ref = view(asked_back, "answer").lines[0].ref
    world.pass_days(3)
    line = view(world.send("Acorn", lead("Initech"), completes={0: ref}), "answer").lines[0]
    assert (line.ref, line.receipt) == (ref, world.now)


def test_the_journal_tells_of_an_incomplete_lead_that_became_a_renewal():
    world = World()
    world.send("Acorn", lead("Initech"))
    world.pass_days(200)
    world.expire()
    ref = view(world.send("Acorn", lacking(lead("Initech"), "url")), "answer").lines[0].ref
    outcome = world.send("Acorn", lead("Initech"), completes={0: ref})
    assert "registration.withdrawn" in [event.name for event in outcome.events if event.ref == ref]
    assert world.registrations[ref].state.value == "withdrawn"
