"""What a format reader is given, and what it finds in a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from bot.domain.lead import Draft
from bot.domain.mail import Part, Problem
from bot.intake.limits import Limits
from bot.intake.plausible import NOTHING, Nearby
from bot.intake.sheets import Sheets
from bot.intake.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Context:
    """What reading a file needs. ``sheets`` opens workbooks where memory is limited, ``nearby`` tells of charsets."""

    vocabulary: Vocabulary
    limits: Limits
    sheets: Sheets
    nearby: Nearby = NOTHING


@dataclass(frozen=True, slots=True)
class Found:
    """What a file holds: leads, problems to tell the partner, and parts (texts and files) still to be read."""

    drafts: tuple[Draft, ...] = ()
    problems: tuple[Problem, ...] = ()
    parts: tuple[Part, ...] = ()


class Format(Protocol):
    """One kind of file: a module of this folder."""

    @property
    def accepts(self) -> Callable[[Part], bool]:
        """Whether a part is of this kind, by its type, its name or how it begins."""
        ...

    @property
    def read(self) -> Callable[[Part, Context], Found]:
        """Read it; never raises."""
        ...


def extension(part: Part) -> str:
    """A file name's ending in lower case without the dot, ``""`` where there is none."""
    stem, dot, ending = part.filename.rpartition(".")
    return ending.lower().strip() if dot and stem else ""


def named(part: Part) -> str:
    """What to call a part to the partner: its file name, else its type."""
    return part.filename or f"{part.content_type} part"
