from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.mail import Asked, Instruction, Kind
from bot.domain.registration import State
from tests.desk.world import ADMIN, START, kinds, lead, view


def receipt(outcome):
    (done,) = view(outcome, "transcript").done
    return done


def case_of(world, ref):
    return next(case for case in world.cases.values() if case.ref == ref)


class TestAccept:
    def test_gives_the_term_from_now_and_keeps_the_priority(self, world, held, theirs):
        outcome = world.decide(held, "accept")
        won = world.registrations[held]
        assert (won.state, won.received_at, won.term) == (State.ACCEPTED, START, 1)
        assert won.expires_at == datetime(2026, 9, 4, tzinfo=UTC)
        assert receipt(outcome).ok
        assert case_of(world, held).closed_at == world.now

    def test_overrules_the_other_partner_who_is_told_without_a_name(self, world, held, theirs):
        outcome = world.decide(held, "accept")
        lost = world.registrations[theirs]
        assert (lost.state, lost.codes, lost.expires_at) == (State.REJECTED, ("case.overruled",), None)
        mails = {notice.to[0]: notice for notice in outcome.notices if notice.kind == "decided"}
        told = mails["maria@acorn.example"]
        assert told.view.line.outcome == "closed"
        assert told.thread.message_id == "<m1@mail.example>"
        assert "birch" not in repr(told.view).casefold()
        assert held not in repr(told.view)
        won = mails["maria@birch.example"]
        assert won.view.line.outcome == "accepted"
        assert theirs not in repr(won.view)

    def test_writes_what_gives_way_before_what_takes_its_place(self, world, held, theirs):
        assert [one.ref for one in world.decide(held, "accept").registrations] == [theirs, held]

    def test_is_refused_where_the_cap_was_lowered_meanwhile(self, world, held, theirs):
        world.send("Birch", lead("Hooli"), lead("Globex"))
        world.capped(2)
        done = receipt(world.decide(held, "accept"))
        assert not done.ok
        assert world.registrations[held].state is State.HELD


class TestReject:
    def test_tells_the_partner_the_reason_in_its_own_thread(self, world, held, theirs):
        outcome = world.decide(held, "reject", "We already talk to them.")
        assert world.states() == {theirs: State.ACCEPTED, held: State.REJECTED}
        told = next(notice for notice in outcome.notices if notice.kind == "decided")
        assert told.to == ("maria@birch.example",)
        assert told.view.reason == "We already talk to them."
        assert told.thread.message_id == "<m2@mail.example>"
        assert "reason: We already talk to them." in receipt(outcome).text


@pytest.mark.parametrize(
    "proof",
    [
        pytest.param(lambda ref, code: {"asked": Asked("case", (ref,), threaded=(ref,))}, id="answers the case mail"),
        pytest.param(lambda ref, code: {"asked": Asked("answer", (ref,), threaded=(ref,))}, id="answers the copy"),
        pytest.param(lambda ref, code: {"asked": None, "subject": f"Re: [{ref} {code.upper()}]"}, id="code in subject"),
        pytest.param(lambda ref, code: {"asked": None, "text": f"ACCEPT\n{ref} {code}"}, id="code in text"),
        pytest.param(
            lambda ref, code: {"asked": None, "subject": f"Fwd: [{ref} {code}] Please decide"}, id="forwarded"
        ),
    ],
)
def test_a_case_is_decided_by_what_proves_it(world, held, proof):
    outcome = world.decide(held, "accept", **proof(held, case_of(world, held).token))
    assert receipt(outcome).ok


@pytest.mark.parametrize(
    ("say", "more"),
    [
        pytest.param(lambda ref: Instruction("accept", (ref,)), {"asked": None}, id="a reference alone"),
        pytest.param(lambda ref: Instruction("accept"), {"asked": None}, id="nothing at all"),
        pytest.param(lambda ref: Instruction("accept"), {"subject": "Re: zzzzyyyyxxxxwwww"}, id="a wrong code"),
    ],
)
def test_nothing_less_decides(world, held, say, more):
    outcome = world.send(ADMIN, say=[say(held)], kind=Kind.ADMIN_DECISION, **more)
    assert not receipt(outcome).ok
    assert world.registrations[held].state is State.HELD


@pytest.mark.parametrize("who", ["sales@vendor.example", "maria@birch.example"])
def test_whoever_a_case_mail_was_forwarded_to_decides_nothing_by_its_code(world, held, who):
    code = case_of(world, held).token
    world.send(who, say=[Instruction("accept")], asked=None, subject=f"Re: Fwd: [{held} {code}] Please decide")
    assert world.registrations[held].state is State.HELD
    assert case_of(world, held).closed_at is None


def test_a_reference_that_was_only_named_in_the_text_proves_nothing(world, held):
    outcome = world.decide(held, "accept", asked=Asked("case", (held,)))
    assert not receipt(outcome).ok
    assert world.registrations[held].state is State.HELD


def test_an_answer_to_a_mail_older_than_the_case_does_not_decide_it(world, held):
    before = world.now
    world.pass_days(1)
    world.cases = {code: replace(case, opened_at=world.now) for code, case in world.cases.items()}
    asked = Asked("case", (held,), threaded=(held,), written_at=before)
    assert not receipt(world.decide(held, "accept", asked=asked)).ok
    assert world.registrations[held].state is State.HELD
    assert receipt(world.decide(held, "accept", asked=replace(asked, written_at=world.now))).ok


def test_the_second_answer_hears_who_decided_and_changes_nothing(world, held):
    world.decide(held, "reject", "No.")
    before = dict(world.registrations)
    done = receipt(world.decide(held, "accept"))
    assert not done.ok
    assert "already decided by you at 3 March 2026" in done.text
    assert world.registrations == before


class TestSeveralCases:
    @pytest.fixture
    def two(self, world):
        world.send("Acorn", lead("A1"), lead("B2"))
        return [line.ref for line in view(world.send("Birch", lead("A1"), lead("B2")), "answer").lines]

    def test_in_one_thread_must_be_named(self, world, two):
        asked = Asked("answer", tuple(two), threaded=tuple(two))
        done = receipt(world.decide(two[0], "accept", asked=asked))
        assert not done.ok
        assert all(ref in done.text for ref in two)

    def test_are_decided_one_by_one_in_one_mail(self, world, two):
        asked = Asked("answer", tuple(two), threaded=tuple(two))
        say = [Instruction("accept", (two[1],)), Instruction("reject", (two[0],), "Too late.")]
        outcome = world.send(ADMIN, say=say, kind=Kind.ADMIN_DECISION, asked=asked)
        assert [done.ok for done in view(outcome, "transcript").done] == [True, True]
        assert [world.registrations[ref].state for ref in two] == [State.REJECTED, State.ACCEPTED]
        assert kinds(outcome).count("decided") == 3

    def test_need_no_name_once_one_is_left(self, world, two):
        asked = Asked("answer", tuple(two), threaded=tuple(two))
        world.send(ADMIN, say=[Instruction("accept", (two[1],))], kind=Kind.ADMIN_DECISION, asked=asked)
        assert receipt(world.decide(two[0], "reject", asked=asked)).ok


def test_a_case_says_beforehand_what_each_word_means(world, theirs):
    case = view(world.send("Birch", lead("Initech")), "case")
    means = {word.usage.split()[0]: word.means for word in case.words}
    assert list(means) == ["ACCEPT", "REJECT", "QUEUE", "SHARE", "SPLIT", "ASK"]
    assert f"{theirs} of Acorn is closed" in means["ACCEPT"]
    assert f"{theirs} of Acorn stays as before" in means["REJECT"]
    assert case.asked.standing
