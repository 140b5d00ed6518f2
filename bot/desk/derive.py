"""What must be unguessable and yet the same when a mail is handled again: derived from the mail's random seed."""

from __future__ import annotations

import base64
import hashlib


def word(seed: bytes) -> str:
    """The word by which a quarantined mail is let go on, of the same kind."""
    return _readable(b"word/" + seed)


def token(seed: bytes, ref: str) -> str:
    """The code of a case: small letters and digits that survive being quoted, typed and read out."""
    return _readable(b"case/" + seed + ref.encode())


def _readable(secret: bytes) -> str:
    return base64.b32encode(hashlib.sha256(secret).digest()[:10]).decode().lower()
