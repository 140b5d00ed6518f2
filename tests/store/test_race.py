"""At any concurrency: one accepted registration a prospect, no partner over its cap, no reference given out twice."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from bot.domain.errors import Refused
from bot.domain.outcome import Outcome
from bot.domain.registration import State
from bot.store import Store
from tests.store.racer import CAP, PARTNERS
from tests.store.things import NOW, PROGRAM, ref, registration

RACERS = 8


def test_eight_processes_race_the_same_prospects_and_the_last_places(store: Store, url: str) -> None:
    command = [sys.executable, "-m", "tests.store.racer", url]
    racers = [
        subprocess.Popen([*command, str(number)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
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
        racer.communicate(timeout=60)
    assert [racer.returncode for racer in racers] == [0] * RACERS
    made = list(store.registrations())
    assert set(Counter(one.lead.domain for one in made).values()) == {1}
    assert Counter(one.partner for one in made) == dict.fromkeys(PARTNERS, CAP)
    assert len({one.ref for one in made}) == len(made) == sum(1 for _ in store.journal())
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
