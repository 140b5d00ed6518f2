"""How fast and how well a company is found by its name as the register grows: `python -m benchmarks.matching`.

A dense register is written as the bot writes it and asked as the bot asks it, at each size in turn: for companies that
are there, their names got wrong; and for others that are not. Printed are the times of a look-up by domain and by name,
the worst names, what the keys cost a registration, and over the threshold: how many are found, how many new companies
would be held; at last what the judgement of a program that compares names makes of it, for the company got wrong
without a site and the new one with its own. Times are of the clock and, where others keep the processor busy, of the
processor alone; what they take for the search for circles is as in ``regbot run``.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from sqlalchemy import Connection

from benchmarks.companies import TRADES
from benchmarks.databases import databases
from benchmarks.filled import PROGRAM, Filled, Took
from benchmarks.register import Register, form_of, misspellings
from bot.domain.lead import Lead
from bot.domain.match import Likeness
from bot.matching.aliases import Aliases
from bot.matching.blocking import filed
from bot.matching.comparer import Comparer
from bot.matching.domains import ignored
from bot.matching.rarity import from_counts
from bot.rules.match import Match
from bot.store.alike import names_alike
from bot.store.prospects import of_companies, on_domains
from bot.store.rows import to_registration

_THRESHOLDS = (0.65, 0.7, 0.75, 0.8, 0.85, 0.9)
_COMMON = ("Group", "Solutions", "Consulting", "Consulting Group", "Consulting Solutions Group",
           "Smith Solutions Group", "Group Solutions Systems Consulting Services Technologies")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """A name to look up; ``meant`` is the one on file, ``""`` for a company that is not, ``way`` how it is wrong."""

    text: str
    meant: str = ""
    way: str = "new"
    domain: str = ""


def main() -> int:
    """Measure each size, and print."""
    wanted = _arguments()
    os.sched_setaffinity(0, {wanted.cpu})
    gc.set_threshold(50_000, 20, 100)
    folder = Path(tempfile.mkdtemp(prefix="regbot-benchmark-"))
    made = databases(wanted.database, folder)
    try:
        filled = Filled(made.make("matching"), wanted.seed)
        for size in sorted(map(int, wanted.registrations.split(","))):
            started = time.perf_counter()
            filled.grow(size)
            print(f"{size} registrations (written in {time.perf_counter() - started:.0f} s)")
            _measure(filled, wanted.queries, wanted.seed)
            keys = filled.upkeep()
            print(
                f"  keys, per registration: {keys.clock * 1e3:.2f} ms, processor {keys.processor * 1e3:.2f} ms",
                flush=True,
            )
        filled.store.close()
    finally:
        made.drop_all()
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.matching", description=__doc__)
    parser.add_argument("--registrations", default="10000,100000,1000000", help="the sizes, with commas between them")
    parser.add_argument("--database", default="", help="URL of a PostgreSQL database; without it, SQLite")
    parser.add_argument("--queries", type=int, default=1600, help="names that are got wrong; half as many new ones")
    parser.add_argument("--seed", type=int, default=1, help="of the register")
    parser.add_argument("--cpu", type=int, default=0, help="the CPU that everything is kept on")
    return parser.parse_args()


def _measure(filled: Filled, queries: int, seed: int) -> None:
    rng = random.Random(seed + len(filled.companies))
    drawn = rng.sample(filled.companies, min(queries, len(filled.companies)))
    on_file = {"".join(sorted(filed(name).split())) for name, _ in filled.companies}
    asked = list(islice(_misspelled(drawn, rng), queries))
    asked += islice(_new(on_file, seed), queries // 2)
    gc.freeze()  # what the register is made of is no part of the bot
    with filled.store._read() as connection:  # noqa: SLF001 - one transaction, as a batch of mails has
        _print_domains(connection, [domain for _, domain in drawn])
        scores, times = _look_up(connection, asked)
        _print_times("by name", times)
        worst = sorted(zip(times, asked, strict=True), key=lambda pair: -pair[0].processor)[:5]
        print("    slowest: " + "; ".join(f"{one.text} {took.processor * 1e3:.1f} ms" for took, one in worst))
        common = [(text, min(_timed(connection, text)[1].clock for _ in range(3))) for text in (*_COMMON, TRADES[0])]
        print("    common words: " + "; ".join(f"{text} {took * 1e3:.1f} ms" for text, took in common))
        _print_judged(connection, asked)
    _print_curve(asked, scores)


def _misspelled(drawn: Sequence[tuple[str, str]], rng: random.Random) -> Iterator[Asked]:
    """One misspelling a company, each way in turn where a name allows it."""
    counted: dict[str, int] = defaultdict(int)
    for name, _ in drawn:
        ways = misspellings(name, form_of(name), rng)
        way = min(ways, key=counted.__getitem__)
        counted[way] += 1
        yield Asked(ways[way], filed(name), way)


def _new(on_file: set[str], seed: int) -> Iterator[Asked]:
    """Companies whose words, in whatever order, are no company's on file."""
    source = Register(seed + 1)
    fresh = chain.from_iterable(source.companies(1_000) for _ in range(1_000))
    return (Asked(name, domain=domain) for name, domain in fresh if "".join(sorted(filed(name).split())) not in on_file)


def _look_up(connection: Connection, asked: Sequence[Asked]) -> tuple[list[float], list[Took]]:
    """For each its score (of the one that is meant, or of any where none is), and how long it took."""
    for one in asked[:50]:
        _held(connection, one)  # what the first mails load, the tables of words above all
    scores, times = [], []
    for one in asked:
        found, took = _timed(connection, one.text)
        scores.append(found.get(one.meant, 0.0) if one.meant else max(found.values(), default=0.0))
        times.append(took)
    return scores, times


def _timed(connection: Connection, text: str) -> tuple[dict[str, float], Took]:
    """What a name finds, and how long it took until the registrations of these companies were there."""
    started = Took.now()
    name = filed(text)
    found = names_alike(connection, PROGRAM, [name]).found.get(name, {})
    rows = list(of_companies(connection, PROGRAM, found))
    took = started.since()
    assert len(rows) >= len(found)
    return dict(found), took


def _print_domains(connection: Connection, domains: Sequence[str]) -> None:
    def timed(domain: str) -> Took:
        started = Took.now()
        assert len(list(on_domains(connection, PROGRAM, [domain]))) == 1
        return started.since()

    _print_times("by domain", [timed(domain) for domain in domains])


def _print_times(what: str, times: Sequence[Took]) -> None:
    shown = []
    for kind, column in zip(("clock", "processor"), zip(*times, strict=True), strict=True):
        ordered = sorted(column)
        p50, p99 = (ordered[int(len(ordered) * part)] * 1e3 for part in (0.5, 0.99))
        shown.append(f"{kind} p50 {p50:.3f} ms, p99 {p99:.3f} ms, longest {ordered[-1] * 1e3:.2f} ms")
    print(f"  {what}: {'; '.join(shown)}")


def _print_judged(connection: Connection, asked: Sequence[Asked]) -> None:
    held = [_held(connection, one) for one in asked]
    found = [one.meant in by for one, by in zip(asked, held, strict=True) if one.meant]
    false = [bool(by) for one, by in zip(asked, held, strict=True) if not one.meant]
    print(f"  judged: found {sum(found) / len(found):.3f}, held new {sum(false) / len(false):.3f}")


def _held(connection: Connection, one: Asked) -> set[str]:
    """The names, as they are filed, for which a lead is held."""
    name = filed(one.text)
    answer = names_alike(connection, PROGRAM, [name])
    rarity = from_counts(answer.counts.names, answer.counts.counts)
    comparer = Comparer(ignored(()), Match(scope="company").thresholds, Aliases(), rarity)
    lead = Lead("Pat", "Doe", f"pat@{one.domain or 'gmail.com'}", one.domain, one.text, "", one.domain)
    rows = of_companies(connection, PROGRAM, {name, *answer.found.get(name, ())})
    leads = [to_registration(row).lead for row in rows]
    return {filed(other.company) for other in leads if comparer.judge(lead, other).likeness is not Likeness.DIFFERENT}


def _print_curve(asked: Sequence[Asked], scores: Sequence[float]) -> None:
    by_way: dict[str, list[float]] = defaultdict(list)
    for one, score in zip(asked, scores, strict=True):
        by_way[one.way].append(score)
    new = by_way.pop("new")
    found = [score for of_way in by_way.values() for score in of_way]
    print("  threshold  found  held new  " + "  ".join(f"{way:>11}" for way in by_way))
    for threshold in _THRESHOLDS:
        share: Callable[[Sequence[float]], float] = lambda of: sum(one >= threshold for one in of) / len(of)  # noqa: B023, E731
        ways = "  ".join(f"{share(of_way):11.2f}" for of_way in by_way.values())
        print(f"  {threshold:9.2f}  {share(found):5.3f}  {share(new):8.3f}  {ways}")


if __name__ == "__main__":
    sys.exit(main())
