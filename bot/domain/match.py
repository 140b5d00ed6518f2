"""Whether two prospects are the same company: what is compared, and the judgement with its evidence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

Rarity = Callable[[str], float]
"""How much a word of a company's name says of it: from 0, borne by everybody, to 1, borne by this one alone."""


class Likeness(StrEnum):
    """What is said of two prospects: ``same`` only on conclusive evidence, ``review`` where a person has to look."""

    SAME = "same"
    REVIEW = "review"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Prospect:
    """What is known of a company; ``""`` where nothing is."""

    company: str = ""
    url: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is said of two prospects and why.

    ``reason`` names in a few words what is the same ("same domain acme.com") and may be told to a partner whose lead
    was compared; ``evidence`` has the whole of it, with both sides' names and addresses, for an admin only.
    """

    likeness: Likeness
    reason: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From where on names count as alike, each from 0 to 1.

    ``typo``: how alike the letters of two words must be for one to be the other misspelled. ``alike``: how much of the
    weight of two names must be common for a person to look. ``rare``: how rare a word must be for a larger name that
    holds it ("Siemens Energy") to belong to it.
    """

    typo: float
    alike: float
    rare: float
