from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.desk import handle
from bot.domain.mail import Asked, InboundState, Instruction, Kind, Problem
from bot.domain.partner import Customer
from bot.domain.registration import State
from tests.desk.world import ADMIN, LEANSTACK, PLAIDCLOUD, START, World, kinds, lacking, lead, partner, view


def lines(outcome):
    return view(outcome, "answer").lines


def test_a_complete_lead_is_accepted_until_the_end_of_a_day_six_calendar_months_later():
    world = World()
    outcome = world.send("Acorn", lead("Initech"))
    (line,) = lines(outcome)
    (registration,) = outcome.registrations
    assert line.outcome == "accepted"
    assert line.ref == registration.ref
    assert line.expires_at == registration.expires_at == datetime(2026, 9, 3, tzinfo=UTC)
    assert registration.received_at == START
    assert registration.term == 1
    assert view(outcome, "answer").used == 1
    assert outcome.notices[0].key == "answer/1"
    assert outcome.notices[0].refs == (registration.ref,)
    assert [event.name for event in outcome.events] == ["registration.accepted"]
    assert outcome.events[0].data["inbound"] == 1


def test_a_program_without_a_term_accepts_without_an_end():
    world = World(program=PLAIDCLOUD, partners=(partner("Acorn", PLAIDCLOUD),))
    (line,) = lines(world.send("Acorn", lead("Initech")))
    assert (line.outcome, line.expires_at) == ("accepted", None)


def test_every_field_is_echoed_with_its_place_in_the_mail():
    (line,) = lines(World().send("Acorn", lead("Initech")))
    shown = {field.name: (field.label, field.value, field.where) for field in line.fields}
    assert shown["url"] == ("URL", "https://www.initech.com", "line 4")
    assert set(shown) == set(LEANSTACK.intake.required)


class TestIncomplete:
    def test_is_kept_with_a_reference_and_all_its_faults(self):
        world = World()
        outcome = world.send("Acorn", lacking(lead("Initech"), "last_name", "lead_type"))
        (line,) = lines(outcome)
        assert line.outcome == "incomplete"
        assert world.registrations[line.ref].state is State.INCOMPLETE
        assert {field.name for field in line.fields if field.fault} == {"last_name", "lead_type"}
        assert next(field.value for field in line.fields if field.name == "company") == "Initech"
        assert view(outcome, "answer").used == 0

    def test_is_completed_by_a_reply_with_the_priority_of_its_first_mail(self):
        world = World()
        ref = lines(world.send("Acorn", lacking(lead("Initech"), "url")))[0].ref
        world.pass_days(3)
        (line,) = lines(world.send("Acorn", lead("Initech"), completes={0: ref}))
        assert (line.outcome, line.ref, line.receipt) == ("accepted", ref, START)
        assert list(world.states().values()) == [State.ACCEPTED]

    def test_counts_from_the_completing_mail_where_the_program_says_so(self):
        intake = replace(LEANSTACK.intake, priority="completed")
        world = World(program=replace(LEANSTACK, intake=intake))
        ref = lines(world.send("Acorn", lacking(lead("Initech"), "url")))[0].ref
        world.pass_days(3)
        (line,) = lines(world.send("Acorn", lead("Initech"), completes={0: ref}))
        assert line.receipt == START + timedelta(days=3)

    def test_loses_its_place_when_the_time_to_answer_is_over(self):
        world = World()
        ref = lines(world.send("Acorn", lacking(lead("Initech"), "url")))[0].ref
        world.pass_days(LEANSTACK.intake.incomplete_days + 1)
        (line,) = lines(world.send("Acorn", lead("Initech"), completes={0: ref}))
        assert line.receipt == world.now

    def test_that_stays_incomplete_keeps_its_reference_and_its_time_to_live(self):
        world = World()
        ref = lines(world.send("Acorn", lacking(lead("Initech"), "url", "lead_type")))[0].ref
        world.pass_days(2)
        (line,) = lines(world.send("Acorn", lacking(lead("Initech"), "lead_type"), completes={0: ref}))
        assert (line.outcome, line.ref) == ("incomplete", ref)
        assert world.registrations[ref].lead.url == "https://www.initech.com"
        assert world.registrations[ref].decided_at == START

    def test_is_completed_by_a_fresh_mail_on_the_same_prospect(self):
        world = World()
        ref = lines(world.send("Acorn", lacking(lead("Initech"), "lead_type")))[0].ref
        (line,) = lines(world.send("Acorn", lacking(lead("Initech"), "first_name", "lead_type")))
        assert (line.outcome, line.ref) == ("incomplete", ref)  # the lead type is still missing
        (line,) = lines(world.send("Acorn", lacking(lead("Initech"), "first_name", "last_name")))
        assert (line.outcome, line.ref) == ("accepted", ref)

    def test_never_mixes_two_people(self):
        world = World()
        world.send("Acorn", lacking(lead("Initech"), "lead_type"))
        other = lacking(lead("Initech", email="bob@initech.com"), "first_name", "last_name")
        (line,) = lines(world.send("Acorn", other))
        assert line.outcome == "incomplete"
        assert {field.name for field in line.fields if field.fault} == {"first_name", "last_name"}

    def test_of_another_partner_is_not_completed(self):
        world = World()
        ref = lines(world.send("Acorn", lacking(lead("Initech"), "url")))[0].ref
        (line,) = lines(world.send("Birch", lead("Initech"), completes={0: ref}))
        assert line.ref != ref
        assert world.registrations[ref].state is State.INCOMPLETE

    def test_that_turns_out_to_be_registered_already_is_given_up(self):
        world = World()
        kept = lines(world.send("Acorn", lead("Initech")))[0].ref
        pending = lines(world.send("Acorn", lacking(lead("Hooli"), "url", "email")))[0].ref
        (line,) = lines(world.send("Acorn", lead("Initech"), completes={0: pending}))
        assert (line.outcome, line.ref) == ("duplicate", kept)
        assert world.registrations[pending].state is State.WITHDRAWN


class TestDuplicate:
    def test_is_answered_with_the_registration_there_is(self):
        world = World()
        first = lines(world.send("Acorn", lead("Initech")))[0]
        outcome = world.send("joe@acorn.example", lead("Initech"))
        (line,) = lines(outcome)
        assert (line.outcome, line.ref, line.expires_at) == ("duplicate", first.ref, first.expires_at)
        assert outcome.registrations == ()

    def test_is_a_second_contact_at_the_same_company(self):
        world = World()
        world.send("Acorn", lead("Initech"))
        (line,) = lines(world.send("Acorn", lead("Initech", first_name="Bob", email="bob@initech.com")))
        assert line.outcome == "duplicate"
        assert "same prospect" in line.reasons[0].text
        assert "Ada Byron" in line.reasons[0].text

    def test_is_the_same_contact_where_no_domain_identifies_the_company(self):
        world = World()
        plumber = lead("Plumber Joe", domain="", email="Joe@gmail.com", url="https://joe.wixsite.com")
        world.send("Acorn", plumber)
        (again,) = lines(world.send("Acorn", replace(plumber, email="joe@gmail.com")))
        (other,) = lines(world.send("Acorn", replace(plumber, email="jane@gmail.com", url="https://jane.wixsite.com")))
        assert (again.outcome, other.outcome) == ("duplicate", "accepted")

    def test_stands_twice_in_one_mail(self):
        outcome = World().send("Acorn", lead("Initech"), lead("Initech"))
        first, second = lines(outcome)
        assert (first.outcome, second.outcome, second.ref) == ("accepted", "duplicate", first.ref)
        assert len(outcome.registrations) == 1

    def test_stands_twice_in_one_mail_though_incomplete(self):
        outcome = World().send("Acorn", lacking(lead("Initech"), "lead_type"), lacking(lead("Initech"), "lead_type"))
        assert [line.outcome for line in lines(outcome)] == ["incomplete", "duplicate"]
        assert len(outcome.registrations) == 1

    @pytest.mark.parametrize(
        "name",
        [pytest.param("withdraw", id="withdrawn before"), pytest.param("reject", id="rejected before")],
    )
    def test_is_none_once_the_earlier_one_is_over(self, name):
        world = World()
        world.send("Birch", lead("Initech"))
        ref = lines(world.send("Acorn", lead("Initech")))[0].ref  # held
        world.say("Acorn", "withdraw", ref) if name == "withdraw" else world.decide(ref, "reject")
        (line,) = lines(world.send("Acorn", lead("Initech")))
        assert line.outcome == "held"
        assert line.ref != ref


class TestConflict:
    def test_is_held_for_the_admins_and_the_answer_is_copied_to_them_without_the_code(self):
        world = World()
        theirs = lines(world.send("Acorn", lead("Initech")))[0].ref
        world.pass_days(1)
        outcome = world.send("Birch", lead("Initech", first_name="Bo"))
        assert kinds(outcome) == ["case", "answer"]
        case, answer = outcome.notices
        assert case.to == (ADMIN,)
        assert answer.cc == (ADMIN,)
        assert [side.ref for side in case.view.others] == [theirs]
        assert case.view.others[0].partner == "Acorn"
        assert theirs in case.view.words[0].means
        assert case.view.token == outcome.cases[0].token
        assert case.view.token not in repr(answer.view)

    def test_never_tells_a_partner_who_the_other_is(self):
        world = World()
        theirs = lines(world.send("Acorn", lead("Initech")))[0].ref
        answer = world.send("Birch", lead("Initech")).notices[-1]
        said = repr(answer.view).casefold()
        assert answer.kind == "answer"
        assert "acorn" not in said
        assert theirs.casefold() not in said

    def test_counts_a_held_one_against_the_cap(self):
        world = World().capped(1)
        world.send("Acorn", lead("Initech"))
        assert lines(world.send("Birch", lead("Initech")))[0].outcome == "held"
        (line,) = lines(world.send("Birch", lead("Hooli")))
        assert line.outcome == "rejected"
        assert line.reasons[0].code.startswith("cap")

    def test_of_an_earlier_mail_handled_later_is_held_too(self):
        world = World()
        world.send("Acorn", lead("Initech"))
        (line,) = lines(world.send("Birch", lead("Initech"), received=START - timedelta(hours=2)))
        assert line.outcome == "held"
        assert "earlier" in line.reasons[0].text


class TestCap:
    def test_is_used_up_in_the_order_of_the_mail(self):
        outcome = World().capped(2).send("Acorn", lead("A1"), lead("B2"), lead("C3"))
        assert [line.outcome for line in lines(outcome)] == ["accepted", "accepted", "rejected"]
        assert view(outcome, "answer").used == 2
        assert "LIST" in lines(outcome)[2].next_step

    def test_is_kept_within_a_batch_of_mails(self):
        world = World().capped(1)
        book = world.book()
        first, second = world.write("Acorn", lead("A1")), world.write("Acorn", lead("B2"))
        assert lines(handle(first, book, world.now))[0].outcome == "accepted"
        assert lines(handle(second, book, world.now))[0].outcome == "rejected"

    def test_is_freed_by_a_withdrawal_in_the_same_mail(self):
        world = World().capped(1)
        ref = lines(world.send("Acorn", lead("A1")))[0].ref
        outcome = world.send("Acorn", lead("B2"), say=[Instruction("withdraw", (ref,))])
        assert kinds(outcome) == ["answer"]
        answer = view(outcome, "answer")
        assert answer.lines[0].outcome == "accepted"
        assert answer.transcript[0].startswith(f"WITHDRAW {ref}: ")

    def test_is_freed_by_an_expiry_of_which_the_clock_has_not_yet_told(self):
        world = World().capped(1)
        ref = lines(world.send("Acorn", lead("A1")))[0].ref
        world.pass_days(200)
        outcome = world.send("Acorn", lead("B2"))
        assert world.registrations[ref].state is State.EXPIRED
        assert kinds(outcome) == ["expired", "answer"]
        assert view(outcome, "answer").lines[0].outcome == "accepted"
        assert world.expire().notices == ()


class TestExpired:
    def test_prospect_sent_anew_is_a_renewal_of_ninety_days_under_its_reference(self):
        world = World()
        ref = lines(world.send("Acorn", lead("Initech")))[0].ref
        world.pass_days(200)
        world.expire()
        (line,) = lines(world.send("Acorn", lead("Initech", first_name="Bob")))
        assert (line.outcome, line.ref) == ("accepted", ref)
        assert world.registrations[ref].term == 2
        assert (line.expires_at - world.now).days in {90, 91}
        assert world.registrations[ref].lead.first_name == "Bob"

    def test_prospect_is_refused_after_its_renewal(self):
        world = World()
        ref = lines(world.send("Acorn", lead("Initech")))[0].ref
        for _ in range(2):
            world.pass_days(200)
            world.expire()
            outcome = world.send("Acorn", lead("Initech"))
        (line,) = lines(outcome)
        assert (line.outcome, line.ref) == ("rejected", ref)
        assert outcome.registrations == ()
        assert world.registrations[ref].state is State.EXPIRED


def test_a_known_customer_is_treated_as_the_program_says():
    world = World(customers=(Customer("leanstack", "initech.com", "Initech"),))
    assert lines(world.send("Acorn", lead("Initech")))[0].outcome == "held"


def test_leads_beyond_the_programs_number_get_a_polite_no():
    intake = replace(LEANSTACK.intake, max_leads_per_mail=2)
    world = World(program=replace(LEANSTACK, intake=intake))
    answer = view(world.send("Acorn", lead("A1"), lead("B2"), lead("C3"), too_many=5), "answer")
    assert (len(answer.lines), answer.too_many, answer.max_leads) == (2, 6, 2)


def test_a_mail_of_which_nothing_could_be_read_is_answered_with_why():
    broken = Problem("leads.pdf", "unsupported", "We cannot read leads from PDF files.")
    answer = view(World().send("Acorn", kind=Kind.SUBMISSION, problems=[broken]), "answer")
    assert answer.lines == ()
    assert answer.problems[0].part == "leads.pdf"
    assert answer.required == LEANSTACK.intake.required


def test_a_tax_form_is_set_apart_and_the_admins_told_while_the_leads_count():
    form = Problem("w9.pdf", "paperwork", "Tax forms are not kept here.")
    outcome = World().send("Acorn", lead("Initech"), problems=[form])
    assert outcome.state is InboundState.QUARANTINED
    assert kinds(outcome) == ["digest", "answer"]
    assert outcome.notices[0].to == (ADMIN,)
    assert view(outcome, "answer").lines[0].outcome == "accepted"


class TestExplicitAttestation:
    world = staticmethod(
        lambda: World(program=replace(LEANSTACK, intake=replace(LEANSTACK.intake, attestation="explicit")))
    )

    def test_is_asked_for_and_completed_by_the_bare_line(self):
        world = self.world()
        answer = view(world.send("Acorn", lead("Initech")), "answer")
        (line,) = answer.lines
        assert answer.attest
        assert line.outcome == "incomplete"
        world.pass_days(1)
        (done,) = lines(world.send("Acorn", attested=True, asked=Asked("answer", (line.ref,), threaded=(line.ref,))))
        assert (done.outcome, done.ref, done.receipt) == ("accepted", line.ref, START)

    def test_in_the_mail_itself_is_enough(self):
        answer = view(self.world().send("Acorn", lead("Initech"), attested=True), "answer")
        assert answer.lines[0].outcome == "accepted"
        assert not answer.attest
