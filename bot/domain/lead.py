"""A lead on its way: a Draft as read from a mail, the Faults found in it, and the validated Lead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

FIELDS = ("first_name", "last_name", "email", "url", "company", "lead_type")
"""The fields a program may require, in the order in which people are asked for them (LEANSTACK L7)."""

EXTRA_FIELDS = ("phone", "job_title", "country", "notes", "product_line", "expected_close")
"""Fields that are understood and kept when a partner states them ("at least", LEANSTACK L7)."""

FIELD_NAMES: Mapping[str, str] = {
    "first_name": "contact first name",
    "last_name": "contact last name",
    "email": "e-mail",
    "url": "URL",
    "company": "company name",
    "lead_type": "lead type",
    "phone": "phone",
    "job_title": "job title",
    "country": "country",
    "notes": "notes",
    "product_line": "product line",
    "expected_close": "expected close",
}


_OWN = frozenset(FIELDS)
_PROPOSED = "proposed."


@dataclass(frozen=True, slots=True)
class Origin:
    """Where in a mail a value stood: ``part`` is "subject", "body" or a file name, ``where`` a line or a cell."""

    part: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """One value as read, with its origin and how sure the reading is (0 to 1)."""

    text: str
    origin: Origin
    sure: float = 1.0


@dataclass(frozen=True, slots=True)
class Draft:
    """A lead as read: values by field name (FIELDS and EXTRA_FIELDS), nothing validated yet."""

    values: Mapping[str, Value]

    def text(self, name: str) -> str:
        """The text read for a field, or ``""``."""
        value = self.values.get(name)
        return value.text if value else ""


@dataclass(frozen=True, slots=True)
class Fault:
    """A field that is missing or wrong, in words a partner can act on.

    ``code`` is stable: ``missing``, ``address.invalid``, ``url.invalid``, ``lead_type.unknown``, ``unsure`` and so on.
    """

    field: str
    code: str
    text: str
    got: str = ""


@dataclass(frozen=True, slots=True)
class Lead:
    """A validated draft; a field the mail did not state, or stated wrongly, is ``""``.

    ``domain`` identifies the prospect: the registrable domain (ASCII, lower case) of the URL, else of the address;
    ``""`` where both are free-mail or shared hosting, which never identify a company. ``extra`` also keeps, under names
    of their own, the values that an incomplete lead's partner was asked about ("did you mean ...?").
    """

    first_name: str = ""
    last_name: str = ""
    email: str = ""
    url: str = ""
    company: str = ""
    lead_type: str = ""
    domain: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """The value of one of FIELDS or EXTRA_FIELDS, or ``""``."""
        return str(getattr(self, name)) if name in _OWN else self.extra.get(name, "")

    @property
    def contact(self) -> str:
        """The contact's full name as it is shown to people."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def stated(self) -> Mapping[str, str]:
        """What the mail stated besides FIELDS."""
        return {name: text for name, text in self.extra.items() if not name.startswith(_PROPOSED)}

    @property
    def proposed(self) -> Mapping[str, str]:
        """By field, the value that the partner was asked to say yes or no to."""
        return {name.removeprefix(_PROPOSED): text for name, text in self.extra.items() if name.startswith(_PROPOSED)}

    def proposing(self, values: Mapping[str, str]) -> Lead:
        """The lead with these values, and no others, to be said yes or no to."""
        return replace(self, extra={**self.stated, **{f"{_PROPOSED}{name}": text for name, text in values.items()}})
