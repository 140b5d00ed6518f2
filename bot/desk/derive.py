"""What must be unguessable and yet the same when a mail is handled again: derived from the mail's random seed."""

from __future__ import annotations

import base64
import hashlib


def token(seed: bytes, ref: str) -> str:
    """The code of a case: small letters and digits that survive being quoted, typed and read out."""
    digest = hashlib.sha256(b"case/" + seed + ref.encode()).digest()
    return base64.b32encode(digest[:10]).decode().lower()
