"""One of several processes that register the same prospects for the same partners: run by test_race."""

from __future__ import annotations

import random
import sys
from datetime import timedelta

from bot.domain import reference
from bot.domain.outcome import Ask, Event, Outcome
from bot.domain.registration import State
from bot.store import Store, Unit
from tests.store.things import NOW, PROGRAM, registration

PROSPECTS = 12
CAP = 5
PARTNERS = ("north", "south")


def decide(unit: Unit, partner: str, prospects: list[int]) -> None:
    """Accept what is free while there is room; hold what another one has."""
    domains = tuple(f"d{number}.example" for number in prospects)
    known = unit.known(Ask(senders=(f"x@{partner}.example",), domains=domains))
    taken = {one.lead.domain for one in known.registrations if one.state is State.ACCEPTED}
    used, number, made = known.outstanding.get(partner, 0), known.numbers, []
    for domain in domains:
        if domain not in taken and used < CAP:
            number = reference.next_free(number)
            made.append(registration(number, partner=partner, domain=domain, expires_at=NOW + timedelta(days=9)))
            used, number = used + 1, number + 1
    unit.write([Outcome(registrations=tuple(made), events=tuple(Event("accepted", NOW, one.ref) for one in made))])


def main(url: str, seed: str) -> None:
    """Race."""
    dice, store = random.Random(seed), Store(url)
    print("ready", flush=True)
    sys.stdin.readline()
    for _ in range(15):
        with store.begin(PROGRAM, NOW) as unit:
            decide(unit, dice.choice(PARTNERS), dice.sample(range(PROSPECTS), 3))
    store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
