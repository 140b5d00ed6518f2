"""What was seen of one step of the demo: the mail that came in, what was decided, the mails that went out."""

from __future__ import annotations

import email
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import default
from email.utils import getaddresses

from bot.cli.demo.scenario import Step


@dataclass(frozen=True, slots=True)
class Shown:
    """A mail as it is shown; ``files`` are the names and texts of its attachments."""

    author: str
    to: str
    cc: str
    subject: str
    text: str
    html: str = ""
    files: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """One thing that was decided: ``outcome`` in a word or two, about what, and why (each reason by itself)."""

    outcome: str
    about: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """A step as it went; ``at`` is the bot's clock."""

    number: int
    step: Step
    at: datetime
    incoming: bytes | None
    verdicts: tuple[Verdict, ...]
    outgoing: tuple[bytes, ...]


def shown(raw: bytes) -> Shown:
    """A mail of the demo, opened for showing."""
    mail = email.message_from_bytes(raw, policy=default)
    assert isinstance(mail, EmailMessage)
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    return Shown(
        author=str(mail["From"]),
        to=_people(mail, "To"),
        cc=_people(mail, "Cc"),
        subject=str(mail["Subject"]),
        text=text.get_content() if text else "",
        html=html.get_content() if html else "",
        files=tuple((part.get_filename() or "", str(part.get_content())) for part in mail.iter_attachments()),
    )


def _people(mail: EmailMessage, header: str) -> str:
    return ", ".join(address for _, address in getaddresses(mail.get_all(header, [])))
