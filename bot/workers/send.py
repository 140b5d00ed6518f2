"""Delivers the outbox: mails are claimed with a lease, sent over kept connections, and tried again until given up."""

from __future__ import annotations

import asyncio
import os
import random
import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.delivery import Failing
from bot.domain.outcome import OutboxMail
from bot.mail.smtp import Delivered, Failed, Later, Relay, Sent
from bot.store import OutboxRow, Store
from bot.workers.log import Log

_NO_MAILBOX = re.compile(r"(?<![\d.])5\.(?:1\.(?:1|2|3|6|10)|2\.1)(?![\d.])")
LEASE_SECONDS = 1800.0  # a full batch over four connections may take 28 s a mail before another worker takes it over
FIRST_RETRY = timedelta(seconds=30)
LONGEST_RETRY = timedelta(hours=1)
log = Log()


class Sender:
    """One worker on the outbox; several may run, on several machines."""

    def __init__(
        self,
        store: Store,
        relay: Relay,
        *,
        worker: str,
        batch: int,
        give_up: timedelta,
        clock: Callable[[], datetime],
        sign: Callable[[bytes], bytes] | None = None,
    ) -> None:
        self._store = store
        self._relay = relay
        self._worker = worker
        self._batch = batch
        self._give_up = give_up
        self._clock = clock
        self._sign = sign
        self.failed = 0
        self._results: list[tuple[OutboxRow, Delivered]] = []

    def take_over(self) -> None:
        """Make due what processes of this machine claimed before they died; raises StoreUnavailable.

        Without this, what a killed process had claimed would wait for the end of its lease.
        """
        dead = [worker for worker in self._store.outbox_workers() if worker == self._worker or _died(worker)]
        if dead:
            log.info("outbox.released", mails=self._store.outbox_release(dead, self._clock()))

    async def step(self) -> bool:
        """Deliver one batch of what is due; True if it was a full one, so that more may be due.

        Raises StoreUnavailable; what was delivered by then is noted by the next step, not sent again.
        """
        self._note()
        rows = self._store.outbox_claim(self._worker, self._batch, self._clock(), LEASE_SECONDS)
        if not rows:
            return False
        mails = [row.mail for row in rows]
        if self._sign is not None:  # takes some ten milliseconds a mail
            mails = await asyncio.to_thread(_signed, mails, self._sign)
        verdicts = await self._relay.deliver(mails)
        self._results = list(zip(rows, verdicts, strict=True))
        self._note()
        return len(rows) == self._batch

    def _note(self) -> None:
        """Write down what became of the mails."""
        if not self._results:
            return
        now = self._clock()
        sent: list[int] = []
        later: list[tuple[int, datetime, str]] = []
        failed: list[tuple[int, str]] = []
        owed: list[tuple[int, tuple[str, ...]]] = []
        failing: list[Failing] = []
        for row, verdict in self._results:
            result = verdict
            failing += unknown(row, verdict, now)
            if isinstance(verdict, Sent) and verdict.refused:
                owed.append((row.id, tuple(refusal.recipient for refusal in verdict.refused)))
                result = rest(verdict)
            if isinstance(result, Failed):
                failed.append((row.id, result.text))
            elif isinstance(result, Later):
                if now - row.created_at > self._give_up:
                    failed.append((row.id, f"given up after {row.attempts} attempts: {result.text}"))
                else:
                    later.append((row.id, now + pause(row.attempts), result.text))
            else:
                sent.append(row.id)
        self._store.outbox_sent(sent, now)
        self._store.outbox_narrow(owed)
        self._store.outbox_retry(later)
        self._store.outbox_failed(failed, now)
        self._store.note_failing(failing)
        self._results = []
        self.failed += len(failed)
        tell = log.warning if later or failed else log.info  # the reasons: regbot outbox list
        tell("outbox.delivered", sent=len(sent), later=len(later), failed=len(failed))

    async def close(self) -> None:
        """Close the kept connections."""
        await self._relay.close()


def _signed(mails: Sequence[OutboxMail], sign: Callable[[bytes], bytes]) -> list[OutboxMail]:
    return [replace(mail, raw=sign(mail.raw)) for mail in mails]


def rest(sent: Sent) -> Later | Failed:
    """What becomes of the recipients whom the relay refused while it took the others: again, unless all for good."""
    text = "; ".join(f"{refusal.recipient}: {refusal.text}" for refusal in sent.refused)
    return Failed(text) if all(refusal.permanent for refusal in sent.refused) else Later(text)


def unknown(row: OutboxRow, verdict: Delivered, now: datetime) -> list[Failing]:
    """The recipients whom the relay refused for good since their address is wrong (RFC 3463 sections 3.2 and 3.3).

    A mail to a stranger, whose return path is null, says nothing of anybody whom the bot writes to again.
    """
    refused: list[tuple[str, str]] = []
    if isinstance(verdict, Sent):
        refused = [(one.recipient, one.text) for one in verdict.refused if one.permanent]
    elif isinstance(verdict, Failed) and len(row.mail.recipients) == 1:
        refused = [(row.mail.recipients[0], verdict.text)]
    return [
        Failing(row.mail.program, address.casefold(), now, text)
        for address, text in refused
        if row.mail.sender and _NO_MAILBOX.search(text)
    ]


def this_worker() -> str:
    """A name by which a later process of this machine can tell whether this one is still alive."""
    return f"{socket.gethostname()}/{os.getpid()}"


def _died(worker: str) -> bool:
    """Whether a worker was a process of this machine that is no more; of other machines nothing is known."""
    host, _, pid = worker.rpartition("/")
    if host != socket.gethostname() or not pid.isdecimal():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False  # it lives, in another's name
    return False


def pause(attempts: int) -> timedelta:
    """How long until the next attempt: doubled each time, up to an hour, with a fifth of jitter."""
    wait = min(FIRST_RETRY * (1 << min(attempts - 1, 10)), LONGEST_RETRY)
    jitter: float = random.uniform(0.8, 1.2)  # noqa: S311  spreads retries, guards nothing
    return wait * jitter
