"""The demo's mail world: an IMAP and an SMTP server in one thread of this process, on free ports of the loopback.

Everything is kept in memory. Any user name logs in with any password and finds his own mailbox by his address. Mail
that reaches the SMTP server is put into the mailboxes of its recipients; what goes to one of the bot's inboxes is
marked first as a provider's own server would mark it, with the Authentication-Results that prove its sender.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Collection, Coroutine
from dataclasses import dataclass
from datetime import datetime
from email.parser import BytesHeaderParser
from email.utils import parseaddr
from typing import TYPE_CHECKING, Any, Self

from bot.domain.errors import BotError

if TYPE_CHECKING:
    from bot.cli.demo.mailboxes import Mailboxes

AUTHSERV_ID = "mx.demo.example"
HOST = "127.0.0.1"
_SECONDS = 10  # to wait for the servers' thread


class DemoUnavailable(BotError):
    """The demo's servers are not installed."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A mail that reached the SMTP server: its envelope and its bytes, as they went over the wire."""

    sender: str
    recipients: tuple[str, ...]
    raw: bytes


class MailWorld:
    """Both servers; ``inboxes`` are the bot's own addresses, ``clock`` stamps what arrives (INTERNALDATE).

    ``sent`` grows by every mail that is not for the bot: what the bot itself has sent.
    """

    def __init__(self, inboxes: Collection[str], clock: Callable[[], datetime]) -> None:
        self.sent: list[Sent] = []
        self.imap_port = self.smtp_port = 0  # set by start
        self._inboxes = frozenset(inboxes)
        self._clock = clock
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="demo-mail", daemon=True)
        self._servers: list[asyncio.Server] = []
        self._mailboxes: Mailboxes

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Listen on both ports; raises DemoUnavailable when the servers' packages are missing."""
        try:
            from aiosmtpd.smtp import SMTP

            from bot.cli.demo.mailboxes import Mailboxes
        except ImportError as error:
            raise DemoUnavailable(
                f"{error.name} is not installed; the demo needs: pip install 'regbot[demo]'"
            ) from error

        def session() -> asyncio.Protocol:
            return SMTP(self, hostname=AUTHSERV_ID, ident="regbot demo", enable_SMTPUTF8=True, loop=self._loop)

        async def listen() -> None:
            self._mailboxes = Mailboxes()
            imap = await asyncio.start_server(self._mailboxes.serve, HOST, 0)
            smtp = await self._loop.create_server(session, HOST, 0)
            self._servers = [imap, smtp]

        self._thread.start()
        self._wait(listen())
        self.imap_port, self.smtp_port = (server.sockets[0].getsockname()[1] for server in self._servers)

    def stop(self) -> None:
        """Close both servers and every connection."""
        if self._thread.is_alive():
            self._wait(self._close())
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(_SECONDS)
        self._loop.close()

    def deliver(self, address: str, raw: bytes, received_at: datetime) -> None:
        """Put a mail into a mailbox's INBOX, as its provider would; ``received_at`` is its INTERNALDATE (aware)."""
        self._wait(self._mailboxes.append(address, raw, received_at))

    async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:  # noqa: N802  aiosmtpd's name
        """Take one mail from a client or from the bot, and put it into its recipients' mailboxes."""
        recipients = tuple(address.casefold() for address in envelope.rcpt_tos)
        raw: bytes = envelope.content
        outside = tuple(address for address in recipients if address not in self._inboxes)
        for address in recipients:
            await self._mailboxes.append(address, raw if address in outside else vouched(raw), self._clock())
        if outside:
            self.sent.append(Sent(envelope.mail_from or "", outside, raw))
        return "250 OK"

    async def _close(self) -> None:
        for server in self._servers:
            server.close()
        others = asyncio.all_tasks(self._loop) - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def _wait(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(_SECONDS)


def vouched(raw: bytes) -> bytes:
    """A mail with the header by which a mail server says that it checked the sender (RFC 8601)."""
    sender = parseaddr(str(BytesHeaderParser().parsebytes(raw)["From"] or ""))[1]
    return authentication_results(sender).encode() + b"\r\n" + raw


def authentication_results(sender: str, verdict: str = "pass") -> str:
    """The header line of the demo's own mail server, for a sender whose domain it has checked."""
    domain = sender.rpartition("@")[2] or "invalid"
    return (
        f"Authentication-Results: {AUTHSERV_ID}; dkim={verdict} header.d={domain}; "
        f"spf={verdict} smtp.mailfrom={domain}; dmarc={verdict} header.from={domain}"
    )
