"""Rows of a table that are nobody's data: examples of how to fill it in, told by their words and addresses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from bot.intake.legal import is_legal
from bot.intake.words import fold, load

_HOST = re.compile(r"@(?:[\w-]{1,63}\.){0,2}?([\w-]{1,63})\.(?:(?:com?|org|net|gov|edu)\.)?[a-z]{2,8}$")

_FORM = re.compile(r"(?:gmbh|bv|ltd|inc|corp|llc|sarl|srl|spa|sa|sl|ag|ab|as|oy|kft|sro|spzoo)$")
_LONGEST_SUMMARY = 6  # words


@lru_cache(maxsize=8)
def listed(name: str) -> frozenset[str]:
    """A list of ``grid.toml``, folded."""
    return frozenset(fold(word) for word in load("grid")[name])


def is_example(row: Sequence[str]) -> bool:
    """Whether a row only shows how to fill in the table."""
    if any("@" in cell and is_example_address(cell) for cell in row):
        return True
    said = f" {' | '.join(row)} "
    if (". " in said or "．" in said) and any(map(f" {fold(said)} ".__contains__, _marks())):
        return True
    first = fold(next(filter(None, row), "")[:40]).lstrip("([<* ")
    return re.split(r"[:：)\]>*]", first, maxsplit=1)[0].rstrip() in listed("example")


def is_summary(text: str) -> bool:
    """Whether the only text of a row says what the rows above it come to: "Total accounts", "Gesamtzahl Kunden"."""
    words = re.split(r"[\s:-]+", fold(text))
    return len(words) <= _LONGEST_SUMMARY and not is_legal(text) and not listed("total").isdisjoint(words)


def is_example_address(text: str) -> bool:
    """Whether an address lies in a domain named "example" in some language (RFC 2606 and what people make of it)."""
    host = _HOST.search(text.casefold().strip(" >"))
    if not host:
        return False
    hosts, label = listed("example_hosts"), host.group(1)
    plain = label.replace("-", "")
    return plain in hosts or label.rpartition("-")[2] in hosts or _FORM.sub("", plain) in hosts


@lru_cache(maxsize=1)
def _marks() -> tuple[str, ...]:
    """Abbreviations such as "e.g.", which introduce an example wherever they stand."""
    return tuple(f" {word} " for word in listed("example") if word.count(".") > 1 and word.endswith("."))
