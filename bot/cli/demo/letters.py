"""A partner's mail as the demo's provider would hand it over: headers, text, HTML, attachments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from hashlib import sha256

from bot.cli.demo.servers import AUTHSERV_ID, authentication_results


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who writes: display name and address."""

    name: str
    address: str

    @property
    def domain(self) -> str:
        """What stands after the ``@``."""
        return self.address.rpartition("@")[2]


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail to be sent; ``files`` maps names to the text of CSV attachments, ``headers`` is set beside the usual ones.

    ``verdict`` is what the receiving server found when it checked the sender: pass or fail.
    """

    author: Person
    subject: str
    text: str
    html: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    verdict: str = "pass"

    def raw(self, to: str, at: datetime) -> bytes:
        """The mail on the wire, received at ``at`` (aware) a few seconds after it was written."""
        mail = EmailMessage(policy=SMTP)
        mail["From"] = formataddr((self.author.name, self.author.address))
        mail["To"] = to
        mail["Subject"] = self.subject
        mail["Date"] = format_datetime(at - timedelta(seconds=4))
        mail["Message-ID"] = self._message_id(at)
        for name, value in self.headers.items():
            mail[name] = value
        mail.set_content(self.text)
        if self.html:
            mail.add_alternative(self.html, subtype="html")
        for name, content in self.files.items():
            mail.add_attachment(content.encode(), maintype="text", subtype="csv", filename=name)
        return self._trace(to, at).encode() + mail.as_bytes()

    def _message_id(self, at: datetime) -> str:
        unique = sha256(f"{self.author.address} {self.subject} {at.isoformat()}".encode()).hexdigest()[:20]
        return f"<{unique}@{self.author.domain}>"

    def _trace(self, to: str, at: datetime) -> str:
        """The header lines of the servers on the way, the last one first."""
        server = f"smtp.{self.author.domain}"
        lines = (
            f"Return-Path: <{self.author.address}>",
            f"Delivered-To: {to}",
            authentication_results(self.author.address, self.verdict),
            f"Received: from {server} ({server} [192.0.2.25]) by {AUTHSERV_ID} with ESMTPS; {format_datetime(at)}",
        )
        return "".join(f"{line}\r\n" for line in lines)
