"""What makes two mails the same one: Message-ID, From, Date, Subject and body, whatever way they came."""

from __future__ import annotations

import hashlib
import re

# Both begin with a line's end, which is looked for at once, instead of with a choice that is tried at each byte.
_NAMED = re.compile(rb"\n(message-id|from|date|subject)[ \t]*:([^\n]*(?:\n[ \t][^\n]*)*)", re.IGNORECASE)
_BLANK = re.compile(rb"\n\r?\n")


def content_key(raw: bytes, size: int) -> bytes:
    """The SHA-256 of what the author wrote; headers that the way adds (Received, Delivered-To) do not count.

    ``size`` (bytes) counts only where the body is not there. A Message-ID alone would not do: it is re-used by some
    senders for other mails.
    """
    blank = _BLANK.search(raw)
    head, body = (raw[: blank.start()], raw[blank.end() :]) if blank else (raw, b"")
    digest = hashlib.sha256()
    named = _NAMED.finditer(b"\n" + head)
    for name, value in sorted((match[1].lower(), b" ".join(match[2].split())) for match in named):
        digest.update(b"%s:%s\n" % (name, value))
    digest.update(body or b"%d" % size)
    return digest.digest()
