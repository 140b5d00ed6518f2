"""A reply beside the mail that it answers: what was written now, what is quoted, which question each line is under."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.mail import Asked
from bot.intake.lexicon import key, tokens
from bot.intake.merge import company_key
from bot.intake.text import Line

_NUMBER = re.compile(r"\s{0,4}\(?(\d)[.):]\s+\S")
_REPLY = re.compile(
    r"\s*(?:re|aw|sv|antw|odp|vs|r|rif|ref|回复|回覆|答复|返信|답장|ynt|vá|отв|ha|тема)\s?(?:\[\d+\])?\s*[:：]",
    re.IGNORECASE,
)
_SHORT = 3  # letters of a company that a word of any sentence may hold


def is_reply(subject: str) -> bool:
    """Whether a subject is that of an earlier mail, marked as answered."""
    return bool(_REPLY.match(subject))


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply's subject, the lines its sender wrote now, and those it quotes."""

    subject: str
    lines: Sequence[Line]
    quotes: Sequence[Line] = ()


def under(reply: Reply, refs: Sequence[str], asked: Asked) -> dict[int, str]:
    """With several leads asked about: by line number the one that it answers.

    The reference above it, as in the bot's prepared answer, or else the quoted lines between which it was written.
    """
    found: dict[int, str] = {}
    current = ""
    if len(refs) < 2:
        return found
    numbered = _numbered(reply.lines, refs)
    quoted = {line.number for line in reply.quotes} if _is_interleaved(reply) else set()
    for line in sorted([*reply.lines, *(line for line in reply.quotes if line.number in quoted)]):
        if line.number in quoted:
            current = next((ref for ref in refs if speaks_of(line.text, ref, asked)), current)
            continue
        current = next((ref for ref in refs if ref in line.text.upper()), numbered.get(line.number, current))
        if current:
            found[line.number] = current
    return found


def _numbered(lines: Sequence[Line], refs: Sequence[str]) -> dict[int, str]:
    """By line number the lead in whose place of the question a numbered line stands; nothing where leads are listed."""
    found = {line.number: int(number[1]) for line in lines if (number := _NUMBER.match(line.text))}
    places = [*found.values()]
    if places != list(range(1, len(refs) + 1)) or any("@" in line.text for line in lines):
        return {}
    return {line: refs[place - 1] for line, place in found.items()}


def _is_interleaved(reply: Reply) -> bool:
    """Whether lines were written between the quoted ones, rather than all above or below them."""
    first = min((line.number for line in reply.quotes), default=0)
    last = max((line.number for line in reply.quotes), default=0)
    return any(first < line.number < last and line.text.strip() for line in reply.lines)


def speaks_of(text: str, ref: str, asked: Asked) -> bool:
    """Whether a text names a lead that was asked about: by reference, address, company or web address."""
    known, lowered = asked.pending[ref], text.casefold()
    values = (known.get(name, "").casefold() for name in ("email", "company", "url"))
    return ref.casefold() in lowered or any(value and value in lowered for value in values)


def named_in(text: str, ref: str, asked: Asked) -> bool:
    """Whether a line names a lead that was asked about: by reference, address or company, or by its contact's name."""
    known = asked.pending[ref]
    first, company = key(known.get("first_name", "")), company_key(known.get("company", ""))
    alone = sum(key(other.get("first_name", "")) == first for other in asked.pending.values()) == 1
    return (
        speaks_of(text, ref, asked)
        or (len(company) > _SHORT and company in key(text))
        or bool(first and alone and first in {*tokens(text), *(word.removesuffix("s") for word in tokens(text))})
    )
