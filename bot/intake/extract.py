"""Leads out of a text taken apart: its tables, its labels, its sentences, what it forwards, its signature last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.lead import Draft, Origin, Value
from bot.intake.assign import Values
from bot.intake.author import author_signature
from bot.intake.entries import Entry
from bot.intake.grid import read_grid, read_headed
from bot.intake.headings import titled, under_headings
from bot.intake.labelled import read_labels, values_of
from bot.intake.lexicon import key, lexicon
from bot.intake.listings import read_listing
from bot.intake.mentions import fill_types
from bot.intake.merge import merged
from bot.intake.plaintable import above, dumped, tables_in
from bot.intake.prose import read_prose
from bot.intake.quotes import Forward, Sections
from bot.intake.signature import signature_at
from bot.intake.text import Line
from bot.intake.unknown import with_unknown
from bot.intake.values import Own, addresses, host_of, plain_at, same_house
from bot.intake.vocabulary import FULL_NAME, Vocabulary
from bot.intake.weights import is_domain

Tables = Mapping[str, tuple[tuple[str, ...], ...]]


@dataclass(slots=True)
class Extract:
    """Drafts of a text, and the lines in which none were found."""

    drafts: list[Draft] = field(default_factory=list)
    rest: list[Line] = field(default_factory=list)


def extract(sections: Sections, tables: Tables, part: str, vocabulary: Vocabulary, own: Own, sender: str) -> Extract:
    """Read a text's sections; ``sender`` is the author's display name."""
    avoid = _avoided(sender)
    found = _from_lines(sections.new, tables, part, vocabulary, own, avoid)
    if sections.forwards and not any(draft.text("email") for draft in found.drafts):
        inner = [
            draft
            for forward in sections.forwards
            for draft in _typed_forward(forward, tables, part, vocabulary, own, avoid)
        ]
        found.drafts = _joined(found.drafts, inner)
    if not found.drafts and sections.tail:
        tail = _from_lines(sections.tail, tables, part, vocabulary, own, avoid, labels_only=True)
        found.drafts = tail.drafts
    return found


def _avoided(sender: str) -> frozenset[str]:
    words = sender.split()
    names = {key(sender), key("".join(reversed(words)))} | ({key(words[0])} if words else set())
    return frozenset(names - {""})


def _from_lines(
    lines: Sequence[Line],
    tables: Tables,
    part: str,
    vocabulary: Vocabulary,
    own: Own,
    avoid: frozenset[str],
    *,
    labels_only: bool = False,
) -> Extract:
    result = Extract()
    lines, drafts = _tabled(lines, tables, part, vocabulary)
    rows_found, lines = tables_in(lines, vocabulary)
    for rows, title in rows_found:
        drafts += titled(read_grid(rows, vocabulary, part), title, vocabulary)
    labelled = read_labels(lines, vocabulary)
    for group in labelled.groups:
        values = values_of(group, part, vocabulary, own)
        if values and not _is_ours(values, own, avoid) and not _tells_our_address(group, own):
            drafts.append(Draft(values))
    drafts = [with_unknown(draft, labelled.rest, vocabulary) for draft in drafts]
    if not drafts and (rows := dumped(labelled.rest, vocabulary)):
        drafts += read_grid(rows, vocabulary, part)
    if not drafts:
        drafts, labelled.rest = read_listing(labelled.rest, part, vocabulary, own)
    result.rest = labelled.rest
    if not labels_only and len(drafts) <= 1 and not (drafts and _says_all(drafts[0])):
        prose = [Draft(values) for values in read_prose(labelled.rest, part, vocabulary, own, avoid=avoid)]
        enough = bool(drafts) and _says_enough(drafts[0])
        drafts = _added(drafts[0], prose) if enough else _joined(drafts, prose)
    result.drafts = _shared(under_headings(drafts, labelled.rest, vocabulary))
    return result


def _tabled(lines: Sequence[Line], tables: Tables, part: str, vocabulary: Vocabulary) -> tuple[list[Line], list[Draft]]:
    """Read the tables among lines; those that hold no leads become lines, a row a line."""
    if not tables:
        return list(lines), []
    kept: list[Line] = []
    drafts: list[Draft] = []
    for line in lines:
        mark = line.text.lstrip("> ")
        rows = tables.get(mark) if mark[:1] == "\x00" else None
        if rows is None:
            kept.append(line)
        elif (found := read_headed(rows, vocabulary, part)) is not None:
            drafts += titled(found, above(kept), vocabulary)
        else:
            kept += (Line(line.number, text) for text in _untabled(rows))
    return kept, drafts


def _untabled(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """The lines of a table that is only layout: a row a line, or, of a card with one address, a cell a line."""
    card = sum("@" in cell for row in rows for cell in row) == 1
    for row in rows:
        cells = list(dict.fromkeys(" ".join(cell.split()) for cell in row if cell.strip()))
        yield from cells if card else ("\t".join(cells),)


def _says_enough(draft: Draft) -> bool:
    return bool(draft.text("email")) and len(draft.values) >= 3


def _says_all(draft: Draft) -> bool:
    return bool(draft.text("email") and draft.text("company") and draft.text("url"))


def _added(draft: Draft, prose: Sequence[Draft]) -> list[Draft]:
    """A labelled lead with the company and web address that a sentence beside it states, where its address agrees."""
    values = dict(draft.values)
    email = draft.text("email")
    for other in prose:
        url, company = other.values.get("url"), other.values.get("company")
        if other.text("email").casefold() not in ("", email.casefold()):
            continue
        if url and same_house(host_of(url.text), email):
            values.setdefault("url", url)
        if company and is_domain(company.text, email, values["url"].text if "url" in values else ""):
            values.setdefault("company", company)
    return [Draft(values)]


def _is_ours(values: Values, own: Own, avoid: frozenset[str]) -> bool:
    """Whether a group of labels is the sender's own: its signature, or the form's "submitted by"."""
    email = values["email"].text if "email" in values else ""
    if email:
        return own.address(email)
    name = (
        values[FULL_NAME].text
        if FULL_NAME in values
        else " ".join(values[each].text for each in ("first_name", "last_name") if each in values)
    )
    return bool(name) and key(name) in avoid


def _tells_our_address(group: Sequence[Entry], own: Own) -> bool:
    """Whether the address that a group states is the sender's own house's."""
    found = [each.text for entry in group if entry.sense == "email" for each in addresses(plain_at(entry.text))]
    return bool(found) and all(map(own.address, found))


def _joined(first: list[Draft], second: list[Draft]) -> list[Draft]:
    """Two readings that may speak of one lead: where each has one, and they do not clash, they are one."""
    if len(first) == 1 and second and not (first[0].text("email") and any(draft.text("email") for draft in second)):
        if len(second) == 1:
            return [Draft({**second[0].values, **first[0].values})]
        if not first[0].text("email"):
            return [Draft({**first[0].values, **draft.values}) for draft in second]
    return merged([*first, *second])


def _shared(drafts: list[Draft]) -> list[Draft]:
    """Give what is stated once for several contacts (company, web address, type) to those that lack all of it."""
    if len(drafts) < 2:
        return drafts
    heads = [draft for draft in drafts if draft.text("company") or draft.text("url")]
    if len(heads) != 1 or heads[0] not in (drafts[0], drafts[-1]):
        return drafts
    given = {
        name: value for name, value in heads[0].values.items() if name in ("company", "url", "lead_type", "country")
    }
    if drafts[0] is not heads[0]:
        return [Draft({**given, **draft.values}) if _are_of_one_house(draft, heads[0]) else draft for draft in drafts]
    people = ("email", FULL_NAME, "first_name", "last_name")
    named = [draft for draft in drafts if draft is not heads[0] and any(draft.text(name) for name in people)]
    rest = [Draft({**given, **draft.values}) for draft in named]
    contact = any(heads[0].text(name) for name in people)
    return [heads[0], *rest] if contact else rest


def _are_of_one_house(draft: Draft, head: Draft) -> bool:
    """Whether a contact's address is under the domain of another lead's address or web address."""
    mail = draft.text("email").rpartition("@")[2].casefold()
    hosts = (head.text("email").rpartition("@")[2].casefold(), host_of(head.text("url")))
    return bool(mail) and mail not in lexicon().freemail and mail in hosts


def _typed_forward(
    forward: Forward, tables: Tables, part: str, vocabulary: Vocabulary, own: Own, avoid: frozenset[str]
) -> list[Draft]:
    found = _from_forward(forward, tables, part, vocabulary, own, avoid)
    return fill_types(found, "\n".join(line.text for line in forward.lines), forward.subject, vocabulary)


def _from_forward(
    forward: Forward, tables: Tables, part: str, vocabulary: Vocabulary, own: Own, avoid: frozenset[str]
) -> list[Draft]:
    """The leads of a forwarded mail: those it lists, else its author with what its signature says."""
    end = signature_at(forward.lines, forward.name)
    listed = _from_lines(forward.lines[:end], tables, part, vocabulary, own, avoid)
    strong = [
        draft
        for draft in listed.drafts
        if _says_enough(draft) and draft.text("email").casefold() != forward.address.casefold()
    ]
    if strong and (own.address(forward.address) or len(strong) > 1 or len(strong[0].values) >= 4):
        return listed.drafts
    if not forward.address or own.address(forward.address):
        return listed.drafts
    origin = Origin(part, "forwarded mail")
    values: Values = {"email": Value(forward.address, origin, 0.9)}
    if forward.name:
        values[FULL_NAME] = Value(forward.name, origin, 0.9)
    for group in read_labels(forward.lines[end:], vocabulary).groups:
        said = values_of(group, part, vocabulary, own)
        if "email" in said and said["email"].text.casefold() == forward.address.casefold():
            values |= {name: value for name, value in said.items() if name != FULL_NAME or FULL_NAME not in values}
    author_signature(values, forward.lines[end:] or forward.lines[-8:], forward, part, own)
    for draft in listed.drafts:
        if draft.text("email").casefold() in ("", forward.address.casefold()):
            for name, value in draft.values.items():
                values.setdefault(name, value)
    return [Draft(values)]
