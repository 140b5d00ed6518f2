"""Instructions by mail: a command as the subject or as lines at the top.

A line counts when command, references and polite words are all that it says before it ends or breaks off for a reason;
a later sentence of the first paragraph counts only when it reads so and names a reference. What admins decide in the
middle of their sentences is read by ``verdicts``, what partners ask there by ``requests``.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.domain.mail import Asked, Instruction
from bot.intake.about import About, about_of, spelled_out
from bot.intake.clause import Clause, clauses
from bot.intake.grammar import REFERENCE_HERE, Grammar, grammar, hyphened, references
from bot.intake.phrases import bare, plain
from bot.intake.sayings import sayings
from bot.intake.scan import opens_command
from bot.intake.text import Line
from bot.intake.verdicts import alone, beyond, verdicts

_REPLY = re.compile(r"^\s*(?:\w{1,6}(?:\[\d{1,3}\])?\s?[:：]|\[)")
_REPLY_WORDS = frozenset(
    {
        "re",
        "aw",
        "sv",
        "antw",
        "vs",
        "odp",
        "ynt",
        "rv",
        "res",
        "rif",
        "r",
        "fw",
        "fwd",
        "wg",
        "tr",
        "i",
        "enc",
        "回复",
        "回覆",
        "答复",
        "转发",
        "轉寄",
    }
)
_SENTENCE = re.compile(r"(?<=[.!?。！？])\s+|(?<=[。！？])")
_CLAUSE = re.compile(r"[,;.!。，、]\s+|\s-\s")
_LINES = 12
_CHARS = 400
_MOST_CHARS = 4_000
_SENTENCES = 4
_ALONE = frozenset({"list", "help"})
"""Commands that name nothing."""


@dataclass(frozen=True, slots=True)
class Words:
    """The commands there are: canonical lower-case name to what people write for it, for partners and for admins.

    ``answers`` are those that a partner may give only in answer to an offer: elsewhere they are words in passing.

    The synonyms given here add to those of the languages in ``data/instructions.toml``.
    """

    partner: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    admin: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def instructions(
    subject: str,
    new_text: str,
    words: Words,
    *,
    admin: bool = False,
    asked: Asked | None = None,
    quotes: Sequence[Line] = (),
) -> tuple[Instruction, ...]:
    """The instructions in a mail, in order; ``new_text`` is its text without quotes and signature.

    References stand as written, in upper case. A command that names none is given those that the subject or the
    answered mail, whose lines are ``quotes``, leaves no doubt about.
    """
    decisions = words.admin if admin else words.answers if asked and asked.kind == "offer" else {}
    rules = _grammar(words.partner, decisions)
    said = f"{subject} {new_text[:_MOST_CHARS]}".replace("*", " ").replace("_", " ")
    if not admin and not rules.commands.may_be_in(bare(plain(said))):
        return ()
    about = about_of(asked, quotes if admin else ())
    title, paragraphs = plain(subject), list(_paragraphs(spelled_out(new_text, asked)))
    found: list[Clause] = [] if _is_reply(subject) else _line(hyphened(title[:_CHARS]), rules, about)[:1]
    body = _body(paragraphs, rules, about)
    if found and not found[0].refs and not body:
        found = [replace(found[0], refs=_leading_refs(paragraphs, rules))]
    merged = _merged([*found, *body], decisions)
    bound = bool(about.refs) or bool(references(title))
    kept = [
        clause for clause in merged if not (clause.name in decisions and clause.soft and not bound and not clause.refs)
    ]
    if decisions:
        kept = _decided(kept, paragraphs, rules, about)
    if admin and not kept and len(refs := about.refs or references(title)) == 1:
        kept = sayings(paragraphs, rules, refs[0])
    return tuple(_instruction(clause, title, about, admin=clause.name in decisions) for clause in kept)


def _decided(found: Sequence[Clause], paragraphs: Sequence[list[str]], rules: Grammar, about: About) -> list[Clause]:
    """The decisions that open a mail, with those that its sentences add of other registrations; else theirs alone."""
    kept = [more for one in found for more in (beyond(one, rules, about) if one.name in rules.decisions else [one])]
    more = verdicts(paragraphs, rules, about)
    if not kept or (kept[0].name in rules.decisions and not kept[0].refs and len(about.refs) > 1):
        return more or kept or alone(paragraphs, rules, about)
    named = {ref for clause in kept for ref in clause.refs}
    return [*kept, *(each for each in more if each.refs and named and named.isdisjoint(each.refs))]


def _body(paragraphs: Sequence[list[str]], rules: Grammar, about: About) -> list[Clause]:
    """The commands at the top of a text: of each paragraph whole lines, else what its sentences say."""
    found: list[Clause] = []
    for paragraph in paragraphs:
        lines = [line for line in paragraph if not _is_greeting(line, rules)]
        if not lines:
            continue
        here: list[Clause] = []
        for line in lines:
            said = _line(line, rules, about)
            if not said and not (here and REFERENCE_HERE.match(line)):
                break
            here += said
        if not here and not found:
            text = " ".join(lines)
            here = _sentences(text, rules, about) or ([] if rules.decisions else _later_clauses(text, rules, about))
        if not here:
            break
        found += here
    return found


def _paragraphs(text: str) -> Iterator[list[str]]:
    paragraph: list[str] = []
    for line in text[:_MOST_CHARS].splitlines()[: _LINES * 2]:
        clean = hyphened(plain(line)[:_CHARS].strip("*_ \t"))
        if clean:
            paragraph.append(clean)
        elif paragraph:
            yield paragraph
            paragraph = []
    if paragraph:
        yield paragraph


def _sentences(text: str, rules: Grammar, about: About) -> list[Clause]:
    """A wrapped first sentence in any form; a later one only if it names a reference or a company by a command."""
    for number, sentence in enumerate(_SENTENCE.split(text[: _CHARS * 2])[:_SENTENCES]):
        said = _line(sentence, rules, about)
        if said and (number == 0 or all(clause.refs for clause in said)):
            return said
    return []


def _later_clauses(text: str, rules: Grammar, about: About) -> list[Clause]:
    """A command after what led up to it ("That one is gone, please withdraw it"), where it is plain of what."""
    text = text[:_CHARS]
    for gap in itertools.islice(_CLAUSE.finditer(text), _SENTENCES):
        before = bare(text[: gap.start() + 1])
        if "?" in before or any(rules.hedges.at(before, at)[0] for at in _starts(before)):
            return []
        said = _line(text[gap.end() :], rules, about)
        if said and not said[0].soft and (len(about.refs) == 1 or all(clause.refs for clause in said)):
            return said
    return []


def _starts(text: str) -> Iterator[int]:
    return (match.start() for match in re.finditer(r"\b\w", text))


def _line(line: str, rules: Grammar, about: About) -> list[Clause]:
    """The commands that a line consists of, ``[]`` where it says anything else first."""
    found = list(clauses(line, rules, about))
    return found if found and found[0].name else []


def _leading_refs(paragraphs: Sequence[list[str]], rules: Grammar) -> tuple[str, ...]:
    """References that stand alone on the first lines under a command in the subject."""
    found: list[str] = []
    for line in itertools.chain(*paragraphs):
        if _is_greeting(line, rules):
            continue
        if not rules.only_refs(line):
            return tuple(found)
        found += references(line)
    return tuple(found)


def _is_greeting(line: str, rules: Grammar) -> bool:
    return rules.greets(line) and not opens_command(rules.past_greeting(line), rules)


def _merged(found: Sequence[Clause], decisions: Mapping[str, object]) -> list[Clause]:
    """Each command once: one said in subject and text, or first without and then with its references, is one."""
    kept: list[Clause] = []
    for clause in found:
        joins = clause.name not in decisions and not clause.rest
        same = next((n for n, each in enumerate(kept) if each.name == clause.name and _covers(each, clause, joins)), -1)
        if same < 0:
            kept.append(clause)
        elif not kept[same].refs and (clause.refs or clause.rest):
            kept[same] = clause
        elif joins and not kept[same].rest:
            kept[same] = replace(clause, refs=tuple(dict.fromkeys((*kept[same].refs, *clause.refs))))
    return kept


def _covers(one: Clause, other: Clause, joins: bool) -> bool:
    if one.refs and other.refs:
        return (joins and not one.rest) or set(one.refs) == set(other.refs)
    return not (one.company and other.company) or one.company == other.company


def _instruction(clause: Clause, title: str, about: About, *, admin: bool) -> Instruction:
    refs = clause.refs
    if not refs and not clause.company and clause.name not in _ALONE:
        named = tuple(ref for ref in references(title) if not about.refs or ref in about.refs)
        if len(about.refs) == 1:
            refs = about.refs
        elif named and (len(named) == 1 or not admin):
            refs = named
    return Instruction(clause.name, refs, clause.rest, clause.company)


def _is_reply(subject: str) -> bool:
    match = _REPLY.match(subject)
    if not match:
        return False
    word = match.group(0).strip(" :：[").partition("[")[0].casefold()
    return match.group(0).strip().startswith("[") or word in _REPLY_WORDS


def _grammar(partner: Mapping[str, Sequence[str]], decisions: Mapping[str, Sequence[str]]) -> Grammar:
    orders = tuple((name, tuple(synonyms)) for name, synonyms in partner.items())
    return grammar(orders, tuple((name, tuple(synonyms)) for name, synonyms in decisions.items()))
