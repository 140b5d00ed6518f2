"""What a program's partners call things: labels to fields, lead types by synonym, what is required."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.domain.lead import FIELDS
from bot.intake.lexicon import key, lexicon, tokens, type_keys

if TYPE_CHECKING:
    from bot.intake.instruct import Words

FULL_NAME = "full_name"
"""Pseudo-field: a contact's whole name, which the reader splits into first and last."""
LAST_FIRST = "last_first"
"""Pseudo-field: beside FULL_NAME, that its label names the last name first ("Cognome e nome")."""
SECOND_LAST = "second_last"  # pseudo-field: the second of two last names, each with a label ("Apellido materno")
OTHER = "other"
"""Pseudo-field: a label that is known, and is none of a lead's data (an owner, a street, a date of entry)."""

_REACH = "reach"  # "Contact address": what it is, its value tells
_NAME_OR_FIRST = "name_or_first"  # "Nombre": the first name beside "Apellidos", else the whole name
_NAME_OR_LAST = "name_or_last"  # "Nom": the last name beside "Prénom", else the whole name
_NAME = "name"  # "Name": the company's beside a contact, the last name beside a first name, else the whole
_CUSTOMER = "customer"  # "Prospect": the company, or the contact where a company stands beside it
_ASIDE = re.compile(r"[(（\[【<][^()（）\[\]【】<>]*[)）\]】>]")
_AND = re.compile(r"[,;&+，、/|／]|\s(?:and|und|et|y|e|i|og|och|en|és|ja)\s", re.IGNORECASE)
_JOINTS = frozenset(re.findall(r"\w+", "s of the de del de la du des d di della dell do da der van von des"))
_OWNED = frozenset(["email", "phone", "job_title"])
_FIRST, _LAST = "first_name", "last_name"
_PAIR, _MOST_WORDS = 2, 8  # of a label that says an order of names
_MAX_LABEL = 60
_MAX_SEEN = 5000  # labels whose sense is remembered: hostile mail must not fill the memory


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A program's words; ``confidence`` is the sureness (0 to 1) below which a value is asked back.

    ``attested`` is whether a line that confirms is listened for at all.
    """

    required: tuple[str, ...]
    lead_types: tuple[tuple[str, tuple[str, ...]], ...]
    confidence: float
    words: Words | None
    _fields: Mapping[str, str]
    _types: Mapping[str, str]
    attested: bool = False
    _seen: dict[str, str | None] = field(default_factory=dict, compare=False, repr=False)

    @staticmethod
    def of(
        *,
        required: Iterable[str] = FIELDS,
        lead_types: Iterable[tuple[str, Iterable[str]]] = (),
        labels: Mapping[str, Iterable[str]] | None = None,
        confidence: float = 0.6,
        words: Words | None = None,
        attested: bool = False,
    ) -> Vocabulary:
        """A program's vocabulary; the languages' tables behind it are built once."""
        own = dict(_language_fields())
        for name, synonyms in (labels or {}).items():
            own.update((key(synonym), name) for synonym in synonyms)
        types = tuple((canonical, tuple(synonyms)) for canonical, synonyms in lead_types)
        return Vocabulary(tuple(required), types, confidence, words, own, type_keys(types), attested)

    def field_of(self, label: str) -> str | None:
        """The field a label names: one of FIELDS, EXTRA_FIELDS, FULL_NAME or OTHER; None for an unknown label.

        A label whose meaning hangs on its neighbours is given its most likely one; ``fields_of`` knows better.
        """
        return _ALONE.get(found, found) if (found := self.sense(label)) else None

    def fields_of(self, labels: Sequence[str]) -> list[str | None]:
        """The fields of labels that stand together (a header row, a block), told apart by each other."""
        return settle([self.sense(label) for label in labels])

    def sense(self, label: str) -> str | None:
        """A label's sense, which ``settle`` makes a field once its neighbours are known."""
        found = self._known(label)
        return OTHER if found == _REACH else found

    def reaches(self, label: str) -> bool:
        """Whether a label is the mail address's where its value is one ("Address", "How to reach him")."""
        return self._known(label) == _REACH

    def type_of(self, text: str) -> str:
        """The canonical lead type that a text names exactly, or ``""``."""
        return self._types.get(key(text), "")

    def initial_of(self, text: str) -> str:
        """The only lead type that begins with a value's one letter ("Q"), or ``""``."""
        letter = text.strip(" .)").casefold()
        found = [name for name, _ in self.lead_types if len(letter) == 1 and name[:1].casefold() == letter]
        return found[0] if len(found) == 1 else ""

    def _known(self, label: str) -> str | None:
        if len(label) > _MAX_LABEL:
            label = _ASIDE.sub(" ", label[: 4 * _MAX_LABEL])
            if len(label) > _MAX_LABEL:
                return None
        try:
            return self._seen[label]
        except KeyError:
            if len(self._seen) >= _MAX_SEEN:
                self._seen.clear()
            found = self._seen[label] = self._lookup(label)
            return found

    def _lookup(self, label: str) -> str | None:
        found = self._fields.get(key(label))
        bare = without_asides(label)
        if found or not label.strip() or "://" in bare or "@" in bare:
            return found
        found = self._in_order(label)
        if not found and ("/" in bare or "|" in bare or "／" in bare):
            found = self._several(re.split(r"[/|／]", bare))
        found = found or self._without_modifiers(tokens(bare)) or self._aside(label) or self._theirs(tokens(bare))
        return OTHER if found and _turns(label) else found

    def _several(self, labels: Sequence[str]) -> str | None:
        senses = {sense for label in labels if (sense := self._without_modifiers(tokens(label)))}
        if len(senses) > 1 and senses <= _OF_PERSONS:
            return _sharpest(senses)
        types = {self.type_of(label) or self.initial_of(label) for label in labels} - {""}
        if not senses and len(types) > 1:
            return "lead_type"  # a column headed "QL/MC", "Q / M"
        if senses == {"email", "url"}:
            return "email"  # beside which the web address is read
        return next(iter(senses)) if len(senses) == 1 else None

    def _without_modifiers(self, words: list[str]) -> str | None:
        modifiers = lexicon().modifiers
        while words and words[0].isdigit():
            words = words[1:]
        if len(words) > 6:
            return None
        bare = [word in modifiers or word.isdigit() for word in words]  # what may be dropped at either end
        before = bare.index(False) if False in bare else len(bare)
        after = len(bare) - bare[::-1].index(False) if False in bare else 0
        for start in range(min(before + 1, len(words))):
            for end in range(len(words), max(start, after - 1), -1):
                if found := self._fields.get("".join(words[start:end])):
                    return found
        return None

    def _in_order(self, label: str) -> str | None:
        """What a label of two names says of their order: "Surname, given name", "Contact (Last First)"."""
        inside = _ASIDE.findall(label)
        text = inside[0][1:-1] if len(inside) == 1 else label
        pieces = [tokens(piece) for piece in _AND.split(text) if piece.strip()]
        words = pieces[0] if len(pieces) == 1 and len(pieces[0]) <= _MOST_WORDS else []
        if words and (whole := self._without_modifiers(words)):
            return whole if whole == LAST_FIRST else None
        spaced = any(self._fields.get(word) in (_FIRST, _LAST) for word in words)
        cuts = [(words[:at], words[at:]) for at in range(1, len(words))] if spaced else []
        for pair in [pieces] if len(pieces) == _PAIR else cuts:
            first, second = map(self._without_modifiers, pair)
            plain = {_FIRST, _LAST} & {first, second}
            if plain and first in (_LAST, _NAME_OR_LAST, _NAME) and second in (_FIRST, _NAME_OR_FIRST):
                return LAST_FIRST
            if plain and first in (_FIRST, _NAME_OR_FIRST) and second in (_LAST, _NAME_OR_LAST, _NAME):
                return FULL_NAME
        return None

    def _theirs(self, words: list[str]) -> str | None:
        """What a label says of a person: "Decision maker e-mail", "Correo del responsable", "担当者メール"."""
        joined = "".join(word for word in words if word not in _JOINTS)
        for at in range(1, len(joined)) if len(joined) <= _MAX_LABEL else ():
            senses = {self._fields.get(joined[:at]), self._fields.get(joined[at:])}
            if FULL_NAME in senses and (found := senses & _OWNED):
                return found.pop()
        return None

    def _aside(self, label: str) -> str | None:
        inside = _ASIDE.findall(label)
        return self._fields.get(key(inside[0])) if len(inside) == 1 else None


def _turns(label: str) -> bool:
    """Whether a word of a label makes it that of somebody or something else: "Website (old)", "E-mail - billing"."""
    words = (word for text in (label, *(aside[1:-1] for aside in _ASIDE.findall(label))) for word in tokens(text))
    return not lexicon().apart.isdisjoint(words)


def without_asides(label: str) -> str:
    """A label without what stands in brackets: "Website (https://…)"."""
    return _ASIDE.sub(" ", label)


_ALONE = {
    LAST_FIRST: FULL_NAME,
    _NAME_OR_FIRST: FULL_NAME,
    _NAME_OR_LAST: FULL_NAME,
    _NAME: FULL_NAME,
    _CUSTOMER: "company",
}


def settle(senses: Sequence[str | None]) -> list[str | None]:
    """Senses made fields by what stands beside them."""
    have = set(senses)
    if have.isdisjoint(_ALONE):
        return list(senses)
    meaning = {**_ALONE, LAST_FIRST: LAST_FIRST}
    first = have & {"first_name"}
    last = have & {"last_name"}
    if last or (_NAME_OR_LAST in have and _NAME_OR_FIRST in have):
        meaning[_NAME_OR_FIRST] = "first_name"
    if first or (_NAME_OR_LAST in have and _NAME_OR_FIRST in have):
        meaning[_NAME_OR_LAST] = "last_name"
    person = have & {FULL_NAME, LAST_FIRST, _NAME_OR_LAST, _NAME_OR_FIRST} or (first and last)
    if first and not last and _NAME_OR_LAST not in have:
        meaning[_NAME] = "last_name"
    elif last and not first and _NAME_OR_FIRST not in have:
        meaning[_NAME] = "first_name"
    elif person and "company" not in have and _CUSTOMER not in have:
        meaning[_NAME] = "company"
    if "company" in have and not person and _NAME not in have:
        meaning[_CUSTOMER] = FULL_NAME
    elif "company" in have:
        meaning[_CUSTOMER] = OTHER
    return [meaning.get(sense, sense) if sense else None for sense in senses]


_OF_PERSONS = frozenset(["first_name", "last_name", FULL_NAME, _NAME, _NAME_OR_FIRST, _NAME_OR_LAST])


def _sharpest(senses: set[str]) -> str:
    """What a label in several languages means: "Name / Last name / Nom" the last name, "Vorname/Nachname" the whole."""
    for clear, vague in (("last_name", _NAME_OR_LAST), ("first_name", _NAME_OR_FIRST)):
        if senses & {clear, vague} and senses <= {clear, vague, _NAME}:
            return clear if clear in senses else vague
    return FULL_NAME


@lru_cache(maxsize=1)
def _language_fields() -> Mapping[str, str]:
    fields: dict[str, str] = {}
    for name, labels in sorted(lexicon().labels.items(), key=lambda item: item[0] not in (LAST_FIRST, _REACH)):
        for label in labels:
            fields.setdefault(key(label), name)
    return fields
