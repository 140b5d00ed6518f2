"""A reply that speaks of several leads in one breath, clause by clause: "Kogi is managed, the bronze one qualified"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache

from bot.domain.lead import Draft, Value
from bot.domain.mail import Asked
from bot.intake.grammar import commands
from bot.intake.kinds import types_told
from bot.intake.lexicon import key, lexicon, tokens, words_of
from bot.intake.phrases import bare
from bot.intake.replies import named_in, speaks_of
from bot.intake.text import Line, number_of
from bot.intake.values import addresses, host_of, links
from bot.intake.vocabulary import Vocabulary

_CLAUSE = re.compile(
    r"[,;.!?。、，；]\s+|[。、，；]|\s[–—-]\s|\s(?:and|und|et|y|e|en|i|og|och|и|та|ja|ve|while|whereas|but|aber|während"
    r"|mais|tandis que|pero|mientras que|mas|ma|mentre|maar|terwijl|ale|natomiast|men|medan|mens|но|а|але)\s"
)
_SHORT = 3  # letters of a word that may stand for a name
_MOST_LINES = 40


def parted(lines: Sequence[Line], refs: Sequence[str], asked: Asked, vocabulary: Vocabulary) -> dict[str, list[Line]]:
    """By reference the clauses that speak of it alone, or of it with others; empty where none names any.

    A lead is named by a word of its company, domain or contact that no other has, or by its place where a clause gives
    a type; a name without a value shares that of the next clause, and a clause without a name goes on with the last.
    """
    short = {ref: _words_of(ref, refs, asked) for ref in refs}
    found: dict[str, list[Line]] = {}
    if len(refs) < 2:
        return found
    for line in lines[:_MOST_LINES]:
        waiting: list[str] = []
        current: list[str] = []
        for piece in _CLAUSE.split(line.text):
            words = tokens(piece)
            here = [ref for ref in refs if _is_named(piece, words, ref, short[ref], asked)]
            typed = bool(types_told(piece, vocabulary))
            here = here or (_placed(piece, refs, current) if typed else [])
            gives = typed or bool(addresses(piece) or links(piece))
            if here and not gives and _only_names(words, [short[ref] for ref in here]):
                waiting += here
                continue
            current = [*dict.fromkeys([*waiting, *here])] or current
            waiting = []
            for ref in current:
                found.setdefault(ref, []).append(Line(line.number, piece.strip()))
    return found


def lines_for(
    ref: str, refs: Sequence[str], lines: Sequence[Line], parts: Mapping[str, Sequence[Line]], asked: Asked
) -> Sequence[Line]:
    """With several leads asked about: the clauses or lines that name this one, else the line in its place, else all."""
    if parts:
        return parts.get(ref, [])
    if len(refs) == 1:
        return lines
    named = [line for line in lines if named_in(line.text, ref, asked)]
    if named:
        return named
    return [lines[refs.index(ref)]] if len(lines) == len(refs) else lines


def unmixed(drafts: Sequence[Draft], parts: Mapping[str, Sequence[Line]]) -> list[Draft]:
    """The drafts without those that were read across clauses which speak of several leads by turns."""
    counted = Counter(number for lines in parts.values() for number in {line.number for line in lines})
    shared = {number for number, leads in counted.items() if leads > 1}
    text = " ".join(line.text for lines in parts.values() for line in lines) if len(drafts) < len(parts) else ""
    return [draft for draft in drafts if not _is_mixed(draft, shared, text)]


def _is_mixed(draft: Draft, shared: Collection[int], text: str) -> bool:
    if any(number_of(value) in shared for value in draft.values.values()):
        return True
    return bool(text) and any(value in text for name in ("email", "url") if (value := draft.text(name)))


def by_section(drafts: Sequence[Draft], sections: Mapping[int, str]) -> list[tuple[Draft, str]]:
    """Drafts, each with the reference under which it stands; what stands under several is parted."""
    if not sections:
        return [(draft, "") for draft in drafts]
    result: list[tuple[Draft, str]] = []
    for draft in drafts:
        by_ref: dict[str, dict[str, Value]] = {}
        for name, value in draft.values.items():
            by_ref.setdefault(sections.get(number_of(value), ""), {})[name] = value
        result += [(Draft(values), ref) for ref, values in by_ref.items()]
    return result


def _words_of(ref: str, refs: Sequence[str], asked: Asked) -> frozenset[str]:
    """The words that stand for a lead alone."""
    mine = set(_named_by(asked.pending[ref]))
    others = {word for other in refs if other != ref for word in _named_by(asked.pending[other])}
    return frozenset(mine - others - lexicon().fillers - lexicon().modifiers - lexicon().legal_forms - _common())


def _named_by(known: Mapping[str, str]) -> Iterator[str]:
    for name in ("company", "first_name", "last_name"):
        yield from (word for word in tokens(known.get(name, "")) if len(word) >= _SHORT or not word.isascii())
    hosts = (host_of(known.get("url", "")), known.get("email", "").rpartition("@")[2])
    yield from (label for host in hosts if len(label := key(host.removeprefix("www.").partition(".")[0])) > _SHORT)


def _is_named(piece: str, words: Sequence[str], ref: str, short: Collection[str], asked: Asked) -> bool:
    return any(word in short or word.removesuffix("s") in short for word in words) or speaks_of(piece, ref, asked)


def _placed(piece: str, refs: Sequence[str], current: Sequence[str]) -> list[str]:
    """The leads that a clause means by their place: "the second", "the other one", "both"."""
    text = bare(piece)
    for match in re.finditer(r"\w+", text):
        meaning, _ = commands().picks.at(text, match.start())
        if meaning in ("first", "last", "both"):
            return {"first": [*refs[:1]], "last": [*refs[-1:]] if len(refs) == 2 else [], "both": [*refs]}[meaning]
        if meaning == "other" and len(refs) == 2 and len(current) == 1:
            return [ref for ref in refs if ref not in current]
    return []


def _only_names(words: Sequence[str], names: Sequence[Collection[str]]) -> bool:
    polite = words_of("fillers", "greetings", "modifiers")
    return all(word in polite or any(word in each for each in names) for word in words)


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    """Words of lead types, which name nobody."""
    texts = [text for name, others in lexicon().types.items() for text in (name, *others)]
    return frozenset(word for text in texts for word in tokens(text))
