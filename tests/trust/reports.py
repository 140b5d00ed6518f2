"""Delivery reports as mail servers write them, made around a mail that really went out."""

from __future__ import annotations

BOT = "registrations@vendor.example"


def crlf(text: str) -> bytes:
    return text.replace("\r\n", "\n").replace("\n", "\r\n").encode()


def _head(sender: str, subject: str, number: str, more: str = "", to: str = BOT) -> str:
    return f"Return-Path: <>\nFrom: {sender}\nTo: {to}\nSubject: {subject}\nMessage-ID: <{number}@mx.example>\n{more}"


def dsn(
    address: str,
    message_id: str,
    *,
    action: str = "failed",
    status: str = "5.1.1",
    said: str = "",
    original: str = "",
    to: str = BOT,
) -> bytes:
    """RFC 3464, as Postfix writes it."""
    said = said or f"550 {status} <{address}>: Recipient address rejected: User unknown"
    named = f"Original-Recipient: rfc822;{original}\n" if original else ""
    returned = f"Message-ID: {message_id}\nFrom: {BOT}\nSubject: x\n" if message_id else "Subject: x\n"
    head = _head(
        "MAILER-DAEMON@mx.example (Mail Delivery System)",
        "Undelivered Mail Returned to Sender",
        f"d-{address}-{action}",
        to=to,
    )
    return crlf(
        f'{head}MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        f"--b\nContent-Type: text/plain\n\nThis is the mail system at host mx.example.\n\n<{address}>: {said}\n\n"
        f"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
        f"{named}Final-Recipient: rfc822; {address}\nAction: {action}\nStatus: {status}\nDiagnostic-Code: smtp; {said}\n\n"
        f"--b\nContent-Type: text/rfc822-headers\n\n{returned}\n--b--\n"
    )


def exim(address: str, message_id: str) -> bytes:
    head = _head(
        "Mail Delivery System <Mailer-Daemon@mx.example>", "Mail delivery failed: returning message to sender", "e1"
    )
    return crlf(
        f"{head}X-Failed-Recipients: {address}\nAuto-Submitted: auto-replied\n\n"
        "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one "
        f"or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  {address}\n"
        "    550 5.1.1 unknown user\n\n------ This is a copy of the message, including all the headers. ------\n\n"
        f"From: {BOT}\nMessage-ID: {message_id}\nSubject: x\n\nHello\n"
    )


def qmail(address: str, message_id: str) -> bytes:
    head = _head("MAILER-DAEMON@mx.example", "failure notice", "q1")
    return crlf(
        f"{head}\nHi. This is the qmail-send program at mx.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n"
        "This is a permanent error; I've given up. Sorry it didn't work out.\n\n"
        f"<{address}>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\n"
        f"Return-Path: <{BOT}>\nMessage-ID: {message_id}\nSubject: x\n\nHello\n"
    )


def gmail(address: str, message_id: str) -> bytes:
    head = _head(
        "Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
        "Delivery Status Notification (Failure)",
        "g1",
        f"In-Reply-To: {message_id}\n",
    )
    return crlf(
        f"{head}X-Failed-Recipients: {address}\nAuto-Submitted: auto-replied\nContent-Type: text/plain\n\n** Address not found **\n\n"
        f"Your message wasn't delivered to {address} because the address couldn't be found.\n\nThe response was:\n\n"
        "550 5.1.1 The email account that you tried to reach does not exist.\n"
    )


def words_only(address: str, message_id: str) -> bytes:
    head = _head("postmaster@mx.example", "Undeliverable: your mail", "w1", f"In-Reply-To: {message_id}\n")
    return crlf(f"{head}\nYour message could not be delivered. The server said: 550 5.7.1 mailbox disabled\n")


def delayed(address: str, message_id: str) -> bytes:
    return dsn(address, message_id, action="delayed", status="4.4.1", said="451 4.4.1 connection timed out")


def forged(address: str) -> bytes:
    """A report that names none of our mails."""
    return dsn(address, f"<{'a' * 40}@vendor.example>")
