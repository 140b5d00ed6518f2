"""An SMTP server in a thread that keeps every mail it takes and refuses what it is told to."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import ssl
import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future

from tests.servers.script import Script, Taken


class Sink:
    """The server; ``tls`` is "none", "starttls" (offered, and demanded before MAIL) or "tls"."""

    host = "127.0.0.1"

    def __init__(self, *, tls: str = "none", context: ssl.SSLContext | None = None, port: int = 0) -> None:
        self.tls = tls
        self.script = Script()
        self.mails: list[Taken] = []
        self.connections = 0
        self.open = 0
        self.logins: list[str] = []
        self.port = port
        self._context = context
        self._arrived = threading.Condition()
        started: Future[asyncio.AbstractEventLoop] = Future()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(started)), name="sink", daemon=True)
        self._thread.start()
        self._loop = started.result(10)

    async def _serve(self, started: Future[asyncio.AbstractEventLoop]) -> None:
        self._end = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        implicit = self._context if self.tls == "tls" else None
        server = await asyncio.start_server(self._accept, self.host, self.port, ssl=implicit, limit=1 << 20)
        self.port = server.sockets[0].getsockname()[1]
        started.set_result(asyncio.get_running_loop())
        await self._end.wait()
        server.close()
        await self._cut()

    async def _cut(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def cut(self) -> None:
        """Close every open connection at once, as a relay that restarts does."""
        asyncio.run_coroutine_threadsafe(self._cut(), self._loop).result(10)

    def stop(self) -> None:
        """End the server and all its connections."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._end.set)
            self._thread.join(10)

    def wait(self, count: int, timeout: float = 60) -> list[Taken]:
        """The mails taken so far, once there are ``count`` of them; fails after ``timeout`` seconds."""
        with self._arrived:
            if not self._arrived.wait_for(lambda: len(self.mails) >= count, timeout):
                raise AssertionError(f"{len(self.mails)} of {count} mails after {timeout} s")
            return list(self.mails)

    def keep(self, mail: Taken) -> None:
        """Note a mail; wakes who waits for it."""
        if self.script.onward is not None:
            self.script.onward(mail)
        with self._arrived:
            self.mails.append(mail)
            self._arrived.notify_all()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.connections += 1
        self.open += 1
        try:
            await _Session(self, self.connections, reader, writer, self._context).run()
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the client went away, or cut()
        finally:
            self.open -= 1
            self._tasks.discard(task)
            writer.transport.abort()
            with contextlib.suppress(Exception):
                await writer.wait_closed()


class _Session:
    def __init__(
        self,
        sink: Sink,
        number: int,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        context: ssl.SSLContext | None,
    ) -> None:
        self.sink, self.number, self.reader, self.writer, self.context = sink, number, reader, writer, context
        self.secure = sink.tls == "tls"
        self.known = False
        self.count = 0
        self.forget()

    def forget(self) -> None:
        self.sender: str | None = None
        self.options = ""
        self.recipients: list[str] = []

    async def say(self, *lines: str) -> None:
        parts = [f"{line[:3]}-{line[4:]}" for line in lines[:-1]] + [lines[-1]]
        self.writer.write("".join(f"{part}\r\n" for part in parts).encode())
        await self.writer.drain()

    async def run(self) -> None:
        if not await self.deliver_answer(self.scripted("CONNECT") or "220 sink ESMTP"):
            return
        while line := (await self.reader.readline()).decode("utf-8", "replace").rstrip("\r\n"):
            verb, _, rest = line.partition(" ")
            told = self.scripted(verb.upper()) or ""
            if told.startswith("slow "):
                await asyncio.sleep(float(told[5:]))
                told = ""
            answer = told or await self.answer(verb.upper(), rest)
            if not await self.deliver_answer(answer):
                return

    async def deliver_answer(self, answer: str | Sequence[str]) -> bool:
        if answer == "drop":
            return False
        if answer == "hang":
            await asyncio.sleep(3600)
        lines = [answer] if isinstance(answer, str) else answer
        if lines:
            await self.say(*lines)
        return not (lines and lines[0].startswith(("221", "421")))

    def scripted(self, verb: str) -> str | None:
        waiting = self.sink.script.replies.get(verb)
        return waiting.pop(0) if waiting else None

    async def answer(self, verb: str, rest: str) -> str | Sequence[str]:
        match verb:
            case "EHLO":
                return self.extensions()
            case "HELO" | "NOOP":
                return "250 ok"
            case "RSET":
                self.forget()
                return "250 ok"
            case "STARTTLS":
                return await self.upgrade()
            case "AUTH":
                return await self.login(rest)
            case "MAIL":
                return self.mail(rest)
            case "RCPT":
                return self.rcpt(rest)
            case "DATA":
                return await self.data()
            case "QUIT":
                return "221 bye"
        return "500 what?"

    def extensions(self) -> Sequence[str]:
        script = self.sink.script
        offered = ["250 sink", "250 8BITMIME", f"250 SIZE {script.size}"]
        if script.smtputf8:
            offered.append("250 SMTPUTF8")
        if script.pipelining:
            offered.append("250 PIPELINING")
        if self.sink.tls == "starttls" and not self.secure:
            offered.append("250 STARTTLS")
        if script.login:
            offered.append("250 AUTH PLAIN")
        if script.tokens is not None:
            offered.append("250 AUTH XOAUTH2")
        return offered

    async def upgrade(self) -> Sequence[str]:
        if self.sink.tls != "starttls" or self.context is None:
            return "502 not here"
        await self.say("220 go ahead")
        await self.writer.start_tls(self.context)
        self.secure = True
        return ()

    async def login(self, rest: str) -> str:
        mechanism, _, blob = rest.partition(" ")
        if mechanism.upper() == "XOAUTH2":
            return await self.show_token(blob)
        _, user, password = base64.b64decode(blob).decode().split("\0")
        self.sink.logins.append(f"{user}:{'tls' if self.secure else 'plain'}")
        self.known = mechanism.upper() == "PLAIN" and (user, password) == self.sink.script.login
        return "235 welcome" if self.known else f"535 5.7.8 authentication failed: {blob}"

    async def show_token(self, blob: str) -> str:
        """A refusal comes as a challenge first, which the client answers with an empty line; it repeats what it got."""
        text = base64.b64decode(blob).decode()
        user, _, token = text.removeprefix("user=").rstrip("\1").partition("\1auth=Bearer ")
        self.sink.logins.append(f"{user}:{token}")
        self.known = token in (self.sink.script.tokens or ())
        if self.known:
            return "235 welcome"
        await self.say("334 eyJzdGF0dXMiOiI0MDAifQ==")
        await self.reader.readline()
        return f"535 5.7.8 authentication failed: {token} {blob}"

    def mail(self, rest: str) -> str:
        limit = self.sink.script.mails_a_connection
        if self.sink.tls == "starttls" and not self.secure:
            return "530 5.7.0 must issue STARTTLS first"
        if (self.sink.script.login or self.sink.script.tokens is not None) and not self.known:
            return "530 5.7.0 authentication required"
        if limit and self.count >= limit:
            return "421 4.7.0 too many mails on this connection"
        self.forget()
        path, _, self.options = rest.partition(":")[2].strip().partition(" ")
        self.sender = path.strip("<>")
        return "250 ok"

    def rcpt(self, rest: str) -> str:
        if self.sender is None:
            return "503 MAIL first"
        address = rest.partition(":")[2].strip().split(" ")[0].strip("<>")
        refusal = self.sink.script.recipients.get(address)
        if refusal is None:
            self.recipients.append(address)
        return refusal or "250 ok"

    async def data(self) -> str:
        if not self.recipients:
            return "554 no valid recipients"
        await self.say("354 go on")
        lines = []
        while (line := await self.reader.readline()) != b".\r\n":
            if not line:
                return "drop"
            lines.append(line[1:] if line.startswith(b".") else line)
        refusal = self.scripted("DOT")
        if refusal is not None:
            self.forget()
            return refusal
        self.count += 1
        data, to = b"".join(lines), tuple(self.recipients)
        self.sink.keep(Taken(self.sender or "", to, data, time.time(), self.secure, self.number, self.options))
        self.forget()
        return f"250 2.0.0 queued as {len(self.sink.mails)}"
