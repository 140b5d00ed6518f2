"""How fast the bot drains a mailbox, as a share of the floor, and whether it decided everything rightly.

`python -m benchmarks.drain --mails 1000` starts its own servers, keeps everything on one CPU, and lets the floor and
the bot take turns on fresh mailboxes and databases. Exit code 1 when a decision or a reply differs from the truth.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks import floor
from benchmarks.bot import ADMIN, RULES, BotRun, Cost, compile_modules, configured, fill, write_partners, write_rules
from benchmarks.databases import Databases, databases
from benchmarks.generate import Corpus, Mail, Partner
from benchmarks.servers import Dovecot, ServerMissing, Sink
from benchmarks.verify import mistakes
from bot.config.programs import load_program
from bot.store import Store

PREPARED = "prepared"
_SHOWN = 20  # mistakes that are printed of a run


@dataclass(frozen=True, slots=True)
class Bench:
    """All that the runs share."""

    folder: Path
    dovecot: Dovecot
    sink: Sink
    databases: Databases
    mails: Sequence[Mail]

    def floor(self, user: str) -> float:
        """Mails a second of the floor, on a fresh mailbox."""
        self._deposit(user)
        started = time.perf_counter()
        count = floor.drain(user, self.dovecot.port, self.sink.port, self.folder / f"{user}.db")
        assert count == len(self.mails)
        return count / (time.perf_counter() - started)

    def bot(self, user: str, *, names: bool = False) -> tuple[Cost, list[str]]:
        """What the bot needs for a fresh mailbox, and what it did wrong; ``names`` as in ``configured``."""
        self._deposit(user)
        run = self.configured(user, self.databases.copy(PREPARED, user), names=names)
        mark = self.sink.mark()
        cost = run.drain()
        wrong = mistakes(self.mails, run.registrations(), self.sink.since(mark), ADMIN)
        return cost, [f"regbot run --once ended with {cost.code}", *wrong] if cost.code else wrong

    def configured(self, user: str, database: str, *, names: bool = False) -> BotRun:
        """The bot set up for a mailbox and a database."""
        ports = {"imap_port": self.dovecot.port, "smtp_port": self.sink.port}
        return configured(self.folder, user=user, database=database, names=names, **ports)

    def prepare(self, partners: Sequence[Partner], registrations: int) -> None:
        """Make the database that every run starts from: migrated, with its partners and ``registrations`` of others."""
        compile_modules()
        write_rules(self.folder)
        write_partners(self.folder / "partners.csv", partners)
        url = self.databases.make(PREPARED)
        run = self.configured(PREPARED, url)
        run.call("migrate")
        run.call("import", "partners", str(self.folder / "partners.csv"))
        if registrations:
            store = Store(url)
            fill(store, load_program(str(self.folder / RULES), self.folder), partners, registrations)
            store.close()

    def _deposit(self, user: str) -> None:
        self.dovecot.deposit(user, ((mail.raw, mail.received_at) for mail in self.mails))


@contextmanager
def bench(corpus: Corpus, database: str = "") -> Iterator[Bench]:
    """Servers and a scratch folder for a corpus; all of it is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="regbot-benchmark-"))
    folder.chmod(0o755)  # Dovecot reads the mails as another user
    made = databases(database, folder)
    try:
        with Dovecot(folder / "dovecot") as dovecot, Sink(folder) as sink:
            yield Bench(folder, dovecot, sink, made, list(corpus.mails()))
    finally:
        made.drop_all()
        shutil.rmtree(folder, ignore_errors=True)


def main() -> int:
    """Measure, print, and return the exit code."""
    wanted = _arguments()
    os.sched_setaffinity(0, {wanted.cpu})  # inherited by the servers and by the bot
    corpus = Corpus(wanted.mails, wanted.seed)
    rates: list[tuple[float, float]] = []
    costs: list[Cost] = []
    named: list[float] = []
    wrong: list[str] = []
    with bench(corpus, wanted.database) as run:
        _describe(run.mails)
        run.prepare(corpus.partners, wanted.registrations)
        for pair in range(1, wanted.pairs + 1):
            plain = run.floor(f"floor{pair}")
            cost, found = run.bot(f"bot{pair}")
            rates.append((plain, wanted.mails / cost.wall))
            costs.append(cost)
            wrong += found
            if wanted.names:
                named.append(_by_name(run, pair, cost))
            print(f"pair {pair}: floor {plain:.0f} mails/s, bot {rates[-1][1]:.0f} mails/s, {len(found)} mistakes")
    _report(rates, costs, wanted.mails)
    if named:
        print(f"with companies looked up by name: {statistics.median(named):.2f} of the bot's rate without")
    for mistake in wrong[:_SHOWN]:
        print(mistake)
    print(f"decisions and replies: {f'{len(wrong)} MISTAKES' if wrong else 'all as the truth says'}")
    return int(bool(wrong))


def _by_name(run: Bench, pair: int, without: Cost) -> float:
    """The part of its rate that the bot keeps when it looks companies up by name; says what it then decides otherwise.

    The truth knows of no names, so what is held for one is printed, and is no mistake.
    """
    cost, otherwise = run.bot(f"names{pair}", names=True)
    for difference in otherwise[:_SHOWN]:
        print(f"pair {pair}, by name: {difference}")
    return without.wall / cost.wall


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.drain", description=__doc__)
    parser.add_argument("--mails", type=int, default=1000, help="how many mails are drained")
    parser.add_argument("--database", default="", help="URL of a PostgreSQL database; without it, SQLite")
    parser.add_argument("--registrations", type=int, default=0, help="accepted registrations there beforehand")
    parser.add_argument("--pairs", type=int, default=3, help="runs of the floor and of the bot")
    parser.add_argument("--names", action="store_true", help="also drain with companies looked up by name")
    parser.add_argument("--cpu", type=int, default=0, help="the CPU that everything is kept on")
    parser.add_argument("--seed", type=int, default=1, help="of the generated mails")
    return parser.parse_args()


def _describe(mails: Sequence[Mail]) -> None:
    kinds = Counter(mail.kind for mail in mails)
    outcomes = Counter(lead.outcome for mail in mails for lead in mail.expected)
    print(f"{len(mails)} mails: {_counted(kinds)}; leads: {_counted(outcomes)}")


def _counted(counter: Counter[str]) -> str:
    return ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in counter.most_common())


def _report(rates: Sequence[tuple[float, float]], costs: Sequence[Cost], mails: int) -> None:
    plain, bot = (statistics.median(column) for column in zip(*rates, strict=True))
    print(f"floor: {plain:.0f} mails/s")
    print(f"bot: {bot:.0f} mails/s (from the start of the interpreter to its end)")
    print(f"ratio: {statistics.median(mine / floor for floor, mine in rates):.2f}")
    print(f"CPU: {statistics.median(cost.cpu for cost in costs) / mails * 1000:.2f} ms a mail")
    print(f"peak RSS: {max(cost.peak for cost in costs) / 2**20:.0f} MiB")


if __name__ == "__main__":
    try:
        sys.exit(main())
    except ServerMissing as missing:
        sys.exit(str(missing))
