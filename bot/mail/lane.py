"""One kept connection to the relay, and one mail's way over it.

CLOSED ──deliver──> OPEN ──deliver──> OPEN
   ^─────close, a doubt, a cancellation─┘
"""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import Sequence
from contextlib import suppress

import aiosmtplib
from aiosmtplib import SMTPAuthenticationError, SMTPException, SMTPResponse, SMTPResponseException

from bot.mail.delivery import Delivered, Failed, Later, Outgoing, Refusal, Sent, judge
from bot.mail.server import Server, certificate_refused

_ENDING = 421  # RFC 5321 section 3.8: the server closes the session
_GOODBYE = 2.0  # seconds that a polite end may take
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
        self._client: aiosmtplib.SMTP | None = None

    @property
    def connected(self) -> bool:
        """Whether a connection is kept, as far as one can tell without asking."""
        return self._client is not None and self._client.is_connected

    async def deliver(self, mail: Outgoing) -> Delivered:
        """Hand over one mail; raises NoRelay when no connection can be had.

        A kept connection may have ended meanwhile, so the mail is tried once more on a new one, but only if nothing
        of it was handed over.  Where the answer to its last dot is lost, it is ``Later``: the same mail again.
        """
        kept = self.connected
        try:
            return await self._attempt(mail)
        except _Gone as gone:
            if not kept:
                return Later(str(gone))
        try:
            return await self._attempt(mail)
        except _Gone as gone:
            return Later(str(gone))

    async def _attempt(self, mail: Outgoing) -> Delivered:
        client = self._client if self._client is not None and self.connected else await self._connect()
        try:
            async with asyncio.timeout(self._patience):
                return await self._transact(client, mail)
        except (SMTPException, OSError) as error:  # TimeoutError is an OSError
            self.close()
            return Later(f"{self._server}: {_words(error)}")
        except BaseException:  # cancelled: the connection would go on to claim that it is alive
            self.close()
            raise

    async def _transact(self, client: aiosmtplib.SMTP, mail: Outgoing) -> Delivered:
        options, objection = _options(client, mail)
        if objection is not None:
            return objection
        answer = await self._ask(client, b"MAIL", b"FROM:<" + mail.sender.encode() + b">", *options)
        if answer.code != 250:
            await self._reset(client)
            return judge(answer.code, f"{answer.code} {answer.message}")
        refused = []
        for recipient in mail.recipients:
            answer = await self._ask(client, b"RCPT", b"TO:<" + recipient.encode() + b">")
            if answer.code not in {250, 251}:
                refused.append(_refusal(recipient, answer))
        if len(refused) == len(mail.recipients):
            await self._reset(client)
            return _nobody(refused)
        return await self._hand_over(client, mail.raw, refused)

    async def _hand_over(self, client: aiosmtplib.SMTP, raw: bytes, refused: Sequence[Refusal]) -> Delivered:
        try:
            answer = await client.data(raw, timeout=None)
        except SMTPResponseException as error:
            if error.code == _ENDING:
                self.close()
            else:
                await self._reset(client)
            return judge(error.code, f"{error.code} {error.message}")
        return Sent(f"{answer.code} {answer.message}", tuple(refused))

    async def _ask(self, client: aiosmtplib.SMTP, *words: bytes) -> SMTPResponse:
        """One command before the mail is handed over; raises _Gone when the session ends instead of an answer."""
        try:
            answer = await client.execute_command(*words, timeout=None)
        except (ConnectionError, aiosmtplib.SMTPServerDisconnected) as error:
            self.close()
            raise _Gone(f"{self._server}: {_words(error)}") from error
        if answer.code == _ENDING:
            self.close()
            raise _Gone(f"{answer.code} {answer.message}")
        return answer

    async def _reset(self, client: aiosmtplib.SMTP) -> None:
        """Forget the mail under way; where that fails, the connection goes, and the verdict stands."""
        with suppress(SMTPException, OSError):
            if (await client.execute_command(b"RSET", timeout=None)).code == 250:
                return
        self.close()

    async def _connect(self) -> aiosmtplib.SMTP:
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
                if server.username:
                    await client.login(server.username, server.password)
        except (SMTPException, OSError, ValueError) as error:
            client.close()
            raise NoRelay(_diagnosis(server, error)) from error
        except BaseException:
            client.close()
            raise
        self._client = client
        return client

    async def _encrypt(self, client: aiosmtplib.SMTP) -> None:
        if not client.supports_extension("starttls"):
            text = 'does not offer STARTTLS, so nothing was sent; set smtp.tls = "tls" and its port (usually 465)'
            raise NoRelay(f"{self._server}: {text}")
        await client.starttls()
        await client.ehlo()

    async def quit(self) -> None:
        """End the session politely, in two seconds at most."""
        client, self._client = self._client, None
        if client is None:
            return
        with suppress(SMTPException, OSError):
            async with asyncio.timeout(_GOODBYE):
                await client.quit(timeout=None)
        client.close()

    def close(self) -> None:
        """Drop the connection as it stands."""
        client, self._client = self._client, None
        if client is not None:
            client.close()


def _options(client: aiosmtplib.SMTP, mail: Outgoing) -> tuple[list[bytes], Failed | None]:
    """The parameters of MAIL (RFC 1870, 6152, 6531), or why the relay cannot carry the mail."""
    addresses = (mail.sender, *mail.recipients)
    if not mail.recipients or any(_UNSAFE.search(address) for address in addresses) or "" in mail.recipients:
        return [], Failed(f"not a usable envelope: {', '.join(map(repr, mail.recipients)) or 'no recipient'}")
    options = []
    largest = client.esmtp_extensions.get("size", "")
    if largest:
        options.append(b"SIZE=%d" % len(mail.raw))
    if largest.isdigit() and 0 < int(largest) < len(mail.raw):
        return [], Failed(f"the mail has {len(mail.raw)} bytes, the relay takes at most {largest}")
    if not mail.raw.isascii() and client.supports_extension("8bitmime"):
        options.append(b"BODY=8BITMIME")
    if not all(address.isascii() for address in addresses):
        if not client.supports_extension("smtputf8"):
            return [], Failed(f"the relay takes no addresses beyond ASCII (SMTPUTF8): {', '.join(mail.recipients)}")
        options.append(b"SMTPUTF8")
    return options, None


def _refusal(recipient: str, answer: SMTPResponse) -> Refusal:
    text = f"{answer.code} {answer.message}"
    return Refusal(recipient, text, permanent=isinstance(judge(answer.code, text), Failed))


def _nobody(refused: Sequence[Refusal]) -> Later | Failed:
    """Every recipient was refused: for good only if each of them was."""
    text = "; ".join(f"{refusal.recipient}: {refusal.text}" for refusal in refused)
    return Failed(text) if all(refusal.permanent for refusal in refused) else Later(text)


def _words(error: BaseException) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, SMTPResponseException):
        return f"{error.code} {error.message}"
    return str(error) or type(error).__name__


def _diagnosis(server: Server, error: Exception) -> str:
    """What is wrong and which setting mends it."""
    untrusted = certificate_refused(error)
    if untrusted:
        text = f"its certificate is not trusted ({untrusted}); correct smtp.host, or name its authority in smtp.ca_file"
    elif isinstance(error, SMTPAuthenticationError):
        answer = f"{error.code} {error.message}"
        text = f"refused the login of {server.username!r} ({answer}); correct smtp.username or its password"
    else:
        text = f"cannot be reached ({_words(error)}); check smtp.host, smtp.port and smtp.tls"
    return f"{server}: {text}"
