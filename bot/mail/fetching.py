"""Fetch mails by UID in few round trips and bounded memory, without touching their flags."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from imapclient.exceptions import IMAPClientError

from bot.mail.imap import Imap, said_no

HEAD = 131_072  # bytes of every mail that come with the first answer: nearly all mails are shorter
HANDFUL = 8_388_608  # bytes after which a batch is handed over before it is complete
_END_OF_HEADERS = b"\r\n\r\n"
Answer = Mapping[bytes, Any]


@dataclass(frozen=True, slots=True)
class Arrived:
    """A fetched mail: ``received_at`` is INTERNALDATE (aware, UTC), ``size`` bytes as the server counts them.

    ``raw`` ends with the headers where ``truncated``; it is empty where the server itself cannot read the mail.
    """

    uid: int
    received_at: datetime
    raw: bytes
    size: int
    truncated: bool = False


@dataclass(slots=True)
class Trouble:
    """What a server choked on in earlier sessions: UIDs to be fetched one by one, and those it cannot read at all."""

    alone: set[int] = field(default_factory=set)
    unreadable: set[int] = field(default_factory=set)

    def note(self, uids: Sequence[int], error: IMAPClientError) -> None:
        """Remember UIDs at which the server itself gave up; a connection that was cut says nothing about them."""
        if not said_no(error) and "socket error" in str(error):
            return
        (self.unreadable if len(uids) == 1 else self.alone).update(uids)


def arrivals(client: Imap, uids: Sequence[int], batch: int, limit: int, trouble: Trouble) -> Iterator[list[Arrived]]:
    """Give the mails in the order of ``uids``, at most ``batch`` at a time; mails that vanished are left out.

    A mail of more than ``limit`` bytes comes as its headers only.  What a batch holds is bounded in bytes, too.
    """
    for start in range(0, len(uids), batch):
        wanted = uids[start : start + batch]
        answers = _heads(client, wanted, trouble)
        handful: list[Arrived] = []
        held = 0
        for uid in wanted:
            answer = answers.pop(uid, None)
            mail = None if answer is None else _whole(client, uid, answer, limit)
            if mail is None:
                continue
            handful.append(mail)
            held += len(mail.raw)
            if held > HANDFUL:
                yield handful
                handful, held = [], 0
        if handful:
            yield handful


def _heads(client: Imap, uids: Sequence[int], trouble: Trouble) -> dict[int, Answer]:
    """The beginning of each mail; one that the server cannot read does not keep back the others for ever."""
    if len(uids) > 1 and not trouble.alone.isdisjoint(uids):
        return {key: answer for uid in uids for key, answer in _heads(client, [uid], trouble).items()}
    if not trouble.unreadable.isdisjoint(uids):
        return dict(client.fetch(uids, ["INTERNALDATE"]))
    try:
        return dict(client.fetch(uids, [f"BODY.PEEK[]<0.{HEAD}>", "INTERNALDATE", "RFC822.SIZE"]))
    except IMAPClientError as error:
        trouble.note(uids, error)
        if not said_no(error):
            raise  # the session is over; the next one knows
    return _heads(client, uids, trouble)


def _whole(client: Imap, uid: int, answer: Answer, limit: int) -> Arrived | None:
    """Complete a mail from its beginning; None when it vanished meanwhile."""
    received_at: datetime = answer[b"INTERNALDATE"].astimezone(UTC)
    head: bytes = answer.get(b"BODY[]<0>") or b""
    size: int = max(answer.get(b"RFC822.SIZE", 0), len(head))
    if not size and received_at.year == 1970 and b"RFC822.SIZE" in answer:  # Dovecot's answer for one that vanished
        return None
    if size <= limit and len(head) == HEAD:  # not by RFC822.SIZE: Exchange only estimates it
        tail = _section(client, uid, f"[]<{HEAD}.{max(limit - HEAD, 0) + 1}>")
        if tail is None:
            return None
        head += tail
        size = max(size, len(head))
    if size > limit:
        return Arrived(uid, received_at, _headers(head), size, truncated=True)
    return Arrived(uid, received_at, head, size)


def _headers(head: bytes) -> bytes:
    """The header part of a mail that begins with ``head``, as far as it is worth reading."""
    end = head.find(_END_OF_HEADERS)
    return head[:HEAD] if end < 0 else head[: end + len(_END_OF_HEADERS)]


def _section(client: Imap, uid: int, section: str) -> bytes | None:
    """One section of one mail; None when the mail vanished."""
    answer = client.fetch([uid], [f"BODY.PEEK{section}"]).get(uid)
    if answer is None:
        return None
    return next((value or b"" for key, value in answer.items() if key.startswith(b"BODY[")), b"")
