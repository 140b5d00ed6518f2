"""What an editor says of a key: the docstring below it in the class that declares it.

Pydantic could read them itself, but would do so at every start, for which nobody asks.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, get_args, get_type_hints


def described(schema: dict[str, Any], whole: type) -> dict[str, Any]:
    """The JSON Schema of ``whole`` with a description for every key that has a docstring."""
    nodes = {schema["title"]: schema, **schema["$defs"]}
    for cls in _sections(whole):
        for name, text in _docstrings(cls).items():
            if name in nodes[cls.__name__]["properties"]:
                nodes[cls.__name__]["properties"][name]["description"] = text
    return schema


def _sections(cls: type) -> Iterator[type]:
    """A class and those that its fields are made of."""
    yield cls
    for hint in get_type_hints(cls, include_extras=True).values():
        yield from _among(hint)


def _among(hint: Any) -> Iterator[type]:
    if isinstance(hint, type) and hint.__module__.startswith("bot."):
        yield from _sections(hint)
    for inner in get_args(hint):
        yield from _among(inner)


def _docstrings(cls: type) -> dict[str, str]:
    """By field: the text that stands right below it; one that a class declares anew has only what it says there."""
    found: dict[str, str] = {}
    for owner in reversed(cls.__mro__):
        if owner.__module__.startswith("bot."):
            tree = ast.parse(textwrap.dedent(inspect.getsource(owner)))
            body = tree.body[0].body if isinstance(tree.body[0], ast.ClassDef) else []
            for field, below in pairwise([*body, ast.Pass()]):
                if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
                    found.pop(field.target.id, None)
                    if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant):
                        found[field.target.id] = inspect.cleandoc(str(below.value.value))
    return found
