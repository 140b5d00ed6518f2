"""Mails signed by dkimpy with a key of the test's own (Debian: openssl makes it)."""

from __future__ import annotations

import subprocess
from functools import cache

import dkim

SIGNED = (b"from", b"to", b"subject", b"date", b"message-id", b"mime-version", b"content-type")


@cache
def key(bits: int) -> bytes:
    """An RSA key in PEM."""
    made = subprocess.run(["openssl", "genrsa", "-traditional", str(bits)], check=True, capture_output=True)
    return made.stdout


@cache
def record(bits: int = 2048) -> str:
    """What the DNS holds for the key."""
    public = ["openssl", "rsa", "-pubout", "-outform", "PEM"]
    pem = subprocess.run(public, input=key(bits), check=True, capture_output=True).stdout
    return "v=DKIM1; k=rsa; p=" + "".join(pem.decode().splitlines()[1:-1])


def signed(raw: bytes, domain: str, *, bits: int = 2048, headers: tuple[bytes, ...] = SIGNED, **more: object) -> bytes:
    """A mail with a signature of a domain, selector ``s1``, over those of the headers that it has."""
    raw = raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    has = {line.partition(b":")[0].lower() for line in raw.partition(b"\r\n\r\n")[0].split(b"\r\n")}
    over = [name for name in headers if name in has]
    options: dict[str, object] = {"include_headers": over, "canonicalize": (b"relaxed", b"relaxed"), **more}
    return bytes(dkim.sign(raw, b"s1", domain.encode(), key(bits), **options)) + raw
