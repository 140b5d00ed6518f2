"""The admins' further words, what is kept and told of what they write, and answers that must decide nothing."""

from datetime import timedelta

import pytest

from bot.domain.mail import Asked, Instruction, Kind
from bot.domain.registration import State
from tests.desk.world import ADMIN, kinds, lead, view

OTHER_ADMIN = "priya@vendor.example"


@pytest.fixture
def third(world, held):
    return view(world.send("Cedar", lead("Initech")), "answer").lines[0].ref


def receipt(outcome):
    (done,) = view(outcome, "transcript").done
    return done


def told(outcome):
    return {notice.to[0].partition("@")[2].partition(".")[0]: notice.view
            for notice in outcome.notices if notice.kind == "decided"}  # fmt: skip


def closed_case(world, ref):
    return next(case for case in world.cases.values() if case.ref == ref and case.closed_at)


class TestQueue:
    def test_puts_it_in_line_and_offers_it_once_the_place_is_free(self, world, held, theirs):
        outcome = world.decide(held, "queue")
        assert world.states() == {theirs: State.ACCEPTED, held: State.WAITING}
        assert told(outcome)["birch"].opening == "waiting"
        assert "behind" in receipt(outcome).text
        assert closed_case(world, held).decision == "queue"
        assert view(world.say("Acorn", "withdraw", theirs), "offer").line.ref == held

    def test_needs_somebody_to_wait_for(self, world, held, theirs):
        world.say("Acorn", "withdraw", theirs)
        assert not receipt(world.decide(held, "queue", text="QUEUE")).ok
        assert world.registrations[held].state is State.HELD


class TestShare:
    def test_lets_both_stand_and_tells_both(self, world, held, theirs):
        outcome = world.decide(held, "share")
        assert [world.registrations[ref].state for ref in (theirs, held)] == [State.ACCEPTED, State.ACCEPTED]
        assert not any(world.registrations[ref].exclusive for ref in (theirs, held))
        views = told(outcome)
        assert (views["acorn"].opening, views["birch"].opening) == ("shared", "accepted")
        assert views["acorn"].beside
        assert views["birch"].beside
        assert "birch" not in repr(views["acorn"]).casefold()
        assert "acorn" not in repr(views["birch"]).casefold()

    def test_holds_for_renewals_too(self, world, held, theirs):
        world.decide(held, "share")
        world.now = world.registrations[theirs].expires_at
        world.expire()
        assert receipt(world.say("Acorn", "renew", theirs)).ok
        assert world.registrations[theirs].state is State.ACCEPTED

    @pytest.mark.parametrize("text", ["40", "40%", "40/60 they did the demo", "40 percent"])
    def test_split_divides_the_revenue_share(self, world, held, theirs, text):
        outcome = world.decide(held, "split", text)
        assert (world.registrations[held].share, world.registrations[theirs].share) == (40, 60)
        assert (told(outcome)["birch"].share, told(outcome)["acorn"].share) == (40, 60)
        assert "40 percent" in receipt(world.say("Birch", "status", held)).text

    @pytest.mark.parametrize("text", ["", "fairly", "0", "100", "40/40", "140"])
    def test_split_without_a_part_of_the_whole_changes_nothing(self, world, held, text):
        before = dict(world.registrations)
        done = receipt(world.decide(held, "split", text))
        assert not done.ok
        assert "SPLIT 40" in done.text
        assert world.registrations == before


class TestAsk:
    def test_goes_to_the_partner_and_the_answer_comes_back_to_the_case(self, world, held):
        outcome = world.decide(held, "ask", "Who is your contact there?", text="ASK Who is your contact there?\n\nDana")
        question = next(notice for notice in outcome.notices if notice.kind == "question")
        assert question.to == ("maria@birch.example",)
        assert question.view.question == "Who is your contact there?"
        assert world.registrations[held].state is State.HELD
        answer = world.send(
            "Birch", asked=Asked("question", (held,), threaded=(held,)), text="Their head of plant.", files=("letter.pdf",)
        )  # fmt: skip
        assert receipt(answer).ok
        passed = next(notice for notice in answer.notices if notice.kind == "answered")
        assert passed.to == (ADMIN,)
        assert (passed.view.text, passed.view.files) == ("Their head of plant.", ("letter.pdf",))
        assert passed.view.token in world.cases
        done = receipt(world.decide(held, "accept", asked=Asked("answered", (held,), threaded=(held,))))
        assert done.ok

    def test_without_a_question_sends_nothing(self, world, held):
        outcome = world.decide(held, "ask", text="ASK")
        assert kinds(outcome) == ["transcript"]
        assert not receipt(outcome).ok

    def test_an_answer_after_the_decision_is_thanked_for(self, world, held):
        world.decide(held, "ask", "Who?", text="ASK Who?")
        world.decide(held, "reject", "Too late.", text="REJECT Too late.")
        outcome = world.send("Birch", asked=Asked("question", (held,), threaded=(held,)), text="Me.")
        assert kinds(outcome) == ["transcript"]
        assert "decided meanwhile: it is rejected" in receipt(outcome).text


class TestWhatIsWritten:
    def test_beside_a_decision_is_kept_and_not_told(self, world, held):
        text = "ACCEPT\nThey have shown us the contract.\n\nBirch owes us one."
        outcome = world.decide(held, "accept", text=text)
        assert closed_case(world, held).note == "They have shown us the contract. Birch owes us one."
        assert "owes" not in repr(told(outcome))

    def test_behind_the_mark_is_told(self, world, held):
        text = "ACCEPT\nNever mind the date.\nTELL: Please keep us posted,\nevery month.\n\nThis stays here."
        outcome = world.decide(held, "accept", text=text)
        assert told(outcome)["birch"].reason == "Please keep us posted, every month."
        assert told(outcome)["acorn"].reason == ""
        assert closed_case(world, held).note == "Never mind the date. This stays here."

    def test_on_a_wrapped_line_of_reject_is_told_whole(self, world, held):
        first = "We have been talking to them since the fair in May, and the contract"
        outcome = world.decide(held, "reject", first, text=f"Hi,\n\nREJECT {first}\nis nearly signed.\n\nInternal.")
        assert told(outcome)["birch"].reason == f"{first} is nearly signed."
        assert closed_case(world, held).note == "Internal."

    def test_a_short_line_of_reject_ends_where_its_author_ended_it(self, world, held):
        outcome = world.decide(held, "reject", "No budget.", text="REJECT No budget.\nDana")
        assert told(outcome)["birch"].reason == "No budget."

    def test_a_customers_letter_is_kept_as_evidence(self, world, held):
        outcome = world.decide(held, "accept", text="ACCEPT", files=("choice of partner.pdf",))
        assert closed_case(world, held).note == f"Evidence: choice of partner.pdf (mail {world.number})"
        event = next(one for one in outcome.events if one.name == "case.closed")
        assert "choice of partner.pdf" in event.data["note"]


class TestNeverDecidesWrongly:
    def test_a_case_whose_other_side_changed_is_asked_anew(self, world, held, third):
        old = next(case for case in world.cases.values() if case.ref == third)
        outcome = world.decide(held, "accept", text="ACCEPT")
        assert "stays open" in receipt(outcome).text
        anew = next(notice.view for notice in outcome.notices if notice.kind == "case")
        assert anew.ref == third
        assert anew.token != old.token
        assert any(f"{held} of Birch is accepted now" in text for text in anew.news)
        assert f"{held} of Birch is closed" in anew.words[0].means
        assert anew.decide_by == world.registrations[third].decided_at + timedelta(hours=24)

    def test_a_second_accept_by_the_old_mail_decides_nothing(self, world, held, third):
        written = world.now
        world.now += timedelta(hours=1)
        world.decide(held, "accept", text="ACCEPT")
        old = Asked("case", (third,), threaded=(third,), written_at=written)
        done = receipt(world.decide(third, "accept", asked=old))
        assert not done.ok
        assert "has changed since" in done.text
        assert world.registrations[held].state is State.ACCEPTED

    def test_a_second_accept_by_the_new_mail_says_what_it_closes(self, world, held, third):
        world.decide(held, "accept", text="ACCEPT")
        world.now += timedelta(hours=1)
        outcome = world.decide(third, "accept", text="ACCEPT")
        assert f"{held} (Initech) of Birch is closed" in receipt(outcome).text
        assert told(outcome)["birch"].opening == "closed"

    def test_a_withdrawal_of_the_other_side_is_news_too(self, world, held, theirs):
        outcome = world.say("Acorn", "withdraw", theirs)
        anew = view(outcome, "case")
        assert (anew.ref, anew.reasons, anew.suggested) == (held, (), "ACCEPT")

    def test_a_partner_who_writes_a_word_of_the_admins_is_told_kindly(self, world, held):
        outcome = world.send("Birch", text="ACCEPT\n\nBest, Maria", asked=Asked("answer", (held,), threaded=(held,)))
        assert "Only the program's own team" in receipt(outcome).text
        assert world.registrations[held].state is State.HELD

    def test_a_partners_thanks_to_all_are_left_to_a_person(self, world, held):
        outcome = world.send("Birch", text="Accept our thanks!", asked=Asked("answer", (held,), threaded=(held,)))
        assert outcome.notices == ()

    def test_an_assistant_at_an_address_of_their_own_is_told_kindly(self, world, held):
        asked = Asked("case", (held,), threaded=(held,))
        outcome = world.send("assistant@vendor.example", kind=Kind.NOT_SUBMISSION, asked=asked, text="ACCEPT")
        assert view(outcome, "stranger").decides
        assert world.registrations[held].state is State.HELD

    def test_a_forged_admin_decides_nothing(self, world, held):
        asked = Asked("case", (held,), threaded=(held,))
        world.send(ADMIN, say=[Instruction("accept")], kind=Kind.ADMIN_DECISION, asked=asked, proven=False)
        assert world.registrations[held].state is State.HELD
