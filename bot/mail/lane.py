"""One kept connection to the relay, and one mail's way over it.

CLOSED ──deliver──> OPEN ──deliver──> OPEN
   ^─────close, a doubt, a cancellation─┘
"""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import suppress
from typing import NoReturn, cast

import aiosmtplib
from aiosmtplib import SMTPException

from bot.domain.errors import TokenUnavailable
from bot.mail.admission import diagnosis, log_in, words
from bot.mail.delivery import Delivered, Failed, Later, Outgoing, Refusal, Sent, judge
from bot.mail.dialogue import Dialogue, Reply
from bot.mail.server import Server

_GOODBYE = 2.0  # seconds that a polite end may take
Take = Callable[[], Outgoing | None]
_UNSAFE = re.compile(r"[\x00-\x20\x7f<>]")  # what would end an address on the command line, or the line


class NoRelay(Exception):
    """The relay cannot be reached, refuses the login, or cannot be trusted; the text says what to mend."""


class _Gone(Exception):
    """The session ended before the mail was handed over: another connection may take it at once."""


class Lane:
    """A connection that is made when needed, kept, and made anew after any doubt; one task at a time uses it.

    ``patience`` is how long (seconds) making the connection, or one mail, may take.
    """

    def __init__(self, server: Server, context: ssl.SSLContext | None, patience: float) -> None:
        self._server = server
        self._context = context
        self._patience = patience
        self._dialogue: Dialogue | None = None
        self._next: Outgoing | None = None  # taken while the one before was handed over
        self._begun = 0  # replies that its envelope, which went along, is owed

    @property
    def connected(self) -> bool:
        """Whether a connection is kept, as far as one can tell without asking."""
        return self._dialogue is not None and self._dialogue.is_open

    async def deliver(self, take: Take) -> AsyncIterator[Delivered]:
        """Hand over what ``take`` gives until it gives None; the verdicts come in that order.

        Raises NoRelay when no connection can be had for the first mail that has no verdict yet.  A mail is taken before
        the verdict on the one before where the server pipelines: its envelope goes along with that one's text.
        """
        self._next = None
        while (mail := self._next or take()) is not None:
            self._next = None
            yield await self._deliver(mail, take)

    async def _deliver(self, mail: Outgoing, take: Take) -> Delivered:
        """Hand over one mail.

        A kept connection may have ended meanwhile, so the mail is tried once more on a new one, but only if nothing
        of it was handed over.  Where the answer to its last dot is lost, it is ``Later``: the same mail again.
        """
        kept = self.connected
        try:
            return await self._attempt(mail, take)
        except _Gone as gone:
            if not kept:
                return Later(str(gone))
        try:
            return await self._attempt(mail, take)
        except _Gone as gone:
            return Later(str(gone))

    async def _attempt(self, mail: Outgoing, take: Take) -> Delivered:
        dialogue = self._dialogue if self._dialogue is not None and self.connected else await self._connect()
        try:
            async with asyncio.timeout(self._patience):
                return await self._transact(dialogue, mail, take)
        except OSError as error:  # TimeoutError is an OSError
            self.close()
            return Later(f"{self._server}: {words(error)}")
        except BaseException:  # cancelled: the connection would go on to claim that it is alive
            self.close()
            raise

    async def _transact(self, dialogue: Dialogue, mail: Outgoing, take: Take) -> Delivered:
        begun, self._begun = self._begun, 0
        if begun:
            first, *taken, data = await dialogue.replies(begun)
        else:
            envelope = _envelope(dialogue.extensions, mail)
            if isinstance(envelope, Failed):
                return envelope
            first, *taken, data = await dialogue.envelope(envelope)
        if first.code != 250:
            return await self._refused(dialogue, first, data)
        refused = [
            _refusal(who, answer) for who, answer in zip(mail.recipients, taken, strict=True) if _said_no(answer)
        ]
        if ended := next((answer for answer in taken if answer.ends), None):
            self._gone(ended)
        if len(refused) == len(mail.recipients):
            await self._reset(dialogue, data)
            return _nobody(refused)
        if data.code != 354:
            return await self._refused(dialogue, data, data)
        return await self._hand_over(dialogue, mail.raw, refused, take)

    async def _hand_over(self, dialogue: Dialogue, raw: bytes, refused: Sequence[Refusal], take: Take) -> Delivered:
        answer = await dialogue.text(raw, self._begin(dialogue, take))
        if answer.code == 250:
            return Sent(answer.text, tuple(refused))
        if answer.ends:
            self.close()
            return Later(answer.text if answer.code else f"{self._server}: {answer.text}")
        return judge(answer.code, answer.text)  # nothing to reset: the server has forgotten it (RFC 5321 4.1.1.4)

    def _begin(self, dialogue: Dialogue, take: Take) -> Sequence[bytes]:
        """Take the next mail and give the envelope that may go along with the text of the one before."""
        self._next = take() if dialogue.pipelines else None
        envelope = _envelope(dialogue.extensions, self._next) if self._next else ()
        if isinstance(envelope, Failed):
            return ()
        self._begun = len(envelope)
        return envelope

    async def _refused(self, dialogue: Dialogue, answer: Reply, data: Reply) -> Delivered:
        """The verdict on a mail of which nothing was handed over; raises _Gone when the session ended instead."""
        if answer.ends:
            self._gone(answer)
        await self._reset(dialogue, data)
        return judge(answer.code, answer.text)

    def _gone(self, answer: Reply) -> NoReturn:
        self.close()
        raise _Gone(answer.text if answer.code else f"{self._server}: {answer.text}")

    async def _reset(self, dialogue: Dialogue, data: Reply) -> None:
        """Forget the mail under way; where that fails, the connection goes, and the verdict stands.

        A server that wants the text of a mail nobody is to get is given none (RFC 2920 section 3.1).
        """
        if data.code == 354:
            await dialogue.command(b".")
        if (await dialogue.command(b"RSET")).code != 250:
            self.close()

    async def _connect(self) -> Dialogue:
        server = self._server
        client = aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            use_tls=server.tls == "tls",
            start_tls=False,
            tls_context=self._context,
        )
        try:
            async with asyncio.timeout(self._patience):
                await client.connect(timeout=None)
                await client.ehlo()
                if server.tls == "starttls":
                    await self._encrypt(client)
                await log_in(client, server)
        except (SMTPException, OSError, ValueError, TokenUnavailable) as error:
            client.close()
            raise NoRelay(diagnosis(server, error)) from error
        except BaseException:
            client.close()
            raise
        self._dialogue = Dialogue(cast("asyncio.Transport", client.transport), dict(client.esmtp_extensions))
        self._begun = 0
        return self._dialogue

    async def _encrypt(self, client: aiosmtplib.SMTP) -> None:
        if not client.supports_extension("starttls"):
            text = 'does not offer STARTTLS, so nothing was sent; set smtp.tls = "tls" and its port (usually 465)'
            raise NoRelay(f"{self._server}: {text}")
        await client.starttls()
        await client.ehlo()

    async def quit(self) -> None:
        """End the session politely, in two seconds at most."""
        if self._dialogue is not None:
            with suppress(TimeoutError):
                async with asyncio.timeout(_GOODBYE):
                    await self._dialogue.command(b"QUIT")
        self.close()

    def close(self) -> None:
        """Drop the connection as it stands."""
        dialogue, self._dialogue = self._dialogue, None
        if dialogue is not None:
            dialogue.close()


def _envelope(extensions: Mapping[str, str], mail: Outgoing) -> list[bytes] | Failed:
    """MAIL with its parameters (RFC 1870, 6152, 6531), each RCPT, and DATA; or why the relay cannot carry the mail."""
    addresses = (mail.sender, *mail.recipients)
    if not mail.recipients or any(_UNSAFE.search(address) for address in addresses) or "" in mail.recipients:
        return Failed(f"not a usable envelope: {', '.join(map(repr, mail.recipients)) or 'no recipient'}")
    begin = [b"MAIL FROM:<" + mail.sender.encode() + b">"]
    largest = extensions.get("size", "")
    if largest:
        begin.append(b"SIZE=%d" % len(mail.raw))
    if largest.isdigit() and 0 < int(largest) < len(mail.raw):
        return Failed(f"the mail has {len(mail.raw)} bytes, the relay takes at most {largest}")
    if not mail.raw.isascii() and "8bitmime" in extensions:
        begin.append(b"BODY=8BITMIME")
    if not all(address.isascii() for address in addresses):
        if "smtputf8" not in extensions:
            return Failed(f"the relay takes no addresses beyond ASCII (SMTPUTF8): {', '.join(mail.recipients)}")
        begin.append(b"SMTPUTF8")
    return [b" ".join(begin), *(b"RCPT TO:<" + recipient.encode() + b">" for recipient in mail.recipients), b"DATA"]


def _said_no(answer: Reply) -> bool:
    return answer.code not in {250, 251}


def _refusal(recipient: str, answer: Reply) -> Refusal:
    return Refusal(recipient, answer.text, permanent=isinstance(judge(answer.code, answer.text), Failed))


def _nobody(refused: Sequence[Refusal]) -> Later | Failed:
    """Every recipient was refused: for good only if each of them was."""
    text = "; ".join(f"{refusal.recipient}: {refusal.text}" for refusal in refused)
    return Failed(text) if all(refusal.permanent for refusal in refused) else Later(text)
