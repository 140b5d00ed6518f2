"""One partner program: everything its rules file says, as one value.

``None`` stands for the file's explicit ``"unset"``: the policy's text is silent, and nothing is invented.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from zoneinfo import ZoneInfo

from bot.rules.cap import Cap
from bot.rules.common import STRICT, OnMatch, Text
from bot.rules.conflict import Conflict
from bot.rules.exclude import Exclude
from bot.rules.intake import Intake, LeadType
from bot.rules.match import Match
from bot.rules.notify import Notify
from bot.rules.partner import PartnerRule
from bot.rules.renewal import Renewal
from bot.rules.sla import Sla
from bot.rules.term import Term

__all__ = [
    "Cap",
    "Conflict",
    "Exclude",
    "Intake",
    "LeadType",
    "Match",
    "Notify",
    "OnMatch",
    "PartnerRule",
    "Program",
    "Renewal",
    "Sla",
    "Term",
    "contradictions",
]

_NAME = re.compile(r"[a-z][a-z0-9_-]*")
_PREFIX = re.compile(r"[A-Z]{2,5}")


@dataclass(frozen=True, kw_only=True)
class Program:
    """A program's rules; ``zone`` is an IANA time zone, ``prefix`` opens its references."""

    __pydantic_config__ = STRICT
    name: Text
    """Its short, lasting name: the one that the config file and the database use."""
    title: Text
    """Its name as partners read it."""
    prefix: Text
    """What its references open with: two to five capitals."""
    zone: Text
    """The IANA time zone in which its days begin and end."""
    intake: Intake
    partner: PartnerRule
    match: Match
    conflict: Conflict
    exclude: Exclude
    term: Term | None
    renewal: Renewal | None
    cap: Cap | None
    sla: Sla
    notify: Notify

    def __post_init__(self) -> None:
        """Raise ValueError, a line "key: problem" each, for sections that contradict each other."""
        if problems := tuple(contradictions({field.name: getattr(self, field.name) for field in fields(self)})):
            raise ValueError("\n".join(problems))

    @cached_property
    def tz(self) -> ZoneInfo:
        """The program's time zone."""
        return ZoneInfo(self.zone)


def contradictions(sections: Mapping[str, object]) -> Iterator[str]:
    """What is wrong with or between the sections given (by key of Program), as "key: problem".

    Sections may be missing, so that a file's every problem can be told at once.
    """
    name, prefix, zone = sections.get("name"), sections.get("prefix"), sections.get("zone")
    if isinstance(name, str) and not _NAME.fullmatch(name):
        yield f"name: {name!r} must be of small letters, digits, - and _, and open with a letter"
    if isinstance(prefix, str) and not _PREFIX.fullmatch(prefix):
        yield f"prefix: {prefix!r} must be two to five capital letters"
    if isinstance(zone, str) and not _is_zone(zone):
        yield f"zone: {zone!r} is no IANA time zone such as Europe/Berlin or UTC"
    term, notify = sections.get("term", ...), sections.get("notify")
    if isinstance(notify, Notify):
        yield from _reminders(term, notify)
    if term is None and isinstance(sections.get("renewal"), Renewal):
        yield 'renewal: nothing expires to be renewed while term is "unset"'


def _reminders(term: object, notify: Notify) -> Iterator[str]:
    if term is None and notify.reminders_before:
        yield 'notify.reminders_before: nothing expires to be reminded of while term is "unset"'
    if isinstance(term, Term):
        for days in notify.reminders_before:
            if days >= term.shortest:
                yield f"notify.reminders_before: {days} days is not within the term of {term.length}"


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (OSError, ValueError):  # ZoneInfoNotFoundError is a KeyError
        return False
    except KeyError:
        return False
    return True
