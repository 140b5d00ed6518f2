"""The lines of an SMTP session once it is open: commands out, replies in, in one go where the server pipelines.

aiosmtplib connects, encrypts and logs in; from there on each of its commands would be a round trip of its own.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import NamedTuple

_LONGEST_REPLY = 65_536  # bytes
_ENDING = 421  # RFC 5321 section 3.8: the server closes the session


class Reply(NamedTuple):
    """A reply's code (0 where the connection ended instead) and its text, the code before it."""

    code: int
    text: str

    @property
    def ends(self) -> bool:
        """Whether the session is over."""
        return self.code in {0, _ENDING}


LOST = Reply(0, "connection lost")


class Dialogue(asyncio.Protocol):
    """One open session; takes its transport over from whoever opened it. One task at a time asks.

    ``extensions`` is what EHLO was answered with: names in lower case, and their parameters.
    """

    def __init__(self, transport: asyncio.Transport, extensions: Mapping[str, str]) -> None:
        self.extensions = extensions
        self.pipelines = "pipelining" in extensions
        self._transport = transport
        self._buffer = b""
        self._lines: list[str] = []
        self._replies: list[Reply] = []
        self._owed = 0  # replies that were asked for and not taken yet
        self._wanted = 0
        self._waiter: asyncio.Future[None] | None = None
        transport.set_protocol(self)

    @property
    def is_open(self) -> bool:
        """Whether the connection stands, as far as one can tell without asking."""
        return not self._transport.is_closing()

    async def envelope(self, commands: Sequence[bytes]) -> list[Reply]:
        """The replies to MAIL, each RCPT and DATA, together where the server allows that (RFC 2920).

        One by one, it stops where MAIL was refused. Replies that never came are LOST.
        """
        if self.pipelines:
            self._write(_lines(commands), len(commands))
            return await self.replies(len(commands))
        replies: list[Reply] = []
        for command in commands:
            replies.append(await self.command(command))
            if replies[-1].ends or replies[0].code != 250:
                break
        return replies + [LOST] * (len(commands) - len(replies))

    async def text(self, raw: bytes, following: Sequence[bytes] = ()) -> Reply:
        """The reply to a mail's text and its last dot.

        ``following`` is the envelope of the next mail, sent along (RFC 2920 section 3.1); its replies come next.
        """
        self._write(stuffed(raw) + _lines(following), 1 + len(following))
        return (await self.replies(1))[0]

    async def command(self, line: bytes) -> Reply:
        """The reply to a single command."""
        self._write(_lines([line]), 1)
        return (await self.replies(1))[0]

    async def replies(self, count: int) -> list[Reply]:
        """The next replies to what was sent, in its order; those that never come are LOST."""
        if len(self._replies) < count and self.is_open:
            self._wanted, self._waiter = count, asyncio.get_running_loop().create_future()
            try:
                await self._waiter
            finally:
                self._waiter = None
        taken, self._replies = self._replies[:count], self._replies[count:]
        self._owed -= count
        return taken + [LOST] * (count - len(taken))

    def close(self) -> None:
        """End the connection as it stands: what was not sent yet is dropped, since its mail goes again on another."""
        self._transport.abort()

    def _write(self, octets: bytes, replies: int) -> None:
        self._owed += replies
        if self.is_open:
            self._transport.write(octets)

    def data_received(self, data: bytes) -> None:
        """Put lines together to replies; anything that nobody asked for ends a session that can no more be trusted."""
        *lines, self._buffer = (self._buffer + data).split(b"\n")
        for line in lines:
            if not line[:3].isdigit():
                return self.close()
            self._lines.append(line[4:].decode("utf-8", "surrogateescape").strip())
            if line[3:4] != b"-":
                text = f"{line[:3].decode()} " + "\n".join(self._lines)
                self._replies.append(Reply(int(line[:3]), text))
                self._lines = []
        if not self._owed or len(self._replies) > self._owed or len(self._buffer) > _LONGEST_REPLY:
            self.close()
        elif self._waiter is not None and len(self._replies) >= self._wanted and not self._waiter.done():
            self._waiter.set_result(None)
        return None

    def connection_lost(self, _: Exception | None) -> None:
        """Nobody waits any longer."""
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)


def _lines(commands: Sequence[bytes]) -> bytes:
    return b"".join(command + b"\r\n" for command in commands)


def stuffed(raw: bytes) -> bytes:
    """A mail as DATA takes it (RFC 5321 sections 2.3.8, 4.5.2): CRLF only, dots doubled, the last dot behind it."""
    lines = [b"." + line if line.startswith(b".") else line for line in raw.splitlines()]
    return b"\r\n".join([*lines, b".", b""])
