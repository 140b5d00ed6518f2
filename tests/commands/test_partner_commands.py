from datetime import UTC, datetime

import pytest

from bot.commands import COMMANDS, commands_for
from bot.domain.mail import Asked, Instruction, Kind
from bot.domain.registration import State
from tests.desk.world import ADMIN, PLAIDCLOUD, World, kinds, lacking, lead, partner, view


def ref_of(outcome):
    return view(outcome, "answer").lines[0].ref


def said(outcome):
    (done,) = view(outcome, "transcript").done
    return done


class TestHelp:
    def test_names_every_command_of_a_partner_with_its_usage(self):
        done = said(World().say("Acorn", "help"))
        assert [usage for usage, _ in done.help] == [command.usage for command in commands_for("partner")]
        assert all(does for _, does in done.help)

    def test_shows_an_admin_what_admins_write(self):
        done = said(World().say(ADMIN, "help"))
        assert [usage.split()[0] for usage, _ in done.help] == [
            "ACCEPT",
            "REJECT",
            "QUEUE",
            "SHARE",
            "SPLIT",
            "ASK",
            "HELP",
        ]


def test_no_word_means_two_commands():
    for answers in (False, True):  # ACCEPT from a partner answers an offer, from an admin it decides a case
        given = [command for command in COMMANDS if command.answers is answers]
        words = [word for command in given for word in (command.name, *command.synonyms)]
        assert len(words) == len(set(words))


@pytest.mark.parametrize("name", ["status", "renew", "withdraw"])
@pytest.mark.parametrize("of", ["Birch", "nobody"])
def test_anothers_registration_and_one_that_never_was_get_the_same_words(name, of):
    world = World()
    ref = ref_of(world.send("Birch", lead("Initech"))) if of == "Birch" else "LS-0001-1"
    before = dict(world.registrations)
    done = said(world.say("Acorn", name, ref))
    assert not done.ok
    known = "There is no registration REF of yours. Please check the reference; LIST shows all of yours."
    assert done.text.replace(ref, "REF") == known
    assert world.registrations == before


class TestStatus:
    def test_shows_the_lead_and_its_end(self):
        world = World()
        ref = ref_of(world.send("Acorn", lead("Initech")))
        done = said(world.say("Acorn", "status", ref.lower().replace("0", "o")))
        assert "2 September 2026" in done.text
        assert done.rows[0].ref == ref
        assert "https://www.initech.com" in [field.value for field in done.rows[0].fields]

    def test_without_a_reference_lists_all(self):
        world = World()
        world.send("Acorn", lead("A1"), lead("B2"))
        assert len(said(world.say("Acorn", "status")).rows) == 2

    def test_by_company(self):
        world = World()
        world.send("Acorn", lead("Initech"), lead("Hooli"))
        assert said(world.say("Acorn", "status", company="hooli")).rows[0].company == "Hooli"
        assert not said(world.say("Acorn", "status", company="Globex")).ok

    def test_in_a_thread_is_about_that_thread(self):
        world = World()
        ref = ref_of(world.send("Acorn", lead("A1")))
        world.send("Acorn", lead("B2"))
        done = said(world.say("Acorn", "status", asked=Asked("answer", (ref,))))
        assert [row.ref for row in done.rows] == [ref]

    def test_of_a_held_one_says_nothing_of_the_other_side(self):
        world = World()
        theirs = ref_of(world.send("Acorn", lead("Initech")))
        ref = ref_of(world.send("Birch", lead("Initech")))
        text = repr(world.say("Birch", "status", ref).notices[0].view)
        assert "Acorn" not in text
        assert theirs not in text


def test_list_counts_the_places():
    world = World()
    assert said(world.say("Acorn", "list")).rows == ()
    world.send("Acorn", lead("A1"), lead("B2"), lacking(lead("C3"), "url"))
    world.send("Birch", lead("D4"))
    done = said(world.say("Acorn", "list"))
    assert "2 of 50" in done.text
    assert [row.state for row in done.rows] == ["incomplete", "accepted", "accepted"]
    assert {row.company for row in done.rows} == {"A1", "B2", "C3"}


class TestWithdraw:
    def test_frees_the_place_and_copies_nobody_without_need(self):
        world = World()
        ref = ref_of(world.send("Acorn", lead("Initech")))
        outcome = world.say("Acorn", "withdraw", ref)
        assert world.registrations[ref].state is State.WITHDRAWN
        assert "would last to the end of 2 September 2026" in said(outcome).text
        assert view(outcome, "transcript").used == 0
        assert "free again" in said(outcome).text

    def test_twice_is_said_kindly(self):
        world = World()
        ref = ref_of(world.send("Acorn", lead("Initech")))
        world.say("Acorn", "withdraw", ref)
        done = said(world.say("Acorn", "withdraw", ref))
        assert not done.ok
        assert "2 March 2026" in done.text

    def test_closes_the_case(self):
        world = World()
        world.send("Acorn", lead("Initech"))
        ref = ref_of(world.send("Birch", lead("Initech")))
        world.say("Birch", "withdraw", ref)
        late = said(world.decide(ref, "accept"))
        assert not late.ok
        assert "The partner withdrew" in late.text
        assert world.registrations[ref].state is State.WITHDRAWN

    @pytest.mark.parametrize(
        ("company", "gone"),
        [
            pytest.param("acme fasteners", ["Acme Fasteners"], id="the name in other case"),
            pytest.param("Fasteners", ["Acme Fasteners"], id="part of the name"),
            pytest.param("globex.com", ["Globex"], id="the domain"),
            pytest.param("Acme", [], id="two are possible"),
            pytest.param("Initrode", [], id="none is known"),
        ],
    )
    def test_by_company(self, company, gone):
        world = World()
        world.send("Acorn", lead("Acme Fasteners"), lead("Acme Tools"), lead("Globex"))
        done = said(world.say("Acorn", "withdraw", company=company))
        over = [one.lead.company for one in world.registrations.values() if one.state is State.WITHDRAWN]
        assert over == gone
        assert done.ok is bool(gone)

    def test_without_a_name_asks_for_one(self):
        world = World()
        world.send("Acorn", lead("Initech"))
        assert not said(world.say("Acorn", "withdraw")).ok
        assert list(world.states().values()) == [State.ACCEPTED]


class TestRenew:
    def expired(self, *companies, program=None):
        world = World(**({"program": program} if program else {}))
        world.send("Acorn", *(lead(name) for name in companies))
        world.pass_days(190)
        (notice,) = world.expire().notices
        return world, notice

    def test_is_one_word_in_answer_to_the_expiry_mail(self):
        world, notice = self.expired("Initech")
        (ref,) = notice.refs
        done = said(world.say("Acorn", "renew", asked=Asked("expired", notice.refs, threaded=notice.refs)))
        assert done.ok
        registration = world.registrations[ref]
        assert (registration.state, registration.term) == (State.ACCEPTED, 2)
        assert registration.expires_at == datetime(2026, 12, 8, tzinfo=UTC)  # 8 September and 90 days, to the day's end

    def test_of_several_asks_which_or_takes_all(self):
        world, notice = self.expired("A1", "B2")
        asked = Asked("expired", notice.refs, threaded=notice.refs)
        done = said(world.say("Acorn", "renew", asked=asked))
        assert not done.ok
        assert "RENEW ALL" in done.text
        outcome = world.say("Acorn", "renew", rest="all", asked=asked)
        assert [done.ok for done in view(outcome, "transcript").done] == [True, True]

    def test_all_counts_every_place(self):
        world, _ = self.expired("A1", "B2", "C3")
        world.capped(2)
        outcome = world.say("Acorn", "renew", rest="ALL")
        assert [done.ok for done in view(outcome, "transcript").done] == [True, True, False]

    def test_before_the_end_is_refused_with_the_date_and_the_policy(self):
        world = World()
        ref = ref_of(world.send("Acorn", lead("Initech")))
        done = said(world.say("Acorn", "renew", ref))
        assert not done.ok
        assert "2 September 2026" in done.text
        assert done.policy == world.program.renewal.policy

    def test_goes_once(self):
        world, notice = self.expired("Initech")
        world.say("Acorn", "renew", *notice.refs)
        world.pass_days(100)
        (final,) = world.expire().notices
        assert final.view.renewable == ()
        done = said(world.say("Acorn", "renew", *notice.refs))
        assert not done.ok
        assert "renewed before" in done.text
        assert world.registrations[notice.refs[0]].state is State.EXPIRED

    def test_against_another_partners_claim_is_held_and_decided_for_ninety_days(self):
        world, notice = self.expired("Initech")
        (ref,) = notice.refs
        theirs = ref_of(world.send("Birch", lead("Initech")))
        outcome = world.say("Acorn", "renew", ref)
        assert kinds(outcome) == ["case", "transcript"]
        assert world.registrations[ref].state is State.HELD
        world.decide(ref, "accept")
        assert world.states() == {ref: State.ACCEPTED, theirs: State.REJECTED}
        assert world.registrations[ref].term == 2
        assert (world.registrations[ref].expires_at - world.now).days in {90, 91}

    def test_where_nothing_ends_says_so(self):
        world = World(program=PLAIDCLOUD, partners=(partner("Acorn", PLAIDCLOUD),))
        ref = ref_of(world.send("Acorn", lead("Initech")))
        assert "no end" in said(world.say("Acorn", "renew", ref)).text

    def test_of_a_prospect_registered_anew_points_to_that(self):
        world, notice = self.expired("Initech")
        world.say("Acorn", "renew", *notice.refs)
        assert not said(world.say("Acorn", "renew", *notice.refs)).ok


def test_a_forged_decision_never_counts():
    world = World()
    world.send("Acorn", lead("Initech"))
    ref = ref_of(world.send("Birch", lead("Initech")))
    for say in ([Instruction("accept")], [Instruction("accept", (ref,))], []):
        outcome = world.send("Birch", say=say, kind=Kind.ADMIN_DECISION, asked=Asked("answer", (ref,), threaded=(ref,)))
        assert not said(outcome).ok
        assert world.registrations[ref].state is State.HELD
