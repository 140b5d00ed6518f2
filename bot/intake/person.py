"""Whom and what company a text speaks of: its runs weighed by the address and the words beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.intake import names
from bot.intake.assign import is_title
from bot.intake.cuts import parted, united, untitled
from bot.intake.eastern import eastern
from bot.intake.legal import Run, is_legal
from bot.intake.lexicon import key, lexicon
from bot.intake.runs import runs_of
from bot.intake.small import typed_small
from bot.intake.weights import AT, company_weight, is_domain, name_weight

_MOST = 40  # runs weighed against each other: those nearest to the address
_NICKNAME = re.compile(r"(?<=[^\W\d_]) [\"“„][^\W\d_]{2,16}[\"”“] (?=[^\W\d_a-z])")
_BOUND = 1.5  # what "of" between a name and a company adds to both
_GAP_CHARS = 24
_BRACKET = 2  # " (" between a company and its web address
_BEHIND = re.compile(r"\s?[,(]\s?([^,()\n]{2,60})")
_IS = frozenset(["is", "ist", "est", "es", "e", "jest", "ar", "er", "on", "to", "heisst", "heet"])
_TITLE_CHARS = 40
_NAME = 4  # words of a name
_TITLE_GAP = 6  # characters from a position to what it is of


@dataclass(frozen=True, slots=True)
class Person:
    """What was made of a text's runs; sureness of each from 0 (nothing) to 1."""

    name: str = ""
    name_sure: float = 0.0
    company: str = ""
    company_sure: float = 0.0
    title: str = ""


def person_in(text: str, *, email: str, url: str, at: int, avoid: frozenset[str], web_at: int = -1) -> Person:
    """Find who and what company a text speaks of; ``at`` is where its address stood, ``avoid`` keys never taken.

    ``web_at`` is where its web address stood.
    """
    text = _NICKNAME.sub(lambda said: " " * len(said[0]), text)
    east = eastern(text)
    found = [run for run in runs_of(text) if key(run.text) not in avoid]
    found = [part for run in united(found, text, email, url) for part in untitled(parted(run, email, url), email)]
    found = [run for run in found if key(run.text) not in _labels() or is_domain(run.text, email, url)]
    if len(found) > _MOST:
        found = sorted(sorted(found, key=lambda run: abs(run.end - at))[:_MOST], key=lambda run: run.start)
    titled = [run for run in found if is_title(run.text) and not is_legal(run.text)]
    found = [run for run in found if run not in titled]
    people = {run: name_weight(run, email, url, at) + _called(run) + _placed(run, titled, text) for run in found}
    companies = {
        run: _company_weight(run, titled, email, url) + _BOUND * (run.capital and 0 < web_at - run.end <= _BRACKET)
        for run in found
    }
    name, company, bound = _best(text, found, people, companies)
    if (
        not east[0]
        and email
        and not (name and people[name] >= 1 and _is_whole(name))
        and (small := typed_small(text, email, url))
    ):
        return Person(small[0], 0.75, small[1], 0.75)
    return Person(
        east[0] or (names.bare(name.text) if name else ""),
        0.85 if east[0] else _sure(people[name] + bound + _listed(text, name, company)) if name else 0.0,
        east[1] or (company.text if company else ""),
        0.85 if east[1] else _sure(companies[company] + bound) if company else 0.0,
        titled[0].text if titled else "",
    )


def _company_weight(run: Run, titled: Sequence[Run], email: str, url: str) -> float:
    before = [each for each in titled if 0 < run.start - each.end < _TITLE_GAP]
    owned = any(key(word) in lexicon().owners for each in before for word in each.text.split())
    return company_weight(run, email, url, titled=bool(before), owned=owned)


def _is_whole(run: Run) -> bool:
    """Whether a run is a name alone, as "omar diaz at polar kites" is not."""
    return run.capital or not any(key(word) in AT for word in run.text.split())


def _best(
    text: str, found: Sequence[Run], people: dict[Run, float], companies: dict[Run, float]
) -> tuple[Run | None, Run | None, float]:
    """The name and the company that weigh most together, and what the words between them add to each."""
    best: tuple[float, Run | None, Run | None, float] = (0.0, None, None, 0.0)
    for one in [*found, None]:
        if one and people[one] <= 0:
            continue
        for other in [*found, None]:
            if (other and companies[other] <= 0) or (one is other and one is not None):
                continue
            bound = _BOUND * (one is not None and other is not None and _is_bound(text, one, other))
            weight = (people[one] if one else 0.0) + (companies[other] if other else 0.0) + 2 * bound
            if weight > best[0]:
                best = (weight, one, other, bound)
    return best[1:]


def _is_bound(text: str, one: Run, other: Run) -> bool:
    """Whether only a word such as "of" stands between a name and the company after it."""
    if not (one.capital and other.capital and one.end <= other.start and other.start - one.end <= _GAP_CHARS):
        return False
    gap = text[one.end : other.start]
    words = [key(word) for word in gap.split() if key(word)]
    if gap.strip() == "(" and text[other.end :].startswith(")") and len(other.text.split()) > 1:
        return True  # "Gideon Falk (Falk Clockmakers)"
    if not words and one.sole and other.sole:
        return bool(gap.strip()) and len(other.text.split()) > 1  # "Ann Lee / Oak Boat Club / ..."
    return 0 < len(words) <= 3 and words[0] in AT


def _listed(text: str, name: Run, company: Run | None) -> float:
    """What it adds to a name that it stands beside a company in a list or above it: "Ann Lee, Acme Ltd"."""
    if company is None or not (name.sole and is_legal(company.text)):
        return 0.0
    first, second = sorted((name, company), key=lambda run: run.start)
    return 0.5 * (not text[first.end : second.start].strip(" .,;|/-–—\n"))


def _called(run: Run) -> float:
    """What it adds to a name that the word before it asks to register it: "register Ann Lee"."""
    return 1.0 * (run.capital and run.lead in lexicon().asking and 1 < len(run.text.split()) <= 4)


def _placed(run: Run, titled: Sequence[Run], text: str) -> float:
    """What it adds to a name that a position follows it ("Ann Lee, CTO at Acme") or a contact's label leads to it."""
    follows = any(0 < each.start - run.end < _TITLE_GAP for each in titled)
    if not follows and (behind := _BEHIND.match(text, run.end)):
        follows = any(key(word) in lexicon().titles for word in behind.group(1).split()[:3])  # ", directora de compras"
    before = text[max(0, run.start - _TITLE_CHARS) : run.start].split()[-2:]
    told = len(before) > 1 and key(before[1]) in _IS and key(before[0]) in _contacts()  # "the contact is Ann Lee"
    return 1.0 * ((follows or told) and run.capital and 1 < len(run.text.split()) <= _NAME)


def _sure(weight: float) -> float:
    return 0.95 if weight >= 5 else 0.85 if weight >= 2.5 else 0.75 if weight >= 1.5 else 0.5


@lru_cache(maxsize=1)
def _contacts() -> frozenset[str]:
    return frozenset(map(key, lexicon().labels["full_name"]))


@lru_cache(maxsize=1)
def _labels() -> frozenset[str]:
    """Keys of what labels a value, and is no name in a sentence: "E-mail: …"."""
    return frozenset(key(label) for labels in lexicon().labels.values() for label in labels)
