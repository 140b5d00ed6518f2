"""The line behind a registration: places, offers, answers in time and too late, and what is checked again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk import Work, advance, due, follow, house_of, unwritten
from bot.domain.mail import Asked
from bot.domain.registration import State
from tests.desk.world import LEANSTACK, World, kinds, lead, partner, view

QUEUE = replace(LEANSTACK, conflict=replace(LEANSTACK.conflict, on_match="queue", offer_hours=48))


@pytest.fixture
def world():
    return World(program=QUEUE)


def line_of(outcome):
    return view(outcome, "answer").lines[0]


def said(outcome):
    (done,) = view(outcome, "transcript").done
    return done


def tick(world, heard=None):
    """The clock's part: what is over ends, and the lines move."""
    book = world.book()
    work = Work(unwritten(world.program.name, "clock", b"x" * 16, world.now), book, world.now)
    ended = due.expire(world.program, house_of(world.program, "r@vendor.example"), list(world.registrations.values()),
                       world.now)  # fmt: skip
    for one in ended.registrations:
        book.register.put(one)
    work.absorb(ended)
    follow(work, heard or world.now)
    waiting = [ref for ref, state in world.states().items() if state is State.WAITING]
    advance(work, waiting, heard or world.now)
    return world.keep(work.outcome())


def take(world, who, ref, word="accept", **more):
    return world.say(who, word, asked=Asked("offer", (ref,), threaded=(ref,)), **more)


@pytest.fixture
def line(world):
    """Acorn has it, Birch and Cedar wait, in this order."""
    refs = []
    for who in ("Acorn", "Birch", "Cedar"):
        refs.append(line_of(world.send(who, lead("Initech"))).ref)
        world.now += timedelta(hours=1)
    return refs


class TestWaiting:
    def test_says_the_place_and_the_receipt_and_opens_no_case(self, world, line):
        assert [world.registrations[ref].state for ref in line] == [State.ACCEPTED, State.WAITING, State.WAITING]
        assert world.cases == {}
        again = line_of(world.send("Cedar", lead("Initech")))
        assert (again.outcome, again.ref) == ("duplicate", line[2])

    def test_is_told_in_the_answer_without_the_other_side(self, world):
        world.send("Acorn", lead("Initech"))
        shown = line_of(world.send("Birch", lead("Initech")))
        assert shown.receipt == world.now
        assert "number 1 in line" in shown.reasons[0].text
        assert "48 hours to answer" in shown.next_step
        assert "acorn" not in repr(shown).casefold()

    def test_is_in_the_order_of_receipt_not_of_handling(self, world, line):
        early = world.registrations[line[1]].received_at - timedelta(minutes=5)
        world.partners = (*world.partners, partner("Dogwood"))
        late = line_of(world.send("Dogwood", lead("Initech"), received=early)).ref
        assert "number 1 in line" in said(world.say("Dogwood", "status", late)).text
        assert "number 2 in line" in said(world.say("Birch", "status", line[1])).text
        assert "number 2 in line" in said(world.say("Birch", "list")).rows[0].note

    def test_takes_no_place_of_the_cap(self, world, line):
        assert view(world.say("Birch", "list"), "transcript").used == 0

    def test_an_earlier_mail_that_is_handled_late_is_held_with_both_receipts(self, world):
        world.now += timedelta(hours=5)
        world.send("Acorn", lead("Initech"))
        first = world.now - timedelta(hours=2)
        outcome = world.send("Birch", lead("Initech"), received=first)
        answer = line_of(outcome)
        assert answer.outcome == "held"
        assert answer.receipt == first
        assert "12:00:00" in answer.reasons[0].text
        assert "14:00:00" in answer.reasons[0].text
        case = view(outcome, "case")
        assert (case.asked.received_at, case.others[0].received_at) == (first, world.now)
        assert case.suggested == "ACCEPT"


@pytest.mark.parametrize("how", ["withdraw", "expire"])
def test_the_first_in_line_is_offered_the_place_the_moment_it_is_free(world, line, how):
    if how == "withdraw":
        outcome = world.say("Acorn", "withdraw", line[0])
    else:
        world.pass_days(200)
        outcome = tick(world)
    offer = view(outcome, "offer")
    assert offer.line.ref == line[1]
    assert offer.until == world.now + timedelta(hours=48)
    assert world.registrations[line[1]].offer_ends_at == offer.until
    assert world.registrations[line[2]].offer_ends_at is None
    assert tick(world).notices == ()
    assert "reply ACCEPT" in said(world.say("Birch", "status", line[1])).text


def test_an_admins_overruling_keeps_the_line_behind_the_winner(world, line):
    world.now += timedelta(hours=5)
    world.partners = (*world.partners, partner("Dogwood"))
    received = world.registrations[line[0]].received_at - timedelta(hours=1)
    held = line_of(world.send("Dogwood", lead("Initech"), received=received)).ref
    outcome = world.decide(held, "accept")
    assert world.registrations[held].state is State.ACCEPTED
    assert world.registrations[line[0]].state is State.REJECTED
    assert "offer" not in kinds(outcome)
    assert [world.registrations[ref].state for ref in line[1:]] == [State.WAITING, State.WAITING]


def test_an_admins_accept_recalls_an_offer_that_stands_and_the_line_stays(world, line):
    """Two partners may never both be told that the place is theirs."""
    world.say("Acorn", "withdraw", line[0])
    world.program = replace(QUEUE, conflict=replace(QUEUE.conflict, on_match="hold"))
    world.partners = (*world.partners, partner("Dogwood"))
    world.now += timedelta(hours=1)
    case = world.send("Dogwood", lead("Initech"))
    held = line_of(case).ref
    (word,) = [word for word in view(case, "case").words if word.usage == "ACCEPT"]
    assert f"{line[1]} of Birch, who is offered the place, waits in line again; the partners are told" in word.means
    outcome = world.decide(held, "accept")
    assert f"{line[1]} (Initech) of Birch waits in line again." in said(outcome).text
    told = {notice.view.line.ref: notice.view for notice in outcome.notices if notice.kind == "decided"}
    assert {ref: one.opening for ref, one in told.items()} == {held: "accepted", line[1]: "recalled"}
    assert "number 1 in line" in told[line[1]].line.next_step
    waits = world.registrations[line[1]]
    assert (waits.state, waits.offer_ends_at) == (State.WAITING, None)
    late = said(take(world, "Birch", line[1]))
    assert not late.ok
    assert "number 1 in line" in late.text
    assert view(world.say("Dogwood", "withdraw", held), "offer").line.ref == line[1]


def test_who_waits_again_is_told_of_no_term_though_it_had_one(world, line):
    for ref, who in zip(line[1:], ("Birch", "Cedar"), strict=True):
        world.say(who, "withdraw", ref)
    world.say("Acorn", "withdraw", line[0])
    place = line_of(world.send("Birch", lead("Initech"))).ref
    again = line_of(world.send("Acorn", lead("Initech")))
    assert (again.outcome, again.ref) == ("waiting", line[0])
    world.say("Birch", "withdraw", place)
    world.program = replace(QUEUE, conflict=replace(QUEUE.conflict, on_match="hold"))
    world.now += timedelta(hours=1)
    held = line_of(world.send("Cedar", lead("Initech"))).ref
    told = {notice.view.line.ref: notice.view for notice in world.decide(held, "accept").notices
            if notice.kind == "decided"}  # fmt: skip
    assert told[line[0]].opening == "recalled"
    assert told[line[0]].line.reasons == ()


def test_who_registers_after_an_offer_does_not_stand_in_its_way(world, line):
    """It is held because of the offer, so the offer cannot be held because of it; its case is asked anew."""
    world.say("Acorn", "withdraw", line[0])
    world.program = replace(QUEUE, conflict=replace(QUEUE.conflict, on_match="hold"))
    world.now += timedelta(hours=1)
    held = line_of(world.send("Acorn", lead("Initech"))).ref
    assert world.registrations[held].state is State.HELD
    outcome = take(world, "Birch", line[1])
    assert said(outcome).ok
    assert world.registrations[line[1]].state is State.ACCEPTED
    assert world.registrations[held].state is State.HELD
    assert view(outcome, "case").news == (f"{line[1]} of Birch is accepted now.",)


class TestAnswer:
    @pytest.fixture
    def offered(self, world, line):
        world.say("Acorn", "withdraw", line[0])
        return line[1]

    def test_accept_gives_the_place_for_a_term_from_now(self, world, offered):
        outcome = take(world, "Birch", offered)
        won = world.registrations[offered]
        assert said(outcome).ok
        assert (won.state, won.term, won.offer_ends_at) == (State.ACCEPTED, 1, None)
        assert won.codes == ("offer.taken",)

    def test_reject_gives_it_to_the_next(self, world, line, offered):
        outcome = take(world, "Birch", offered, "reject")
        assert world.registrations[offered].state is State.WITHDRAWN
        assert view(outcome, "offer").line.ref == line[2]

    def test_none_in_time_gives_it_to_the_next_and_says_so(self, world, line, offered):
        world.now += timedelta(hours=49)
        outcome = tick(world)
        assert kinds(outcome) == ["decided", "offer"]
        told = view(outcome, "decided")
        assert (told.line.ref, told.opening) == (offered, "lapsed")
        assert view(outcome, "offer").line.ref == line[2]
        late = said(take(world, "Birch", offered))
        assert not late.ok
        assert "register it again" in late.text

    def test_that_was_received_in_time_counts_though_it_is_handled_late(self, world, offered):
        sent = world.now + timedelta(hours=47)
        world.now += timedelta(hours=60)
        assert tick(world, heard=sent).notices == ()
        assert said(take(world, "Birch", offered, received=sent)).ok
        assert world.registrations[offered].state is State.ACCEPTED

    def test_that_comes_too_late_is_refused(self, world, line, offered):
        world.now += timedelta(hours=60)
        assert not said(take(world, "Birch", offered)).ok
        outcome = tick(world)
        assert world.registrations[offered].state is State.WITHDRAWN
        assert view(outcome, "offer").line.ref == line[2]

    def test_of_somebody_else_takes_nothing(self, world, line, offered):
        before = dict(world.registrations)
        assert not said(take(world, "Cedar", offered)).ok
        assert not said(world.say("Cedar", "accept", offered)).ok
        assert not said(take(world, "Cedar", line[2])).ok
        assert world.registrations == before

    def test_with_a_full_cap_waits_for_a_place(self, world, offered):
        world.capped(1)
        world.program = replace(world.program, conflict=QUEUE.conflict)
        other = line_of(world.send("Birch", lead("Hooli"))).ref
        assert "1 of 1" in said(take(world, "Birch", offered)).text
        assert world.registrations[offered].state is State.WAITING
        world.say("Birch", "withdraw", other)
        assert said(take(world, "Birch", offered)).ok


def test_who_lost_its_standing_is_passed_over(world, line):
    world.partners = (partner("Acorn"), partner("Birch", active=False), partner("Cedar"))
    outcome = world.say("Acorn", "withdraw", line[0])
    assert world.registrations[line[1]].state is State.REJECTED
    assert view(outcome, "decided").opening == "barred"
    assert view(outcome, "decided").line.reasons[0].code == "partner.inactive"
    assert view(outcome, "offer").line.ref == line[2]


def test_a_full_cap_is_said_in_the_offer(world, line):
    world.capped(1)
    world.program = replace(world.program, conflict=QUEUE.conflict)
    world.send("Birch", lead("Hooli"))
    assert view(world.say("Acorn", "withdraw", line[0]), "offer").full


def test_who_renews_behind_another_waits_and_then_has_ninety_days(world):
    ref = line_of(world.send("Acorn", lead("Initech"))).ref
    world.pass_days(200)
    tick(world)
    theirs = line_of(world.send("Birch", lead("Initech"))).ref
    done = said(world.say("Acorn", "renew", ref))
    assert "number 1 in line" in done.text
    world.say("Birch", "withdraw", theirs)
    assert said(take(world, "Acorn", ref)).ok
    won = world.registrations[ref]
    assert won.term == 2
    assert (won.expires_at - world.now).days in {90, 91}


class TestWithdrawAndAgain:
    """Six months run from the day on which the prospect was registered: withdrawing it in between gives none anew."""

    def test_goes_on_to_the_first_end(self):
        world = World()
        ref = line_of(world.send("Acorn", lead("Initech"))).ref
        end = world.registrations[ref].expires_at
        world.pass_days(150)
        world.say("Acorn", "withdraw", ref)
        again = line_of(world.send("Acorn", lead("Initech")))
        assert (again.outcome, again.ref, again.expires_at) == ("accepted", ref, end)
        assert world.registrations[ref].term == 1
        assert "goes on to the end of" in again.reasons[0].text

    def test_after_the_first_end_is_a_renewal_and_then_no_more(self):
        world = World()
        ref = line_of(world.send("Acorn", lead("Initech"))).ref
        world.pass_days(150)
        world.say("Acorn", "withdraw", ref)
        world.pass_days(60)
        again = line_of(world.send("Acorn", lead("Initech")))
        assert (again.outcome, world.registrations[ref].term) == ("accepted", 2)
        world.say("Acorn", "withdraw", ref)
        world.pass_days(100)
        last = line_of(world.send("Acorn", lead("Initech")))
        assert last.outcome == "rejected"
        assert last.reasons[0].code == "renewal.used"

    def test_loses_the_place_to_who_came_meanwhile(self):
        world = World()
        ref = line_of(world.send("Acorn", lead("Initech"))).ref
        world.say("Acorn", "withdraw", ref)
        world.send("Birch", lead("Initech"))
        again = line_of(world.send("Acorn", lead("Initech")))
        assert (again.outcome, again.expires_at) == ("held", None)
        world.decide(ref, "accept")
        assert world.registrations[ref].term == 1

    def test_by_a_renewal_that_was_held_is_no_way_around_either(self):
        world = World()
        ref = line_of(world.send("Acorn", lead("Initech"))).ref
        world.pass_days(200)
        tick(world)
        theirs = line_of(world.send("Birch", lead("Initech"))).ref
        world.say("Acorn", "renew", ref)
        world.say("Acorn", "withdraw", ref)
        world.say("Birch", "withdraw", theirs)
        line_of(world.send("Acorn", lead("Initech")))
        assert world.registrations[ref].term == 2
        assert (world.registrations[ref].expires_at - world.now).days in {90, 91}
