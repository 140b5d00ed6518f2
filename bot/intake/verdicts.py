"""An admin's decision said in sentences: "He has met them twice, so accept R-2 please", "the earlier one wins"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from bot.intake.about import About
from bot.intake.clause import Clause, clauses
from bot.intake.grammar import Grammar, references
from bot.intake.phrases import bare
from bot.intake.scan import Scan
from bot.intake.words import load

_SENTENCE = re.compile(r"(?<=[.!?。！？])\s+|(?<=[。！？])")
_GAP = re.compile(r"[,;:.!()。，、；：]\s*|\s-\s|\s(?=\w)")
_WORD = re.compile(r"\w[\w']*")
_SAYS = frozenset({"accept", "reject"})
"""Decisions that a sentence may say; the words of the others are too common in sentences."""
_MOST_SENTENCES = 12
_MOST_CHARS = 400


def verdicts(paragraphs: Sequence[Sequence[str]], rules: Grammar, about: About) -> list[Clause]:
    """The decisions that sentences say of registrations which they, or what the mail answers, make plain.

    Nothing where two of them say different things of one registration.
    """
    found: list[Clause] = []
    told = sentences(paragraphs)
    for sentence in told[:_MOST_SENTENCES]:
        found += _said(sentence[:_MOST_CHARS], rules, about)
    if len(found) == 1 and not found[0].refs:
        found = [replace(found[0], refs=_meant(" ".join(told), rules, about))]
    decided = {(clause.name, clause.refs): clause for clause in found}
    named = [ref for _, refs in decided for ref in refs]
    return list(decided.values()) if len(set(named)) == len(named) else []


def sentences(paragraphs: Sequence[Sequence[str]]) -> list[str]:
    """The sentences of paragraphs, whose lines may be wrapped."""
    return [each for lines in paragraphs for each in _SENTENCE.split(" ".join(lines)) if each.strip()]


def alone(paragraphs: Sequence[Sequence[str]], rules: Grammar, about: About) -> list[Clause]:
    """An acceptance by naming one of several in the only line of a text: "Option B please.", "R-2"."""
    lines = [line for paragraph in paragraphs for line in paragraph if not rules.greets(line)]
    if len(lines) != 1 or len(about.refs) < 2 or "?" in lines[0]:
        return []
    scan = Scan(bare(f"accept {lines[0]}"), rules, about).run()
    done = scan.name == "accept" and len(scan.refs) == 1 and not scan.text[scan.place :].strip(" .!")
    return [Clause("accept", scan.refs)] if done and set(scan.refs) <= set(about.refs) else []


def beyond(clause: Clause, rules: Grammar, about: About) -> list[Clause]:
    """A decision and what its reason goes on to decide of another: "reject R-1 (it came later) and accept R-2"."""
    more = _said(clause.rest, rules, about) if clause.rest else []
    more = [each for each in more if each.refs and each.name != clause.name and not set(each.refs) & set(clause.refs)]
    if not more or not clause.refs:
        return [clause]
    at = min(clause.rest.upper().find(ref) for each in more for ref in each.refs)
    return [replace(clause, rest=_before(clause.rest[:at], rules)), *more]


def _said(sentence: str, rules: Grammar, about: About) -> list[Clause]:
    """The decisions of a sentence, from the first clause that opens with one; a question or condition decides none."""
    lowered = bare(sentence)
    if "?" in sentence or "？" in sentence or not rules.commands.may_be_in(lowered):
        return []
    for start in _starts(lowered, rules):
        if any(rules.hedges.at(lowered, match.start())[0] for match in _WORD.finditer(lowered[:start])):
            return []
        before = [ref for ref in references(sentence[:start]) if ref in about.refs]
        before += [ref for name, ref in about.names if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", lowered[:start])]
        said = list(clauses(sentence[start:], rules, about, before))
        if said and all(_is_sure(each, sentence[start:], rules, about) for each in said):
            first = said[0]
            if first.refs or len(about.refs) < 2:
                plain = first.refs or start == 0 or _follows(lowered, start, rules)
                return said if plain or _holds(sentence[start:], "asking") else []
            if len(set(before)) == 1 and _holds(sentence[start:], "meant"):
                return [replace(first, refs=(before[0],))]
            picks = _meant(sentence, rules, about)
            return [replace(first, refs=picks)] if picks else said if start == 0 else []
    return []


def _starts(text: str, rules: Grammar) -> Iterator[int]:
    """Where a clause may begin with a decision: at the beginning, after a mark, and after a word that concludes."""
    yield _past(text, 0, rules)
    for gap in _GAP.finditer(text):
        at = gap.end()
        past = _past(text, at, rules)
        if past > at or not gap.group(0).isspace():
            yield past


def _past(text: str, at: int, rules: Grammar) -> int:
    """Behind the words by which a sentence concludes ("so", "therefore")."""
    end = rules.so.at(text, at)[1]
    while end > at:
        at = end
        while at < len(text) and text[at] in " ,:":
            at += 1
        end = rules.so.at(text, at)[1]
    return at


def _follows(text: str, start: int, rules: Grammar) -> bool:
    """Whether a clause opens with a word that concludes."""
    return (
        any(rules.so.at(text, match.start())[0] for match in list(_WORD.finditer(text[:start]))[-2:])
        or not text[:start].strip()
    )


def _is_sure(clause: Clause, text: str, rules: Grammar, about: About) -> bool:
    """Whether a clause is a decision rather than a tale of one: nothing follows it, or a reason that is set off."""
    if clause.name not in _SAYS or clause.soft or not set(clause.refs) <= set(about.refs or clause.refs):
        return False
    at = text.rfind(clause.rest) if clause.rest else len(text)
    opening = text[:at].rstrip()[-1:]
    word = _WORD.match(bare(clause.rest))
    if rules.picks.at(bare(clause.rest), 0)[0]:
        return True
    return not clause.rest or opening in (",", ";", ":", ".", "!", "-", "(") or bool(word and word[0] in rules.breaks)


def _holds(text: str, table: str) -> bool:
    """Whether a text holds a word of politeness ("asking") or one for what was spoken of ("meant")."""
    return not _singles(table).isdisjoint(_WORD.findall(bare(text)))


@lru_cache(maxsize=2)
def _singles(table: str) -> frozenset[str]:
    return frozenset(bare(text) for text in load("requests")[table]["words"] if " " not in text) | {"they", "that"}


def _meant(text: str, rules: Grammar, about: About) -> tuple[str, ...]:
    """The one registration that a text's words of order ("first come") pick."""
    lowered = bare(text)
    picks = {rules.picks.at(lowered, match.start())[0] for match in _WORD.finditer(lowered)} & {"first", "last"}
    return {"first": about.refs[:1], "last": about.refs[-1:]}[picks.pop()] if len(picks) == 1 else ()


def _before(text: str, rules: Grammar) -> str:
    """A reason without the words of the decision that follows it."""
    lowered = bare(text)
    ends = [match.start() for match in _WORD.finditer(lowered) if rules.commands.at(lowered, match.start())[0]]
    text = text[: ends[-1]].rstrip(" ,;:.()-") if ends else text
    head, _, last = text.rpartition(" ")
    return head.rstrip(" ,;:.()-") if rules.so.at(bare(last), 0)[0] else text
