import pytest

from bot.desk import asks, handle
from bot.domain.mail import Asked, InboundState, Instruction, Kind, Screened
from bot.domain.registration import State
from tests.desk.world import ADMIN, PLAIDCLOUD, World, kinds, lacking, lead, view


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        pytest.param(Kind.AUTO_REPLY, "auto.header", id="out of office"),
        pytest.param(Kind.BOUNCE, "bounce.dsn", id="bounce"),
        pytest.param(Kind.NOT_SUBMISSION, "list.copy", id="list copy"),
    ],
)
def test_what_was_screened_is_never_answered(kind, code):
    outcome = World().send("Acorn", lead("Initech"), screened=Screened(kind, code, ""))
    assert (outcome.state, outcome.why, outcome.notices, outcome.registrations) == (InboundState.IGNORED, code, (), ())


def test_what_reads_like_an_automatic_reply_is_not_answered():
    assert World().send("Acorn", kind=Kind.AUTO_REPLY).notices == ()


def test_thanks_from_a_partner_are_not_answered():
    outcome = World().send("Acorn", kind=Kind.NOT_SUBMISSION)
    assert (outcome.state, outcome.why, outcome.notices) == (InboundState.IGNORED, "partner.other", ())


class TestStranger:
    def test_is_set_apart_and_answered_once_a_day(self):
        world = World()
        first = world.send("who@else.example", lead("Initech"))
        world.send("WHO@else.example", lead("Initech"))
        assert first.state is InboundState.QUARANTINED
        assert first.registrations == ()
        assert [notice.stranger for notice in first.notices] == [True]
        assert len(world.keys) == 1
        world.pass_days(1)
        world.send("who@else.example", lead("Initech"))
        assert len(world.keys) == 2

    def test_is_answered_once_within_a_batch_too(self):
        world = World()
        book = world.book()
        mails = [world.write("who@else.example", lead("Initech")) for _ in range(3)]
        assert [len(handle(mail, book, world.now).notices) for mail in mails] == [1, 0, 0]

    def test_is_a_partner_whose_mail_does_not_prove_its_sender(self):
        outcome = World().send("Acorn", lead("Initech"), proven=False)
        assert (outcome.state, outcome.why) == (InboundState.QUARANTINED, "sender.unproven")
        assert kinds(outcome) == ["confirm"]
        assert outcome.registrations == ()

    def test_is_an_admin_whose_mail_does_not_prove_its_sender(self):
        world = World()
        world.send("Acorn", lead("Initech"))
        ref = view(world.send("Birch", lead("Initech")), "answer").lines[0].ref
        assert world.decide(ref, "accept", proven=False).state is InboundState.QUARANTINED
        assert world.registrations[ref].state is State.HELD


@pytest.mark.parametrize(
    ("sender", "kind", "state"),
    [
        pytest.param("Acorn", "too_large", InboundState.DONE, id="partner"),
        pytest.param(ADMIN, "too_large", InboundState.DONE, id="admin"),
        pytest.param("who@else.example", "stranger", InboundState.QUARANTINED, id="stranger"),
    ],
)
def test_a_mail_of_which_only_the_headers_came(sender, kind, state):
    outcome = World().send(sender, size=48_000_000, truncated=True)
    assert (kinds(outcome), outcome.state) == ([kind], state)


class TestReplyBudget:
    def test_withholds_the_answer_but_not_the_decision(self):
        world = World(budget=1, replies={"maria@acorn.example": 1})
        outcome = world.send("Acorn", lead("Initech"))
        assert [(notice.kind, notice.to) for notice in outcome.notices] == [("digest", (ADMIN,))]
        assert [one.state for one in outcome.registrations] == [State.ACCEPTED]
        assert "reply.withheld" in [event.name for event in outcome.events]

    def test_holds_within_a_batch(self):
        world = World(budget=2)
        book = world.book()
        mails = [world.write("Acorn", lead(f"Company {n}")) for n in range(4)]
        assert [len(handle(mail, book, world.now).notices) for mail in mails] == [1, 1, 1, 0]  # past it, the admins


class TestAdmin:
    def test_without_a_partner_cannot_register(self):
        outcome = World().send(ADMIN, lead("Initech"))
        assert outcome.registrations == ()
        assert not view(outcome, "transcript").done[0].ok

    def test_who_chats_is_not_answered(self):
        assert World().send(ADMIN, kind=Kind.NOT_SUBMISSION).state is InboundState.IGNORED

    def test_who_answers_a_case_in_prose_is_told_how_to_decide(self):
        world = World()
        world.send("Acorn", lead("Initech"))
        ref = view(world.send("Birch", lead("Initech")), "answer").lines[0].ref
        outcome = world.send(ADMIN, kind=Kind.NOT_SUBMISSION, asked=Asked("case", (ref,), threaded=(ref,)))
        assert "ACCEPT" in view(outcome, "transcript").done[0].text
        assert world.registrations[ref].state is State.HELD


def test_several_instructions_get_one_answer():
    outcome = World().send("Acorn", say=[Instruction("list"), Instruction("help"), Instruction("frobnicate")])
    assert kinds(outcome) == ["transcript"]
    assert [done.ok for done in view(outcome, "transcript").done] == [True, True, False]


def test_asks_for_what_the_mails_speak_of_each_once():
    world = World()
    mails = [
        world.write("Acorn", lead("Initech"), lacking(lead("Hooli"), "url", "email")),
        world.write("Acorn", say=[Instruction("list")], subject="Re: LS-0000-0"),
        world.write("Birch", lead("Initech"), say=[Instruction("status", ("ls-oooo-o",))]),
        world.write("Cedar", lead("Globex"), screened=Screened(Kind.BOUNCE, "bounce", "")),
    ]
    ask = asks(mails)
    assert ask.senders == ("maria@acorn.example", "maria@birch.example")
    assert ask.domains == ("initech.com",)
    assert ask.emails == ("ada@initech.com",)
    assert ask.refs == ("LS-0000-0",)
    assert ask.all_of == ("maria@acorn.example",)


def test_the_same_mail_gives_the_same_outcome():
    world = World(program=PLAIDCLOUD)
    mail = world.write("Acorn", lead("Initech"), lacking(lead("Hooli"), "company"), say=[Instruction("list")])
    assert handle(mail, world.book(), world.now) == handle(mail, world.book(), world.now)
