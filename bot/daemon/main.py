"""The bot at work: drains once, or serves until told to stop.

One thread a mailbox receives, processes and files (an IMAP connection serves one thread); one thread delivers; one
alarm clock ticks. They meet only in the database.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from itertools import chain
from types import TracebackType
from typing import Self

from bot.config.settings import Settings
from bot.daemon.build import (
    Clock,
    bearers,
    mark_key,
    office_of,
    open_store,
    receiver_of,
    renderer_of,
    server_of,
    signer_of,
    utc_now,
)
from bot.domain.errors import MailboxUnavailable, StoreUnavailable
from bot.mail.smtp import Relay
from bot.rules.program import Program
from bot.workers.log import Log
from bot.workers.process import Processor
from bot.workers.receive import Receiver
from bot.workers.send import Sender, this_worker
from bot.workers.tick import Ticker

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 300.0  # seconds before a server is tried again: doubled each time
TICK_SECONDS = 60
GRACE = 2.0  # seconds that a server which does not answer may hold up the end
log = Log()


class Bot:
    """The whole bot; a context manager that closes what it opened."""

    def __init__(self, settings: Settings, programs: Mapping[str, Program], clock: Clock = utc_now) -> None:
        self.store = open_store(settings)
        renderer = renderer_of(settings, keep=True)
        served = dict.fromkeys(inbox.program for inbox in settings.inbox)
        key = mark_key(settings)
        self.offices = {name: office_of(settings, programs[name], renderer, key) for name in served}
        processors = {name: Processor(self.store, office, clock) for name, office in self.offices.items()}
        self._processors = tuple(processors.values())
        bearer = bearers(settings)
        self._inboxes = [
            (receiver_of(inbox, settings, self.store, clock, bearer(inbox)), processors[inbox.program])
            for inbox in settings.inbox
        ]
        self._tickers = [
            Ticker(self.store, o, clock, settings.digest_hour, settings.weekly_digest) for o in self.offices.values()
        ]
        self._sender = Sender(
            self.store,
            Relay(server_of(settings.smtp, bearer(settings.smtp)), connections=settings.smtp.connections),
            worker=this_worker(),
            batch=settings.smtp.batch,
            give_up=timedelta(hours=settings.smtp.give_up_after_hours),
            clock=clock,
            sign=signer_of(settings),
        )
        self._clock = clock
        self._poll = {inbox.name: float(inbox.poll_seconds) for inbox in settings.inbox}
        self._trusting = [inbox.name for inbox in settings.inbox if inbox.trust.require == "none"]
        self._post = threading.Event()  # set when the outbox may hold something new

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for receiver, _ in self._inboxes:
            receiver.mailbox.close()
        self.store.close()

    def migrate(self) -> None:
        """Bring the database's schema up to this version."""
        self.store.migrate()

    def once(self) -> int:
        """Drain the inboxes, do what is due, deliver the outbox.

        Returns 1 when a mail was parked, an inbox could not be reached, something due could not be done or a delivery
        failed for good, else 0.
        """
        self._ready()
        self._sender.take_over()
        self._warn()
        parked, failed, troubles = len(self.store.parked_list()), self._sender.failed, 0
        self._recover(threading.Event())
        with asyncio.Runner() as loop:
            for receiver, processor in self._inboxes:
                try:
                    receiver.open()
                    self._drain(receiver, processor, lambda: loop.run(self._deliver()), threading.Event())
                except MailboxUnavailable as error:
                    troubles += 1
                    log.error("mailbox.unavailable", mailbox=receiver.mailbox.name, why=str(error))
                finally:
                    receiver.mailbox.close()
            troubles += sum(not ticker.step() for ticker in self._tickers)
            loop.run(self._deliver())
            loop.run(self._sender.close())
        worse = len(self.store.parked_list()) > parked or self._sender.failed > failed
        return int(bool(troubles) or worse)

    def run(self, stop: threading.Event) -> None:
        """Serve until ``stop`` is set; raises StoreUnavailable at once when the database is not ready."""
        from apscheduler.schedulers.background import BackgroundScheduler  # noqa: PLC0415  once() needs none

        self._ready()
        self._sender.take_over()
        self._warn()
        self._recover(stop)
        clock = BackgroundScheduler(timezone=UTC)
        options = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        clock.add_job(self._tick, "interval", seconds=TICK_SECONDS, next_run_time=datetime.now(UTC), **options)
        threads = [
            threading.Thread(
                target=self._serve, args=(receiver, processor, stop), name=receiver.mailbox.name, daemon=True
            )
            for receiver, processor in self._inboxes
        ]
        threads.append(
            threading.Thread(target=lambda: asyncio.run(self._post_office(stop)), name="outbox", daemon=True)
        )
        for thread in threads:
            thread.start()
        clock.start()
        log.info("bot.started", inboxes=len(self._inboxes))
        stop.wait()
        self._post.set()
        for receiver, _ in self._inboxes:
            receiver.mailbox.wake()
        ends = time.monotonic() + GRACE
        for thread in threads:
            thread.join(max(0.0, ends - time.monotonic()))  # one that is kept waiting longer loses nothing by a kill
        clock.shutdown(wait=True)
        log.info("bot.stopped")

    def _warn(self) -> None:
        """Say at each start which inboxes believe every From."""
        for name in self._trusting:
            log.warning("trust.none", mailbox=name, meaning="anybody may write in any partner's name")

    def _ready(self) -> None:
        """Raise StoreUnavailable unless the database is ready; file what rules that judged by domain only left."""
        self.store.check()
        for name, office in self.offices.items():
            if office.names:
                self.store.file_names(name)

    def _recover(self, stop: threading.Event) -> None:
        """Begin with what an earlier run left behind, before anything new can hide behind it."""
        for processor in self._processors:
            while not stop.is_set() and processor.recover():
                pass

    def _drain(
        self, receiver: Receiver, processor: Processor, after: Callable[[], None], stop: threading.Event
    ) -> None:
        """Handle what is stored, then what is new, batch by batch; ``after`` is called when answers may wait."""
        for _ in chain((0,), receiver.receive()):
            while not stop.is_set() and processor.step():
                after()
            receiver.file()
            if stop.is_set():
                return

    async def _deliver(self) -> None:
        while await self._sender.step():
            pass

    def _serve(self, receiver: Receiver, processor: Processor, stop: threading.Event) -> None:
        """One mailbox for ever: receive, process, file, wait; after a failure, again with growing pauses."""
        name, pause = receiver.mailbox.name, FIRST_PAUSE
        while not stop.is_set():
            try:
                receiver.open()
                while not stop.is_set():
                    self._drain(receiver, processor, self._post.set, stop)
                    pause = FIRST_PAUSE
                    receiver.mailbox.idle(self._poll[name], stop)
                return
            except (MailboxUnavailable, StoreUnavailable) as error:
                log.error("mailbox.waiting", mailbox=name, why=str(error), seconds=pause)
            except Exception:
                log.exception("mailbox.failed", mailbox=name, seconds=pause)
            receiver.mailbox.close()
            stop.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _post_office(self, stop: threading.Event) -> None:
        """Deliver whenever something may be due, until stopped; a relay that hangs is left after a moment."""
        stopped = asyncio.create_task(asyncio.to_thread(stop.wait))
        again = FIRST_PAUSE
        while not stop.is_set():
            self._post.clear()
            delivery = asyncio.create_task(self._deliver())
            await asyncio.wait({delivery, stopped}, return_when=asyncio.FIRST_COMPLETED)
            try:
                await asyncio.wait_for(delivery, GRACE / 2 if stop.is_set() else None)
                pause, again = self._until_next(), FIRST_PAUSE
            except TimeoutError:
                return
            except StoreUnavailable as error:
                pause, again = again, min(again * 2, TICK_SECONDS)
                log.error("outbox.waiting", why=str(error), seconds=pause)
            except Exception:
                pause, again = again, min(again * 2, TICK_SECONDS)
                log.exception("outbox.failed", seconds=pause)
            if not stop.is_set():
                await asyncio.to_thread(self._post.wait, pause)
        await self._sender.close()

    def _until_next(self) -> float:
        """Seconds until the next mail of the outbox is due, at most a tick."""
        due = self.store.outbox_next()
        return min(TICK_SECONDS, max(0.05, (due - self._clock()).total_seconds())) if due else TICK_SECONDS

    def _tick(self) -> None:
        for ticker in self._tickers:
            try:
                ticker.step()
            except StoreUnavailable as error:
                log.error("tick.waiting", why=str(error))
            except Exception:
                log.exception("tick.failed")
        self._post.set()
