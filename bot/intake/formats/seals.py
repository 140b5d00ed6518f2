"""What proves or decorates a mail and holds no data: detached signatures, keys, logos, tracking pixels, empty parts."""

from __future__ import annotations

import re

from bot.domain.mail import Part
from bot.intake.formats.found import Context, Found, extension
from bot.intake.tree import RELATED

_TYPES = frozenset(
    {
        "application/pgp-signature",
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "application/pgp-keys",
        "application/pgp-encrypted",
    }
)
_EXTENSIONS = frozenset({"p7s", "asc", "sig", "gpg", "pgp", "cer", "crt"})
_LOGO = re.compile(
    r"(?:image|img|logo|outlook|signature|banner|icon|facebook|linkedin|twitter|xing|youtube|instagram)\b|(?:image|img)\d{2,4}\b|~wrd",
    re.IGNORECASE,
)
_SMALL = 12_000  # bytes: no photograph of a card or a form is smaller
_TINY = 400  # bytes: a tracking pixel, whatever it is called


def accepts(part: Part) -> bool:
    """Detached signatures, keys, and pictures that belong to the page or are too small to show a form."""
    if part.content_type in _TYPES or (extension(part) in _EXTENSIONS and b"BEGIN PGP MESSAGE" not in part.data[:200]):
        return True
    if part.content_type.startswith("image/"):
        on_purpose = part.params.get("disposition") == "attachment"
        in_page = (RELATED in part.params or len(part.data) < _SMALL) and not on_purpose
        return in_page or len(part.data) < _TINY or bool(_LOGO.match(part.filename))
    return not part.data.strip() and not part.filename


def read(part: Part, context: Context) -> Found:  # noqa: ARG001  every format is called alike
    """Nothing."""
    return Found()
