"""A rendered notice made into the bytes that go over the wire: headers, multipart/alternative, Message-ID fixed."""

from __future__ import annotations

import hashlib
import re
from binascii import b2a_base64, b2a_qp
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime

from bot.domain.delivery import mark
from bot.domain.outcome import Notice, OutboxMail, Thread
from bot.mail.render import Rendered

GENERATED = frozenset({"answered", "case", "digest", "expired", "nudge", "offer", "question", "reminder", "waiting"})
"""The kinds that answer nobody's mail (``Auto-Submitted: auto-generated``, RFC 3834 section 5); the rest reply."""

MARK = "X-Regbot"
"""The header by which the bot knows its own mails."""

_MESSAGE_ID = re.compile(r"<[!-;=?-~]{3,250}>")
_PLAIN_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w.-]+")
_BREAKS = re.compile(r"[\x00-\x20\x7f\x85\u2028\u2029]+")
_NOT_IN_ADDRESS = re.compile(r"[\x00-\x20<>\x7f\x85\u2028\u2029]")
_ATOMS = re.compile(r"[A-Za-z0-9 !#$%&'*+/=?^_`{|}~-]*")
_LINE, _LONGEST = 76, 990
_WORD_BYTES = 39  # 52 characters of base64: with "Subject: " and the marks still within 76 (RFC 2047 section 2)
_KEPT_REFERENCES = 10


@dataclass(frozen=True, slots=True)
class Identity:
    """In whose name a program writes.

    ``key`` is the secret of its mark; without one there is none.
    ``bounce`` is the return path, in which ``{id}`` stands for the mail, ``domain`` the right side of its Message-IDs.
    """

    program: str
    from_name: str
    address: str
    bounce: str
    domain: str
    key: bytes = b""


def compose(rendered: Rendered, notice: Notice, identity: Identity, seed: bytes, now: datetime) -> OutboxMail:
    """The finished mail; the same arguments give the same bytes, so that a repeat is the same mail.

    ``now`` is aware and becomes the Date. Answers to strangers travel with the null return path (RFC 3834 section 3.3).
    """
    digest = hashlib.sha256(seed + notice.key.encode()).hexdigest()
    message_id = f"<{digest[:40]}@{identity.domain}>"
    boundary = f"=_{digest[40:]}"
    head = "\r\n".join(_headers(rendered.subject, notice, identity, message_id, now))
    raw = b"".join(
        (
            head.encode("utf-8", "replace"),
            f'\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative;\r\n boundary="{boundary}"\r\n'.encode(),
            *(b"\r\n--%s\r\n%s" % (boundary.encode(), part) for part in _parts(rendered)),
            f"\r\n--{boundary}--\r\n".encode(),
        )
    )
    recipients = tuple(dict.fromkeys(_NOT_IN_ADDRESS.sub("", addr) for addr in notice.to + notice.cc))
    sender = "" if notice.stranger else identity.bounce.replace("{id}", digest[:40])
    return OutboxMail(notice.key, notice.kind, identity.program, message_id, sender, recipients, raw, notice.refs)


def _headers(subject: str, notice: Notice, identity: Identity, message_id: str, now: datetime) -> Iterator[str]:
    yield f"From: {_display(identity.from_name)}<{identity.address}>"
    yield "To: " + _addresses(notice.to)
    if notice.cc:
        yield "Cc: " + _addresses(notice.cc)
    yield "Subject: " + _unstructured(subject, len("Subject: "))
    yield "Date: " + format_datetime(now.astimezone(UTC))
    yield "Message-ID: " + message_id
    if notice.thread:
        yield from _threading(notice.thread)
    yield "Auto-Submitted: " + ("auto-generated" if notice.kind in GENERATED else "auto-replied")
    yield "X-Auto-Response-Suppress: OOF, AutoReply"
    yield f"{MARK}: {notice.kind}" + (f"; mark={mark(identity.key, message_id)}" if identity.key else "")


def _threading(thread: Thread) -> Iterator[str]:
    """In-Reply-To and References (RFC 5322 section 3.6.4): the first and the latest ids when there are too many."""
    answered = _MESSAGE_ID.findall(thread.message_id)[:1]
    if answered:
        yield "In-Reply-To: " + answered[0]
    ids = list(dict.fromkeys([*(i for text in thread.references for i in _MESSAGE_ID.findall(text)), *answered]))
    if len(ids) > _KEPT_REFERENCES:
        ids = [ids[0], *ids[1 - _KEPT_REFERENCES :]]
    if ids:
        yield "References: " + "\r\n ".join(ids)


def _parts(rendered: Rendered) -> Iterator[bytes]:
    yield _part("plain", rendered.text.encode("utf-8", "replace"))
    yield _part("html", rendered.html.encode("ascii", "xmlcharrefreplace"))


def _part(subtype: str, body: bytes) -> bytes:
    """One text part: as it is where it is ASCII in short lines, else quoted-printable (RFC 2045 section 6.7)."""
    encoding = b"7bit"
    if not body.isascii() or _has_long_line(body):
        body, encoding = b2a_qp(body, istext=True), b"quoted-printable"
    head = b"Content-Type: text/%s; charset=utf-8\r\nContent-Transfer-Encoding: %s\r\n\r\n"
    return head % (subtype.encode(), encoding) + body.replace(b"\n", b"\r\n")


def _has_long_line(body: bytes) -> bool:
    """Whether a line is longer than mail takes it unencoded; looks at one line's end in a thousand bytes only."""
    start = 0
    while len(body) - start > _LONGEST:
        start = body.rfind(b"\n", start, start + _LONGEST + 1) + 1
        if not start:
            return True
    return False


def _addresses(addresses: Iterable[str]) -> str:
    return ",\r\n ".join(
        addr if _PLAIN_ADDRESS.fullmatch(addr) else f"<{_NOT_IN_ADDRESS.sub('', addr)}>" for addr in addresses
    )


def _display(name: str) -> str:
    """A display name ready to stand before ``<address>``: bare, quoted or encoded (RFC 5322 section 3.4)."""
    name = _BREAKS.sub(" ", name).strip()
    if not name:
        return ""
    if not name.isascii() or "=?" in name:
        return _encoded(name) + "\r\n "
    if _ATOMS.fullmatch(name):
        return name + " "
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}" '


def _unstructured(text: str, used: int) -> str:
    """A header's text on lines of 76 characters, encoded where it is not plain ASCII; never a line break of its own."""
    text = _BREAKS.sub(" ", text).strip()
    longest = max(map(len, text.split(" ")))
    if not text.isascii() or "=?" in text or longest > _LINE:
        return _encoded(text)
    lines, line = [], ""
    for word in text.split(" "):
        if line and used + len(line) + 1 + len(word) > _LINE:
            lines.append(line)
            line, used = word, 1
        else:
            line = f"{line} {word}" if line else word
    return "\r\n ".join([*lines, line])


def _encoded(text: str) -> str:
    """RFC 2047 encoded words in base64, each whole characters only (section 5)."""
    words, chunk = [], b""
    for char in text:
        octets = char.encode("utf-8", "replace")
        if len(chunk) + len(octets) > _WORD_BYTES:
            words.append(chunk)
            chunk = b""
        chunk += octets
    words.append(chunk)
    return "\r\n ".join(f"=?utf-8?b?{b2a_base64(word, newline=False).decode()}?=" for word in words)
