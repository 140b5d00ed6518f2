"""At any concurrency: one accepted registration a prospect, no partner over its cap, no reference given out twice."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.domain.errors import Refused
from bot.domain.outcome import Outcome
from bot.domain.registration import State
from bot.store import Store
from tests.desk.world import World
from tests.store.racer import CAP
from tests.store.things import NOW, PROGRAM, ref, registration

RACERS = 8


@pytest.mark.parametrize("on_match", ["hold", "queue"])
def test_eight_processes_race_the_same_prospects_and_the_last_places(store: Store, url: str, on_match: str) -> None:
    store.import_partners(World().partners)
    command = [sys.executable, "-m", "tests.store.racer", url]
    racers = [
        subprocess.Popen([*command, str(number), on_match], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for number in range(RACERS)
    ]
    for racer in racers:
        assert racer.stdout is not None
        assert racer.stdout.readline() == b"ready\n"
    for racer in racers:
        assert racer.stdin is not None
        racer.stdin.write(b"\n")
        racer.stdin.flush()
    for racer in racers:
        racer.communicate(timeout=120)
    assert [racer.returncode for racer in racers] == [0] * RACERS
    made = list(store.registrations())
    accepted = Counter(one.lead.domain for one in made if one.state is State.ACCEPTED)
    assert set(accepted.values()) == {1}
    used = Counter(one.partner for one in made if one.outstanding)
    assert 0 < max(used.values()) <= CAP
    claims = Counter((one.partner, one.lead.domain) for one in made if one.live)
    assert set(claims.values()) == {1}
    offers = Counter(one.lead.domain for one in made if one.offer_ends_at)
    assert not offers or set(offers.values()) == {1}
    assert not set(accepted) & set(offers)
    held = sorted(one.ref for one in made if one.state is State.HELD)
    assert sorted(case.ref for case in store.cases()) == held
    assert len({one.ref for one in made}) == len(made)
    assert store.verify() is None


def test_the_index_holds_where_nobody_looks_first(store: Store, url: str) -> None:
    def claim(number: int) -> bool:
        mine = Store(url)
        try:
            with mine.begin(PROGRAM, NOW) as unit:
                unit.write([Outcome(registrations=(registration(number),))])
        except Refused:
            return False
        finally:
            mine.close()
        return True

    with ThreadPoolExecutor(RACERS) as pool:
        won = list(pool.map(claim, range(1, RACERS + 1)))
    assert won.count(True) == 1
    (kept,) = store.registrations(states=[State.ACCEPTED])
    assert kept.ref == ref(won.index(True) + 1)
