"""Tables of cells to drafts: upright, transposed, as a form of labels and values, several under each other.

A row of headings opens a table, wherever it stands; rows above it are nobody's data. Cells keep their place as origin.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, pairwise

from bot.domain.lead import Draft
from bot.intake.answers import denies
from bot.intake.cells import draft_of
from bot.intake.columns import completed
from bot.intake.groups import groups_by_type, merged_down, section, type_for_all
from bot.intake.headings import titled
from bot.intake.headless import guess_columns
from bot.intake.layout import SEARCHED, TELLING, TYPE, Layout, Rows, distinct, is_across, look_at
from bot.intake.siderows import is_example, is_summary, listed
from bot.intake.storeys import Cell, side_by_side, stacked_form
from bot.intake.vocabulary import OTHER, Vocabulary
from bot.intake.words import fold

_RULE = "-=:+|_ *"
_FEWEST = 5  # different values of a lead that opens with the word of a total
_FOOTNOTE = "*†‡(¹²³"
_WORDED = TELLING | {"first_name", "last_name"}
"""Fields that hold letters: digits alone are a count."""


def read_grid(rows: Rows, vocabulary: Vocabulary, part: str, sheet: str = "", *, around: str = "") -> tuple[Draft, ...]:
    """The leads of a table, upright or transposed; ``part`` and ``sheet`` name their origin.

    ``around`` is the text that may name the columns of a table without headings.
    A draft may hold the pseudo-field ``vocabulary.FULL_NAME``, for the reader to split, and lead types as written.
    """
    return _drafts(look_at(rows, vocabulary), vocabulary, part, sheet, around)


def read_headed(rows: Rows, vocabulary: Vocabulary, part: str) -> tuple[Draft, ...] | None:
    """The leads of a table in which headings stand; None for one without, which is only layout."""
    table = look_at(rows, vocabulary)
    if not table.labels and min(table.headings, default=SEARCHED) >= SEARCHED:
        return None
    return _drafts(table, vocabulary, part, "", "")


def _drafts(table: Layout, vocabulary: Vocabulary, part: str, sheet: str, around: str) -> tuple[Draft, ...]:
    widest = max(table.headings.values(), key=lambda names: names.count("email"), default=[])
    if beside := side_by_side(table.rows, widest):
        parts = (_drafts(look_at(rows, vocabulary), vocabulary, part, sheet, around) for rows in beside)
        return tuple(chain.from_iterable(parts))
    drafts = tuple(draft_of(cells, part, sheet, sure, vocabulary) for cells, sure in _leads(table, vocabulary, around))
    titles = (row[0] for row in table.rows[:SEARCHED] if row and row[0] and len({*row} - {""}) == 1)
    return tuple(titled(drafts, title, vocabulary)) if (title := next(titles, "")) else drafts


def _leads(table: Layout, vocabulary: Vocabulary, around: str) -> Iterator[tuple[list[Cell], float]]:
    rows = table.rows
    upright = max((len(distinct(names)) for number, names in table.headings.items() if number < SEARCHED), default=0)
    down = len(distinct(list(table.labels.values())))
    form = stacked_form(rows, table.headings) or _form(rows[:SEARCHED], vocabulary)
    if len({cell[0] for cell in form}) > max(down, 2):
        found = _one_by_one(form)
    elif down > max(upright, 1) or (down == upright >= 2 and not vocabulary.sense((rows[0][1:2] or [""])[0])):
        found = _transposed(rows, table.column, table.labels, vocabulary)
    elif upright:
        found = _upright(rows, table.headings, vocabulary)
    else:
        yield from ((cells, 0.7) for cells in _headless(rows, vocabulary, around))
        return
    for cells in found:
        if _is_lead(cells, vocabulary):
            yield cells, 1.0


def _upright(
    table: list[list[str]], headings: Mapping[int, list[str | None]], vocabulary: Vocabulary
) -> Iterator[list[Cell]]:
    names: list[str | None] = []
    kind, title, above = "", "", dict[str, str]()
    stated, grouping, denied = set[str](), False, False
    addressed = any("@" in cell for row in table[:SEARCHED] for cell in row)
    ends = dict(pairwise(headings))
    for number, row in enumerate(table):
        if number in headings:
            below = table[number + 1 : ends.get(number, number + SEARCHED)]
            names, above = completed(headings[number], below, vocabulary), {}
            title = title or (next(iter(stated)) if len(stated) == 1 else "")
            kind = "" if "lead_type" in distinct(names) else title
            denied = False
            grouping = groups_by_type(names, below, vocabulary)
        elif not names and (told := type_for_all(row, vocabulary)):
            stated.add(told)
        elif (said_of_all := section(_padded(row, names), vocabulary, addressed=addressed)) is not None:
            kind = title = said_of_all
            denied = denies(next(filter(None, row)))
        elif names and not denied and not is_example(row):
            cells = [
                (name, text, number, at)
                for at, (name, text) in enumerate(zip(names, row, strict=False))
                if name and text
            ]
            said = {name: text for name, text, _, _ in cells}
            if kind and "lead_type" not in said:
                cells.append(("lead_type", kind, number, 0))
            cells += [(name, above[name], number, 0) for name in merged_down(said, above)]
            if grouping and "lead_type" in above and not any(name == "lead_type" for name, _, _, _ in cells):
                cells.append(("lead_type", above["lead_type"], number, 0))
            above, title = {**said, **{name: text for name, text, _, _ in cells}}, ""
            yield cells


def _padded(row: list[str], names: Sequence[object]) -> list[str]:
    """A row as wide as the table: a line of a file may end with its last full cell."""
    return row if len(row) >= len(names) else [*row, *[""] * (len(names) - len(row))]


def _transposed(
    table: list[list[str]], column: int, labels: Mapping[int, str | None], vocabulary: Vocabulary
) -> Iterator[list[Cell]]:
    """A lead a column; a field that comes again in the same column begins the next lead."""
    width = max(map(len, table), default=0)
    names = list(labels.values())
    if names.count("email") < 2:
        leads = range(column + 1, width)
        upright = [[table[number][at] if at < len(table[number]) else "" for number in labels] for at in leads]
        names = completed(names, upright, vocabulary)
    for at in range(column + 1, width):
        cells = [
            (name, table[number][at], number, at)
            for number, name in zip(labels, names, strict=True)
            if name and at < len(table[number]) and table[number][at]
        ]
        for lead in _one_by_one(cells):
            if not is_example([cell[1] for cell in lead]):
                yield lead


def _headless(table: list[list[str]], vocabulary: Vocabulary, around: str) -> Iterator[list[Cell]]:
    """A table without headings, told by what its columns hold; every reading is unsure."""
    names = guess_columns(table, vocabulary, around)
    for number, row in enumerate(table):
        if names and not is_example(row):
            cells = [
                (name, text, number, at)
                for at, (name, text) in enumerate(zip(names, row, strict=False))
                if name and text
            ]
            if any(name == "email" and "@" in text for name, text, _, _ in cells):
                yield cells


def _form(table: list[list[str]], vocabulary: Vocabulary) -> list[Cell]:
    """The values of a form whose rows hold several labels, each with its value beside it; ``[]`` for no such form."""
    if _lists_addresses(table, vocabulary):
        return []
    found: list[tuple[str, str, int, int]] = []
    several = close = 0
    for number, row in enumerate(table):
        if is_across(row):
            continue
        labels = [at for at, cell in enumerate(row) if cell and vocabulary.sense(cell.rstrip(":： "))]
        if any(after - before == 1 for before, after in pairwise(labels)):
            close += 1  # a row of headings, or a value that is the word of a label
            if several < 2 * close:
                return []
            labels = [at for at in labels if (at - labels[0]) % 2 == 0]
        found += [(row[at].rstrip(":： "), row[at + 1], number, at + 1) for at in labels if at + 1 < len(row)]
        several += sum(1 for at in labels if at + 1 < len(row) and row[at + 1]) > 1
    if not several:
        return []
    names = vocabulary.fields_of([label for label, _, _, _ in found])
    return [(name, text, row, at) for name, (_, text, row, at) in zip(names, found, strict=True) if name and text]


def _lists_addresses(table: list[list[str]], vocabulary: Vocabulary) -> bool:
    """Whether two rows hold an address without a label beside it: a list, of which not each cell need be looked up."""
    listed = 0
    for row in table:
        at = next((at for at, cell in enumerate(row) if "@" in cell), -1)
        if at == 0 or (at > 0 and not vocabulary.sense(row[at - 1].rstrip(":： "))):
            listed += 1
            if listed == 2:
                return True
    return False


def _one_by_one(cells: Sequence[Cell]) -> Iterator[list[Cell]]:
    """Values in their order; a field that comes again begins the next lead."""
    lead: list[Cell] = []
    for cell in cells:
        if cell[0] not in ("notes", OTHER) and any(cell[0] == each[0] for each in lead):
            yield lead
            lead = []
        lead.append(cell)
    yield lead


def _is_lead(cells: Sequence[Cell], vocabulary: Vocabulary) -> bool:
    """Whether a row says enough to be a lead: not a title, a total or a remark."""
    said = [
        (name, text) for name, text, _, _ in cells if name != OTHER and not name.startswith(TYPE) and text.strip(_RULE)
    ]
    totals = listed("total")
    if (
        any(fold(cell[1]).rstrip(":0123456789 ") in totals for cell in cells[:2])
        and len({text for _, text in said}) < _FEWEST
    ):
        return False
    if not any(name == "email" for name, _ in said):
        said = [(name, text) for name, text in said if name not in _WORDED or any(map(str.isalpha, text))]
        who = [(name, text) for name, text in said if name in _WORDED]
        if len(who) == 1 and is_summary(who[0][1]):
            return False
        if who and who[0][0] == "company" and vocabulary.sense(who[0][1].rstrip(":： ")):
            return False  # "Prepared by", beside a name
    if len(said) == 1:
        name, text = said[0]
        return name in TELLING and len(text) < 80 and text[0] not in _FOOTNOTE
    return bool(said) and any(name in TELLING or name in ("first_name", "last_name") for name, _ in said)
