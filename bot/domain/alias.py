"""What only the market knows, kept by the operator: which companies are one, of one group, or none of the other."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Tie(StrEnum):
    """How a company stands to another."""

    SAME = "same"
    GROUP = "group"
    APART = "apart"


@dataclass(frozen=True, slots=True)
class Alias:
    """One line of the list: ``company`` is ``of``, as both were written: names, or domains.

    ``key`` and ``of_key`` are what they are compared by (see ``matching.aliases``).
    """

    program: str
    company: str
    of: str
    tie: Tie
    key: str
    of_key: str
