"""The JSON Schema of both kinds of file, for editors that complete and check TOML."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import TypeAdapter

from bot.config.described import described
from bot.config.settings import Settings
from bot.rules.program import Program

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema(name: Literal["rules", "config"]) -> dict[str, Any]:
    """The schema of a rules file or of the config file; what may be null in memory is written "unset" in rules."""
    whole: type = Program if name == "rules" else Settings
    found = described(TypeAdapter(whole).json_schema(), whole)
    spelled: dict[str, Any] = _spelled(found) if name == "rules" else _without_null(found)
    return {"$schema": _DIALECT} | spelled


def _spelled(node: Any) -> Any:
    """The same schema with null replaced by the word that stands for it."""
    if node == {"type": "null"}:
        return {"const": "unset", "description": "The policy does not say; nothing is invented."}
    if isinstance(node, dict):
        return {key: _spelled(value) for key, value in node.items()}
    return [_spelled(value) for value in node] if isinstance(node, list) else node


def _without_null(node: Any) -> Any:
    """The same schema without null, which TOML cannot write: what is None by default is left out."""
    if isinstance(node, dict):
        return {key: _without_null(value) for key, value in node.items() if not (key == "default" and value is None)}
    if isinstance(node, list):
        return [_without_null(value) for value in node if value != {"type": "null"}]
    return node
