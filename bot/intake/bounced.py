"""What a delivery report says: which of our mails came back, and for whom (RFC 3464, and providers' free forms)."""

from __future__ import annotations

import email
import re
from email.message import Message

from bot.domain.delivery import Bounced
from bot.domain.mail import Envelope
from bot.intake.screen import Own

_READ = 300_000  # bytes of a report that are looked at
_ID = re.compile(rb"^[>\s]{0,4}(?:x-)?(?:original-)?message-id:\s{0,3}(<[^<>\s]{3,250}>)", re.IGNORECASE | re.MULTILINE)
_OWN = re.compile(r"<[0-9a-f]{40}@([^<>@\s]{1,255})>")
_STATUS = re.compile(r"^(?:status|diagnostic-code):[ \t]*([^\r\n]{1,300})", re.IGNORECASE | re.MULTILINE)
_REPLY = re.compile(r"(?<![\d.])(?:5\d\d[ -]#?5\.\d{1,3}\.\d{1,3}|5\.\d{1,3}\.\d{1,3}|55\d)(?![\d.])[^\r\n]{0,200}")
_FOR_NOW = re.compile(r"(?<![\d.])(?:4\d\d[ -]#?)?4\.\d{1,3}\.\d{1,3}(?![\d.])")
_TO = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to")


def bounced(envelope: Envelope, raw: bytes, own: Own) -> Bounced | None:
    """What came back, or None where the report names none of our mails: then anybody may have written it.

    Our mails are named by the return path that each went out with, or by their unguessable Message-ID.
    """
    message = email.message_from_bytes(raw[:_READ])
    texts = _texts(message)
    ids = (*_by_return_path(envelope, own), *_by_message_id(envelope, texts, own))
    if not ids:
        return None
    temporary, permanent = _failures(message)
    said = "\n".join(text.decode("utf-8", "replace") for text in texts)
    text = _why(said)
    told = temporary or any(part.get_content_type() == "message/delivery-status" for part in message.walk())
    lasting = bool(permanent) or (not told and bool(text) and not _FOR_NOW.search(said))
    return Bounced(tuple(dict.fromkeys(ids)), tuple(sorted(permanent)), lasting, text)


def _failures(message: Message) -> tuple[set[str], set[str]]:
    """The addresses that failed for now and for good, folded."""
    from flufl.bounce import all_failures  # noqa: PLC0415  a report is rare, and its parsers take a while to import

    try:
        found = all_failures(message)
    except Exception:  # noqa: BLE001  a report is a stranger's mail: what breaks a parser names nobody
        return set(), set()
    temporary, permanent = ({one.decode("ascii", "replace").casefold() for one in each} for each in found)
    return temporary, permanent


def _by_return_path(envelope: Envelope, own: Own) -> list[str]:
    """The mails whose own return path the report came to (VERP)."""
    before, mark, after = own.verp.casefold().partition("{id}")
    if not mark:
        return []
    seen = [one.key for one in (*envelope.to, *envelope.cc)]
    seen += [value.strip("<> ").casefold() for name in _TO for value in envelope.headers.get(name, ())]
    tags = [one[len(before) : len(one) - len(after)] for one in seen if one.startswith(before) and one.endswith(after)]
    return [f"<{tag}@{domain}>" for tag in tags for domain in sorted(own.domains) if len(tag) == 40 and tag.isalnum()]


def _by_message_id(envelope: Envelope, texts: list[bytes], own: Own) -> list[str]:
    named = [match.decode("ascii", "replace") for text in texts for match in _ID.findall(text)]
    return [one for one in (*named, *envelope.in_reply_to, *envelope.references) if _is_own(one, own)]


def _is_own(message_id: str, own: Own) -> bool:
    match = _OWN.fullmatch(message_id)
    return bool(match and match[1].casefold() in own.domains)


def _texts(message: Message) -> list[bytes]:
    """The texts of a report with the headers of what it returns, transfer encodings undone."""
    found = []
    for part in message.walk():
        if part.is_multipart():
            found.append("\n".join(f"{name}: {value}" for name, value in part.items()).encode("utf-8", "replace"))
        elif part.get_content_maintype() in ("text", "message"):
            payload = part.get_payload(decode=True)
            found.append(payload if isinstance(payload, bytes) else b"")
    return found[1:] if message.is_multipart() else found


def _why(said: str) -> str:
    """What the other server said, on one line."""
    status = _STATUS.findall(said)
    reply = _REPLY.search(said)
    text = status[-1] if status and status[-1].strip().startswith(("5", "smtp", "SMTP", "x-", "X-")) else ""
    text = text or (reply[0] if reply else "")
    return " ".join(text.split())[:200]
