"""What pydantic found wrong, as lines a person can act on: "key: problem"."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

_TYPES = {
    "string_type": 'must be a text in "quotes"',
    "int_type": "must be a whole number",
    "float_type": "must be a number",
    "bool_type": "must be true or false, without quotes",
    "tuple_type": "must be a list in [brackets]",
    "dict_type": "must be a table",
    "model_type": "must be a table",
    "dataclass_type": "must be a table",
    "path_type": 'must be a path in "quotes"',
    "secret_type": 'must be a text in "quotes"',
    "string_too_short": "must not be empty",
    "too_short": "must name at least one",
}
_KEYED = re.compile(r"[a-z_]+(\.[\w-]+)?: ")
_SECRET = frozenset({"password", "client_secret", "refresh_token"})
_BOUNDS = {"greater_than_equal": "at least", "less_than_equal": "at most"}
_UNKNOWN = frozenset({"extra_forbidden", "unexpected_keyword_argument"})
_MISSING = frozenset({"missing", "missing_argument", "missing_keyword_only_argument"})


def explain(error: ValidationError, adapter: TypeAdapter[Any], data: object, *, under: str = "") -> list[str]:
    """One line a problem, in the order of checking; ``under`` is the key of ``data`` itself. None repeats a secret."""
    schema = adapter.json_schema()
    lines: list[str] = []
    for detail in error.errors(include_url=False):
        where = ".".join(word for word in (under, key(detail["loc"], data)) if word)
        lines += [f"{where}{_joint(text)}{text}" for text in _texts(detail, schema)]
    return lines


def key(loc: Sequence[int | str], data: object) -> str:
    """A place in a file as people write it; an entry of a list is called by its name where it has one."""
    words: list[str] = []
    for step in loc:
        data = _step(data, step)
        named = data.get("name") if isinstance(step, int) and isinstance(data, dict) else None
        words.append(named if isinstance(named, str) and named else str(step))
    return ".".join(words)


def suggest(word: str, known: Sequence[str]) -> str:
    """The end of a sentence about an unknown word: the known one that is close, else the known ones if few."""
    close = difflib.get_close_matches(word.casefold(), known, n=1, cutoff=0.6)
    if close:
        return f"; did you mean {close[0]!r}?"
    return f"; known are {', '.join(sorted(known))}" if 0 < len(known) <= 12 else ""


def _joint(text: str) -> str:
    """What stands between a section and a problem: a dot where the problem opens with a key of it ("limit: ...")."""
    return "." if _KEYED.match(text) else ": "


def _texts(detail: ErrorDetails, schema: dict[str, Any]) -> list[str]:
    """A section that checks itself names several problems in one error, a line each."""
    if detail["type"] == "value_error":
        return str(detail["ctx"]["error"]).split("\n")
    return [_text(detail, schema)]


def _text(detail: ErrorDetails, schema: dict[str, Any]) -> str:
    kind, loc = detail["type"], detail["loc"]
    if kind in _UNKNOWN:
        return f"unknown key{suggest(str(loc[-1]), tuple(_node(schema, loc[:-1]).get('properties', ())))}"
    if kind in _MISSING:
        return f"is missing{_or_unset(_node(schema, loc))}"
    if kind == "literal_error":
        return _literal(detail)
    if kind in _BOUNDS:
        return f"must be {_BOUNDS[kind]} {next(iter(detail['ctx'].values())):g}, not {detail['input']}"
    if kind in _TYPES:
        return f"{_TYPES[kind]}{_got(detail)}{_or_unset(_node(schema, loc))}"
    return detail["msg"].replace("Input should", "must")


def _literal(detail: ErrorDetails) -> str:
    known = [word.strip("'") for word in re.split(r", | or ", detail["ctx"]["expected"])]
    hint = suggest(detail["input"], known) if isinstance(detail["input"], str) else ""
    if hint and "did you mean" in hint:
        return f"{detail['input']!r} is not known{hint}"
    *others, last = (f'"{word}"' for word in known)
    wanted = f"{', '.join(others)} or {last}" if others else last
    return f"must be {wanted}{_got(detail)}"


def _got(detail: ErrorDetails) -> str:
    got = detail["input"]
    if _SECRET & set(detail["loc"]) or isinstance(got, list) or detail["type"].startswith(("string_too", "too_")):
        return ""
    if got is None:
        return ', not "unset"'
    if isinstance(got, dict):
        return ", not a date" if set(got) == {"date"} else ", not a table"
    if isinstance(got, bool):
        return f", not {str(got).lower()}"
    return f', not the text "{got}"' if isinstance(got, str) else f", not {got}"


def _or_unset(node: dict[str, Any]) -> str:
    nullable = {"type": "null"} in node.get("anyOf", ())
    return ' (or "unset" where the policy does not say)' if nullable else ""


def _step(data: object, step: int | str) -> object:
    if isinstance(data, dict):
        return data.get(step)
    return data[step] if isinstance(data, list) and isinstance(step, int) and step < len(data) else None


def _node(schema: dict[str, Any], loc: Sequence[int | str]) -> dict[str, Any]:
    """The piece of a JSON Schema that describes a place; empty where the place is unknown."""
    node = _inside(schema, schema)
    for step in loc:
        if isinstance(step, int):
            below = node.get("items", {})
        else:
            below = node.get("properties", {}).get(step) or node.get("additionalProperties") or {}
        node = _inside(below if isinstance(below, dict) else {}, schema, keep=step == loc[-1])
    return node


def _inside(node: dict[str, Any], schema: dict[str, Any], *, keep: bool = False) -> dict[str, Any]:
    """A node with its references followed; a choice between one shape and null is that shape, unless kept."""
    while "$ref" in node:
        node = schema["$defs"][node["$ref"].rpartition("/")[2]]
    shapes = [shape for shape in node.get("anyOf", ()) if shape != {"type": "null"}]
    if len(shapes) == 1:
        inner = _inside(shapes[0], schema)
        return inner | {"anyOf": node["anyOf"]} if keep else inner
    return node
