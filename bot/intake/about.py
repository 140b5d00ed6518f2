"""The registrations that a mail answers: in order of receipt, and as the answered mail lists them beneath it."""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.domain.mail import Asked
from bot.intake.grammar import references
from bot.intake.phrases import bare
from bot.intake.text import Line

_LETTER = re.compile(r"[^\w\n]{0,6}([a-h])[).:\s]")
_MONTH_NAMES = [name.lower() for name in month_name][1:]
_MONTHS = [name[:3] for name in _MONTH_NAMES]
_DATES = (
    re.compile(r"(?P<y>20\d\d)-(?P<m>\d\d)-(?P<d>\d\d)"),
    re.compile(r"\b(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>20\d\d)"),
    re.compile(r"\b(?P<d>\d{1,2})(?:st|nd|rd|th)?\s(?P<m>[a-z]{3})[a-z]{0,6}\.?,?\s(?P<y>20\d\d)"),
    re.compile(r"\b(?P<m>[a-z]{3})[a-z]{0,6}\.?\s(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s(?P<y>20\d\d)"),
)
_TIME = re.compile(r"\b(\d{1,2})[:.](\d\d)(?!\.?\d)\s?(am|pm)?")
_NAME = re.compile(r"[\s:|,(–—-]{1,12}(.{3,60}?)(?=\s{2,}|\sreceived\b|[,;:()|\t]|\s[–—-]\s|\.?$)")
_REF = r"([A-Za-z]{1,5}-[0-9A-Za-z]{2,9}(?:-[0-9A-Za-z*~$=])?)"
_TO = r"(?:to|through|thru|until|till|bis|à|a|hasta|até|fino a|tot|t/m|do|til|до|から|至|到|–|\.\.\.?|…)"
_RANGE = re.compile(rf"\b{_REF}\s?{_TO}\s?{_REF}")
_MOST_LINES = 60
_ITEM_LINES = 5


@dataclass(frozen=True, slots=True)
class About:
    """``refs`` in order of receipt, ``options`` by the letters that the mail gives them, A first.

    ``names`` are bare words that stand for one of them alone: its partner's name, or the first word of it.
    """

    refs: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    names: tuple[tuple[str, str], ...] = ()


NOTHING = About()


def about_of(asked: Asked | None, quotes: Sequence[Line] = ()) -> About:
    """What a mail answers; ``quotes`` are the lines of the answered mail in it.

    The mail's own dates tell the order of receipt where it gives one for each, else the order of its references.
    """
    refs = tuple(asked.refs) if asked else ()
    if len(refs) < 2:
        return About(refs, refs)
    items = dict(_items(refs, quotes))
    if items.keys() != set(refs):
        return About(refs, refs)
    dates = {ref: _date(text) for ref, text in items.items()}
    options = {match[1]: ref for ref, text in items.items() if (match := _LETTER.match(text))}
    listed = tuple(ref for _, ref in sorted(options.items())) if len(options) == len(refs) else refs
    ordered = tuple(sorted(refs, key=lambda ref: dates[ref] or ())) if all(dates.values()) else refs
    return About(ordered, listed, (*_days(dates), *_names(items)))


def spelled_out(text: str, asked: Asked | None) -> str:
    """A text whose ranges of the answered mail's references ("R-1 to R-3") name each of them."""
    refs = asked.refs if asked else ()
    if len(refs) < 3:
        return text

    def each(match: re.Match[str]) -> str:
        first, last = match[1].upper(), match[2].upper()
        if first not in refs or last not in refs or refs.index(last) <= refs.index(first):
            return match[0]
        return " & ".join(refs[refs.index(first) : refs.index(last) + 1])

    return _RANGE.sub(each, text)


def _items(refs: Sequence[str], quotes: Sequence[Line]) -> Iterator[tuple[str, str]]:
    """By reference the first lines that speak of it alone, to the next one's, bare."""
    lines = [line.text.replace("\xa0", " ").strip() for line in quotes[:_MOST_LINES]]
    starts = [at for at, line in enumerate(lines) if len(set(references(line)) & set(refs)) == 1]
    seen: set[str] = set()
    for at, after in pairwise([*starts, len(lines)]):
        ref = next(ref for ref in references(lines[at]) if ref in refs)
        if ref not in seen:
            seen.add(ref)
            yield ref, bare("\n".join(lines[at : min(after, at + _ITEM_LINES)]))


def _date(text: str) -> tuple[int, ...]:
    """The first date in a bare text, with the time of day behind it; ``()`` for none."""
    for pattern in _DATES:
        for match in pattern.finditer(text):
            month = match["m"]
            number = int(month) if month.isdigit() else _MONTHS.index(month) + 1 if month in _MONTHS else 0
            if number:
                time = _TIME.search(text, match.end(), match.end() + 14)
                hour = int(time[1]) % 12 + 12 * (time[3] == "pm") if time and time[3] else int(time[1]) if time else 0
                return int(match["y"]), number, int(match["d"]), hour, int(time[2]) if time else 0
    return ()


def _days(dates: dict[str, tuple[int, ...]]) -> Iterator[tuple[str, str]]:
    """The days of receipt as people write them, each of one item alone: "3 July", "July 3", "2025-07-03", "the 3rd"."""
    days = [date[:3] for date in dates.values()]
    for ref, date in dates.items():
        if date and days.count(date[:3]) == 1:
            year, month, day = date[:3]
            for name in (_MONTH_NAMES[month - 1], _MONTHS[month - 1]):
                yield f"{day} {name}", ref
                yield f"{name} {day}", ref
            yield f"{year}-{month:02}-{day:02}", ref


def _names(items: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The names of the partners, and the words that begin them, each of one item alone; longest first."""
    found: dict[str, set[str]] = {}
    for ref, text in items.items():
        first = text.split("\n", 1)[0]
        match = _NAME.match(first, first.find(ref.lower()) + len(ref))
        name = match[1].strip(" .,'\"") if match else ""
        word = name.partition(" ")[0]
        for each in {name, word if len(word) > 3 else name} - {""}:
            found.setdefault(each, set()).add(ref)
    for name in sorted(found, key=len, reverse=True):
        refs = found[name]
        alone = len(refs) == 1 and not any(name in text for ref, text in items.items() if ref not in refs)
        if alone and (name.isalpha() or " " in name):
            yield name, next(iter(refs))
