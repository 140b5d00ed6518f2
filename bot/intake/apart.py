"""A contact and a company under one label told apart: "Contact: Ann Lee, Oak Tools", "Company: Oak Tools - Mr Lee"."""

from __future__ import annotations

import re

from bot.domain.lead import Value
from bot.intake import names
from bot.intake.assign import is_title
from bot.intake.cuts import parted
from bot.intake.legal import Run, is_legal
from bot.intake.lexicon import key, lexicon
from bot.intake.vocabulary import FULL_NAME
from bot.intake.weights import JOINS, is_domain, is_local

_CUT = re.compile(r"\s*[,;|/]\s*|\s+[-–—]\s+")
_DASH = re.compile(r"\s+[-–—]\s+")
_MARKS = (",", ";", "|", "/", " - ", " – ", " — ")
_SURE = 0.85
_UNSURE = 0.5
_LONGEST = 5  # words of a name
_PAIR = 2


def tell_apart(values: dict[str, Value]) -> None:
    """Give a lead the company that stands beside its contact's name, or the name that stands beside its company.

    Which part is which is told by the lead's address, its domain and legal forms; where that is not plain, the name
    is asked back.
    """
    whole, company = values.get(FULL_NAME), values.get("company")
    email, url = (values[name].text if name in values else "" for name in ("email", "url"))
    if whole and company and company.sure < 1 and _is_turned(whole.text, company.text, email, url):
        values[FULL_NAME], values["company"] = company, whole
    elif whole and any(map(whole.text.__contains__, _MARKS)):
        _out_of_name(values, whole, email, url)
    elif whole and not company and not JOINS.isdisjoint(whole.text.split()):
        pieces = parted(Run(whole.text, 0, len(whole.text), "", True, True), email, url)
        if len(pieces) == _PAIR and len(pieces[0].text.split()) > 1 and _is_house(pieces[1].text, email):
            values[FULL_NAME] = Value(pieces[0].text, whole.origin, min(whole.sure, _SURE))
            values["company"] = Value(pieces[1].text, whole.origin, _SURE)
    elif company and not whole and not {"first_name", "last_name"} & values.keys():
        _out_of_company(values, company, email, url)


def _is_turned(name: str, company: str, email: str, url: str) -> bool:
    return _weight(name, email, url) > 0 > _weight(company, email, url)


def _is_house(text: str, email: str) -> bool:
    """Whether words behind "of" or "de" are a company, and not the last name after which one is called."""
    return is_legal(text) or (_size(text) > 1 and not is_local(text.split(), key(email.partition("@")[0])))


def _out_of_name(values: dict[str, Value], whole: Value, email: str, url: str) -> None:
    pieces = _pieces(whole.text)
    if len(pieces) != _PAIR or any(map(is_title, pieces)):
        return
    company = values.get("company")
    one, other = sorted(pieces, key=lambda piece: _weight(piece, email, url))
    if company:
        same = [piece for piece in pieces if key(piece) == key(company.text)]
        if len(same) == 1:
            values[FULL_NAME] = Value(next(piece for piece in pieces if piece not in same), whole.origin, whole.sure)
        return
    if _weight(other, email, url) <= max(0.0, _weight(one, email, url)) or len(one.split()) > _LONGEST:
        return
    honoured = names.bare(one) != one.strip(" .")
    if is_legal(other) or "&" in other or honoured or (_size(one) > 1 and (_size(other) > 1 or key(other) in key(one))):
        values[FULL_NAME] = Value(one, whole.origin, min(whole.sure, _SURE))
        values["company"] = Value(other, whole.origin, _SURE)
    elif _size(other) > 1:  # "Oak Tools, Ann", or "García López, Ana" of García López
        values[FULL_NAME] = Value(whole.text, whole.origin, _UNSURE)


def _out_of_company(values: dict[str, Value], company: Value, email: str, url: str) -> None:
    pieces = _pieces(company.text) if any(map(company.text.__contains__, _MARKS)) else []
    if len(pieces) != _PAIR:
        return
    one, other = sorted(pieces, key=lambda piece: _weight(piece, email, url))
    name = names.bare(one)
    local = key(email.partition("@")[0])
    honoured = name != one.strip(" .") and key(one.split(maxsplit=1)[0]) in lexicon().honorifics
    named = _size(name) > 1 and len(name.split()) <= _LONGEST and is_local(name.split(), local)
    if (honoured or named) and not is_legal(one) and _weight(one, email, url) <= 0 < _weight(other, email, url):
        values[FULL_NAME] = Value(one, company.origin, min(company.sure, _SURE))
        values["company"] = Value(other, company.origin, min(company.sure, _SURE))


def _pieces(text: str) -> list[str]:
    """The parts of a text, cut at its one dash where it has commas, too: "Oak, Elm & Ash - Ms Lee"."""
    dashed = _DASH.split(text)
    return dashed if len(dashed) == _PAIR else [piece for piece in _CUT.split(text) if piece]


def _weight(text: str, email: str, url: str) -> float:
    """How much more likely words are a company than a name."""
    words = names.bare(text).split()
    honoured = len(words) < len(text.split()) and key(text.split(maxsplit=1)[0]) in lexicon().honorifics
    local = is_local(words, key(email.partition("@")[0]))
    return 4.0 * (is_legal(text) or "&" in text) + 1.0 * is_domain(text, email, url) - 2.0 * honoured - 1.5 * local


def _size(text: str) -> int:
    """How many words tell: a last name's particles do not."""
    return sum(key(word) not in lexicon().particles for word in names.bare(text).split())
