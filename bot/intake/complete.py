"""A short answer to the bot's question read as what it adds to the lead that was asked about."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.domain.lead import FIELDS, Draft, Origin, Value
from bot.domain.mail import Asked
from bot.intake import names
from bot.intake.answers import said, same_as_mail
from bot.intake.assign import is_empty, tidy
from bot.intake.kinds import one_type, types_in
from bot.intake.lexicon import key, lexicon, tokens
from bot.intake.merge import company_key
from bot.intake.text import Line
from bot.intake.values import Own, addresses, links, plain_at
from bot.intake.vocabulary import Vocabulary

_LEAD_IN = re.compile(r"^.{0,60}?(?:\bis|\bist|\bes|\best|\bè|\bé|:|：|=|->|は)\s+", re.IGNORECASE)


def complete(
    drafts: Sequence[Draft], lines: Sequence[Line], asked: Asked, named: Sequence[str], vocabulary: Vocabulary, own: Own
) -> tuple[list[Draft], dict[int, str]]:
    """Join a reply to what it answers: the drafts, and by index the reference that each completes.

    ``drafts`` is what the reply says when read by itself, ``named`` the references it names.
    """
    open_refs = [ref for ref in asked.pending if ref in named] or list(asked.pending)
    result: list[Draft] = []
    completes: dict[int, str] = {}
    left = list(open_refs)
    under = _under(lines, open_refs)
    for draft, named_ref in _by_section(drafts, under):
        ref = named_ref if named_ref in left else _meant(draft, left, asked)
        if ref:
            left.remove(ref)
            completes[len(result)] = ref
            mine = [line for line in lines if under.get(line.number) == ref] or lines
            result.append(_join(draft, asked.pending[ref], _agreed(said(mine), ref, asked)))
        elif _is_new(draft, [asked.pending[each] for each in open_refs]):
            result.append(draft)
    answered = set(completes.values())
    others = [ref for ref in open_refs if ref not in answered]
    if not result or (under and others) or not completes:
        for ref, values in _bare(_above(lines, result), others, asked, vocabulary, own, under):
            completes[len(result)] = ref
            result.append(_join(Draft(values), asked.pending[ref], {}))
    return result, completes


def _above(lines: Sequence[Line], drafts: Sequence[Draft]) -> list[Line]:
    """The lines before those of a new lead that stands in the same mail."""
    places = [value.origin.where.removeprefix("line ") for draft in drafts for value in draft.values.values()]
    first = min((int(place) for place in places if place.isdecimal()), default=0)
    return [line for line in lines if not first or line.number < first]


def _under(lines: Sequence[Line], refs: Sequence[str]) -> dict[int, str]:
    """With several leads asked about: by line number the reference that heads it, as the bot's prepared answer does."""
    under: dict[int, str] = {}
    current = ""
    for line in lines if len(refs) > 1 else ():
        current = next((ref for ref in refs if ref in line.text.upper()), current)
        if current:
            under[line.number] = current
    return under


def _by_section(drafts: Sequence[Draft], under: Mapping[int, str]) -> list[tuple[Draft, str]]:
    """Drafts, each with the reference under which it stands; what stands under several is parted."""
    if not under:
        return [(draft, "") for draft in drafts]
    parted: list[tuple[Draft, str]] = []
    for draft in drafts:
        by_ref: dict[str, dict[str, Value]] = {}
        for name, value in draft.values.items():
            number = value.origin.where.removeprefix("line ")
            by_ref.setdefault(under.get(int(number), "") if number.isdecimal() else "", {})[name] = value
        parted += [(Draft(values), ref) for ref, values in by_ref.items()]
    return parted


def _agreed(answer: str, ref: str, asked: Asked) -> dict[str, Value]:
    """The values that the bot proposed, where the answer is a yes."""
    proposed = asked.proposed.get(ref, {}) if answer == "yes" else {}
    return {name: Value(text, Origin("earlier mail", "confirmed")) for name, text in proposed.items()}


def _join(draft: Draft, pending: Mapping[str, str], agreed: Mapping[str, Value]) -> Draft:
    before = {name: Value(text, Origin("earlier mail"), 1.0) for name, text in pending.items() if text}
    told = {
        name: value for name, value in draft.values.items() if value.sure >= (0.9 if name in before else 0.5)
    }  # a guess never replaces what was known
    return Draft({**before, **agreed, **told})


def _meant(draft: Draft, refs: Sequence[str], asked: Asked) -> str:
    """The pending lead a draft speaks of: its address, company or name agrees, or it fills just what is missing."""
    for ref in refs:
        known = asked.pending[ref]
        for name in ("email", "company", "url"):
            a, b = draft.text(name), known.get(name, "")
            if a and b and (company_key(a) == company_key(b) if name == "company" else a.casefold() == b.casefold()):
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
    return sum(1 for name in ("email", "company", "url", "last_name") if draft.text(name)) >= 3 or not pendings


def _bare(
    lines: Sequence[Line],
    refs: Sequence[str],
    asked: Asked,
    vocabulary: Vocabulary,
    own: Own,
    under: Mapping[int, str],
) -> list[tuple[str, dict[str, Value]]]:
    """Values without labels, told by their shape and by what was asked for."""
    texts = [line for line in lines if line.text.strip()]
    found: list[tuple[str, dict[str, Value]]] = []
    for number, ref in enumerate(refs):
        missing = asked.missing.get(ref, ())
        headed = [line for line in texts if under.get(line.number) == ref]
        mine = headed or _lines_for(ref, number, texts, refs, asked)
        answer = said(mine) if ref in asked.proposed else ""
        values: dict[str, Value] = {}
        known = asked.pending[ref]
        for line in (clause for whole in mine for clause in _clauses(whole)):
            _fill(values, line, missing, known if len(refs) == 1 else {}, vocabulary, own)
        _same_domain(values, mine, missing, known)
        values = {**_agreed(answer, ref, asked), **values}
        if values or answer:
            found.append((ref, values))
    return found


_CLAUSE = re.compile(r"(?<=[^\s,;.])(?:[,;]\s+|\.\s+|\s+(?:and|und|et|y|e|en|i|og|och|и|та)\s+)(?=\S)")


def _clauses(line: Line) -> list[Line]:
    """A line with all it says at once: as it is, where it is short, else each clause that states something."""
    text = line.text.strip()
    if len(text.split()) <= 4 and "," not in text:
        return [line]
    return [Line(line.number, clause) for clause in _CLAUSE.split(text) if clause]


def _same_domain(
    values: dict[str, Value], lines: Sequence[Line], missing: Sequence[str], known: Mapping[str, str]
) -> None:
    """The web address where the answer is only that it is the mail address's domain."""
    domain = known.get("email", "").rpartition("@")[2]
    if "url" in missing and "url" not in values and domain:
        line = next((line for line in lines if same_as_mail(line.text)), None)
        if line is not None:
            values["url"] = Value(domain, Origin("body", f"line {line.number}"), 0.9)


def _lines_for(ref: str, number: int, lines: list[Line], refs: Sequence[str], asked: Asked) -> list[Line]:
    """With several leads asked about: the lines that name this one, else the line in its place, else all."""
    if len(refs) == 1:
        return lines
    company = company_key(asked.pending[ref].get("company", ""))
    named = [line for line in lines if ref in line.text.upper() or (company and company in key(line.text))]
    if named:
        return named
    return [lines[number]] if len(lines) == len(refs) else lines


def _fill(
    values: dict[str, Value],
    line: Line,
    missing: Sequence[str],
    pending: Mapping[str, str],
    vocabulary: Vocabulary,
    own: Own,
) -> None:
    text = tidy(plain_at(line.text.strip().lstrip("-*•> ")))
    origin = Origin("body", f"line {line.number}")
    for name in ("email", "url"):
        finder = addresses if name == "email" else links
        ours = own.address if name == "email" else own.host
        found = [each.text for each in finder(text) if not ours(each.text)]
        if (
            found
            and name not in values
            and (name in missing or (pending and found[0].casefold() != pending.get(name, "").casefold()))
        ):
            values[name] = Value(found[0], origin)
            return
    if "lead_type" in missing and "lead_type" not in values:
        kinds = {kind for kind, _, _ in types_in(text, vocabulary, loose=True)}
        kind = one_type(text, vocabulary) or (kinds.pop() if len(kinds) == 1 else "")
        if kind:
            values["lead_type"] = Value(kind, origin)
            return
    _fill_words(values, text, origin, missing, pending)


def _fill_words(
    values: dict[str, Value], text: str, origin: Origin, missing: Sequence[str], pending: Mapping[str, str]
) -> None:
    """A name or a company as a short line of its own."""
    said = _LEAD_IN.sub("", text).rstrip(".! ")
    wanted = [name for name in ("first_name", "last_name", "company") if name in missing and name not in values]
    words = said.split()
    if not wanted or not words or len(words) > 6 or is_empty(said) or _is_chat(said) or text.endswith("?"):
        return
    if {"first_name", "last_name"} & set(wanted) and "company" not in wanted:
        split = names.split(said, email=pending.get("email", ""), company=pending.get("company", ""))
        given = {"first_name": split.first, "last_name": split.last}
        if len(words) == 1 or not split.last:
            values[wanted[0]] = Value(said, origin)
        else:
            values.update({name: Value(given[name], origin) for name in wanted if given.get(name)})
    elif wanted == ["company"]:
        values["company"] = Value(said, origin)


def _is_chat(text: str) -> bool:
    words = tokens(text)
    lex = lexicon()
    return (
        not words
        or "".join(words) in lex.signoffs | lex.greetings
        or said([Line(1, text)]) != ""
        or all(word in lex.fillers | lex.greetings | lex.signoffs for word in words)
    )
