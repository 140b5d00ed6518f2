"""What the clock brings to admins: cases that go beyond them once, and the weekly list of what waits."""

from __future__ import annotations

from datetime import timedelta

from bot.desk import house_of, overdue, week, week_due, week_key
from bot.domain.registration import State
from tests.desk.world import ADMIN, LEANSTACK, World, lead

HOUSE = house_of(LEANSTACK, "registrations@vendor.example")
CHIEF, NAMES = "chief@vendor.example", {"birch": "Birch Partners"}


def held() -> World:
    world = World()
    world.send("Acorn", lead("Initech"))
    world.send("Birch", lead("Initech"))
    return world


def escalate(world: World, to: set[str]):
    cases = list(world.cases.values())
    return world.keep(overdue.escalate(world.program, HOUSE, to, {ADMIN}, cases, world.registrations, NAMES, world.now))


def test_a_case_goes_beyond_the_admins_once_and_without_its_code() -> None:
    world = held()
    world.now += timedelta(hours=71)
    assert escalate(world, {CHIEF}).notices == ()
    world.now += timedelta(hours=2)
    assert escalate(world, set()).notices == ()
    (notice,) = escalate(world, {CHIEF}).notices
    assert notice.to == (CHIEF,)
    assert notice.view.admins == (ADMIN,)
    assert "Birch Partners" in notice.view.rows[0].note
    assert next(iter(world.cases)) not in repr(notice.view)
    world.pass_days(1)
    assert escalate(world, {CHIEF}).notices == ()


def test_the_week_names_partners_and_goes_once() -> None:
    world = held()
    rows = [one for one in world.registrations.values() if one.state is State.HELD]
    (notice,) = week(world.program, HOUSE, {ADMIN}, rows, [], NAMES, world.now, world.now).notices
    assert "Birch Partners" in notice.view.cases[0].note
    assert notice.view.cases[0].received_at == rows[0].received_at
    assert notice.key == week_key(world.program, world.now + timedelta(days=3))
    assert notice.key != week_key(world.program, world.now + timedelta(days=7))
    assert week(world.program, HOUSE, {ADMIN}, [], [], NAMES, world.now, world.now).notices == ()


def test_what_came_after_the_week_was_due_waits_for_the_next() -> None:
    world = held()
    rows = [one for one in world.registrations.values() if one.state is State.HELD]
    since = week_due(world.program, world.now, world.now.weekday(), 0)
    assert week_due(world.program, since, since.weekday(), 0) == since
    assert since <= rows[0].received_at
    assert week(world.program, HOUSE, {ADMIN}, rows, [], NAMES, world.now, since).notices == ()
    assert week(world.program, HOUSE, {ADMIN}, [], rows, NAMES, world.now, since + timedelta(days=7)).notices != ()
