"""One IMAP inbox: fetch what is new, file what is handled, wait for more.  One thread uses it; ``wake`` any thread.

CLOSED ──open──> OPEN ──new, file, idle──> OPEN
   ^───────close, or any MailboxUnavailable──┘
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress

from imapclient.exceptions import IMAPClientError

from bot.domain.errors import FilingRefused, MailboxUnavailable
from bot.mail import filing
from bot.mail.fetching import Arrived, Trouble, arrivals
from bot.mail.filing import Filing, Folders
from bot.mail.idling import Wake, await_mail, rest
from bot.mail.imap import Imap, connect, said_no, speaking
from bot.mail.server import Server

__all__ = ["Arrived", "Filing", "Mailbox"]


class Mailbox:
    """The inbox ``name`` of the settings: ``folder`` on ``server``.

    Mails beyond ``limit`` bytes come as headers only; ``patience`` is how long (seconds) any answer may take.
    Every method raises MailboxUnavailable, which leaves it closed: ``open`` connects anew.  ``file`` and
    ``ensure_folders`` raise FilingRefused where the server says no, which leaves it open.  The constructor raises
    ConfigError when the authority of the settings cannot be read.
    """

    def __init__(
        self,
        name: str,
        server: Server,
        *,
        folder: str = "INBOX",
        limit: int = 25_000_000,
        idle: bool = True,
        patience: float = 60,
    ) -> None:
        self.name = name
        self._server = server
        self._context = server.context()
        self._folder = folder
        self._limit = limit
        self._may_idle = idle
        self._patience = patience
        self._wake = Wake()
        self._client: Imap | None = None
        self._folders: Folders | None = None
        self._keeps: Collection[bytes] = ()
        self._trouble = Trouble()
        self._uidvalidity = 0
        self._last_uid = 0  # the highest UID handed out or known to the caller
        self.capabilities: frozenset[str] = frozenset()

    def open(self) -> int:
        """Connect where needed, select the folder, and give its UIDVALIDITY."""
        if self._client is None:
            self._client = connect(self._server, self._context, self.name, self._patience)
        with self._session(f"cannot open the folder {self._folder}") as client:
            self.capabilities = frozenset(word.decode("ascii").upper() for word in client.capabilities())
            self._folders = Folders(client, self.capabilities)
            answer = client.select_folder(self._folders.resolve(self._folder))
        writable = b"READ-WRITE" in answer
        self._keeps = answer.get(b"PERMANENTFLAGS", answer.get(b"FLAGS", ())) if writable else ()
        if self._uidvalidity != answer[b"UIDVALIDITY"]:
            self._uidvalidity = int(answer[b"UIDVALIDITY"])
            self._trouble, self._last_uid = Trouble(), 0
        return self._uidvalidity

    def new(self, after_uid: int, batch: int = 100) -> Iterator[list[Arrived]]:
        """Give the mails whose UID is above ``after_uid``, by rising UID, in lists of at most ``batch``."""
        with self._session("cannot fetch mail") as client:
            uids = self._above(client, after_uid)
            self._last_uid = max(self._last_uid, after_uid)
            for mails in arrivals(client, uids, batch, self._limit, self._trouble):
                self._last_uid = max(self._last_uid, mails[-1].uid)
                yield mails
            self._last_uid = max([self._last_uid, *uids[-1:]])  # also past a mail that vanished

    @staticmethod
    def _above(client: Imap, uid: int) -> list[int]:
        client.noop()  # a server need not look for new mail on SEARCH
        # "n:*" always holds the last mail, also where its UID is below n (RFC 3501 section 6.4.8).
        return sorted(found for found in client.search(["UID", f"{uid + 1}:*"]) if found > uid)

    def ensure_folders(self, names: Sequence[str]) -> None:
        """Make and subscribe the folders that are missing; "/" separates levels whatever the server uses."""
        for name in names:
            with self._session(f"cannot make the folder {name}"), self._filing(name):
                self._open_folders().ensure(name)

    def file(self, uids: Sequence[int], folder: str) -> Filing:
        """Move mails to a folder, made when missing, or what comes nearest to it on this server."""
        with self._session(f"cannot file mails in {folder}") as client, self._filing(folder):
            return filing.file(client, self._open_folders(), uids, folder, self.capabilities, self._keeps)

    def idle(self, timeout: float, stop: threading.Event) -> bool:
        """Wait for a mail that ``new`` has not handed out; False after ``timeout`` seconds, ``wake`` or ``stop``.

        Ends at once on ``wake``, within a second on ``stop``.  Without IDLE the server is asked after the timeout.
        """
        with self._session("cannot wait for mail") as client:
            if self._above(client, self._last_uid):
                return True
            if self._may_idle and "IDLE" in self.capabilities:
                return await_mail(client, self._wake, timeout, stop)
            rest(self._wake, timeout, stop)
            return not stop.is_set() and bool(self._above(client, self._last_uid))

    def wake(self) -> None:
        """End the ``idle`` under way, or the next one, at once; any thread may call it."""
        self._wake.ring()

    def close(self) -> None:
        """Log out, politely where the server still listens."""
        client, self._client, self._folders = self._client, None, None
        if client is None:
            return
        with suppress(OSError, IMAPClientError):
            client.logout()

    def _open_folders(self) -> Folders:
        if self._folders is None:
            raise MailboxUnavailable(f"inbox {self.name}: {self._server}: is not open")
        return self._folders

    @contextmanager
    def _session(self, doing: str) -> Iterator[Imap]:
        if self._client is None:
            raise MailboxUnavailable(f"inbox {self.name}: {self._server}: {doing}: is not open")
        try:
            with speaking(self._server, self.name, doing):
                yield self._client
        except MailboxUnavailable:
            self._drop()
            raise

    @contextmanager
    def _filing(self, folder: str) -> Iterator[None]:
        """A NO from the server is no reason to stop receiving: filing is housekeeping."""
        try:
            yield
        except IMAPClientError as error:
            if not said_no(error):
                raise
            text = f"refuses to file mails in {folder}: {error}; correct the inbox's folders, or its quota"
            raise FilingRefused(f"inbox {self.name}: {self._server}: {text}") from error

    def _drop(self) -> None:
        client, self._client, self._folders = self._client, None, None
        if client is not None:
            with suppress(OSError, IMAPClientError):
                client.shutdown()
