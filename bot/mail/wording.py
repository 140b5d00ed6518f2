"""How the templates say instants, sizes, counts and strangers' words; pure, and cheap to call often."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from bot.domain.lead import FIELD_NAMES
from bot.domain.term import last_day
from bot.notices.common import LeadLine, Standing

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_CONTROLS = bytes(code for code in (*range(32), 0x7F) if code not in {9, 10})  # tab and line feed stay
_UNSEEN = re.compile(r"[\x80-\x9f\u2028-\u202e\u2066-\u2069]")
_HINTS = (b"\xc2", b"\xe2")  # how UTF-8 begins them: two quick looks spare most mails the search
_OWN_OR_REPLY = re.compile(
    r"\s*(?:(?:re|aw|antw|sv|vs|fwd?|wg|tr|rv|res|odp)\s*(?:\[\d+\])?\s*[:\uff1a]"
    r"|\[(?:[A-Z]{1,5}-[0-9A-Z]{4,9}-\S|\d+ )[^\]]{0,150}\])\s*",
    re.IGNORECASE,
)
_IN_ADDRESS = re.compile(r"[.@](?=\w)|:(?=/)")
_SUBJECT_KEPT = 110


def tame(text: str) -> str:
    """A rendered text without control characters (tab and line feed stay) and without overrides of its direction."""
    octets = text.encode("utf-8", "replace").translate(None, _CONTROLS)
    if text.isascii():
        return octets.decode("ascii")
    text = octets.decode()
    return _UNSEEN.sub("", text) if any(hint in octets for hint in _HINTS) else text


def base_subject(subject: str) -> str:
    """A subject without "Re:" and the bot's own brackets (RFC 5256 section 2.1), cut at 110 characters."""
    start = 0
    while match := _OWN_OR_REPLY.match(subject, start):
        start = match.end()
    base = " ".join(subject[start:].split())
    return base if len(base) <= _SUBJECT_KEPT else base[: _SUBJECT_KEPT - 3].rstrip() + "..."


@lru_cache(maxsize=4096)
def until(end: datetime, zone: ZoneInfo) -> str:
    """The last day of a term that ends at the instant ``end``: "the end of Saturday, 22 May 2027 (UTC)"."""
    day = last_day(end, zone)
    return f"the end of {_DAYS[day.weekday()]}, {day.day} {_MONTHS[day.month - 1]} {day.year} ({place(zone)})"


@lru_cache(maxsize=4096)
def day(at: datetime, zone: ZoneInfo) -> str:
    """The local day of an instant: "22 May 2027"."""
    local = at.astimezone(zone)
    return f"{local.day} {_MONTHS[local.month - 1]} {local.year}"


@lru_cache(maxsize=4096)
def last(end: datetime, zone: ZoneInfo) -> str:
    """The last day of a term that ends at the instant ``end``, short: "22 May 2027"."""
    local = last_day(end, zone)
    return f"{local.day} {_MONTHS[local.month - 1]} {local.year}"


@lru_cache(maxsize=4096)
def moment(at: datetime, zone: ZoneInfo) -> str:
    """An instant to the second: "Sunday, 22 November 2026, 16:04:09 (UTC)"."""
    local = at.astimezone(zone)
    return f"{_DAYS[local.weekday()]}, {day(at, zone)}, {local:%H:%M:%S} ({place(zone)})"


@lru_cache(maxsize=4096)
def exact(at: datetime) -> str:
    """An instant for those who compute with it: "2027-05-23 00:00 UTC"."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def size(octets: int) -> str:
    """Bytes as people say them: "48.3 MB" (10^6 bytes)."""
    return f"{octets / 1e6:.1f} MB" if octets >= 1e6 else f"{max(1, round(octets / 1e3))} kB"


def sentence(text: str) -> str:
    """A text that ends as a sentence does."""
    return text if text.endswith((".", "!", "?", '"', ":")) or not text else text + "."


def label(field: str) -> str:
    """What a field is called at the start of a line: "Contact first name"; an unknown name as it is."""
    known = FIELD_NAMES.get(field, field)
    return known[:1].upper() + known[1:]


@lru_cache(maxsize=1024, typed=True)  # most long texts are the house's own; Markup is no str that is to be escaped
def shown(text: object) -> Markup:
    """A stranger's words in HTML: escaped, and not turned into a link by whoever shows the mail.

    Mail clients make links of whatever looks like an address; an element around the dot or at-sign inside a word
    keeps "acme.example" from looking like one, and it still reads and copies as it is.
    """
    safe = escape(text)
    if "." not in safe and "@" not in safe and ":/" not in safe:
        return safe
    return Markup(_IN_ADDRESS.sub(_kept_apart, str(safe)))  # noqa: S704 - escaped first


def _kept_apart(found: re.Match[str]) -> str:
    return f"<span>{found[0]}</span>"


def mailto(address: str, subject: str, body: str) -> str:
    """A link that opens a prepared mail (RFC 6068)."""
    return f"mailto:{quote(address, safe='@')}?subject={quote(subject)}&body={quote(body)}"


def name(line: LeadLine | Standing) -> str:
    """What a lead is called: its company, else its contact."""
    return line.company or line.contact or "your lead"


def headline(line: LeadLine, words: Mapping[str, str]) -> str:
    """How one lead ended, by its outcome's words, in which ``%s`` stands for its name."""
    return words[line.outcome] % name(line)


def summary(lines: Sequence[LeadLine], words: Mapping[str, tuple[str, str]]) -> str:
    """How many leads ended how, in the order of ``words`` (singular, plural): "3 accepted, 1 not accepted"."""
    counts: dict[str, int] = {}
    for line in lines:
        counts[line.outcome] = counts.get(line.outcome, 0) + 1
    return ", ".join(f"{counts[name]} {words[name][counts[name] > 1]}" for name in words if name in counts)


@lru_cache(maxsize=4096)
def brief(end: datetime, zone: ZoneInfo) -> str:
    """The last day of a term for a column of a table: "22 May 2027", months in three letters."""
    local = last_day(end, zone)
    return f"{local.day} {_MONTHS[local.month - 1][:3]} {local.year}"


def example(field: str, lead_types: Sequence[str]) -> str:
    """A value for a field, to show what a registration looks like."""
    return lead_types[0] if field == "lead_type" and lead_types else _EXAMPLE.get(field, "...")


def place(zone: ZoneInfo) -> str:
    """What a time zone is called: "UTC", "New York time"."""
    city = (zone.key or "UTC").rpartition("/")[2]
    return "UTC" if city in {"UTC", "UCT", "Zulu", "GMT"} else f"{city.replace('_', ' ')} time"


_EXAMPLE = {
    "first_name": "Ada",
    "last_name": "Lovelace",
    "email": "ada.lovelace@example.com",
    "url": "www.example.com",
    "company": "Example Engines Ltd",
    "lead_type": "Qualified Lead",
}

FILTERS: Mapping[str, Callable[..., Any]] = {
    "until": until,
    "last": last,
    "day": day,
    "moment": moment,
    "exact": exact,
    "brief": brief,
    "place": place,
    "size": size,
    "sentence": sentence,
    "label": label,
    "shown": shown,
    "example": example,
}

GLOBALS: Mapping[str, Callable[..., Any]] = {"mailto": mailto, "summary": summary, "name": name, "headline": headline}
