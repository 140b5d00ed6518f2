"""One of several processes that register the same prospects for the same partners: run by test_race."""

from __future__ import annotations

import random
import sys
from dataclasses import replace
from datetime import UTC, datetime

from bot.desk import Book, asks, handle, house_of
from bot.domain.errors import StoreUnavailable
from bot.domain.mail import Asked, Instruction
from bot.domain.registration import State
from bot.rules.program import Cap
from bot.store import Store
from tests.desk.world import ADMIN, LEANSTACK, World, lead

PROSPECTS = (
    "Alder",
    "Basalt",
    "Cobalt",
    "Dune",
    "Ember",
    "Fjord",
    "Garnet",
    "Heron",
    "Indigo",
    "Juniper",
    "Krill",
    "Lark",
)
CAP = 5
PARTNERS = ("Acorn", "Birch", "Cedar")
PROGRAM = {
    on_match: replace(
        LEANSTACK,
        cap=Cap(limit=CAP, policy="A number of registrations."),
        conflict=replace(LEANSTACK.conflict, on_match=on_match),
    )
    for on_match in ("hold", "queue")
}


class Racer:
    """Writes mails and has the desk decide on them, as fast as it can."""

    def __init__(self, url: str, seed: str, on_match: str) -> None:
        self.dice, self.store = random.Random(seed), Store(url)
        self.world = World(program=PROGRAM[on_match], number=1_000 * int(seed))  # no two mails have one seed
        self.house = house_of(self.world.program, "registrations@vendor.example")

    def mail(self, who: str, *leads: object, **more: object) -> None:
        """Send a mail and have it handled in a transaction of its own."""
        now = datetime.now(UTC)
        mail = self.world.write(who, *leads, received=now, **more)  # type: ignore[arg-type]
        while True:
            try:
                with self.store.begin("leanstack", now) as unit:
                    book = Book(self.world.program, self.house, frozenset({ADMIN}), unit.known(asks([mail])), 10_000)
                    unit.write([handle(mail, book, now)])
            except StoreUnavailable:  # SQLite lets nobody stand in line: on a loaded machine one may wait too long
                continue
            return

    def round(self) -> None:
        """Register three prospects, then change one registration that is there, whoever made it."""
        who = self.dice.choice(PARTNERS)
        self.mail(who, *map(lead, self.dice.sample(PROSPECTS, 3)))
        rows = list(self.store.registrations(states=[State.ACCEPTED, State.HELD, State.WAITING]))
        one = self.dice.choice(rows)
        if one.offer_ends_at is not None:
            self.answer(one.partner, one.ref, "offer", self.dice.choice(["accept", "accept", "reject"]))
        elif one.state is State.HELD:
            self.answer(ADMIN, one.ref, "case", self.dice.choice(["accept", "reject", "queue"]))
        elif self.dice.random() < 0.4:
            self.mail(one.partner, say=[Instruction("withdraw", (one.ref,))])

    def answer(self, who: str, ref: str, kind: str, word: str) -> None:
        """Answer an offer or a case, which somebody else may have answered meanwhile."""
        asked = Asked(kind, (ref,), threaded=(ref,), written_at=datetime.now(UTC))
        self.mail(who, say=[Instruction(word)], asked=asked)


def main(url: str, seed: str, on_match: str) -> None:
    """Race."""
    racer = Racer(url, seed, on_match)
    print("ready", flush=True)
    sys.stdin.readline()
    for _ in range(8):
        racer.round()
    racer.store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
