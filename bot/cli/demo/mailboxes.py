"""The demo's mailboxes: pymap's in-memory IMAP server, opened to any user with any password."""

from __future__ import annotations

import uuid
from argparse import Namespace
from asyncio import StreamReader, StreamWriter
from datetime import datetime
from typing import Any

from proxyprotocol.result import ProxyResultLocal
from proxyprotocol.sock import SocketInfo
from pymap.backend.dict import Config, Identity, Login
from pymap.backend.dict.filter import FilterSet
from pymap.backend.dict.mailbox import MailboxSet
from pymap.imap import IMAPServer
from pymap.interfaces.login import IdentityInterface
from pymap.parsing.message import AppendMessage
from pymap.user import UserMetadata
from pysasl.creds.server import ServerCredentials


class _Config(Config):
    @property
    def greeting(self) -> bytes:
        return b"regbot demo"  # pymap would ask the resolver for this host's name, which may take seconds


class _Login(Login):
    """Lets everybody in, each to the mailbox of the name that was given."""

    async def authenticate(self, credentials: ServerCredentials) -> Identity:
        name = credentials.authcid.casefold()
        self.users_dict.setdefault(name, UserMetadata(self.config, name))
        return Identity(name, self, None, frozenset())

    async def authorize(self, authenticated: IdentityInterface, authzid: str) -> Identity:  # noqa: ARG002
        return Identity(authenticated.name, self, None, frozenset())


class Mailboxes:
    """One mailbox a user; belongs to the event loop that serves it."""

    def __init__(self) -> None:
        no_arguments: dict[str, Any] = {"passlib_cfg": None, "proxy_protocol": None}
        self._config = _Config(
            Namespace(**no_arguments),
            host=None,
            port=0,
            tls_enabled=False,
            demo_data=False,
            demo_user="",
            demo_password="",
        )
        self._server = IMAPServer(_Login(self._config), self._config)

    async def serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        """Serve one IMAP connection to its end."""
        peer = SocketInfo.get(writer, ProxyResultLocal(), unique_id=uuid.uuid4().bytes)
        await self._server(reader, writer, peer)

    async def append(self, user: str, raw: bytes, received_at: datetime) -> None:
        """Put a mail into a user's INBOX; clients that idle on it are told at once."""
        name = user.casefold()
        if name not in self._config.set_cache:
            self._config.set_cache[name] = (MailboxSet(), FilterSet())
        inbox = await self._config.set_cache[name][0].get_mailbox("INBOX")
        lines = raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        await inbox.append(AppendMessage(lines, received_at), recent=True)
