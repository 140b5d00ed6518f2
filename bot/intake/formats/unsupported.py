"""Files that are not read: named to the partner, with what to send instead."""

from __future__ import annotations

from functools import lru_cache

from bot.domain.mail import Part
from bot.intake.formats.found import Context, Found, extension, named
from bot.intake.lexicon import tokens
from bot.intake.limits import problem
from bot.intake.words import load

_ENDINGS = {
    "pdf": ("pdf",),
    "image": ("png", "jpg", "jpeg", "gif", "heic", "heif", "webp", "tif", "tiff", "bmp", "svg"),
    "document": ("doc", "docx", "docm", "odt", "rtf", "pages", "dot", "dotx", "wpd", "one"),
    "slides": ("ppt", "pptx", "pps", "ppsx", "odp", "key"),
    "archive": ("zip", "rar", "7z", "gz", "tgz", "tar", "bz2", "xz", "cab", "iso"),
    "sheet": ("xls", "xlsx", "xlsm", "xlsb", "ods", "numbers", "gsheet"),
    "mail": ("msg", "oft", "pst", "emlx"),
    "sound": ("mp3", "m4a", "wav", "ogg", "amr", "mp4", "mov"),
}
_BY_ENDING = {ending: kind for kind, endings in _ENDINGS.items() for ending in endings}
_BY_TYPE = (
    ("application/pdf", "pdf"),
    ("image/", "image"),
    ("application/msword", "document"),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml", "document"),
    ("application/vnd.oasis.opendocument.text", "document"),
    ("application/vnd.openxmlformats-officedocument.presentationml", "slides"),
    ("application/vnd.ms-powerpoint", "slides"),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml", "sheet"),
    ("application/vnd.ms-excel", "sheet"),
    ("application/zip", "archive"),
    ("application/x-zip", "archive"),
    ("application/x-7z", "archive"),
    ("application/x-rar", "archive"),
    ("application/vnd.ms-outlook", "mail"),
    ("audio/", "sound"),
    ("video/", "sound"),
)
_BY_START = (
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "archive"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"Rar!", "archive"),
)
_TAX_FORM = (b"Request for Taxpayer", b"Certificate of Foreign Status")


def accepts(part: Part) -> bool:  # noqa: ARG001  the last of the formats takes what is left
    """Everything."""
    return True


def read(part: Part, context: Context) -> Found:
    """A problem with the code ``unsupported.<kind>``, or ``paperwork`` for tax and bank forms (LEANSTACK L2)."""
    code = "paperwork" if is_paperwork(part) else f"unsupported.{kind_of(part)}"
    return Found(problems=(problem(code, context.limits, named(part)),))


def kind_of(part: Part) -> str:
    """What sort of file a part is, ``file`` where it cannot be told."""
    found = _BY_ENDING.get(extension(part)) or next(
        (kind for start, kind in _BY_TYPE if part.content_type.startswith(start)), ""
    )
    return found or next((kind for start, kind in _BY_START if part.data.startswith(start)), "file")


def is_paperwork(part: Part) -> bool:
    """Whether a file looks like a tax or bank form, which must not be kept (LEANSTACK L2)."""
    words = " ".join(["", *tokens(part.filename.rpartition(".")[0] or part.filename), ""])
    return any(phrase in words for phrase in _phrases()) or any(mark in part.data[:200_000] for mark in _TAX_FORM)


@lru_cache(maxsize=1)
def _phrases() -> tuple[str, ...]:
    return tuple(f" {' '.join(tokens(phrase))} " for phrase in load("paperwork")["names"])
