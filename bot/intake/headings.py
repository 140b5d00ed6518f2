"""What a line above several leads, or above one, says of them: their type, or the company's name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from bot.domain.lead import Draft, Origin, Value
from bot.intake import names
from bot.intake.kinds import types_in
from bot.intake.legal import is_legal
from bot.intake.lexicon import key, lexicon, tokens
from bot.intake.text import Line, number_of
from bot.intake.vocabulary import FULL_NAME, Vocabulary
from bot.intake.weights import is_domain, is_local, opens_domain
from bot.intake.words import fold, folded, load

_LONGEST_TITLE = 100
_SHORT_TITLE = 3  # words: "Managed (2)"
_LONGEST_SENTENCE = 400
_LONGEST_MARK = 60
_SEARCHED = 60
_BEHIND = re.compile(r"\s?(?:[(\[–—|,]|\s-)\s?([^()\[\]–—|,]{2,40})[)\]]?$")
_NUMBERED = re.compile(r"[^\w#]{0,3}(?:[^\W\d_]{2,20}\W{0,3}#?\s?\d{1,3}\b|#?\s?\d{1,3}\s?[).:/–—-]|#\d)")

_NAMES = frozenset({FULL_NAME, "first_name", "last_name"})
_WORDS = range(2, 5)  # of a name
_LISTED = re.compile(
    r"(?:no\.?|nr\.?|n°|№)?\s?(?:[(\[]?(?:\d{1,2}(?:\.\d{1,2})?|[a-z]|[ivx]{1,4})(?:[.)\]:/]|\s[-–—])|\d{1,2}\.\d{1,2}|\d\ufe0f?\u20e3|[①-⑳])\s{1,4}"
    r"(?=\S)",
    re.IGNORECASE,
)


def under_headings(drafts: Sequence[Draft], lines: Sequence[Line], vocabulary: Vocabulary) -> list[Draft]:
    """Give leads what the headings above them say and they themselves do not; ``lines`` are those outside of labels."""
    if all(draft.values.keys() >= {"lead_type", "company"} and _NAMES & draft.values.keys() for draft in drafts):
        return list(drafts)
    marked = any(draft.text("lead_type") for draft in drafts)
    if default := default_type([line.text for line in lines[:_SEARCHED]], vocabulary, marked=marked):
        return _unless_marked(drafts, lines, default, vocabulary)
    kinds = _kinds(lines, vocabulary)
    texts = {line.number: line.text.strip(" *_#:-=") for line in lines}
    trailing = bool(kinds and drafts) and kinds[0][0] > min(map(_first_line, drafts))
    result = []
    for draft in drafts:
        values = dict(draft.values)
        first = _first_line(draft)
        if trailing:
            kind = next((kind for number, kind in kinds if number > first), "")
        else:
            kind = next((kind for number, kind in reversed(kinds) if number < first), "")
        if kind and "lead_type" not in values:
            values["lead_type"] = Value(kind, Origin("body", f"line {first}"), 0.9)
        above = texts.get(first - 1, "") or texts.get(first - 2, "")
        if ":" in above:
            label, _, value = above.partition(":")
            above = value.strip() if vocabulary.sense(label) is None else ""
        above = _without_number(above, draft) if above else ""
        company, told = _without_type(above, vocabulary) if above and "company" not in values else ("", "")
        if company and _is_company(company, draft):
            values["company"] = Value(company, Origin("body", f"line {first - 1}"), 0.85)
            if told:
                values.setdefault("lead_type", Value(told, Origin("body", f"line {first - 1}"), 0.9))
        elif above and not _NAMES & values.keys() and _is_name(above, draft):
            values[FULL_NAME] = Value(above, Origin("body", f"line {first - 1}"), 0.85)
        result.append(Draft(values))
    return result


def _without_number(text: str, draft: Draft) -> str:
    """A headline without its number in a list; one that opens the domain as well is the name's: "1. FC Nordstadt"."""
    match = _LISTED.match(text)
    named = match and text[0].isdigit() and opens_domain(text, draft.text("email"), draft.text("url"))
    return text[match.end() :] if match and not named else text


def _without_type(text: str, vocabulary: Vocabulary) -> tuple[str, str]:
    """A headline cut into the company and the type behind it: "Acme Ltd (managed customer)"."""
    match = _BEHIND.search(text) if len(text) < _LONGEST_TITLE else None
    kind = vocabulary.type_of(match[1]) if match else ""
    return (text[: match.start()].strip(), kind) if match and kind else (text, "")


def titled(drafts: Sequence[Draft], title: str, vocabulary: Vocabulary) -> list[Draft]:
    """The leads of a table that says no types, or not whose lead it tells, with what the line above the table names."""
    if len(drafts) == 1 and not drafts[0].text("company") and _is_company(title, drafts[0]):
        return [Draft({**drafts[0].values, "company": Value(title, Origin("body", "title"), 0.85)})]
    short = len(tokens(title)) <= _SHORT_TITLE
    kinds = {kind for kind, _, _ in types_in(title, vocabulary, loose=short)} if len(title) < _LONGEST_TITLE else set()
    if len(kinds) != 1 or any(draft.text("lead_type") for draft in drafts):
        return list(drafts)
    told = Value(kinds.pop(), Origin("body", "title"), 0.9)
    return [Draft({**draft.values, "lead_type": told}) for draft in drafts]


def without_examples(lines: Sequence[Line]) -> list[Line]:
    """Lines without the blocks that stand under a line such as "EXAMPLE (please delete)"; each ends at a blank line."""
    kept: list[Line] = []
    inside = False
    for line in lines:
        bare = line.text.strip()
        inside = _opens_example(bare) or (inside and bool(bare))
        kept.append(Line(line.number, "") if inside else line)
    return kept


def _opens_example(text: str) -> bool:
    """Whether a line says that what follows is only an example."""
    words = text.strip(" *_#=-").split(" ")
    plain = 0 < len(words) <= 6 and "@" not in text and ":" not in text.rstrip(":")
    return plain and fold(words[0]).rstrip(":") in _examples()


@lru_cache(maxsize=1)
def _examples() -> frozenset[str]:
    return frozenset(word for word in map(fold, load("grid")["example"]) if word.isalnum() and len(word) > 2)


def _kinds(lines: Sequence[Line], vocabulary: Vocabulary) -> list[tuple[int, str]]:
    """The lines that only name a lead type, when there are several of them."""
    found = []
    numbered = False
    for line in lines:
        bare = line.text.strip(" *_#:：-=()0123456789.")
        if bare and len(bare) < 40 and (kind := vocabulary.type_of(bare) or vocabulary.type_of(bare.removesuffix("s"))):
            found.append((line.number, kind))
        elif kind := type_head(line.text.strip(), vocabulary):
            found.append((line.number, kind))
            numbered = True
    return found if numbered or len({kind for _, kind in found}) > 1 else []


def type_head(text: str, vocabulary: Vocabulary) -> str:
    """The type in a line that opens a lead by its number and says no more: "Lead 2: managed", "3) (MCL)"; or ``""``."""
    if len(text) > _LONGEST_MARK or not _NUMBERED.match(text):
        return ""
    found = types_in(text, vocabulary, loose=True)
    if len(found) != 1:
        return ""
    kind, start, end = found[0]
    rest = tokens(f"{text[:start]} {text[end:]}")
    return kind if all(word.isdigit() or word in lexicon().blocks for word in rest) else ""


def default_type(lines: Sequence[str], vocabulary: Vocabulary, *, marked: bool) -> str:
    """The type that a text gives to all leads not marked otherwise ("all QL unless noted"), or ``""``.

    Where leads are ``marked`` with types, "all but those marked" says so too.
    """
    phrases = (*_unless(), *_but()) if marked else _unless()
    whole = fold(" ".join(lines))
    if not any(map(whole.__contains__, phrases)):
        return ""
    for line, after in pairwise([*lines, ""]):
        for text in (line, f"{line} {after}"):
            said = fold(text[:_LONGEST_SENTENCE])
            if any(phrase in said for phrase in phrases):
                kinds = {kind for kind, _, _ in types_in(text, vocabulary, loose=True)}
                return kinds.pop() if len(kinds) == 1 else ""
    return ""


def _unless_marked(drafts: Sequence[Draft], lines: Sequence[Line], default: str, vocabulary: Vocabulary) -> list[Draft]:
    """Each lead without a type with the one of the mark above its first line or among its lines, else the default."""
    marks = [(line.number, kind) for line in lines if (kind := _mark(line.text, vocabulary))]
    result: list[Draft] = []
    end = 0
    for draft in drafts:
        numbers = _line_numbers(draft)
        last = max(numbers, default=end)
        kinds = {kind for number, kind in marks if end < number <= last}
        kind = kinds.pop() if len(kinds) == 1 else default
        origin = Origin("body", f"line {min(numbers, default=0)}")
        result.append(Draft({"lead_type": Value(kind, origin, 0.9), **draft.values}))
        end = last
    return result


def _mark(text: str, vocabulary: Vocabulary) -> str:
    """The type that a short line without a sentence names: "2) (managed customer!)"."""
    said = fold(text)
    if len(said) > _LONGEST_MARK or any(phrase in said for phrase in _unless()):
        return ""
    kinds = {kind for kind, _, _ in types_in(text, vocabulary, loose=True)}
    return kinds.pop() if len(kinds) == 1 else ""


@lru_cache(maxsize=1)
def _unless() -> tuple[str, ...]:
    return folded(load("grid")["unless"])


@lru_cache(maxsize=1)
def _but() -> tuple[str, ...]:
    return folded(load("grid")["but"])


def _first_line(draft: Draft) -> int:
    return min(_line_numbers(draft), default=0)


def _line_numbers(draft: Draft) -> list[int]:
    return [number for value in draft.values.values() if (number := number_of(value))]


def _is_company(text: str, draft: Draft) -> bool:
    return (
        len(text) < 80
        and len(text.split()) <= 8
        and "@" not in text
        and (is_legal(text) or is_domain(text, draft.text("email"), draft.text("url")))
    )


def _is_name(text: str, draft: Draft) -> bool:
    """Whether a headline is the name of which a lead's address was made."""
    words = names.bare(text).split()
    plain = all(word[0].isupper() or key(word) in lexicon().particles for word in words) and "," not in text
    local = key(draft.text("email").partition("@")[0])
    return plain and len(words) in _WORDS and is_local([words[0], words[-1]], local)
