"""Labels that no list knows, whose values say what they are: the company of the domain, the name of the address."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from bot.domain.lead import Draft, Origin, Value
from bot.intake.assign import tidy
from bot.intake.lexicon import key
from bot.intake.names import bare
from bot.intake.text import Line, number_of
from bot.intake.vocabulary import FULL_NAME, Vocabulary
from bot.intake.weights import is_domain, is_local

_FAR = 3  # lines between a lead and what belongs to it
_LONGEST = 40
_LONGEST_VALUE = 80
_NAME = range(2, 5)


def with_unknown(draft: Draft, rest: Sequence[Line], vocabulary: Vocabulary) -> Draft:
    """A lead with the company and the name that lines of ``rest``, in their order, give beside it behind odd labels."""
    email = draft.text("email")
    named = {FULL_NAME, "first_name", "last_name"} & draft.values.keys()
    numbers = [number for each in draft.values.values() if (number := number_of(each))]
    if "@" not in email or not numbers or (named and "company" in draft.values):
        return draft
    values = dict(draft.values)
    local = key(email.partition("@")[0])
    first, last = bisect_left(rest, (min(numbers) - _FAR,)), bisect_left(rest, (max(numbers) + _FAR + 1,))
    for line in rest[first:last]:
        label, colon, text = line.text.partition(":")
        text = tidy(text)
        if not (colon and 0 < len(label) <= _LONGEST and 1 < len(text) <= _LONGEST_VALUE) or "@" in text:
            continue
        if vocabulary.sense(label) is not None:
            continue
        origin = Origin(next(iter(draft.values.values())).origin.part, f"line {line.number}")
        words = bare(text).split()
        if "company" not in values and is_domain(text, email, draft.text("url")):
            values["company"] = Value(text, origin, 0.85)
        elif not named and len(words) in _NAME and is_local([words[0], words[-1]], local):
            values.setdefault(FULL_NAME, Value(text, origin, 0.85))
    return Draft(values)
