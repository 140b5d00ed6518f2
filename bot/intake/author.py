"""What the author of a forwarded mail says of itself under its name: position, company, number, web address."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.domain.lead import Origin, Value
from bot.intake import names
from bot.intake.assign import Values, is_title
from bot.intake.eastern import eastern
from bot.intake.legal import is_legal
from bot.intake.lexicon import key, lexicon
from bot.intake.quotes import Forward
from bot.intake.text import Line
from bot.intake.values import Own, addresses, links, phones, unwrap
from bot.intake.vocabulary import FULL_NAME
from bot.intake.weights import is_domain

_NAME = range(2, 5)  # words of a name
_FOR = re.compile(r"^(?:i\.\s?[AV]\.|ppa\.?|p\.\s?p\.)\s+")
"""What stands before the name of somebody who signs for another (German usage)."""
_PIECES = re.compile(r"\s*[|•·\t]\s*|\s{3,}")
_BEHIND_NAME = re.compile(r"\s*(?:[,/]|\s[-–—])\s*")
_LONGEST = 80
_MOST_WORDS = 8


def author_signature(values: Values, lines: Sequence[Line], forward: Forward, part: str, own: Own) -> None:
    """What the author of a forwarded mail says of itself under its name."""
    companies: list[Value] = []
    for line in lines:
        origin = Origin(part, f"line {line.number}")
        for piece in _pieces(line.text, forward, values):
            bare = piece.strip()
            webs = [each for each in links(bare) if not own.host(each.text)]
            numbers = phones(bare)
            if not bare or key(bare) in lexicon().signoffs:
                continue
            if webs:
                values.setdefault("url", Value(unwrap(webs[0].text), origin, 0.9))
            elif numbers:
                values.setdefault("phone", Value(numbers[0].text, origin, 0.9))
            elif addresses(bare) or len(bare) > _LONGEST:
                continue
            elif _names_author(bare, forward, values):
                values.setdefault(FULL_NAME, Value(_FOR.sub("", bare, count=1), origin, 0.85))
            elif is_title(bare) and not companies and "job_title" not in values:
                title, comma, company = bare.partition(", ")
                values["job_title"] = Value(title if comma and not is_title(company) else bare, origin, 0.9)
                if comma and not is_title(company):
                    companies.append(Value(company, origin, 0.85))
            elif _may_be_company(bare):
                companies.append(Value(bare, origin, 0.85))
    if companies:
        values.setdefault("company", _likeliest(companies, values))


def _pieces(text: str, forward: Forward, values: Values) -> list[str]:
    """What a line of a signature lists; the author's name is cut off what is said of it: "Ann Lee, Head of Sales"."""
    pieces: list[str] = []
    for piece in _PIECES.split(text.strip(" *_>-")):
        name, *rest = _BEHIND_NAME.split(piece, maxsplit=1)
        named = rest and not is_legal(piece) and _names_author(name.strip(), forward, values)
        pieces += [name, *rest] if named else [piece]
    return pieces


def _names_author(text: str, forward: Forward, values: Values) -> bool:
    """Whether words are the author's name, in either order, before a title, or behind a mark of who signs."""
    text = _FOR.sub("", text, count=1)
    author = key(forward.name or values["email"].text.partition("@")[0])
    if author and len(key(text)) > 2 and author.startswith(key(text)):
        return True  # "Gwen" above "Gwendolyn Ross"
    if author and (key(text) == author or (author in key(text) and len(text.split()) <= 4)):
        return True
    if forward.name:
        return sorted(map(key, names.bare(text).split())) == sorted(
            map(key, names.bare(forward.name).replace(",", " ").split())
        )
    return _is_author(text, values["email"].text)


def _may_be_company(text: str) -> bool:
    words = text.split()
    if len(words) > _MOST_WORDS:
        return False
    short = key(words[-1]) in lexicon().legal  # "Tidewater Glass Co."
    return short or is_legal(text) or not (any(map(str.isdigit, text)) or text.endswith((".", "!", "?", ",")))


def _likeliest(companies: Sequence[Value], values: Values) -> Value:
    """The company among lines of a signature: by its legal form, else by the domain, else the first that is named."""
    email, url = (values[name].text if name in values else "" for name in ("email", "url"))
    legal = [each for each in companies if is_legal(each.text) or eastern(each.text)[1]]
    domain = [each for each in companies if is_domain(each.text, email, url)]
    return next(iter([each for each in legal if each in domain] or legal or domain or companies))


def _is_author(text: str, email: str) -> bool:
    """Whether words are the name of which an address was made: "Karin Vogt" at k.vogt@."""
    words, local = [key(word) for word in text.split()], key(email.partition("@")[0])
    if len(words) not in _NAME or is_legal(text) or not all(words):
        return False
    return len(words[-1]) > 1 and words[-1] in local and (words[0] in local or local[:1] == words[0][0])
