"""The relay that takes the bot's mails: a few kept connections, a verdict for each mail."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence

from bot.mail.delivery import Delivered, Failed, Later, Outgoing, Refusal, Sent
from bot.mail.lane import Lane, NoRelay
from bot.mail.server import Server

__all__ = ["Delivered", "Failed", "Later", "Outgoing", "Refusal", "Relay", "Sent"]

IDLE = 120.0  # seconds; relays commonly end an idle session after 300
PATIENCE = 60.0


class Relay:
    """Up to ``connections`` kept connections to one server, all in one event loop.

    ``idle`` is how long (seconds) unused connections are kept, ``patience`` how long one mail may take.  Raises
    ConfigError when the authority of the settings cannot be read.
    """

    def __init__(self, server: Server, *, connections: int = 4, idle: float = IDLE, patience: float = PATIENCE) -> None:
        context = server.context()
        self._lanes = [Lane(server, context, patience) for _ in range(connections)]
        self._idle = idle
        self._turn = asyncio.Lock()
        self._timer: asyncio.TimerHandle | None = None

    async def deliver(self, mails: Sequence[Outgoing]) -> list[Delivered]:
        """Give every mail its verdict, in their order; never raises for what a server does or fails to do.

        Cancelled, it closes the connections in use; which mails went out before is then unknown.
        """
        async with self._turn:
            self._stop_timer()
            try:
                return await self._share_out(mails)
            finally:
                self._timer = asyncio.get_running_loop().call_later(self._idle, self._hang_up)

    async def _share_out(self, mails: Sequence[Outgoing]) -> list[Delivered]:
        waiting = deque(enumerate(mails))
        verdicts: dict[int, Delivered] = {}

        async def work(lane: Lane) -> str:
            mine: deque[tuple[int, Outgoing]] = deque()  # taken, and no verdict yet

            def take() -> Outgoing | None:
                if not waiting:
                    return None
                mine.append(waiting.popleft())
                return mine[-1][1]

            try:
                async for verdict in lane.deliver(take):
                    verdicts[mine.popleft()[0]] = verdict
            except NoRelay as error:  # the other lanes may have their connections
                waiting.extendleft(reversed(mine))
                return str(error)
            return ""

        lanes = sorted(self._lanes, key=lambda lane: not lane.connected)[: len(mails)]
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(work(lane)) for lane in lanes]
        trouble = next((text for task in tasks if (text := task.result())), "")
        return [verdicts.get(index) or Later(trouble) for index in range(len(mails))]

    async def close(self) -> None:
        """End every session politely."""
        async with self._turn:
            self._stop_timer()
            await asyncio.gather(*(lane.quit() for lane in self._lanes))

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _hang_up(self) -> None:
        for lane in self._lanes:
            lane.close()
