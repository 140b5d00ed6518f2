"""JSON files: lists of leads however they are nested, keys in any style."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from bot.domain.lead import Draft, Origin, Value
from bot.domain.mail import Part
from bot.intake.charset import decode
from bot.intake.formats.found import Context, Found, extension, named
from bot.intake.grid import read_grid
from bot.intake.limits import problem
from bot.intake.vocabulary import FULL_NAME, OTHER, Vocabulary

_TYPES = frozenset(
    {"application/json", "text/json", "application/x-ndjson", "application/jsonl", "application/ld+json"}
)
_EXTENSIONS = frozenset({"json", "ndjson", "jsonl"})
_KEYS = frozenset({"email", "company", "url", FULL_NAME, "last_name"})
_SHARED = frozenset({"company", "url", "lead_type", "country"})
_WHO = _KEYS | {"first_name", "phone", "job_title"}
_DEPTH = 12
Values = dict[str, tuple[str, str]]
"""By field: the text and the path at which it stands."""


def accepts(part: Part) -> bool:
    """A JSON file by type or name."""
    return part.content_type in _TYPES or extension(part) in _EXTENSIONS


def read(part: Part, context: Context) -> Found:
    """The leads of the file."""
    name, limits = named(part), context.limits
    drafts: list[Draft] = []
    for document in _documents(decode(part.data, part.charset, nearby=context.nearby)):
        rows = [[str(cell) for cell in row] for row in _table(document)]
        if told := read_grid(rows, context.vocabulary, name) if rows else ():
            drafts += told
            continue
        for values in _walk(_folded(document, context.vocabulary, 0), context.vocabulary, {}, "", 0):
            drafts.append(Draft({key: Value(text, Origin(name, at)) for key, (text, at) in values.items()}))
            if len(drafts) > limits.leads:
                return Found(tuple(drafts[: limits.leads]), (problem("leads.too_many", limits, name),))
    if not drafts:
        return Found(problems=(problem("file.no_leads", limits, name),))
    return Found(tuple(drafts))


def _documents(text: str) -> list[Any]:
    """The file as one document, else each line as one (NDJSON)."""
    whole = _parsed(text)
    if whole is not None:
        return [whole]
    return [found for line in text.splitlines()[:20_000] if line.strip() and (found := _parsed(line)) is not None]


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _walk(node: Any, vocabulary: Vocabulary, inherited: Values, path: str, depth: int) -> Iterator[Values]:
    if depth > _DEPTH:
        return
    if isinstance(node, list):
        for number, item in enumerate(node, 1):
            yield from _walk(item, vocabulary, inherited, f"{path}[{number}]", depth + 1)
    elif isinstance(node, dict):
        values = dict(_values(node, vocabulary, path, "", 0))
        shared = inherited | {key: value for key, value in values.items() if key in _SHARED}
        found = False
        for key, item in node.items():
            item = _listed(item)  # noqa: PLW2901
            if (isinstance(item, list) and not _is_plural(item)) or (
                isinstance(item, dict) and _holds_list(item, depth)
            ):
                kind = vocabulary.type_of(key)
                given = shared | ({"lead_type": (kind, key)} if kind else {})
                for lead in _walk(item, vocabulary, given, f"{path}.{key}".lstrip("."), depth + 1):
                    found = True
                    yield lead
        if not found and len(values) >= 2 and _KEYS & set(values):
            yield {key: value for key, value in inherited.items() if key not in values} | values


def _table(node: Any, depth: int = 0) -> list[list[Any]]:
    """The rows of plain values under a row of headings that a document is, or wraps ("columns" beside "rows")."""
    if _are_rows(node):
        return list(node)
    if not isinstance(node, dict) or depth > _WRAPPED:
        return []
    rows: list[list[Any]] = next((item for item in node.values() if _are_rows(item)), [])
    width = len(rows[0]) if rows else 0
    heads = (item for item in node.values() if isinstance(item, list) and len(item) == width and _is_plural(item))
    if rows:
        return [next(([str(head) for head in each] for each in heads), []), *rows]
    return next((found for item in node.values() if (found := _table(item, depth + 1))), [])


_WRAPPED = 3


def _are_rows(node: Any) -> bool:
    return (
        isinstance(node, list)
        and len(node) > 0
        and all(isinstance(row, list) and not any(isinstance(cell, list | dict) for cell in row) for row in node)
    )


def _folded(node: Any, vocabulary: Vocabulary, depth: int) -> Any:
    """A document in which the answers of a form ([{"field": "Company", "value": "Acme"}, ...]) are one object."""
    if depth > _DEPTH or not isinstance(node, dict | list):
        return node
    if isinstance(node, dict):
        return {key: _folded(item, vocabulary, depth + 1) for key, item in node.items()}
    keys = set.intersection(*(set(item) if isinstance(item, dict) else set() for item in node)) if node else set()
    told = next((key for key in _ANSWER if key in keys), "")
    for key in sorted(keys - {told}) if told else ():
        labels = [str(item[key]) for item in node]
        if len({*map(vocabulary.sense, labels)} - {None}) > 1:
            return {label: item[told] for label, item in zip(labels, node, strict=True)}
    return [_folded(item, vocabulary, depth + 1) for item in node]


_ANSWER = ("value", "answer", "response", "text", "content")


def _listed(node: Any) -> Any:
    """Objects under numbers or ids of their own ({"1": {...}, "2": {...}}) as the list that they are."""
    if isinstance(node, dict):
        items = list(node.values())
        alike = len(items) > 1 and all(isinstance(item, dict) and item.keys() & items[0].keys() for item in items)
        if alike and all(any(char.isdigit() for char in key) for key in node):
            return items
    return node


def _holds_list(node: dict[str, Any], depth: int) -> bool:
    return depth < _DEPTH and any(
        (isinstance(item, list) and not _is_plural(item)) or (isinstance(item, dict) and _holds_list(item, depth + 1))
        for item in map(_listed, node.values())
    )


def _is_plural(items: list[Any]) -> bool:
    """Whether a list holds several values of one field: texts, or objects that wrap a "value"."""
    return bool(items) and all(isinstance(item, str) or (isinstance(item, dict) and "value" in item) for item in items)


def _first_of(item: Any) -> Any:
    """A field's value: of several the first."""
    if isinstance(item, list) and _is_plural(item):
        item = item[0]
        return item if isinstance(item, str) else item["value"]
    return item


def _values(
    node: dict[str, Any], vocabulary: Vocabulary, path: str, above: str, depth: int
) -> Iterator[tuple[str, tuple[str, str]]]:
    """A lead's values, with those of the objects inside it ("company": {"name": ...})."""
    node = {key: _first_of(item) for key, item in node.items()}
    scalars = {
        key: item for key, item in node.items() if isinstance(item, str | int | float) and not isinstance(item, bool)
    }
    names = dict(zip(scalars, vocabulary.fields_of(list(scalars)), strict=True))
    for key, item in node.items():
        at = f"{path}.{key}".lstrip(".")
        if isinstance(item, dict) and depth < _DEPTH and not _holds_list(item, depth):
            inside = _values(item, vocabulary, at, key, depth + 1)
            ours = vocabulary.sense(key) == OTHER  # "owner": {"name": ...}
            yield from ((field, value) for field, value in inside if not ours or field not in _WHO)
        elif key in scalars:
            field = (vocabulary.field_of(f"{above} {key}") if above else None) or names[key]
            text = " ".join(str(item).split())
            if field in (None, OTHER, "company") and "lead_type" not in names.values() and vocabulary.type_of(text):
                field = "lead_type"
            if field and field != OTHER and text:
                yield field, (text, at)
