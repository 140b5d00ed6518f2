"""What a reply's line states of the fields asked for: by its label, by its shape, or as a short line of words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.lead import Origin, Value
from bot.intake import names
from bot.intake.answers import said, same_as_mail
from bot.intake.assign import Values, assign, is_empty, tidy
from bot.intake.choices import chosen
from bot.intake.kinds import one_type, ticked, types_told
from bot.intake.lexicon import key, lexicon, tokens, words_of
from bot.intake.naming import alone, called, called_by_label
from bot.intake.text import Line
from bot.intake.values import Own, addresses, links, plain_at
from bot.intake.vocabulary import Vocabulary
from bot.intake.words import load

_LEAD_IN = re.compile(r"^.{0,60}?(?:\bis|\bist|\bes|\best|\bè|\bé|:|：|=|->|は)\s+", re.IGNORECASE)
_COPULA = re.compile(
    r"\s(?:is|are|ist|lautet|heißt|heisst|est|es|é|è|er|är|on|jest|je|это|—|–|=|->)\s+|\s?[:=：]\s+|は\s*",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"([,;.!?。、]\s+|\s(?:and|und|et|y|e|en|i|og|och|a|и|та|ja|ve)\s+)")
_BRACKETS = re.compile(r"\([^()]{0,300}\)|\[[^\[\]]{0,300}\]")
_PIECE = re.compile(r"[,;.!?:、。，；]\s*|\s[–—-]\s")
_NUMBER = re.compile(r"\(?\d{1,2}[.)]\s+")
_ASIDE = re.compile(r"\s*[,;(]\s|\s[-–—(]\s?|\s*[(]")


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked: the fields without a value, and the values known; ``words`` also takes lines of plain words.

    ``corrects`` where another address or link than the known one replaces it; ``offers`` are the two lead types in
    the order of the question, where a line may pick one by its place.
    """

    missing: Sequence[str]
    pending: Mapping[str, str]
    words: bool = True
    corrects: bool = True
    offers: Sequence[str] = ()


def fill(values: Values, line: Line, asked: Question, vocabulary: Vocabulary, own: Own) -> None:
    """Add to ``values`` what a line states of the fields asked for."""
    text = tidy(plain_at(_unnumbered(line.text.strip().lstrip("-*•> "))))
    origin = Origin("body", f"line {line.number}")
    before = len(values)
    if "lead_type" in asked.missing and "lead_type" not in values and asked.offers:
        head, _, tail = text.rpartition(", ")
        if head and (kind := chosen(tail, asked.offers)):
            values["lead_type"], text = Value(kind, origin), head
            before += 1
    for field, value in by_label(text, vocabulary):
        if field in asked.missing and field not in values:
            told: Values = {}
            picked = chosen(value, asked.offers) if field == "lead_type" else ""
            assign(told, field, picked or value, origin, vocabulary, own)
            if field in told and _fits(field, told[field].text, vocabulary):
                values[field] = told[field]
    _by_shape(values, text, origin, asked, vocabulary, own)
    if "url" in asked.missing and "url" not in values and (host := _same_domain(text, values, asked.pending)):
        values["url"] = Value(host, origin, 0.9)
    name = called(text, sure=True)
    if name or (asked.words and len(values) == before):
        _fill_words(values, name or called(text) or _LEAD_IN.sub("", alone(text)), origin, asked)


def _unnumbered(text: str) -> str:
    number = _NUMBER.match(text)
    return text[number.end() :] if number else text


def _fits(field: str, text: str, vocabulary: Vocabulary) -> bool:
    if field == "lead_type":
        return bool(vocabulary.type_of(text))
    return bool(addresses(text) if field == "email" else links(text)) if field in ("email", "url") else True


def _by_shape(values: Values, text: str, origin: Origin, asked: Question, vocabulary: Vocabulary, own: Own) -> None:
    for name in ("email", "url"):
        finder = addresses if name == "email" else links
        ours = own.address if name == "email" else own.host
        found = [each.text for each in finder(text) if not ours(each.text)]
        other = found and asked.corrects and found[0].casefold() != asked.pending.get(name, "").casefold()
        if found and name not in values and (name in asked.missing or other):
            values[name] = Value(found[0], origin)
    if "lead_type" in asked.missing and "lead_type" not in values:
        kind = _type_of(text, vocabulary)
        kind = kind or (chosen(text, asked.offers) or vocabulary.initial_of(text) if asked.offers else "")
        if kind:
            values["lead_type"] = Value(kind, origin)


def _type_of(text: str, vocabulary: Vocabulary) -> str:
    """The one lead type that a line gives; where it names both, the one that a clause outside brackets says alone."""
    told = {kind for kind, _, _ in types_told(text, vocabulary)}
    if len(told) < 2 or ticked(text) is not None:
        return one_type(text, vocabulary) or (told.pop() if len(told) == 1 else "")
    main = _BRACKETS.sub(" ", text)
    alone = {kind for piece in _PIECE.split(main) if (kind := _type_alone(piece, vocabulary))}
    alone = alone or {kind for kind, _, _ in types_told(main, vocabulary)}
    return alone.pop() if len(alone) == 1 else ""


def _type_alone(text: str, vocabulary: Vocabulary) -> str:
    """The lead type of a clause that says nothing besides."""
    found = types_told(text, vocabulary)
    kinds = {kind for kind, _, _ in found}
    places = [0, *(at for each in found for at in each[1:]), len(text)]
    rest = " ".join(text[start:end] for start, end in zip(places[::2], places[1::2], strict=True))
    return kinds.pop() if len(kinds) == 1 and _polite().issuperset(tokens(rest)) else ""


@lru_cache(maxsize=1)
def _polite() -> frozenset[str]:
    return words_of("fillers", "greetings", "signoffs", "modifiers") | {
        word for text in load("instructions")["around"]["so"] for word in tokens(text)
    }


def by_label(text: str, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """The fields that clauses name, with what they say of them: "her last name is Roe and the site is roe.com"."""
    parts = _CLAUSE.split(text)
    field = value = ""
    for number in range(0, len(parts), 2):
        gap = parts[number - 1] if number else ""
        match = _COPULA.search(parts[number])
        named = _label(parts[number][: match.start()], vocabulary) if match else ""
        if match and named:
            if field:
                yield field, value
            field, value = named, parts[number][match.end() :].rstrip(".!。 ")
        elif told := called_by_label(parts[number], vocabulary):
            if field:
                yield field, value
            yield told
            field = ""
        elif field and gap[:1].isspace() and "@" not in parts[number]:
            value += gap + parts[number].rstrip(".!。 ")
        elif field:
            yield field, value
            field = ""
    if field:
        yield field, value


def after_label(text: str, field: str, vocabulary: Vocabulary) -> str:
    """What a text says after a field's label and "is" or its like, or ``""``."""
    match = _COPULA.search(text)
    return text[match.end() :].strip() if match and _label(text[: match.start()], vocabulary) == field else ""


def _label(text: str, vocabulary: Vocabulary) -> str:
    words = text.split()
    for size in (3, 2, 1):
        if size <= len(words) and (field := vocabulary.field_of(" ".join(words[-size:]))):
            return field
    return ""


def _same_domain(text: str, values: Values, pending: Mapping[str, str]) -> str:
    """The domain of the lead's address, where a line says that the web address is the same."""
    email = values["email"].text if "email" in values else pending.get("email", "")
    host = email.rpartition("@")[2].casefold()
    if not host or host in lexicon().freemail or len(text) > 100 or "?" in text:
        return ""
    return host if same_as_mail(text) and not links(text) else ""


def _fill_words(values: Values, told: str, origin: Origin, asked: Question) -> None:
    """A name or a company as a short line of its own."""
    wanted = [name for name in ("first_name", "last_name", "company") if name in asked.missing and name not in values]
    if len(wanted) == 1 and wanted != ["company"]:
        told = _ASIDE.split(told, maxsplit=1)[0]
    words = told.split()
    if not wanted or not words or len(words) > 6 or is_empty(told) or is_chat(told):
        return
    if wanted == ["company"]:
        values["company"] = Value(told, origin)
    elif "company" not in wanted:
        split = names.split(told, email=asked.pending.get("email", ""), company=asked.pending.get("company", ""))
        given = {"first_name": split.first, "last_name": split.last}
        known = next((asked.pending.get(name, "") for name in given if name not in wanted), "")
        both = len(words) > 1 and split.last and (len(wanted) > 1 or key(known) in map(key, given.values()))
        if both:
            values.update({name: Value(given[name], origin) for name in wanted if given[name]})
        else:
            values[wanted[0]] = Value(told, origin)


def is_chat(text: str) -> bool:
    """Whether a line only greets, thanks, signs off or agrees."""
    words = tokens(text)
    return (
        not words
        or "".join(words) in words_of("signoffs", "greetings")
        or said([Line(1, text)]) != ""
        or words_of("fillers", "greetings", "signoffs").issuperset(words)
    )
