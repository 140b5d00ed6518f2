"""A stored mail to an Envelope: headers decoded, parts listed; whatever is broken spoils only itself."""

from __future__ import annotations

import re
from hashlib import sha256

from bot.domain.errors import Unreadable
from bot.domain.mail import Address, Envelope, Inbound, Part
from bot.intake.headers import Field, addresses, unfold
from bot.intake.limits import Limits
from bot.intake.tree import ALTERNATIVE, grow

_IDS = re.compile(r"<[^<>\s]{1,500}>")
_COMMENT = re.compile(r"\([^()]{0,500}\)")
_NOBODY = Address("", "")
_MAX_REFERENCES = 50
_RESULTS = "authentication-results"


def parse(inbound: Inbound, limits: Limits) -> Envelope:
    """Parse a stored mail; raises Unreadable only where there is no header at all.

    ``problems`` holds codes that ``limits.problem`` puts into words. Of the Authentication-Results only those are kept
    that the receiving server wrote, if it wrote any: a name's topmost one, and all above the topmost Received.
    """
    tree = grow(inbound.raw, limits)
    if not tree.head:
        raise Unreadable("The mail has no headers at all")
    raw_headers: dict[str, list[str]] = {}
    for name, value in _trusted(tree.head):
        raw_headers.setdefault(name, []).append(value)
    headers = {name: tuple(map(unfold, values)) for name, values in raw_headers.items()}
    froms = _people(raw_headers, "from")
    too_large = inbound.truncated or inbound.size > limits.mail_bytes
    return Envelope(
        message_id=_message_id(headers, inbound.raw),
        from_=froms[0] if froms else (_people(raw_headers, "sender") or (_NOBODY,))[0],
        froms=froms,
        to=_people(raw_headers, "to"),
        cc=_people(raw_headers, "cc"),
        subject=_joined(headers, "subject"),
        received_at=inbound.received_at,
        size=inbound.size,
        headers=headers,
        in_reply_to=tuple(_IDS.findall(_joined(headers, "in-reply-to"))[:_MAX_REFERENCES]),
        references=tuple(_IDS.findall(_joined(headers, "references"))[-_MAX_REFERENCES:]),
        parts=() if too_large else tuple(tree.leaves),
        problems=("mail.too_large",) if too_large else tuple(tree.problems),
        truncated=too_large,
    )


def bodies(parts: tuple[Part, ...]) -> tuple[tuple[Part, ...], ...]:
    """The texts of a mail in their order, each as its versions (text/plain, text/html) to choose one from."""
    groups: dict[str, list[Part]] = {}
    for part in parts:
        if not part.attached:
            groups.setdefault(part.params.get(ALTERNATIVE) or f"={part.path}", []).append(part)
    return tuple(tuple(group) for group in groups.values())


def files(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """The parts that are files to the reader."""
    return tuple(part for part in parts if part.attached)


def _people(headers: dict[str, list[str]], name: str) -> tuple[Address, ...]:
    return tuple(person for value in headers.get(name, ()) for person in addresses(value))


def _joined(headers: dict[str, tuple[str, ...]], name: str) -> str:
    return headers[name][0] if name in headers else ""


def _message_id(headers: dict[str, tuple[str, ...]], raw: bytes) -> str:
    found = _IDS.findall(_joined(headers, "message-id"))
    return found[0] if found else f"<{sha256(raw).hexdigest()[:40]}@no-message-id.invalid>"


def _trusted(head: list[Field]) -> list[Field]:
    """The header without results that the sender may have written itself (RFC 8601 section 5, P6).

    What a mail brings along stands below the Received of the server that took it (RFC 5321 section 4.4): above the
    topmost Received every result is ours. Where ours stand below it, or there is none, only the topmost one of a name
    counts: a forged one may stand directly under it.
    """
    if sum(name == _RESULTS for name, _ in head) < 2:
        return head
    boundary = next((at for at, (name, _) in enumerate(head) if name == "received"), 0)
    met: set[str] = set()
    kept: list[Field] = []
    for at, (name, value) in enumerate(head):
        if name == _RESULTS:
            server = authserv_id(value)
            if at >= boundary and server in met:
                continue
            met.add(server)
        kept.append((name, value))
    return kept


def authserv_id(value: str) -> str:
    """Who wrote an Authentication-Results header (RFC 8601 section 2.2), ``""`` where the writer leaves it out."""
    start = value[:1_000]
    first = (_COMMENT.sub(" ", start) if "(" in start else start).partition(";")[0].split()
    return "" if not first or "=" in first[0] else first[0].lower()
