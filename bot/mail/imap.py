"""An IMAP session: connect by verified TLS, log in, and say clearly what went wrong and which setting mends it."""
# ruff: noqa: D102 - the methods of Imap are documented by imapclient

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Protocol, cast

import imapclient
from imapclient.exceptions import CapabilityError, IMAPClientError, LoginError

from bot.domain.errors import MailboxUnavailable, TokenUnavailable
from bot.mail.server import Bearer, Server, certificate_refused

_PASSING = re.compile(r"\[(UNAVAILABLE|INUSE|LIMIT|SERVERBUG)\b", re.IGNORECASE)  # RFC 5530: try again later
_ABRUPT = imapclient.IMAPClient.AbortError

Reply = tuple[Any, ...]
NamespaceRow = tuple[tuple[str, str], ...] | None


class Imap(Protocol):
    """The part of ``imapclient.IMAPClient`` in use; UIDs are integers, texts of the server are bytes."""

    normalise_times: bool

    def socket(self) -> socket.socket: ...
    def capabilities(self) -> tuple[bytes, ...]: ...
    def namespace(self) -> tuple[NamespaceRow, NamespaceRow, NamespaceRow]: ...
    def list_folders(self, directory: str, pattern: str) -> list[tuple[tuple[bytes, ...], bytes, str]]: ...
    def folder_exists(self, folder: str) -> bool: ...
    def create_folder(self, folder: str) -> object: ...
    def subscribe_folder(self, folder: str) -> object: ...
    def select_folder(self, folder: str) -> Mapping[bytes, Any]: ...
    def search(self, criteria: Sequence[str]) -> list[int]: ...
    def fetch(self, messages: Sequence[int], data: Sequence[str]) -> Mapping[int, Mapping[bytes, Any]]: ...
    def move(self, messages: Sequence[int], folder: str) -> object: ...
    def copy(self, messages: Sequence[int], folder: str) -> object: ...
    def add_flags(self, messages: Sequence[int], flags: Sequence[bytes], silent: bool) -> object: ...
    def uid_expunge(self, messages: Sequence[int]) -> object: ...
    def noop(self) -> object: ...
    def idle(self) -> object: ...
    def idle_check(self, timeout: float) -> list[Reply]: ...
    def idle_done(self) -> tuple[bytes, list[Reply]]: ...
    def logout(self) -> object: ...
    def shutdown(self) -> None: ...


def connect(server: Server, context: ssl.SSLContext | None, inbox: str, patience: float) -> Imap:
    """Connect, encrypt and log in; raises MailboxUnavailable that names the inbox, the server and what to mend.

    ``patience`` is how long (seconds) any single answer may take.
    """
    client: Any = None
    try:
        client = imapclient.IMAPClient(
            server.host, server.port, ssl=server.tls == "tls", ssl_context=context, timeout=patience
        )
        if server.tls == "starttls":
            client.starttls(context)
        _keep_alive(client.socket())
        _login(client, server)
    except (OSError, IMAPClientError, TokenUnavailable) as error:
        if client is not None:
            with suppress(OSError, IMAPClientError):
                client.shutdown()
        text, permanent = _diagnosis(server, error)
        raise MailboxUnavailable(f"inbox {inbox}: {server}: {server.concealed(text)}", permanent=permanent) from error
    client.normalise_times = False  # INTERNALDATE keeps its zone
    # idle_check then reads whatever is there, also lines that came together with the answer to IDLE.
    client._poll_socket = lambda *_: True  # noqa: SLF001
    client._imap.debug = 0  # noqa: SLF001  or every mail is spelled out, twice, for a log that nobody keeps
    _read_whole_lines(client._imap, patience)  # noqa: SLF001
    return cast("Imap", client)


def _read_whole_lines(session: Any, patience: float) -> None:
    """Wait for the rest of a line that has begun: idle_check would take its first part for a breach of protocol."""
    plain = session.readline

    def readline() -> bytes:
        if session.sock.gettimeout() == 0 and session.file.peek(1):
            session.sock.settimeout(patience)
            try:
                return bytes(plain())
            finally:
                session.sock.setblocking(False)
        return bytes(plain())

    session.readline = readline


def _keep_alive(sock: socket.socket) -> None:
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for option, seconds in (("TCP_KEEPIDLE", 60), ("TCP_KEEPINTVL", 20), ("TCP_KEEPCNT", 3)):
        if hasattr(socket, option):
            sock.setsockopt(socket.IPPROTO_TCP, getattr(socket, option), seconds)


def _login(client: Any, server: Server) -> None:
    if server.bearer is not None:
        _show_token(client, server.username, server.bearer)
    elif server.username.isascii() and server.password.isascii():
        client.login(server.username, server.password)
    else:  # LOGIN is ASCII only; SASL PLAIN is UTF-8 (RFC 4616)
        client.plain_login(server.username, server.password)


def _show_token(client: Any, username: str, bearer: Bearer) -> None:
    """By OAUTHBEARER (RFC 7628) where offered, else XOAUTH2; a token that is refused is renewed once.

    A provider may end a token before its time, for one when the account's password changes.
    """
    token = bearer.token()
    try:
        _authenticate(client, username, token)
    except LoginError:
        bearer.refused(token)
        another = bearer.token()
        if another == token:
            raise
        _authenticate(client, username, another)


def _authenticate(client: Any, username: str, token: str) -> None:
    if client.has_capability("AUTH=OAUTHBEARER"):
        client.oauthbearer_login(username, token)
    else:
        client.oauth2_login(username, token)


def _diagnosis(server: Server, error: Exception) -> tuple[str, bool]:  # noqa: PLR0911  one line an error
    """What is wrong and which setting mends it, and whether only a person can mend it."""
    refused = certificate_refused(error)
    if refused:
        return f"its certificate is not trusted ({refused}); correct host, or name its authority in ca_file", True
    if isinstance(error, TokenUnavailable):
        return f"no access token for {server.username!r}: {error}", error.permanent
    if isinstance(error, LoginError):
        mend = "correct username or password" if server.bearer is None else "username is the mailbox, and IMAP allowed?"
        return f"refused the login of {server.username!r} ({error}); {mend}", not _PASSING.search(str(error))
    if isinstance(error, CapabilityError):
        return 'does not offer STARTTLS, so no password was sent; set tls = "tls" and its port (usually 993)', True
    if isinstance(error, ssl.SSLError):
        return f"does not speak TLS there ({error.reason or error}); correct port or tls", True
    if isinstance(error, socket.gaierror):
        return f"no such host ({error.strerror}); correct host", False
    return f"cannot be reached ({error or type(error).__name__}); check host, port and tls", False


@contextmanager
def speaking(server: Server, inbox: str, doing: str) -> Iterator[None]:
    """Turn whatever goes wrong in a session into MailboxUnavailable that says what was being done."""
    try:
        yield
    except (OSError, IMAPClientError) as error:
        reason = str(error) or type(error).__name__
        raise MailboxUnavailable(f"inbox {inbox}: {server}: {doing}: {reason}") from error


def said_no(error: IMAPClientError) -> bool:
    """Whether the server answered NO or BAD and the session goes on, rather than broke off."""
    return not isinstance(error, _ABRUPT)
