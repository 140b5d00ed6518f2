"""A short answer to the bot's question read as what it adds to the lead that was asked about."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.domain.lead import FIELDS, Draft, Origin, Value
from bot.domain.mail import Asked
from bot.intake.answers import said
from bot.intake.assign import is_empty
from bot.intake.choices import chosen, offered
from bot.intake.lexicon import key
from bot.intake.merge import company_key
from bot.intake.parted import by_section, lines_for, parted, unmixed
from bot.intake.replies import Reply, named_in, under
from bot.intake.stated import Question, after_label, by_label, fill
from bot.intake.text import Line, number_of
from bot.intake.values import Own, host_of
from bot.intake.vocabulary import Vocabulary

_ARROW = re.compile(r"(?:-{1,5}>|=>|→|»|>>|⇒)(?!.*(?:-{1,5}>|=>|→|»|>>|⇒))\s*")
_REPLY = re.compile(r"\s*\w{1,6}(?:\[\d{1,3}\])?\s?[:：]")
_MOST_QUOTES = 300
_GUESS = 0.6  # up to which what a sentence says by a label is believed instead
_MARKS = {"email": "@", "url": "."}  # without which a text is no such value


def complete(
    drafts: Sequence[Draft], reply: Reply, asked: Asked, named: Sequence[str], vocabulary: Vocabulary, own: Own
) -> tuple[list[Draft], dict[int, str]]:
    """Join a reply to what it answers: the drafts, and by index the reference that each completes.

    ``drafts`` is what the reply says when read by itself, ``named`` the references it names.
    """
    lines = reply.lines
    open_refs = [ref for ref in asked.pending if ref in named] or list(asked.pending)
    result: list[Draft] = []
    completes: dict[int, str] = {}
    left = list(open_refs)
    sections = under(reply, open_refs, asked)
    lacks_type = any("lead_type" in asked.missing.get(ref, ()) for ref in open_refs)
    offers = offered(reply.quotes, vocabulary) if lacks_type and (sections or len(open_refs) == 1) else ()
    parts = {} if sections else parted(lines, open_refs, asked, vocabulary)
    drafts = [_said(draft, offers, vocabulary) for draft in unmixed(drafts, parts)]
    for draft, named_ref in by_section(drafts, sections):
        ref = named_ref if named_ref in left else _meant(draft, left, asked)
        if ref:
            left.remove(ref)
            completes[len(result)] = ref
            mine = [line for line in lines if sections.get(line.number) == ref] or lines
            joined = _join(draft, asked.pending[ref], _agreed(said(mine), ref, asked))
            result.append(_topped_up(joined, mine, asked, ref, vocabulary, own, offers))
        elif _is_new(draft, [asked.pending[each] for each in open_refs]):
            result.append(draft)
    answered = set(completes.values())
    others = [ref for ref in open_refs if ref not in answered]
    more: list[tuple[str, dict[str, Value]]] = []
    if not result or sections or parts:
        more = _bare(lines, others, asked, vocabulary, own, sections, parts, offers)
    if not more and (not result or sections):
        more = _elsewhere(reply, others, asked, vocabulary, own)
    elif not more:
        more = _named(lines, others, asked, vocabulary, own) or _beside(result, lines, others, asked, vocabulary, own)
    for ref, values in more:
        completes[len(result)] = ref
        result.append(_join(Draft(values), asked.pending[ref], {}))
    return result, completes


def _said(draft: Draft, offers: Sequence[str], vocabulary: Vocabulary) -> Draft:
    """A reply's draft whose values are what its lines say: "Company is Acme", "Type: the second"."""
    values = dict(draft.values)
    for name, value in draft.values.items():
        told = after_label(value.text, name, vocabulary) if name == "company" else ""
        told = told or (chosen(value.text, offers) if name == "lead_type" else "")
        if told:
            values[name] = Value(told, value.origin, value.sure)
    return Draft(values)


def _topped_up(
    draft: Draft,
    lines: Sequence[Line],
    asked: Asked,
    ref: str,
    vocabulary: Vocabulary,
    own: Own,
    offers: Sequence[str],
) -> Draft:
    """A completed lead with what sentences of the reply state besides of the fields that were asked for."""
    sure = {name for name, value in draft.values.items() if value.text and value.sure > _GUESS}
    lacking = [name for name in asked.missing.get(ref, ()) if name not in sure]
    known = {name: value.text for name, value in draft.values.items()}
    values: dict[str, Value] = {}
    for line in lines if lacking else ():
        fill(values, line, Question(lacking, known, words=False, corrects=False, offers=offers), vocabulary, own)
    return Draft({**draft.values, **values})


def _named(
    lines: Sequence[Line], refs: Sequence[str], asked: Asked, vocabulary: Vocabulary, own: Own
) -> list[tuple[str, dict[str, Value]]]:
    """What lines say of others of the leads asked about, whom they name: "Per's last name is Roe"."""
    found: list[tuple[str, dict[str, Value]]] = []
    for ref in refs if len(asked.pending) > 1 else ():
        values: dict[str, Value] = {}
        question = Question(asked.missing.get(ref, ()), asked.pending[ref], words=False, corrects=False)
        for line in lines:
            if [each for each in asked.pending if named_in(line.text, each, asked)] == [ref]:
                fill(values, line, question, vocabulary, own)
        found += [(ref, values)] if values else []
    return found


def _beside(
    drafts: Sequence[Draft], lines: Sequence[Line], refs: Sequence[str], asked: Asked, vocabulary: Vocabulary, own: Own
) -> list[tuple[str, dict[str, Value]]]:
    """What the lines above a new lead answer for the one lead asked about, by label alone."""
    numbers = [number_of(value) for draft in drafts for value in draft.values.values()]
    first = min((number for number in numbers if number), default=0)
    missing = asked.missing.get(refs[0], ()) if len(refs) == 1 else ()
    values: dict[str, Value] = {}
    for line in lines:
        if line.number < first and any(field in missing for field, _ in by_label(line.text.strip(), vocabulary)):
            fill(values, line, Question(missing, asked.pending[refs[0]], words=False, corrects=False), vocabulary, own)
    return [(refs[0], values)] if values else []


def _elsewhere(
    reply: Reply, refs: Sequence[str], asked: Asked, vocabulary: Vocabulary, own: Own
) -> list[tuple[str, dict[str, Value]]]:
    """The answer to a single question where no line of the reply holds it: in its subject, or typed into the quote."""
    missing = asked.missing.get(refs[0], ()) if len(refs) == 1 else ()
    if not missing:
        return []
    question = Question(missing, asked.pending[refs[0]], words=False, corrects=False)
    arrow = _ARROW.search(reply.subject)
    tail = reply.subject[arrow.end() :] if arrow else "" if _REPLY.match(reply.subject) else reply.subject
    values: dict[str, Value] = {}
    fill(values, Line(0, tail), question, vocabulary, own)
    for line in reply.quotes[:_MOST_QUOTES] if not values else ():
        told: dict[str, Value] = {}
        label, colon, text = line.text.partition(":")
        field = vocabulary.field_of(label.strip()) if colon else None
        if field in ("email", "url", "lead_type") and field in missing and not is_empty(text.strip()):
            fill(told, Line(line.number, text), question, vocabulary, own)
        if field in told and "example." not in told[field].text:
            values.setdefault(field, told[field])
    return [(refs[0], values)] if values else []


def _agreed(answer: str, ref: str, asked: Asked) -> dict[str, Value]:
    """The values that the bot proposed, where the answer is a yes."""
    proposed = asked.proposed.get(ref, {}) if answer == "yes" else {}
    return {name: Value(text, Origin("earlier mail", "confirmed")) for name, text in proposed.items()}


def _join(draft: Draft, pending: Mapping[str, str], agreed: Mapping[str, Value]) -> Draft:
    before = {name: Value(text, Origin("earlier mail"), 1.0) for name, text in pending.items() if text}
    told = {
        name: value
        for name, value in draft.values.items()
        if value.sure >= (0.95 if name in before else 0.5) and not (name in _MARKS and _MARKS[name] not in value.text)
    }  # a guess never replaces what was known
    return Draft({**before, **agreed, **told})


def _meant(draft: Draft, refs: Sequence[str], asked: Asked) -> str:
    """The pending lead a draft speaks of: its address, company or name agrees, or it fills just what is missing."""
    for ref in refs:
        known = asked.pending[ref]
        theirs = {draft.text("email").casefold(), known.get("email", "").casefold()} - {""}
        if len(refs) > 1 and len(theirs) > 1:
            continue  # its other values may be those of another lead beside
        for name in ("email", "company", "url"):
            a, b = draft.text(name), known.get(name, "")
            if a and b and (company_key(a) == company_key(b) if name == "company" else a.casefold() == b.casefold()):
                return ref
        host = host_of(draft.text("url"))
        if host and not draft.text("email") and host == known.get("email", "").rpartition("@")[2].casefold():
            return ref
    if len(refs) == 1:
        known, missing = asked.pending[refs[0]], asked.missing.get(refs[0], ())
        clash = sum(
            1 for name in FIELDS if draft.text(name) and known.get(name) and key(draft.text(name)) != key(known[name])
        )
        if clash == 0 or (clash < 3 and any(draft.text(name) for name in missing) and len(draft.values) < 5):
            return refs[0]
    return ""


def _is_new(draft: Draft, pendings: Sequence[Mapping[str, str]]) -> bool:
    """Whether a reply's draft is a lead of its own: it has an address or company besides a name or URL."""
    company = company_key(draft.text("company"))
    if len(pendings) > 1 and company and any(company == company_key(known.get("company", "")) for known in pendings):
        return False  # it holds the answers for several
    return sum(1 for name in ("email", "company", "url", "last_name") if draft.text(name)) >= 3 or not pendings


def _bare(
    lines: Sequence[Line],
    refs: Sequence[str],
    asked: Asked,
    vocabulary: Vocabulary,
    own: Own,
    sections: Mapping[int, str],
    parts: Mapping[str, Sequence[Line]],
    offers: Sequence[str],
) -> list[tuple[str, dict[str, Value]]]:
    """Values without labels, told by their shape and by what was asked for."""
    texts = [line for line in lines if line.text.strip()]
    found: list[tuple[str, dict[str, Value]]] = []
    for ref in refs:
        missing = asked.missing.get(ref, ())
        headed = [line for line in texts if sections.get(line.number) == ref]
        mine = headed or lines_for(ref, refs, texts, parts, asked)
        answer = said(mine) if ref in asked.proposed else ""
        values: dict[str, Value] = {}
        question = Question(missing, asked.pending[ref], corrects=len(asked.pending) == 1, offers=offers)
        for line in mine:
            fill(values, line, question, vocabulary, own)
        values = {**_agreed(answer, ref, asked), **values}
        if values or answer:
            found.append((ref, values))
    return found
