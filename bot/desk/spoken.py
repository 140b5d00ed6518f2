"""What an admin wrote beside a decision: its reason, what is marked for the partner, and what stays in the house.

The words on the line of REJECT and ASK are for the partner; whatever else stands there is kept with the case, but for a
paragraph that opens with ``TELL:``, which the partner reads.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.mail import Instruction

_TELL = re.compile(r"\s*tell\s*[:\uff1a]\s*", re.IGNORECASE)
_TO_PARTNER = frozenset({"reject", "ask"})
_WRAPPED = 60  # a line that is shorter was ended by its author
_LONGEST = 2_000
_START = 20  # characters by which the line of an instruction is found again


@dataclass(frozen=True, slots=True)
class Spoken:
    """An instruction with the words that belong to it; texts of at most 2,000 characters."""

    instruction: Instruction
    tell: str = ""
    note: str = ""


def spoken(text: str, instructions: Sequence[Instruction]) -> list[Spoken]:
    """Each instruction with what stands between it and the next one; ``text`` is above any quote, without signature."""
    lines = text.splitlines()
    starts: list[int] = []
    for instruction in instructions:
        starts.append(_start(lines, starts[-1] + 1 if starts else 0, instruction))
    ends = [*starts[1:], len(lines)]
    return [_one(each, lines[start:end]) for each, start, end in zip(instructions, starts, ends, strict=True)]


def _start(lines: Sequence[str], after: int, instruction: Instruction) -> int:
    """The line on which an instruction stands; the text's end where it stood in the subject."""
    rest = _folded(instruction.rest)[:_START]
    for number in range(after, len(lines)):
        line = _folded(lines[number])
        if rest and rest in line:
            return number
        if not rest and line and not line.endswith(","):
            return number
    return len(lines)


def _one(instruction: Instruction, lines: Sequence[str]) -> Spoken:
    said, tell, note = instruction.rest, [], []
    inline = _TELL.match(said)
    if inline:
        tell, said = [said[inline.end() :]], ""
    below = list(lines[1:])
    wraps = len(lines) > 0 and (len(lines[0]) >= _WRAPPED or instruction.name == "ask")
    if wraps:
        if not said and not inline:
            below = _from_text(below)
        more = _paragraph(below)
        below = below[len(more) :]
        if inline:
            tell += more
        else:
            said = " ".join([said, *more]).strip()
    for paragraph in _paragraphs(below):
        mark = _TELL.match(paragraph[0])
        if mark:
            tell += [paragraph[0][mark.end() :], *paragraph[1:]]
        else:
            note += paragraph
    if instruction.name not in _TO_PARTNER and said:
        note.insert(0, said)
    return Spoken(replace(instruction, rest=said[:_LONGEST]), _joined(tell), _joined(note))


def _paragraph(lines: Sequence[str]) -> list[str]:
    """The lines up to an empty one or a mark."""
    found: list[str] = []
    for line in lines:
        if not line.strip() or _TELL.match(line):
            break
        found.append(line)
    return found


def _paragraphs(lines: Sequence[str]) -> list[list[str]]:
    """The texts between empty lines; a mark opens one of its own."""
    found: list[list[str]] = [[]]
    for line in lines:
        if not line.strip() or (_TELL.match(line) and found[-1]):
            found.append([])
        if line.strip():
            found[-1].append(line.strip())
    return [paragraph for paragraph in found if paragraph]


def _from_text(lines: Sequence[str]) -> list[str]:
    first = next((number for number, line in enumerate(lines) if line.strip()), len(lines))
    return list(lines[first:])


def _joined(lines: Sequence[str]) -> str:
    return " ".join(" ".join(lines).split())[:_LONGEST]


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
