"""vCards of every version (RFC 6350, 2.1 and 3.0), one or many in a file."""

from __future__ import annotations

import re
from binascii import a2b_qp
from collections.abc import Iterator

from bot.domain.lead import Draft, Origin, Value
from bot.domain.mail import Part
from bot.intake.charset import decode
from bot.intake.formats.found import Context, Found, extension, named
from bot.intake.kinds import types_in
from bot.intake.limits import problem
from bot.intake.vocabulary import FULL_NAME, Vocabulary

_TYPES = frozenset({"text/vcard", "text/x-vcard", "text/directory", "application/vcard"})
_ESCAPED = re.compile(r"\\([\\,;:nN])")
_FOLD = re.compile(r"\r?\n[ \t]")
_SOFT = re.compile(r"=\r?\n")
_PLAIN = {"email": "email", "tel": "phone", "url": "url", "title": "job_title", "note": "notes"}
Property = tuple[str, dict[str, str], str]
"""A property's lower-case name, its parameters and its raw value."""


def accepts(part: Part) -> bool:
    """A card by type, name or first line."""
    begins = part.data[:40].lstrip(b"\xef\xbb\xbf \r\n").upper().startswith(b"BEGIN:VCARD")
    return part.content_type in _TYPES or extension(part) in ("vcf", "vcard") or begins


def read(part: Part, context: Context) -> Found:
    """A draft for each card."""
    name, limits = named(part), context.limits
    drafts: list[Draft] = []
    for number, card in enumerate(_cards(decode(part.data, part.charset, nearby=context.nearby)), 1):
        if number > limits.leads:
            return Found(tuple(drafts), (problem("leads.too_many", limits, name),))
        values = _values(card, context.vocabulary)
        if values:
            origin = Origin(name, f"card {number}")
            drafts.append(Draft({field: Value(text, origin) for field, text in values.items()}))
    return Found(tuple(drafts)) if drafts else Found(problems=(problem("file.no_leads", limits, name),))


def _cards(text: str) -> Iterator[list[Property]]:
    card: list[Property] | None = None
    for line in _lines(text):
        head, colon, value = line.partition(":")
        name, params = _head(head)
        if name == "begin" and value.strip().lower() == "vcard":
            card = []
        elif name == "end" and card is not None:
            yield card
            card = None
        elif colon and card is not None:
            card.append((name, params, value))
    if card:
        yield card


def _lines(text: str) -> list[str]:
    if "quoted-printable" in text.lower():
        text = _SOFT.sub("", text)
    return _FOLD.sub("", text).splitlines()


def _head(head: str) -> tuple[str, dict[str, str]]:
    name, *pieces = head.split(";")
    params: dict[str, str] = {}
    for piece in pieces:
        key, equals, value = piece.partition("=")
        key, value = (key.lower(), value.strip('"').lower()) if equals else ("type", key.lower())
        params[key] = f"{params[key]},{value}" if key in params else value
    return name.rpartition(".")[2].strip().lower(), params


def _values(card: list[Property], vocabulary: Vocabulary) -> dict[str, str]:
    values: dict[str, str] = {}
    for name, params, raw in sorted(card, key=_rank):
        text = _decoded(params, raw)
        components = [_plain(component) for component in _components(text)]
        if name == "n":
            family, given = [*components, "", ""][:2]
            if family or given:
                values |= {"last_name": family, "first_name": given}
        elif name == "fn":
            values.setdefault(FULL_NAME, _plain(text))
        elif name == "org" and components[0]:
            values.setdefault("company", components[0])
        elif name == "adr" and len(components) > 6 and components[6]:
            values.setdefault("country", components[6])
        elif name in _PLAIN and (plain := _plain(text)):
            values.setdefault(_PLAIN[name], plain.removeprefix("mailto:").removeprefix("tel:"))
        if name in ("note", "categories", "role") or name.startswith("x-"):
            kind = next(filter(None, (vocabulary.type_of(_plain(word)) for word in re.split(r"[,;]", text))), "")
            kind = kind or _only({kind for kind, _, _ in types_in(_plain(text), vocabulary)})
            if kind:
                values.setdefault("lead_type", kind)
    if values.get("first_name") or values.get("last_name"):
        values.pop(FULL_NAME, None)
    return {field: text for field, text in values.items() if text}


def _only(kinds: set[str]) -> str:
    return kinds.pop() if len(kinds) == 1 else ""


def _rank(item: Property) -> int:
    """Preferred values first, then those of work (RFC 6350 section 5.3)."""
    kinds = item[1].get("type", "")
    return -2 * ("pref" in kinds or "pref" in item[1]) - ("work" in kinds)


def _decoded(params: dict[str, str], raw: str) -> str:
    if "quoted-printable" in params.get("encoding", "") or "quoted-printable" in params.get("type", ""):
        return decode(a2b_qp(raw.encode("utf-8", "replace")), params.get("charset", ""))
    return raw


def _components(text: str) -> list[str]:
    return re.split(r"(?<!\\);", text)


def _plain(text: str) -> str:
    return " ".join(_ESCAPED.sub(lambda match: " " if match.group(1) in "nN" else match.group(1), text).split())
