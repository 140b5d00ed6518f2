"""What a table's columns hold where their headings do not say it, or several say the same: told by their cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bot.intake.assign import is_title
from bot.intake.kinds import one_type
from bot.intake.legal import is_legal
from bot.intake.lexicon import key, lexicon
from bot.intake.values import host_of, same_house
from bot.intake.vocabulary import FULL_NAME, LAST_FIRST, OTHER, Vocabulary
from bot.intake.weights import is_domain, is_local

Names = list[str | None]
Rows = Sequence[Sequence[str]]

ADDRESS = re.compile(r"<?(?:mailto:)?[^\s@<>]{1,64}@[^\s@<>]{1,200}\.[^\s@.<>]{2,60}>?")
HOST = re.compile(r"<?(?:https?://)?(?:[\w-]{1,63}\.){1,5}[a-z]{2,20}(?:[/?#]\S{0,300})?", re.IGNORECASE)
_SAMPLE = 50
_NEEDED = frozenset({"email", "url", "company"})
_PERSON = frozenset({FULL_NAME, LAST_FIRST, "first_name", "last_name"})
_LONGEST_NAME = 5  # words


def completed(headed: Sequence[str | None], rows: Rows, vocabulary: Vocabulary) -> Names:
    """The fields of columns, told by the cells below them where the headings leave one out or name it twice."""
    names = list(headed)
    _tell_type(names, rows, vocabulary)
    sample = rows[:_SAMPLE]
    if names.count("email") > 1:
        _settle_addresses(names, sample)
    if names.count(FULL_NAME) > 1:
        for at in (at for at in _named(names, FULL_NAME) if mostly(_cells(sample, at), _is_reach)):
            names[at] = OTHER if "email" in names else "email"
        _settle_contacts(names, sample)
    if names.count("company") > 1 and not _PERSON.intersection(names):
        _settle_customers(names, sample)
    if "company" in names:
        _settle_companies(names, sample)
    if None in names and not (_NEEDED.issubset(names) and _PERSON.intersection(names)):
        _tell_rest(names, sample)
    return names


def mostly(cells: Sequence[str], test: Callable[[str], object]) -> bool:
    """Whether four of five cells pass a test, and there are any."""
    return bool(cells) and sum(1 for cell in cells if test(cell)) * 5 >= len(cells) * 4


def _cells(rows: Rows, at: int) -> list[str]:
    return [row[at] for row in rows if at < len(row) and row[at]]


def _tell_type(names: Names, rows: Rows, vocabulary: Vocabulary) -> None:
    """Name the column of lead types by its cells, where no heading does or several do ("Status", "Type")."""
    headed = _named(names, "lead_type")
    if any(name and name.startswith("=") for name in names):
        return
    if headed:
        told = [at for at in headed if any(_is_type(cell, vocabulary) for cell in _cells(rows, at))]
        if len(told) == len(headed):
            return
        for at in set(headed) - set(told) if told else ():
            names[at] = OTHER
        if told:
            return
    for at, name in enumerate(names):
        if name in (None, OTHER, "notes") and are_types(_cells(rows, at), vocabulary):
            for other in headed:
                names[other] = OTHER
            names[at] = "lead_type"
            return


def are_types(cells: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether cells are lead types and no more, by their first letters only where they name several."""
    kinds = {vocabulary.type_of(cell) or vocabulary.initial_of(cell) for cell in cells}
    return bool(cells) and "" not in kinds and (len(kinds) > 1 or all(map(vocabulary.type_of, cells)))


def _is_type(cell: str, vocabulary: Vocabulary) -> bool:
    return bool(vocabulary.type_of(cell) or vocabulary.initial_of(cell) or one_type(cell, vocabulary))


def _settle_addresses(names: Names, rows: Rows) -> None:
    """Of several columns of mail addresses, drop those that are not the contact's: a seller's are all of one house."""
    several = _named(names, "email")
    fits = {at: _fit(at, names, rows) for at in several}
    best = max(several, key=lambda at: (fits[at], -at))
    for at in several:
        if any(mine < most for mine, most in zip(fits[at], fits[best], strict=True)) and not all(fits[at]):
            names[at] = OTHER


def _settle_companies(names: Names, rows: Rows) -> None:
    """Of several columns of companies keep those of the leads' own; one of positions is headed by a word for both."""
    several = _named(names, "company")
    mail, web = _first(names, "email"), _first(names, "url")
    fits = dict.fromkeys(several, 0.0)
    for at in several:
        filled = [row for row in rows if at < len(row) and row[at]]
        told = [row for row in filled if _is_company(row[at], _cell(row, mail), _cell(row, web))]
        fits[at] = len(told) / (len(filled) or 1)
        if filled and not told and 2 * sum(is_title(row[at]) for row in filled) >= len(filled):
            names[at] = OTHER if "job_title" in names else "job_title"
    best = max(fits.values())
    for at in several if len(several) > 1 else ():
        if fits[at] < best and names[at] == "company":
            titles = any(map(is_title, _cells(rows, at))) and "job_title" not in names
            names[at] = "job_title" if titles else OTHER


def _named(names: Names, field: str) -> list[int]:
    return [at for at, name in enumerate(names) if name == field]


def _first(names: Names, field: str) -> int:
    """The first column of a field, or -1."""
    return names.index(field) if field in names else -1


def _cell(row: Sequence[str], at: int) -> str:
    return row[at] if 0 <= at < len(row) else ""


def _settle_contacts(names: Names, rows: Rows) -> None:
    """Of several columns of whole names keep the one of which the addresses were made: another is the seller's."""
    several, theirs = _named(names, FULL_NAME), _of_people(names, FULL_NAME, rows)
    for at in several if len(theirs) == 1 else ():
        names[at] = FULL_NAME if at in theirs else OTHER


def _settle_customers(names: Names, rows: Rows) -> None:
    """Of two columns of customers ("Prospect", "Lead"), make the one that holds persons the contact's."""
    people = _of_people(names, "company", rows)
    if len(people) == 1:
        names[people[0]] = FULL_NAME


def _of_people(names: Names, field: str, rows: Rows) -> list[int]:
    """Those of a field's columns that hold the names of which the addresses were made."""
    mail, web = _first(names, "email"), _first(names, "url")
    told = [row for row in rows if "@" in _cell(row, mail)]
    return [at for at in _named(names, field) if told and _agree(told, at, mail, web, _is_contact)]


def _fit(at: int, names: Names, rows: Rows) -> tuple[bool, bool, bool]:
    """How a column of addresses belongs to the leads: their web addresses, houses of their own, its neighbour."""
    web = _first(names, "url")
    told = [row for row in rows if "@" in _cell(row, at)]
    houses = {row[at].rpartition("@")[2].casefold() for row in told}
    own = any(0 <= web < len(row) and same_house(host_of(row[web]), row[at]) for row in told)
    return own, len(houses) > 1 or len(told) < 2, at == 0 or names[at - 1] != OTHER


def _tell_rest(names: Names, rows: Rows) -> None:
    """Name columns without a known heading whose cells can be but one thing that is still lacking."""
    unknown = [at for at, name in enumerate(names) if name is None and _cells(rows, at)]
    if "email" not in names:
        found = [at for at in unknown if mostly(_cells(rows, at), ADDRESS.fullmatch)]
        fits = {at: _fit(at, names, rows) for at in found}
        best = [at for at in found if fits[at] == max(fits.values())]
        if len(best) == 1:
            names[best[0]] = "email"
    if "email" not in names and not _PERSON.intersection(names):
        found = [at for at in unknown if mostly(_cells(rows, at), lambda cell: "@" in cell and " " in cell)]
        if len(found) == 1:
            names[found[0]] = FULL_NAME  # with the address behind it
    if "email" not in names:
        return
    mail = names.index("email")
    if "url" not in names:
        found = [at for at in unknown if not names[at] and mostly(_cells(rows, at), _is_site)]
        if len(found) == 1:
            names[found[0]] = "url"
    web = _first(names, "url")
    told = [row for row in rows if "@" in _cell(row, mail)]
    for field, test in (("company", _is_company), (FULL_NAME, _is_contact)):
        if field in names or (field == FULL_NAME and _PERSON.intersection(names)):
            continue
        found = [at for at in unknown if not names[at] and _agree(told, at, mail, web, test)]
        if len(found) == 1:
            names[found[0]] = field


def _agree(rows: Rows, at: int, mail: int, web: int, test: Callable[[str, str, str], bool]) -> bool:
    """Whether two of three cells of a column are what a test finds beside the row's address and web address."""
    filled = [row for row in rows if at < len(row) and row[at]]
    fit = sum(test(row[at], row[mail], _cell(row, web)) for row in filled)
    return bool(filled) and fit * 3 >= len(filled) * 2 and len(filled) * 3 >= len(rows) * 2


def _is_company(text: str, email: str, url: str) -> bool:
    return is_legal(text) or is_domain(text, email, url)


def _is_contact(text: str, email: str, url: str) -> bool:
    words = text.replace(",", " ").split()
    plain = 1 < len(words) <= _LONGEST_NAME and not any(map(str.isdigit, text)) and not _is_company(text, email, url)
    return plain and is_local(words, key(email.partition("@")[0]))


def _is_reach(text: str) -> bool:
    """Whether a "Contact" is the way to one, not the person: an address, alone or beside a telephone number."""
    return any("@" in word and word.find("@") for word in text.split()) and "(" not in text and "<" not in text


def _is_site(text: str) -> bool:
    return bool(HOST.fullmatch(text)) and host_of(text) not in lexicon().services
