"""How long one mail takes while the daemon idles: from the server's IDLE notice to the relay's 250.

`python -m benchmarks.latency --mails 50` starts its own servers and `regbot run`, delivers one mail after the other,
and watches the mailbox by an IDLE connection of its own. Dovecot lets half a second pass before it notifies any client.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from imapclient import IMAPClient

from benchmarks.drain import PREPARED, Bench, bench
from benchmarks.generate import Corpus, Mail
from benchmarks.servers import HOST, PASSWORD, ServerMissing, Taken

USER = "latency"
_SECONDS = 30.0  # the longest that one answer may take
_PAUSE = 0.2  # so that the daemon is back in IDLE before the next mail


class NoAnswer(Exception):
    """The daemon did not answer a mail in time."""


def main() -> int:
    """Measure and print; returns the exit code."""
    wanted = _arguments()
    os.sched_setaffinity(0, {wanted.cpu})
    corpus = Corpus(wanted.mails * 2, wanted.seed)  # of which those that are answered are used
    with bench(corpus) as run:
        run.prepare(corpus.partners, 0)
        mails = [mail for mail in run.mails if mail.answerable]
        with _serving(run):
            waits = [_answered(run, mail) for mail in mails[: wanted.mails + 1]][1:]  # the first one warms up
    milliseconds = sorted(wait * 1000 for wait in waits)
    p95 = milliseconds[min(len(milliseconds) - 1, int(len(milliseconds) * 0.95))]
    print(f"{len(milliseconds)} mails, from the IDLE notice to the relay's 250:")
    print(f"p50: {statistics.median(milliseconds):.0f} ms, p95: {p95:.0f} ms, longest: {milliseconds[-1]:.0f} ms")
    return 0


@contextmanager
def _serving(run: Bench) -> Iterator[None]:
    run.dovecot.deposit(USER, [])
    process = run.configured(USER, run.databases.copy(PREPARED, USER)).serve()
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def _answered(run: Bench, mail: Mail) -> float:
    """Seconds from the notice of a mail to its answer; raises NoAnswer."""
    mark = run.sink.mark()
    watcher = _client(run)
    watcher.select_folder("INBOX", readonly=True)
    watcher.idle()
    time.sleep(_PAUSE)
    deliverer = _client(run)
    deliverer.append("INBOX", mail.raw)
    deliverer.logout()
    watcher.idle_check(timeout=_SECONDS)
    noticed = time.time()
    watcher.idle_done()
    watcher.logout()
    return _first(run, mark, mail).at - noticed


def _first(run: Bench, mark: int, mail: Mail) -> Taken:
    deadline = time.monotonic() + _SECONDS
    while time.monotonic() < deadline:
        for taken in run.sink.since(mark):
            if mail.message_id.encode() in taken.data:
                return taken
        time.sleep(_PAUSE)
    raise NoAnswer(f"no answer to {mail.message_id} within {_SECONDS:.0f} s")


def _client(run: Bench) -> IMAPClient:
    client = IMAPClient(HOST, run.dovecot.port, ssl=False)
    client.login(USER, PASSWORD)
    return client


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.latency", description=__doc__)
    parser.add_argument("--mails", type=int, default=50, help="how many mails are timed")
    parser.add_argument("--cpu", type=int, default=0, help="the CPU that everything is kept on")
    parser.add_argument("--seed", type=int, default=1, help="of the generated mails")
    return parser.parse_args()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (ServerMissing, NoAnswer) as error:
        sys.exit(str(error))
