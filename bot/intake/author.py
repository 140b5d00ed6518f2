"""What the author of a forwarded mail says of itself under its name: position, company, number, web address."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.domain.lead import Origin, Value
from bot.intake.assign import Values, is_title
from bot.intake.legal import is_legal
from bot.intake.lexicon import key, lexicon
from bot.intake.quotes import Forward
from bot.intake.text import Line
from bot.intake.values import Own, addresses, links, phones, unwrap
from bot.intake.vocabulary import FULL_NAME

_NAME = range(2, 5)  # words of a name
_FOR = re.compile(r"^(?:i\.\s?[AV]\.|ppa\.?|p\.\s?p\.)\s+")
"""What stands before the name of somebody who signs for another (German usage)."""


def author_signature(values: Values, lines: Sequence[Line], forward: Forward, part: str, own: Own) -> None:
    """What the author of a forwarded mail says of itself under its name."""
    author = key(forward.name or values["email"].text.partition("@")[0])
    for line in lines:
        origin = Origin(part, f"line {line.number}")
        for piece in re.split(r"\s*[|•·\t]\s*|\s{3,}", line.text.strip(" *_>-")):
            bare = piece.strip()
            webs = [each for each in links(bare) if not own.host(each.text)]
            numbers = phones(bare)
            if not bare or key(bare) in lexicon().signoffs:
                continue
            if webs:
                values.setdefault("url", Value(unwrap(webs[0].text), origin, 0.9))
            elif numbers:
                values.setdefault("phone", Value(numbers[0].text, origin, 0.9))
            elif addresses(bare) or len(bare) > 80:
                continue
            elif key(bare) == author or (author and author in key(bare) and len(bare.split()) <= 4):
                values.setdefault(FULL_NAME, Value(bare, origin, 0.85))
            elif not forward.name and _is_author(name := _FOR.sub("", bare, count=1), values["email"].text):
                values.setdefault(FULL_NAME, Value(name, origin, 0.85))
            elif is_title(bare) and "company" not in values and "job_title" not in values:
                title, comma, company = bare.partition(", ")
                values["job_title"] = Value(title if comma and not is_title(company) else bare, origin, 0.9)
                if comma and not is_title(company):
                    values["company"] = Value(company, origin, 0.85)
            elif (
                not any(char.isdigit() for char in bare)
                and len(bare.split()) <= 8
                and not bare.endswith((".", "!", "?", ","))
            ) or (bare.endswith(".") and len(bare.split()) <= 8 and is_legal(bare)):
                values.setdefault("company", Value(bare, origin, 0.85))


def _is_author(text: str, email: str) -> bool:
    """Whether words are the name of which an address was made: "Karin Vogt" at k.vogt@."""
    words, local = [key(word) for word in text.split()], key(email.partition("@")[0])
    if len(words) not in _NAME or is_legal(text) or not all(words):
        return False
    return len(words[-1]) > 1 and words[-1] in local and (words[0] in local or local[:1] == words[0][0])
