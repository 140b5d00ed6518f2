"""Delivers the outbox: mails are claimed with a lease, sent over kept connections, and tried again until given up."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from bot.mail.smtp import Failed, Later, Relay
from bot.store import OutboxRow, Store

LEASE_SECONDS = 600.0
FIRST_RETRY = timedelta(seconds=30)
LONGEST_RETRY = timedelta(hours=1)
log = structlog.get_logger()


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
    ) -> None:
        self._store = store
        self._relay = relay
        self._worker = worker
        self._batch = batch
        self._give_up = give_up
        self._clock = clock
        self.failed = 0

    async def step(self) -> bool:
        """Deliver one batch of what is due; True if there was one. Raises StoreUnavailable."""
        rows = self._store.outbox_claim(self._worker, self._batch, self._clock(), LEASE_SECONDS)
        if not rows:
            return False
        results = await self._relay.deliver([row.mail for row in rows])
        now = self._clock()
        sent: list[int] = []
        later: list[tuple[int, datetime, str]] = []
        failed: list[tuple[int, str]] = []
        for row, result in zip(rows, results, strict=True):
            if isinstance(result, Failed):
                failed.append((row.id, result.text))
            elif isinstance(result, Later):
                if now - row.created_at > self._give_up:
                    failed.append((row.id, f"given up after {row.attempts} attempts: {result.text}"))
                else:
                    later.append((row.id, now + pause(row.attempts), result.text))
            else:
                sent.append(row.id)
                if result.refused:
                    log.warning("outbox.recipient_refused", outbox=row.id, recipients=len(result.refused))
        self._store.outbox_sent(sent, now)
        self._store.outbox_retry(later)
        self._store.outbox_failed(failed, now)
        self.failed += len(failed)
        log.info("outbox.delivered", sent=len(sent), later=len(later), failed=len(failed))
        return True

    async def close(self) -> None:
        """Close the kept connections."""
        await self._relay.close()


def pause(attempts: int) -> timedelta:
    """How long until the next attempt: doubled each time, up to an hour, with a fifth of jitter."""
    wait = min(FIRST_RETRY * 2 ** min(attempts - 1, 10), LONGEST_RETRY)
    jitter: float = random.uniform(0.8, 1.2)  # noqa: S311  spreads retries, guards nothing
    return wait * jitter
