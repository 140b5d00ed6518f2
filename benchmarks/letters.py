"""The generated mails as bytes, with the two to three kilobytes of header that real mail carries."""

from __future__ import annotations

import csv
import html
import io
import random
import string
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_string
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr

INBOX = "registrations@vendor.example"
AUTHSERV_ID = "mx.vendor.example"
_POLICY = SMTP.clone(linesep="\n", max_line_length=78)
_BASE64 = string.ascii_letters + string.digits + "+/"
_HTML = """<html><head><style>p.MsoNormal{{margin:0;font-size:11pt;font-family:Calibri}}</style></head>
<body lang=EN-US><div class=WordSection1><p class=MsoNormal>Hello,</p><table border=0 cellspacing=0>
{rows}</table><p class=MsoNormal>{signature}</p></div></body></html>
"""
_CELL = '<td style="font-family:Calibri,sans-serif;font-size:11pt;padding:2px">{}</td>'
_STATUS = """Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {}
Action: failed
Status: 5.1.1
"""
Rows = Sequence[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Letter:
    """Who writes, when, and how the text is encoded."""

    sender: str
    name: str
    message_id: str
    sent_at: datetime
    charset: str
    signature: str

    def start(self, subject: str) -> EmailMessage:
        """A mail with its headers and no body yet."""
        mail = EmailMessage(policy=_POLICY)
        mail["From"] = formataddr((self.name, self.sender))
        mail["To"] = INBOX
        mail["Date"] = format_datetime(self.sent_at)
        mail["Message-ID"] = self.message_id
        mail["Subject"] = subject
        return mail

    def encoding(self, text: str) -> str:
        """The partner's charset, or UTF-8 for what it cannot say."""
        try:
            text.encode(self.charset)
        except UnicodeEncodeError:
            return "utf-8"
        return self.charset


def with_text(letter: Letter, labels: tuple[str, ...], rows: Rows, rng: random.Random) -> bytes:
    """One lead as lines of "label: value"."""
    return _finish(_text(letter, labels, rows[0], rng), letter, rng)


def with_alternative(letter: Letter, labels: tuple[str, ...], rows: Rows, rng: random.Random) -> bytes:
    """One lead as text and again as an HTML table, as desktop clients send it."""
    mail = _text(letter, labels, rows[0], rng)
    cells = "".join(
        f"<tr>{_CELL.format(f'<b>{label}:</b>')}{_CELL.format(html.escape(text))}</tr>\n"
        for label, text in zip(labels, rows[0], strict=True)
    )
    signature = html.escape(letter.signature).replace("\n", "<br>")
    mail.add_alternative(_HTML.format(rows=cells, signature=signature), subtype="html", charset="utf-8")
    return _finish(mail, letter, rng)


def with_csv(letter: Letter, labels: tuple[str, ...], rows: Rows, rng: random.Random) -> bytes:
    """Many leads as an attached CSV without a declared charset."""
    mail = letter.start("Lead registration list")
    text = f"Please find {len(rows)} leads attached.\n{letter.signature}"
    mail.set_content(text, charset=letter.encoding(text))
    sheet = io.StringIO()
    csv.writer(sheet).writerows([labels, *rows])
    mail.add_attachment(sheet.getvalue().encode(), maintype="text", subtype="csv", filename="leads.csv")
    return _finish(mail, letter, rng)


def out_of_office(letter: Letter, rng: random.Random) -> bytes:
    """An absence note; half of them say so only in their subject."""
    mail = letter.start("Automatic reply: Your registration")
    if rng.random() < 0.5:
        mail["Auto-Submitted"] = "auto-replied"
        mail["X-Auto-Response-Suppress"] = "All"
    mail.set_content("Thank you for your message. I am out of the office until Monday with limited access to mail.\n")
    return _finish(mail, letter, rng)


def bounce(letter: Letter, rng: random.Random) -> bytes:
    """A delivery status notification (RFC 3464) for one of the bot's own mails."""
    mail = letter.start("Undelivered Mail Returned to Sender")
    daemon = f"MAILER-DAEMON@mail.{letter.sender.rpartition('@')[2]}"
    mail.replace_header("From", f"Mail Delivery System <{daemon}>")
    mail["Auto-Submitted"] = "auto-replied"
    mail.set_content(f"Your message could not be delivered.\n\n<{letter.sender}>: 550 5.1.1 User unknown\n")
    mail.make_mixed()
    mail.set_type("multipart/report")
    mail.set_param("report-type", "delivery-status")
    mail.attach(message_from_string(_STATUS.format(letter.sender), policy=_POLICY))
    return _finish(mail, letter, rng, return_path="")


def _text(letter: Letter, labels: tuple[str, ...], row: tuple[str, ...], rng: random.Random) -> EmailMessage:
    company = row[4] or "a new company"
    mail = letter.start(rng.choice(("Lead registration", f"New lead: {company}", f"Deal reg - {company}")))
    width = 22 if rng.random() < 0.2 else 0
    lines = "\n".join(f"{label + ':':{width}} {text}" for label, text in zip(labels, row, strict=True))
    hello = "Hello,\n\nplease register the lead below.\n\n" if rng.random() < 0.5 else ""
    text = f"{hello}{lines}\n{letter.signature}"
    mail.set_content(text, charset=letter.encoding(text))
    return mail


def _finish(mail: EmailMessage, letter: Letter, rng: random.Random, return_path: str | None = None) -> bytes:
    path = letter.sender if return_path is None else return_path
    if mail.is_multipart():
        mail.set_boundary(f"=_{rng.getrandbits(64):016x}")  # else it would be drawn unseeded
    return _trace(letter, path, rng).encode() + mail.as_bytes()


def _trace(letter: Letter, return_path: str, rng: random.Random) -> str:
    domain = letter.sender.rpartition("@")[2]

    def noise(length: int) -> str:
        return "".join(rng.choices(_BASE64, k=length))

    hops = "".join(
        f"Received: from {host}.{domain} ({host}.{domain} [203.0.113.{rng.randrange(1, 250)}])\n"
        f"\tby mail{hop}.vendor.example (Postfix) with ESMTPS id {rng.getrandbits(44):011X}\n"
        f"\tfor <{INBOX}>; {format_datetime(letter.sent_at - timedelta(seconds=hop))}\n"
        for hop, host in enumerate(("mx1", "out", "smtp"))
    )
    signed = "\n\t ".join(noise(72) for _ in range(4))
    return (
        f"Return-Path: <{return_path}>\nDelivered-To: {INBOX}\n{hops}"
        f"Authentication-Results: {AUTHSERV_ID};\n\tdkim=pass header.d={domain};\n\tspf=pass smtp.mailfrom={domain};\n"
        f"\tdmarc=pass header.from={domain}\n"
        f"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d={domain};\n\ts=sel1; h=from:to:subject:date;\n"
        f"\tbh={noise(43)}=;\n\tb={signed}==\n"
        f"ARC-Seal: i=1; a=rsa-sha256; cv=none; d=relay.example;\n\ts=arc; b={noise(72)}\n\t {noise(72)}==\n"
        "X-Spam-Status: No, score=-1.9 required=5.0 tests=BAYES_00,DKIM_SIGNED,DKIM_VALID autolearn=ham\n"
        f"X-Mailer: {rng.choice(('Apple Mail (2.3774)', 'Microsoft Outlook 16.0', 'Roundcube Webmail/1.6.5'))}\n"
    )
