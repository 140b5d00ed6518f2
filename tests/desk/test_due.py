from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.desk import due, house_of, overdue
from bot.domain.quarantine import Quarantined
from bot.domain.registration import State
from tests.desk.world import ADMIN, LEANSTACK, PLAIDCLOUD, START, World, kinds, lacking, lead, view

HOUSE = house_of(LEANSTACK, "registrations@vendor.example")


def remind(world, taken):
    """One tick: keys are taken once and for ever, as the store does."""
    near = [one for one in world.registrations.values() if one.state is State.ACCEPTED]
    free = set(due.reminder_keys(world.program, near, world.now).values()) - taken
    taken |= free
    return world.keep(due.remind(world.program, HOUSE, near, free, world.now))


class TestExpire:
    def test_ends_only_what_is_over(self):
        world = World()
        world.send("Acorn", lead("A1"))
        end = next(iter(world.registrations.values())).expires_at
        world.now = end - timedelta(microseconds=1)
        assert world.expire().registrations == ()
        world.now = end
        (ended,) = world.expire().registrations
        assert (ended.state, ended.expires_at) == (State.EXPIRED, end)

    def test_writes_one_mail_a_partner_that_says_how_to_renew(self):
        world = World()
        world.send("Acorn", lead("A1"), lead("B2"))
        world.send("joe@acorn.example", lead("C3"))
        world.send("Birch", lead("D4"))
        world.pass_days(190)
        outcome = world.expire()
        assert kinds(outcome) == ["expired", "expired"]
        acorn = outcome.notices[0]
        assert acorn.to == ("joe@acorn.example", "maria@acorn.example")
        assert {row.company for row in acorn.view.rows} == {"A1", "B2", "C3"}
        assert set(acorn.view.renewable) == set(acorn.refs)
        assert acorn.view.renewal == "another 90 days"

    def test_a_second_batch_of_the_same_day_is_not_lost(self):
        world = World()
        world.send("Acorn", lead("A1"), lead("B2"))
        world.pass_days(190)
        batches = [[one] for one in world.registrations.values()]
        keys = {due.expire(LEANSTACK, HOUSE, batch, world.now).notices[0].key for batch in batches}
        assert len(keys) == 2


class TestReminders:
    def days_out(self, days):
        world = World()
        world.send("Acorn", lead("A1"))
        end = next(iter(world.registrations.values())).expires_at
        world.now = end - timedelta(days=1) - timedelta(days=days) + timedelta(hours=9)
        return world

    @pytest.mark.parametrize(
        ("days", "key"),
        [
            pytest.param(31, None, id="too early"),
            pytest.param(30, "30d", id="the first"),
            pytest.param(15, "30d", id="the first, late"),
            pytest.param(14, "14d", id="the second"),
            pytest.param(3, "3d", id="the last"),
            pytest.param(0, "3d", id="on the last day"),
        ],
    )
    def test_the_most_urgent_is_due(self, days, key):
        world = self.days_out(days)
        keys = due.reminder_keys(LEANSTACK, world.registrations.values(), world.now)
        (ref,) = world.registrations
        assert keys == ({ref: f"reminder/{ref}/1/{key}"} if key else {})

    def test_goes_once_and_without_a_burst_after_downtime(self):
        world, taken = self.days_out(40), set()
        sent = []
        for days in (0, 28, 0, 5, 30):  # asleep from 40 to 12 days before the end
            world.pass_days(days)
            sent += [(notice.key, world.now) for notice in remind(world, taken).notices]
            world.expire()
        assert [at for _, at in sent] == [self.days_out(12).now]
        assert len({key for key, _ in sent}) == len(sent)

    def test_lists_all_that_is_due_for_a_partner_in_one_mail(self):
        world = World()
        world.send("Acorn", lead("A1"), lead("B2"))
        world.pass_days(2)
        world.send("Acorn", lead("C3"))
        world.pass_days(168)
        outcome = remind(world, set())
        (notice,) = outcome.notices
        assert [row.company for row in notice.view.rows][-1] == "C3"
        assert len(notice.refs) == 3
        assert "RENEW" in notice.view.renewal

    def test_are_never_due_before_the_term_began(self):
        world = World()
        world.send("Acorn", lead("A1"))
        (one,) = world.registrations.values()
        short = replace(one, expires_at=START + timedelta(days=10))
        assert due.reminder_keys(LEANSTACK, [short], START + timedelta(days=1)) == {}
        assert due.reminder_keys(LEANSTACK, [short], START + timedelta(days=8)) == {one.ref: f"reminder/{one.ref}/1/3d"}

    def test_reach_as_far_as_the_store_is_asked(self):
        world = self.days_out(30)
        (one,) = world.registrations.values()
        assert one.expires_at <= due.remind_until(LEANSTACK, world.now)


def test_an_incomplete_lead_lapses_after_its_days_and_nobody_is_written_to():
    world = World()
    world.send("Acorn", lacking(lead("A1"), "url"))
    world.pass_days(LEANSTACK.intake.incomplete_days - 1)
    assert due.lapse(LEANSTACK, world.registrations.values(), world.now).registrations == ()
    world.pass_days(1)
    outcome = due.lapse(LEANSTACK, world.registrations.values(), world.now)
    assert [one.state for one in outcome.registrations] == [State.WITHDRAWN]
    assert outcome.notices == ()


class TestNudge:
    @pytest.fixture
    def world(self):
        world = World()
        world.send("Acorn", lead("A1"))
        world.send("Birch", lead("A1"))
        return world

    def nudge(self, world):
        return world.keep(
            overdue.nudge(world.program, HOUSE, {ADMIN}, list(world.cases.values()), world.registrations, {}, world.now)
        )

    def test_comes_once_a_day_once_the_time_to_decide_is_over(self, world):
        assert self.nudge(world).notices == ()
        world.now += timedelta(hours=LEANSTACK.sla.decide_within_hours)
        first = self.nudge(world)
        assert view(first, "nudge").hours == LEANSTACK.sla.decide_within_hours
        assert first.notices[0].to == (ADMIN,)
        assert self.nudge(world).notices == ()
        world.pass_days(1)
        assert kinds(self.nudge(world)) == ["nudge"]
        assert len(world.keys) == 5


@dataclass(frozen=True)
class Row:
    id: int
    received_at: datetime = START
    created_at: datetime = START
    why: str = "sender.unknown"
    error: str = "550 no such user"


@dataclass(frozen=True)
class Found:
    parked: tuple = ()
    quarantined: tuple = ()
    left: tuple = ()
    failed: tuple = ()
    waiting: Mapping[int, Quarantined] = field(default_factory=dict)


class TestDigest:
    def test_says_what_to_type_for_each(self):
        found = Found((Row(1, why="broken"),), (Row(2, received_at=START - timedelta(hours=1)),), (), (Row(3),))
        rows = due.troubles(found)
        assert [(row.what, row.command) for row in rows] == [
            ("quarantined", "regbot parked show 2"),
            ("failed", "regbot outbox retry 3"),
            ("parked", "regbot parked show 1"),
        ]
        assert "not known as a partner" in rows[0].text

    def test_goes_once_a_day_and_only_when_there_is_something(self):
        rows = due.troubles(Found(parked=tuple(Row(n) for n in range(60))))
        assert due.digest(PLAIDCLOUD, HOUSE, {ADMIN}, (), START).notices == ()
        (notice,) = due.digest(PLAIDCLOUD, HOUSE, {ADMIN}, rows, START).notices
        assert (len(notice.view.rows), notice.view.more) == (50, 10)
        assert notice.key == due.digest(PLAIDCLOUD, HOUSE, {ADMIN}, rows, START + timedelta(hours=3)).notices[0].key


def test_days_are_the_programs_own():
    tokyo = replace(LEANSTACK, zone="Asia/Tokyo")
    late = datetime(2026, 3, 2, 23, tzinfo=UTC)  # the 3rd in Tokyo
    assert "2026-03-03" in due.digest(tokyo, HOUSE, {ADMIN}, due.troubles(Found(failed=(Row(1),))), late).notices[0].key
