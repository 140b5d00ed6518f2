"""A store filled with a dense register as the bot writes it, and what it costs to keep it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from statistics import median
from typing import NamedTuple

from benchmarks.register import Register
from bot.domain.lead import Lead
from bot.domain.outcome import Outcome
from bot.domain.reference import make, next_free
from bot.domain.registration import Registration, State
from bot.store import Store

PROGRAM = "benchmark"
_NOW = datetime(2026, 1, 1, tzinfo=UTC)
_BATCH = 2_000
_UPKEEP = 200  # registrations a transaction, as many as mails are handled at once


class Took(NamedTuple):
    """Seconds of the clock and of the processor, since something or at all."""

    clock: float
    processor: float

    @classmethod
    def now(cls) -> Took:
        """The two as they stand."""
        return cls(time.perf_counter(), time.process_time())

    def since(self) -> Took:
        """How long ago they stood so."""
        clock, processor = self.now()
        return Took(clock - self.clock, processor - self.processor)


class Filled:
    """A store that grows, and what is in it."""

    def __init__(self, url: str, seed: int) -> None:
        self.store = Store(url)
        self.store.migrate()
        self.companies: list[tuple[str, str]] = []
        self._source = Register(seed)
        self._number = 1

    def grow(self, size: int) -> None:
        """Register companies until there are so many."""
        while (missing := size - len(self.companies)) > 0:
            made = list(self._source.companies(min(missing, _BATCH)))
            self._write(self._registrations(made))
            self.companies += made

    def upkeep(self) -> Took:
        """What the keys cost a registration: what it takes to write it, less what it takes without a name."""
        named: list[Took] = []
        bare: list[Took] = []
        for _ in range(5):
            made = list(self._source.companies(_UPKEEP))
            with_names = self._registrations(made)
            self.companies += made
            without = [replace(one, lead=replace(one.lead, company="")) for one in self._registrations(made, "bare-")]
            for taken, registrations in ((named, with_names), (bare, without)):
                started = Took.now()
                self._write(registrations)
                taken.append(started.since())
        clock, processor = (
            (median(of) - median(less)) / _UPKEEP
            for of, less in zip(zip(*named, strict=True), zip(*bare, strict=True), strict=True)
        )
        return Took(clock, processor)

    def _write(self, registrations: Sequence[Registration]) -> None:
        with self.store.begin(PROGRAM, _NOW) as unit:
            unit.write([Outcome(registrations=tuple(registrations))])

    def _registrations(self, companies: Sequence[tuple[str, str]], prefix: str = "") -> list[Registration]:
        made = []
        for name, domain in companies:
            self._number = next_free(self._number) + 1
            lead = Lead("Pat", "Doe", f"pat@{prefix}{domain}", f"https://{prefix}{domain}", name, "", prefix + domain)
            ref = make("BM", self._number - 1)
            made.append(Registration(ref, PROGRAM, "partner", "a@b.example", lead, State.ACCEPTED, _NOW, _NOW, _NOW))
        return made
