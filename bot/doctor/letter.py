"""A mail to oneself: over the relay and back into the inbox, with what the servers wrote into it on the way."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.utils import format_datetime, make_msgid

from bot.config.settings import Inbox, Settings
from bot.doctor.inbox import Session, fetched, filed, find
from bot.doctor.report import Finding, doubt, fine, wrong
from bot.mail.compose import MARK
from bot.mail.delivery import Sent
from bot.mail.server import Server
from bot.mail.smtp import Relay

_OFF, _FAR_OFF = 60, 300  # seconds


@dataclass(frozen=True, slots=True)
class _Letter:
    sender: str
    recipients: tuple[str, ...]
    raw: bytes


@dataclass(frozen=True, slots=True)
class Journey:
    """What came of a mail to oneself: the findings, and the header that arrived (None when it did not)."""

    findings: tuple[Finding, ...]
    header: Message | None = None


def sent(settings: Settings, box: Inbox, relay: Server) -> tuple[str, Finding]:
    """Hand the relay a mail from the inbox to itself; gives its Message-ID, "" when it was not taken."""
    domain = settings.mail.message_id_domain or box.address.rpartition("@")[2]
    message_id = make_msgid(domain=domain)
    lines = (
        f"From: <{box.address}>",
        f"To: <{box.address}>",
        "Subject: regbot doctor: a mail to oneself",
        f"Date: {format_datetime(datetime.now(UTC))}",
        f"Message-ID: {message_id}",
        "Auto-Submitted: auto-generated",
        f"{MARK}: doctor",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=us-ascii",
        "",
        "This mail shows that what regbot sends arrives. It is removed again.",
        "",
    )
    letter = _Letter(settings.mail.bounce_address or box.address, (box.address,), "\r\n".join(lines).encode())

    async def deliver() -> object:
        way = Relay(relay, connections=1)
        try:
            return (await way.deliver([letter]))[0]
        finally:
            await way.close()

    verdict = asyncio.run(deliver())
    if isinstance(verdict, Sent):
        return message_id, fine("smtp", f"{relay} took a mail from {box.address} ({verdict.response})")
    return "", wrong("smtp", getattr(verdict, "text", str(verdict)))


def arrived(session: Session, message_id: str, patience: float) -> Journey:
    """Wait for the mail, ``patience`` seconds at most, look at it, file it as mails are filed, and remove it."""
    where = f"inbox {session.box.name}"
    ends = time.monotonic() + patience
    while (place := find(session, message_id)) is None:
        if time.monotonic() > ends:
            seen = f"a mail to {session.box.address} has not arrived after {patience:g} s"
            return Journey(
                (doubt(where, seen, "is it in the spam folder, or does the address lead to another mailbox?"),)
            )
        time.sleep(0.5)
    header, received_at = fetched(session, place[1])
    return Journey(
        (fine(where, "a mail to oneself has arrived"), _clock(received_at), filed(session, *place, message_id)), header
    )


def _clock(received_at: datetime) -> Finding:
    """How far this machine's clock is from the mail server's: priority is by the server's, all else by ours."""
    off = abs((datetime.now(UTC) - received_at.astimezone(UTC)).total_seconds())
    seen = f"differs from the mail server's by {off:.0f} s"
    if off > _FAR_OFF:
        return wrong("clock", seen, "set this machine's clock by NTP")
    return doubt("clock", seen, "set this machine's clock by NTP") if off > _OFF else fine("clock", seen)
