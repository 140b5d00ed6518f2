"""A fast SMTP server that takes every mail and writes it down; run in a process of its own.

`python -m benchmarks.sink FILE` prints its port, then writes one line of JSON a mail: time, return path, recipients,
data. The verb XMARK flushes that file and answers with its size in bytes. It is far faster than aiosmtpd, so that the
client is what is measured.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path
from typing import BinaryIO

_END = b"\r\n.\r\n"
_EHLO = b"250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE 52428800\r\n"
_ANSWERS = {b"EHLO": _EHLO, b"DATA": b"354 go on\r\n", b"QUIT": b"221 bye\r\n"}


class Session(asyncio.Protocol):
    """One client's connection (RFC 5321, with RFC 2920 pipelining)."""

    def __init__(self, store: BinaryIO) -> None:
        self._store = store
        self._buffer = b""
        self._in_data = False
        self._sender = ""
        self._recipients: list[str] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(b"220 sink ESMTP\r\n")

    def data_received(self, data: bytes) -> None:
        """Answer every whole command and mail that has arrived."""
        self._buffer += data
        answers: list[bytes] = []
        while (answer := self._next()) is not None:
            answers.append(answer)
        self._transport.write(b"".join(answers))
        if answers and answers[-1] == _ANSWERS[b"QUIT"]:
            self._transport.close()

    def _next(self) -> bytes | None:
        if self._in_data:
            return self._mail()
        line, found, rest = self._buffer.partition(b"\r\n")
        if not found:
            return None
        self._buffer = rest
        return self._command(line)

    def _command(self, line: bytes) -> bytes:
        verb = line[:4].upper()
        if verb == b"MAIL":
            self._sender, self._recipients = _path(line), []
        elif verb == b"RCPT":
            self._recipients.append(_path(line))
        elif verb == b"DATA":
            self._in_data = True
        elif verb == b"XMAR":
            self._store.flush()
            return b"250 %d\r\n" % self._store.tell()
        return _ANSWERS.get(verb, b"250 ok\r\n")

    def _mail(self) -> bytes | None:
        data, found, rest = self._buffer.partition(_END)
        if not found:
            return None
        self._buffer, self._in_data = rest, False
        record = {
            "at": time.time(),
            "from": self._sender,
            "to": self._recipients,
            "data": data.replace(b"\r\n..", b"\r\n.").decode("utf-8", "surrogateescape"),
        }
        self._store.write(json.dumps(record).encode() + b"\n")
        return b"250 queued\r\n"


def _path(line: bytes) -> str:
    return line.partition(b"<")[2].partition(b">")[0].decode("utf-8", "replace")


async def serve(store: BinaryIO) -> None:
    """Listen on a free port of the loopback until the process is ended."""
    server = await asyncio.get_running_loop().create_server(lambda: Session(store), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    with Path(sys.argv[1]).open("wb", buffering=1 << 20) as file:
        asyncio.run(serve(file))
