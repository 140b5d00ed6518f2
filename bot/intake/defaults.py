"""One lead type said for all leads of a mail, and the leads it leaves out: "all managed except Quarry (qualified)"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from bot.domain.lead import Draft, Origin, Value
from bot.intake.kinds import types_in, types_said
from bot.intake.lexicon import key, lexicon, tokens
from bot.intake.phrases import Phrases, bare, plain
from bot.intake.vocabulary import FULL_NAME, Vocabulary
from bot.intake.words import load

_SENTENCE = re.compile(r"(?<=[.!?。])\s+|\n+|(?<=[。；])")
_SENTENCES = re.compile(r"(?<=[.!?。])\s+|\n\s*\n")  # those that may be wrapped
_LABELLED = re.compile(r"^[^\S\n]*[^\W\d_][^:：\n]{0,40}[:：][^\S\n]?\S[^:：.,;]{0,60}$", re.MULTILINE)
"""A label with its value, which speaks of one lead."""
_WORDS = re.compile(r"\w+")
_BOTH = 2
_MOST = 50
_REMARK = 60  # characters of a sentence that says no more: "Qualified, both of them."
_SHORT = 4  # letters of an abbreviation
_LONGEST = 500
_WORD = r"(?<!\w)\w|[\u3040-\u9fff]"  # which takes 1 ms to compile: few mails need it


def by_default(drafts: Sequence[Draft], text: str, vocabulary: Vocabulary) -> list[Draft] | None:
    """The leads with the type that a sentence gives to all of them, and those it excepts; None where none does so."""
    if not 1 < len(drafts) <= _MOST:
        return None
    for sentence in _SENTENCE.split(text[:20_000]):
        said = plain(sentence)[:_LONGEST]
        kinds = types_in(said, vocabulary, loose=len(said) < _REMARK and "@" not in said) if len(said) > _SHORT else []
        if not kinds:
            continue
        places = _places(said)
        several = "all" in places or any(_is_plural(said[start:end]) for _, start, end in kinds)
        if "except" in places and several:
            return _excepting(drafts, said, places, kinds)
        if several and len({kind for kind, _, _ in kinds}) == 1 and _agree(drafts, kinds[0][0]):
            return [draft if draft.text("lead_type") else _set(draft, kinds[0][0]) for draft in drafts]
    return None


def of_others(text: str, vocabulary: Vocabulary) -> str:
    """The one type that sentences give to leads told elsewhere: "the two in the file are qualified"; or ``""``."""
    told = set()
    for sentence in _SENTENCES.split(text[:20_000]):
        for line in sentence.split("\n") if _LABELLED.search(sentence) else (" ".join(sentence.split()),):
            said = "" if _LABELLED.match(line) else plain(line)[:_LONGEST]
            kinds = types_in(said, vocabulary) if len(said) > _SHORT and "?" not in said else []
            if kinds and _says(said, _others()):
                told |= {kind for kind, _, _ in kinds}
    return told.pop() if len(told) == 1 else ""


def by_names(drafts: Sequence[Draft], text: str, vocabulary: Vocabulary) -> list[Draft]:
    """The leads with their types where a sentence calls each by a word of its own: "Acme is managed, Oak QL"."""
    if not 1 < len(drafts) <= _MOST:
        return []
    words = [_words_of(draft) for draft in drafts]
    own = [mine - set().union(*(other for other in words if other is not mine)) for mine in words]
    for sentence in _SENTENCES.split(text[:20_000]):
        kinds = types_said(sentence, vocabulary) if "@" not in sentence else []
        if len({kind for kind, _, _ in kinds}) < _BOTH:
            continue
        said = [(match.start(), key(match.group(0))) for match in _WORDS.finditer(sentence)]
        places = [next((at for at, word in said if word in mine), -1) for mine in own]
        if min(places) < 0:
            continue
        before = min(places) > kinds[0][1]
        told = [
            [kind for kind, start, _ in kinds if start < at][-1:]
            if before
            else [kind for kind, start, _ in kinds if start > at][:1]
            for at in places
        ]
        if all(told):
            return [_set(draft, kind) for draft, (kind,) in zip(drafts, told, strict=True)]
    return []


def _words_of(draft: Draft) -> set[str]:
    """The words by which a sentence may call a lead."""
    lex = lexicon()
    names = (draft.text(name) for name in ("company", "first_name", "last_name", FULL_NAME))
    return (
        {word for name in names for word in tokens(name) if len(word) > 2}
        - lex.legal
        - lex.particles
        - lex.honorifics
        - lex.fillers
    )


def _excepting(
    drafts: Sequence[Draft], said: str, places: dict[str, int], kinds: Sequence[tuple[str, int, int]]
) -> list[Draft] | None:
    every = places.get("all", min(start for _, start, _ in kinds))
    cut = max(places["except"], every)
    before, after = said[:cut], said[cut:]
    first = [kind for kind, start, _ in kinds if start < cut]
    last = [kind for kind, start, _ in kinds if start >= cut]
    if places["except"] < every:
        before, after, first, last = after, before, last, first
    if not first:
        return None
    out = [draft for draft in drafts if is_named(draft, after)]
    if not out or len(out) == len(drafts):
        return None
    other = last[0] if last and last[0] != first[0] else ""
    return [(_set(draft, other) if other else draft) if draft in out else _set(draft, first[0]) for draft in drafts]


def _agree(drafts: Sequence[Draft], kind: str) -> bool:
    """Whether no lead has another type, or several have their own."""
    return all(draft.text("lead_type") in ("", kind) for draft in drafts)


def _is_plural(said: str) -> bool:
    """Whether a type is said of several: "Qualified Leads", "clienti gestiti", "leady kwalifikowane"."""
    return len(said) > _SHORT and said.casefold().endswith(("s", "i", "e leads", "owane", "ane leady"))


def is_named(draft: Draft, text: str) -> bool:
    """Whether a text names a lead by a word of its company or of its contact."""
    return not _words_of(draft).isdisjoint(tokens(text))


def _set(draft: Draft, kind: str) -> Draft:
    return Draft({**draft.values, "lead_type": Value(kind, Origin("body"), 0.85)})


def _says(said: str, phrases: Phrases) -> bool:
    """Whether one of some phrases stands in a plain sentence."""
    text = bare(said)
    return any(phrases.at(text, match.start())[0] for match in re.finditer(_WORD, text))


def _places(said: str) -> dict[str, int]:
    """Where a sentence first says "all" and "except"."""
    text, words = bare(said), _words()
    found: dict[str, int] = {}
    for match in re.finditer(_WORD, text):
        meaning, _ = words.at(text, match.start())
        if meaning:
            found.setdefault(meaning, match.start())
    return found


@lru_cache(maxsize=1)
def quantifiers() -> frozenset[str]:
    """Keys of the words for all of several."""
    return frozenset(word for text in load("types")["all"] for word in tokens(text))


@lru_cache(maxsize=1)
def _others() -> Phrases:
    return Phrases(load("others"))


@lru_cache(maxsize=1)
def _words() -> Phrases:
    return Phrases(load("types"))
