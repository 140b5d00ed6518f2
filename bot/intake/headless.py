"""Tables without headings: what a column holds is told by its cells, and never quite surely."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bot.intake.assign import is_title
from bot.intake.columns import ADDRESS, HOST, are_types, mostly
from bot.intake.legal import is_legal
from bot.intake.lexicon import key
from bot.intake.listed_columns import columns_named
from bot.intake.vocabulary import FULL_NAME, Vocabulary
from bot.intake.weights import is_domain, is_local

_PHONE = re.compile(r"[+(]?[0-9][0-9 ().\-/]{6,20}")
_MIN_COLUMNS = 3
_SAMPLE = 50
_REMARK = 24


def guess_columns(rows: Sequence[Sequence[str]], vocabulary: Vocabulary, around: str = "") -> list[str | None]:
    """The field of each column, or ``[]`` where the rows do not look like leads: addresses must fill a column.

    ``around`` is the text that may name the columns.
    """
    filled = [row for row in rows[:_SAMPLE] if sum(1 for cell in row if cell) >= _MIN_COLUMNS]
    width = max(map(len, filled), default=0)
    if not filled:
        return []
    columns = [[row[at] for row in filled if at < len(row) and row[at]] for at in range(width)]
    for told in columns_named(around, vocabulary) if around else ():
        if len(told) == width and mostly(columns[told.index("email")], ADDRESS.fullmatch):
            return told
    names: list[str | None] = [None] * width
    tests: tuple[tuple[str, Callable[[str], object]], ...] = (
        ("email", ADDRESS.fullmatch),
        ("lead_type", vocabulary.type_of),
        ("url", _is_host),
        ("phone", _PHONE.fullmatch),
    )
    for name, test in tests:
        for at, cells in enumerate(columns):
            if not names[at] and name not in names and mostly(_linked(cells) if name == "url" else cells, test):
                names[at] = name
    if "lead_type" not in names:
        _name_initials(columns, names, vocabulary)
    if "email" not in names or _count(columns, names.index("email")) * 2 < len(filled):
        return []
    _name_texts(columns, names, filled)
    return names


def _name_texts(columns: list[list[str]], names: list[str | None], rows: Sequence[Sequence[str]]) -> None:
    """Company and contact among the columns of plain words."""
    texts = [at for at, cells in enumerate(columns) if cells and not names[at] and not mostly(cells, str.isdigit)]
    for at in texts:
        if mostly(columns[at], is_title):
            names[at] = "job_title"
    texts = [at for at in texts if not names[at]]
    if not texts:
        return
    hosts = [at for at, name in enumerate(names) if name in ("email", "url")]
    scores = {at: sum(_company_like(row, at, hosts) for row in rows) for at in texts}
    company = max(texts, key=lambda at: (scores[at], -at))
    if scores[company] > 0 or len(texts) == 1:
        names[company] = "company"
        texts.remove(company)
    people = [
        at
        for at in texts
        if mostly(columns[at], lambda cell: len(cell.split()) <= 4 and not any(map(str.isdigit, cell)))
    ]
    if (
        len(people) >= 2
        and people[1] == people[0] + 1
        and mostly(columns[people[0]], lambda cell: len(cell.split()) <= 2)
        and not _are_whole(rows, people[0], hosts)
    ):
        names[people[0]], names[people[1]] = "first_name", "last_name"
    elif people:
        names[people[0]] = FULL_NAME


def _name_initials(columns: list[list[str]], names: list[str | None], vocabulary: Vocabulary) -> None:
    """The column of several lead types by their first letters, where there is one."""
    for at, cells in enumerate(columns):
        if not names[at] and are_types(cells, vocabulary):
            names[at] = "lead_type"
            return


def _are_whole(rows: Sequence[Sequence[str]], at: int, hosts: Sequence[int]) -> bool:
    """Whether a column holds whole names: two words and more, of which addresses were made."""
    told = [row for row in rows if at < len(row) and len(row[at].split()) > 1]
    locals_ = [next((row[host] for host in hosts if host < len(row) and "@" in row[host]), "") for row in told]
    made = sum(
        is_local([row[at].split()[0], row[at].split()[-1]], key(email.partition("@")[0]))
        for row, email in zip(told, locals_, strict=True)
    )
    return len(told) * 5 >= len(rows) * 4 and made * 2 >= len(told)


def _company_like(row: Sequence[str], at: int, hosts: Sequence[int]) -> int:
    """How much a cell reads like the company that the row's addresses belong to, rather than its contact."""
    if at >= len(row) or not row[at]:
        return 0
    told = [row[host] for host in hosts if host < len(row)]
    email = next((text for text in told if "@" in text), "")
    url = next((text for text in told if text and "@" not in text), "")
    local = key(email.partition("@")[0])
    person = is_local(row[at].split(), local)
    return 2 * is_legal(row[at]) + 2 * is_domain(row[at], email, url) - 2 * person


def _is_host(text: str) -> bool:
    return bool(HOST.fullmatch(text))


def _linked(cells: Sequence[str]) -> Sequence[str]:
    """A column's cells but for remarks in the place of a web address ("no site yet"), where most are none."""
    told = [cell for cell in cells if "." in cell or len(cell) > _REMARK]
    return told if len(told) * 2 >= len(cells) else cells


def _count(columns: Sequence[Sequence[str]], at: int) -> int:
    return len(columns[at])
