"""A prospect that one partner has, and that a second one would like to have."""

import pytest

from tests.desk.world import World, lead, view


@pytest.fixture
def world():
    return World()


@pytest.fixture
def theirs(world):
    return view(world.send("Acorn", lead("Initech")), "answer").lines[0].ref


@pytest.fixture
def held(world, theirs):
    ref = view(world.send("Birch", lead("Initech")), "answer").lines[0].ref
    world.pass_days(1)
    return ref
