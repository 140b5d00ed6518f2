"""One inbox: reached, logged in to, its folders, and what its server can do."""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.message import Message

from imapclient.exceptions import IMAPClientError

from bot.config.settings import Inbox
from bot.doctor.report import Finding, doubt, fine, wrong
from bot.domain.errors import MailboxUnavailable
from bot.mail.filing import Filing, Folders, file
from bot.mail.imap import Imap, connect, speaking
from bot.mail.server import Server

_PATIENCE = 20.0  # seconds
_SOON = 14  # days


@dataclass
class Session:
    """A mailbox that is open, and its folders."""

    client: Imap
    box: Inbox
    capabilities: frozenset[str]
    folders: Folders
    keeps: tuple[bytes, ...] = field(default=())
    """The flags that the inbox stores; none where it cannot be opened or written."""

    def select(self, name: str) -> Mapping[bytes, object]:
        """Open a folder by its name in the settings."""
        return self.client.select_folder(self.folders.resolve(name))


@contextmanager
def opened(box: Inbox, server: Server) -> Iterator[Session]:
    """The inbox, logged in to; raises MailboxUnavailable with what to mend."""
    client = connect(server, server.context(), box.name, _PATIENCE)
    try:
        words = frozenset(word.decode("ascii").upper() for word in client.capabilities())
        with speaking(server, box.name, "broke off"):
            yield Session(client, box, words, Folders(client, words))
    finally:
        client.shutdown()


def look(session: Session) -> Iterator[Finding]:
    """The folders, made where they are missing, and what the server can do."""
    where, box = f"inbox {session.box.name}", session.box
    yield fine(where, f"{box.host}:{box.port}: logged in{_certificate(session.client)}")
    try:
        answer = session.select(box.folder)
    except IMAPClientError as error:
        yield wrong(where, f"the folder {box.folder} cannot be opened ({error})", "correct inbox.folder")
        return
    flags = answer.get(b"PERMANENTFLAGS", answer.get(b"FLAGS", ())) if b"READ-WRITE" in answer else ()
    session.keeps = tuple(flags) if isinstance(flags, tuple | list) else ()
    if not session.keeps:
        yield wrong(where, f"{box.folder} is read-only: handled mails would stay", "give this login the right to write")
    yield from _folders(session, where)
    yield from _abilities(session, where)


def _certificate(client: Imap) -> str:
    """How long the server's certificate is good for, where there is one."""
    sock = client.socket()
    found = sock.getpeercert() if isinstance(sock, ssl.SSLSocket) else None
    if not found:
        return ""
    days = int(ssl.cert_time_to_seconds(str(found["notAfter"])) - datetime.now().astimezone().timestamp()) // 86_400
    return f"; its certificate ends in {days} days, which is soon" if days < _SOON else "; its certificate is verified"


def _folders(session: Session, where: str) -> Iterator[Finding]:
    names = (*dict.fromkeys(session.box.folders.model_dump().values()),)
    for name in names:
        try:
            session.folders.ensure(name)
        except IMAPClientError as error:
            yield wrong(
                where, f"the folder {name} cannot be made ({error})", "make it by hand, or correct [inbox.folders]"
            )
            return
    yield fine(where, f"the folders {', '.join(names)} are there")


def _abilities(session: Session, where: str) -> Iterator[Finding]:
    words = session.capabilities
    if "MOVE" in words or "UIDPLUS" in words:
        yield fine(where, f"handled mails are {'moved' if 'MOVE' in words else 'copied and removed'}")
    else:
        yield doubt(where, "lacks MOVE and UIDPLUS: handled mails stay in the inbox, marked as read", "nothing to do")
    if not session.box.idle or "IDLE" not in words:
        why = "idle = false" if not session.box.idle else "the server lacks IDLE"
        yield doubt(where, f"{why}: new mail is noticed after up to {session.box.poll_seconds} s", "see poll_seconds")
        return
    session.client.idle()
    session.client.idle_done()
    yield fine(where, "waits for new mail by IDLE")


def find(session: Session, message_id: str) -> tuple[str, int] | None:
    """The folder and UID of a mail; a bot that runs meanwhile has put it into its folder for ignored mails."""
    for name in (session.box.folder, session.box.folders.ignored):
        session.select(name)
        session.client.noop()
        if found := session.client.search(["HEADER", "Message-ID", message_id]):
            return name, found[-1]
    return None


def fetched(session: Session, uid: int) -> tuple[Message, datetime]:
    """A mail's header and the server's receipt time."""
    (row,) = session.client.fetch([uid], ["BODY.PEEK[HEADER]", "INTERNALDATE"]).values()
    return message_from_bytes(row[b"BODY[HEADER]"]), row[b"INTERNALDATE"]


def filed(session: Session, name: str, uid: int, message_id: str) -> Finding:
    """Move the mail as every handled mail is moved, and remove it there."""
    where, target = f"inbox {session.box.name}", session.box.folders.ignored
    try:
        session.select(name)
        way = file(session.client, session.folders, [uid], target, session.capabilities, session.keeps)
        if way in {Filing.MOVED, Filing.COPIED}:
            session.select(target)
            there = session.client.search(["HEADER", "Message-ID", message_id])
            session.client.add_flags(there, [b"\\Deleted"], silent=True)
            if "UIDPLUS" in session.capabilities:
                session.client.uid_expunge(there)
    except IMAPClientError as error:
        return wrong(where, f"a mail cannot be put into {target} ({error})", "correct [inbox.folders], or the quota")
    return fine(where, f"a mail was {way.value} from {name} to {target}")


def unreachable(box: Inbox, error: MailboxUnavailable) -> Finding:
    """What keeps an inbox from being opened; the error says what to mend."""
    return wrong(f"inbox {box.name}", str(error).partition(": ")[2])
