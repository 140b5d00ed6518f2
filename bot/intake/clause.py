"""One line read as commands: each with its references, and the reason or the company that follows it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.intake.about import About
from bot.intake.grammar import BREAKS, Grammar, references
from bot.intake.phrases import bare
from bot.intake.scan import Scan, picked

_TRIM = " -,;:.!?()\"'&/"
_END = (".", "!", "?")
_COMPANY_END = re.compile(r" - |[,;:(?!]|\.(?=\s+[A-Z]|$)")
_COMPANY_WORDS = 6
_WHOLE = frozenset({"list", "help"})
_ASK = "ask"
_LOUD = frozenset({"queue", "share", "split", _ASK})
"""Decisions whose words people also use in passing."""
_WORD = re.compile(r"[^\W\d_]+")
_BY_COMPANY = frozenset({"withdraw", "renew", "status"})


@dataclass(frozen=True, slots=True)
class Clause:
    """A command as said. ``soft`` where its word is one that anybody may write in passing ("ok")."""

    name: str
    refs: tuple[str, ...] = ()
    rest: str = ""
    company: str = ""
    soft: bool = False


def clauses(line: str, rules: Grammar, about: About, before: Sequence[str] = ()) -> Iterator[Clause]:
    """The commands of a line; ``about`` are the registrations of the case it answers, ``before`` those just named."""
    named = [*before]
    while line:
        found, line = _clause(rules.past_greeting(line), rules, about, named)
        if found:
            yield found
            named += found.refs


def _clause(line: str, rules: Grammar, about: About, named: Sequence[str]) -> tuple[Clause | None, str]:
    """The first command of a line, and what of the line may hold another."""
    scan = Scan(bare(line), rules, about, named).run()
    if not scan.name:
        return None, ""
    rest = line[scan.place :]
    follows = rest.strip(_TRIM)
    if scan.refs and follows and (after := Scan(bare(follows), rules).run()).name and (after.refs or not after.soft):
        return Clause(scan.name, scan.refs, soft=scan.soft), follows
    reason = line[scan.solid :] if follows or scan.picked else ""
    if scan.name in rules.decisions:
        return _decision(line, reason, scan), ""
    if scan.broke and rest.strip(_TRIM):
        rest = line[scan.broke :]
        reason = reason or rest
    return _order(rest, reason.strip(_TRIM), scan), ""


def _order(rest: str, reason: str, scan: Scan) -> Clause | None:
    """A partner's command: complete, or followed by a reason or a company."""
    opening = rest.lstrip()[:1]
    plain = Clause(scan.name, scan.refs, reason)
    if scan.name in _WHOLE:
        return plain if opening in ("", *_END) else None
    if scan.every and not scan.refs:
        return None if references(rest) else Clause(scan.name, (), "all")
    if scan.refs or not rest.strip(_TRIM) or opening in _END:
        return plain
    company = _company(rest, scan)
    if company:
        return Clause(scan.name, (), rest.partition(company)[2].strip(_TRIM), company)
    return plain if opening in BREAKS and scan.name != "status" else None


def _decision(line: str, reason: str, scan: Scan) -> Clause | None:
    """An admin's decision with its reason; a question or a condition decides nothing."""
    if scan.name in _LOUD and not _loud(line, scan.name, reason):
        return None
    said, opening = reason.strip(_TRIM), reason.lstrip()[:1]
    words = any(map(str.isalnum, said))
    conditional = opening != ":" and bool(scan.rules.hedges.at(bare(said), 0)[0])
    tells = bool(scan.rules.hedges.at(bare(line).lstrip(), 0)[0])
    in_passing = scan.soft and words and opening not in BREAKS and not scan.refs
    unbound = words and not scan.refs and not scan.about.refs and opening not in (":", "-")
    asks = scan.name == _ASK
    if (not asks and ("?" in line or conditional or tells)) or in_passing or unbound:
        return None
    if asks:
        return Clause(scan.name, scan.refs, reason.lstrip(_TRIM).rstrip())
    refs = scan.refs or (picked(bare(said), 0, scan.rules, scan.about, ())[0] if words else ())
    return Clause(scan.name, refs, said if words else "", soft=scan.soft)


def _loud(line: str, name: str, reason: str) -> bool:
    """Whether a word that people also use in passing ("share this with sales") is meant: in capitals, or alone."""
    written = next((word for word in _WORD.findall(line) if word.casefold() == name), "")
    follows = reason.strip()
    return written.isupper() or not follows.strip(_TRIM) or follows[0] in ":0123456789"


def _company(rest: str, scan: Scan) -> str:
    """A company named in words after a command, as written; ``""`` where what follows is no name."""
    unclear = scan.name not in _BY_COMPANY or (scan.name == "status" and not scan.linked)
    if unclear or rest.lstrip()[:1] in (",", ";", "("):
        return ""
    words: list[str] = []
    for word in _COMPANY_END.split(rest.strip().lstrip(":-\"' "), maxsplit=1)[0].split():
        if words and bare(word) in scan.rules.breaks:
            break
        words.append(word)
    name = " ".join(words).strip(" \"'")
    if not name or len(words) > _COMPANY_WORDS or "@" in name:
        return ""
    return name if not name[0].islower() or not name[0].isascii() else ""
