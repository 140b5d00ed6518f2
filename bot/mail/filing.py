"""Put handled mails into folders with what the server offers, never losing one: move, copy and expunge, or flag."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from enum import StrEnum

from imapclient.exceptions import IMAPClientError

from bot.mail.imap import Imap, said_no

BATCH = 500  # UIDs a command: RFC 7162 section 4 asks clients to keep a line below 8192 bytes
KEYWORD = b"$RegbotDone"
_SEEN, _DELETED, _ANY_KEYWORD = b"\\Seen", b"\\Deleted", b"\\*"


class Filing(StrEnum):
    """What became of the mails that were to be filed."""

    MOVED = "moved"
    COPIED = "copied"  # and removed by UID EXPUNGE (RFC 4315), since the server lacks MOVE (RFC 6851)
    FLAGGED = "flagged"  # left in the inbox as read: without UIDPLUS an EXPUNGE could hit others' mails
    LEFT = "left"  # the mailbox is read-only


class Folders:
    """The folders of one session, by the names of the settings ("/" between levels)."""

    def __init__(self, client: Imap, capabilities: frozenset[str]) -> None:
        self._client = client
        self._prefix, self._separator = _namespace(client, capabilities)
        self._there: set[str] = set()

    def resolve(self, name: str) -> str:
        """The server's name: its separator, and its prefix such as ``INBOX.`` (RFC 2342)."""
        if name.upper() == "INBOX":
            return "INBOX"
        path = name.replace("/", self._separator) if self._separator else name
        return path if path.startswith(self._prefix) else self._prefix + path

    def ensure(self, name: str) -> str:
        """Make the folder where it is missing, subscribe to it, and give the server's name for it."""
        path = self.resolve(name)
        if path not in self._there:
            if not self._client.folder_exists(path):
                self._client.create_folder(path)
                with suppress(IMAPClientError):  # a server without subscriptions shows every folder
                    self._client.subscribe_folder(path)
            self._there.add(path)
        return path

    def forget(self) -> None:
        """Look again whether the folders are there: somebody removed one."""
        self._there.clear()


def _namespace(client: Imap, capabilities: frozenset[str]) -> tuple[str, str]:
    """The prefix of one's own folders and the separator of levels."""
    if "NAMESPACE" in capabilities:
        personal = client.namespace()[0]
        if personal:
            return personal[0][0], personal[0][1] or ""
    rows = client.list_folders("", "")
    separator = rows[0][1] if rows else None
    return "", (separator or b"").decode("ascii")


def file(
    client: Imap,
    folders: Folders,
    uids: Sequence[int],
    name: str,
    capabilities: frozenset[str],
    keeps: Collection[bytes],
) -> Filing:
    """File mails; ``keeps`` are the flags the mailbox stores (PERMANENTFLAGS). UIDs that vanished are no error."""
    if not keeps:
        return Filing.LEFT
    step: Callable[[Sequence[int], str], object]
    if "MOVE" in capabilities:
        way, step = Filing.MOVED, client.move
    elif "UIDPLUS" in capabilities:
        way, step = Filing.COPIED, lambda some, path: _copy(client, some, path)
    else:
        flags = [_SEEN, KEYWORD] if {_ANY_KEYWORD, KEYWORD} & set(keeps) else [_SEEN]
        way, step = Filing.FLAGGED, lambda some, _path: client.add_flags(some, flags, silent=True)
    for start in range(0, len(uids), BATCH):
        some = uids[start : start + BATCH]
        path = folders.ensure(name) if way is not Filing.FLAGGED else ""
        try:
            step(some, path)
        except IMAPClientError as error:
            if not said_no(error) or way is Filing.FLAGGED:
                raise
            folders.forget()  # NO [TRYCREATE]: the folder was removed meanwhile
            step(some, folders.ensure(name))
    return way


def _copy(client: Imap, uids: Sequence[int], path: str) -> None:
    client.copy(uids, path)
    client.add_flags(uids, [_DELETED], silent=True)
    client.uid_expunge(uids)
