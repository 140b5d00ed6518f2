"""Killed at any instant, the bot loses nothing, decides nothing twice, and sends no second answer."""

from __future__ import annotations

import itertools
import random
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.servers.dovecot import Dovecot
from tests.servers.sink import Sink
from tests.whole.live import Process, lead
from tests.whole.world import World, eml, parsed

KILLS = [
    ("mail.received", 0.0),
    ("mail.received", 0.01),
    ("mail.received", 0.03),
    ("mail.handled", 0.0),
    ("mail.handled", 0.003),
    ("mail.handled", 0.01),
    ("outbox.delivered", 0.0),
]
"""After which line of its log the process is killed, and how many seconds later."""


def _batch(numbers: itertools.count[int]) -> list[bytes]:
    """Four mails: two leads, a stranger of its own, an out-of-office."""
    number = next(numbers)
    stranger = eml("stranger").replace(b"bob@", b"bob%d@" % number).replace(b"<s1@", b"<s%d@" % number)
    absent = eml("out_of_office").replace(b"Message-ID: <", b"Message-ID: <n%d" % number)
    return [lead(2 * number), lead(2 * number + 1, partner="southgate.example"), stranger, absent]


def _partner(mail: bytes) -> bytes:
    """The second partner is known by one address only."""
    return mail.replace(b"mia@southgate", b"lee@southgate")


def _killed(world: World, mode: tuple[str, ...], event: str, delay: float) -> None:
    with Process(world, *mode, "-v") as process:
        process.saw(event)
        time.sleep(delay)


def _check(world: World, mails: int) -> None:
    """What became of so many batches: every lead decided once, every answerable mail answered by one mail."""
    companies = Counter(r.lead.company for r in world.registrations())
    assert companies == {f"Weaver {number} Ltd": 1 for number in range(2 * mails)}
    sent = [parsed(taken.data) for taken in world.sink.mails]  # by the real clock a digest may be among them
    answers = {(mail["In-Reply-To"], mail["Message-ID"]) for mail in sent if mail["In-Reply-To"]}
    assert len(answers) == 3 * mails == len({answered for answered, _ in answers})
    folders = {f: len(world.imap.mails(world.user, f)) for f in ("INBOX", "Processed", "Ignored", "Quarantine")}
    assert folders == {"INBOX": 0, "Processed": 2 * mails, "Ignored": mails, "Quarantine": mails}
    assert world.bot.store.verify() is None


@pytest.mark.parametrize("kills", [[*KILLS, *KILLS[1:5]], KILLS[1::2]], ids=["sqlite", "postgresql"])
def test_killed_while_draining(
    tmp_path: Path, imap: Dovecot, sink: Sink, kills: list[tuple[str, float]], request: pytest.FixtureRequest
) -> None:
    url = f"sqlite:///{tmp_path / 'r.db'}" if len(kills) > len(KILLS) else request.getfixturevalue("postgres_url")
    chance, numbers = random.Random(7), itertools.count()
    with World(tmp_path, imap, sink, url) as world:
        for event, delay in kills:
            imap.deposit(world.user, *map(_partner, _batch(numbers)))
            mode = ("run",) if chance.random() < 0.5 else ("run", "--once")
            _killed(world, mode, event, delay * chance.uniform(0.5, 2))
        with Process(world, "run", "--once") as last:
            assert last.wait() == 0, last.log
        _check(world, len(kills))


def test_killed_at_any_instant_of_its_life(tmp_path: Path, imap: Dovecot, sink: Sink) -> None:
    chance, numbers = random.Random(11), itertools.count()
    with World(tmp_path, imap, sink, f"sqlite:///{tmp_path / 'r.db'}") as world:
        for _ in range(4):
            imap.deposit(world.user, *map(_partner, _batch(numbers)))
            with Process(world, "run", "--once", "-v"):
                time.sleep(chance.uniform(0.4, 1.4))
        with Process(world, "run", "--once") as last:
            assert last.wait() == 0, last.log
        _check(world, 4)


def test_committed_but_never_moved(tmp_path: Path, imap_own: Dovecot, sink: Sink) -> None:
    """The server goes away after the commit and before the move: the mail is filed later and decided once."""
    with World(tmp_path, imap_own, sink, f"sqlite:///{tmp_path / 'r.db'}") as world:
        imap_own.deposit(world.user, *map(_partner, _batch(itertools.count())))
        with Process(world, "run", "-v") as process:
            process.saw("mail.received")
            imap_own.halt()
            assert process.saw("mail.handled")
            sink.wait(3)
        imap_own.start()
        with Process(world, "run", "--once") as last:
            assert last.wait() == 0, last.log
        _check(world, 1)
