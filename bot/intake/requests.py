"""Commands said in the middle of sentences, where no line opens with one: "… so please take R-1 off our list"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.mail import Asked, Instruction
from bot.intake.about import spelled_out
from bot.intake.grammar import references
from bot.intake.phrases import Phrases, bare, plain
from bot.intake.spoken import company_in, company_of
from bot.intake.words import load

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=\W*\w)|(?<=[。！？])|\n\s*\n")
_CLAUSE = re.compile(
    r"[,;:!?。、，；：！？]\s*|\.(?:\s+|$)|\s[-/]\s|\s(?:but|aber|mais|pero|mas|ma|maar|ale|men|while|whereas|während)\s"
)
_WORD = r"(?<!\w)\w|[\u3040-\u9fff\uac00-\ud7af]"  # which takes 2 ms to compile: few mails need it
_NAME = re.compile(r"(?:\s+[a-zà-ÿ'’]{1,12}){0,5}\s+[\"“„]?((?:[A-ZÀ-Þ][\w.&'’-]*|&)(?:\s+(?:[A-ZÀ-Þ][\w.&'’-]*|&))*)")
_REST = re.compile(r"^[\s:=>-]{0,6}")
_REF_CHARS = 24
_MOST_CHARS = 1_200
_MOST_SENTENCES = 10
_NEGATED = 3  # words from a denial to what it denies
_TWO = 2  # registrations that "both" stands for
_BETWEEN = 60  # characters that "*" stands for


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause as written and bare, with what its words mean: by meaning the place of the first."""

    text: str
    bare: str
    said: Mapping[str, int]
    refs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Thread:
    """What a sentence is said in: the registrations that the mail answers, its subject, whether it speaks of any."""

    expiring: bool
    about: tuple[str, ...]
    title: str
    listed: bool


_NAMED = frozenset({"single", "things"})


def requested(subject: str, text: str, asked: Asked | None) -> tuple[Instruction, ...]:
    """What a partner's sentences ask to be done with registrations that they, the subject or the thread make plain.

    Nothing where two of them say different things of one registration.
    """
    about = tuple(asked.refs) if asked else ()
    found: dict[str, dict[str, None]] = {}
    companies: dict[str, str] = {}
    bound = about if len(about) == 1 else references(plain(subject))
    sentences = [
        (each, [_clause(part) for part in _CLAUSE.split(each) if part.strip()])
        for each in _sentences(spelled_out(text, asked))
    ]
    thread = _Thread(
        expiring=asked is not None and asked.kind == "expired",
        about=about,
        title=subject,
        listed=any(_NAMED & clause.said.keys() for _, clauses in sentences for clause in clauses),
    )
    before = ""
    for sentence, clauses in sentences:
        just = bound if len(bound) == 1 else references(before)
        for name, refs, company in _orders(sentence, clauses, just, thread, before):
            found.setdefault(name, {}).update(dict.fromkeys(refs))
            if company:
                companies.setdefault(name, company)
        before = sentence
    named = [ref for refs in found.values() for ref in refs]
    if len(set(named)) < len(named):
        return ()
    return tuple(
        Instruction(name, tuple(refs), "", "" if refs else companies.get(name, "")) for name, refs in found.items()
    )


def _sentences(text: str) -> Iterator[str]:
    lines = "\n".join(plain(line) for line in text[:_MOST_CHARS].splitlines())
    for sentence in [each for each in _SENTENCE.split(lines) if each and each.strip()][:_MOST_SENTENCES]:
        yield " ".join(sentence.split())


def _orders(
    sentence: str, clauses: Sequence[_Clause], bound: Sequence[str], thread: _Thread, before: str
) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """The commands of a sentence: name, references, company; ``before`` is the sentence that it follows."""
    asks = any("ask" in clause.said for clause in clauses)
    refs = references(sentence)
    asked = "?" in sentence or "？" in sentence
    words = {meaning for clause in clauses for meaning in clause.said}
    changes = any(_meaning(clause, asks=asks) for clause in clauses)
    if "help" in words and asked:
        yield "help", (), ""
        return
    if {"things", "kinds"} <= words and (asks or asked) and not refs and not changes and "@" not in sentence:
        yield "list", (), ""
        return
    if "status" in words and (asks or asked) and (refs or bound or words & {"single", "it"}):
        company = "" if refs or bound else next((name for each in clauses if (name := _company(each, "status"))), "")
        company = company or ("" if refs or bound else company_in(thread.title))
        if refs or bound or company:
            yield "status", refs or tuple(bound), company
            return
    earlier: tuple[str, ...] = ()
    last = ""
    for clause in clauses:
        listed = _ends_in_ref(last) and references(clause.text[:_REF_CHARS]) == clause.refs[:1] != ()
        mine = earlier + clause.refs if listed else clause.refs or earlier
        last = clause.text
        name = (_answer(clause) if thread.expiring and clause.refs else "") or _meaning(clause, asks=asks)
        if name and name != "keep":
            meant = thread.expiring or "it" in clause.said or "single" in clause.said
            mine = _every(clause, refs, thread, before) or mine or (tuple(bound) if meant else ())
            if "others" in clause.said and not clause.refs:
                named = {*refs, *references(before)}
                mine = tuple(ref for ref in thread.about if ref not in named) if named else ()
            company = "" if mine else _company_of(clause, name, thread, before, sentence)
            if mine or company:
                yield name, mine, company
        earlier = () if name == "keep" else mine


def _answer(clause: _Clause) -> str:
    """What a yes or a no beside a reference means for one that ends: "renew", or "keep" for to be left alone."""
    rest = _REST.sub("", clause.bare[clause.bare.rfind(clause.refs[-1].lower()) + len(clause.refs[-1]) :])
    meaning, end = _words().answers.at(rest, 0)
    return meaning if meaning and not rest[end:].strip(" .!,") else ""


def _every(clause: _Clause, refs: Sequence[str], thread: _Thread, before: str) -> tuple[str, ...]:
    """All that the answered mail spoke of, where a clause says so, but those that its sentence excepts."""
    whole = "every" in clause.said or ("it" in clause.said and "every" in _clause(before).said)
    if "pair" in clause.said and "except" not in clause.said and not refs and len(thread.about) != _TWO:
        named = references(before)
        return named if len(named) == _TWO else ()
    if len(thread.about) < 2 or not whole or (refs and "except" not in clause.said):
        return ()
    return tuple(ref for ref in thread.about if ref not in refs)


def _company_of(clause: _Clause, name: str, thread: _Thread, before: str, sentence: str) -> str:
    """The company that a clause means: one it names, else the one just told of, else the subject's."""
    speaks = bool(clause.said.keys() & _NAMED)
    found = _company(clause, name) if speaks or thread.listed else ""
    if found and (speaks or " " in found):
        return found
    if not speaks and "it" not in clause.said:
        return ""
    return (
        (company_of(clause.text) if speaks else "")
        or company_of(before)
        or company_of(sentence)
        or company_in(thread.title)
    )


def _ends_in_ref(text: str) -> bool:
    found = references(text[-_REF_CHARS:])
    return bool(found) and text.rstrip().upper().endswith(found[-1])


def _clause(text: str) -> _Clause:
    lowered = bare(text)
    said: dict[str, int] = {}
    words = _words()
    for match in re.finditer(_WORD, lowered):
        for phrases in words.phrases:
            meaning, _ = phrases.at(lowered, match.start())
            if meaning and not (meaning[0] != "~" and _is_denied(lowered, match.start())):
                said.setdefault(meaning, match.start())
    for meaning, pattern in words.gapped:
        if (hit := pattern.search(lowered)) and not _is_denied(lowered, hit.start()):
            said.setdefault(meaning, hit.start())
    return _Clause(text, lowered, said, references(text))


def _is_denied(text: str, place: int) -> bool:
    words = text[max(0, place - 40) : place].split()[-_NEGATED:]
    return any(_words().denied.at(" ".join(words[at:]), 0)[0] for at in range(len(words)))


def _meaning(clause: _Clause, *, asks: bool) -> str:
    """What a clause wants done: "renew", "withdraw", "keep" for to be left alone, ``""`` for nothing."""
    said = clause.said
    if "keep" in said:
        return "keep"
    for name in ("withdraw", "renew"):
        if f"{name}.state" in said:
            return name
        place = said.get(name, -1)
        if place >= 0 and (asks or place == 0) and not 0 <= said.get("~not", -1) < place:
            return name
    return ""


def _company(clause: _Clause, name: str) -> str:
    """The company that a clause names behind its command."""
    place = clause.said.get(name, clause.said.get(f"{name}.state", -1))
    match = _NAME.search(clause.text, place) if place >= 0 else None
    return match.group(1).strip() if match else ""


_MEANT = {"it": "words", "single": "single", "every": "every", "except": "except", "pair": "pair", "others": "others"}


@dataclass(frozen=True, slots=True)
class _Words:
    phrases: tuple[Phrases, ...]
    gapped: tuple[tuple[str, re.Pattern[str]], ...]
    denied: Phrases
    answers: Phrases


@lru_cache(maxsize=1)
def _words() -> _Words:
    data, soft = load("requests"), load("instructions")["soft"]
    states = {name if name == "keep" else f"{name}.state": texts for name, texts in data["states"].items()}
    lists = {"status": data["status"]["words"], "help": data["help"]["words"], **data["list"]}
    sets = (data["verbs"] | states, lists, {"ask": data["asking"]["words"]}, {"~not": data["asking"]["not"]})
    meant = data["meant"]
    pronouns = tuple({name: meant[table]} for name, table in _MEANT.items())
    every = [(meaning, text) for each in sets for meaning, texts in each.items() for text in texts if "*" in text]
    return _Words(
        tuple(
            Phrases({name: [text for text in texts if "*" not in text] for name, texts in each.items()})
            for each in (*sets, *pronouns)
        ),
        tuple((meaning, _gap(text)) for meaning, text in every),
        Phrases({"not": data["asking"]["denied"]}),
        Phrases({"renew": [*soft["accept"], "yes please", "yes, please"], "keep": soft["reject"]}),
    )


def _gap(text: str) -> re.Pattern[str]:
    parts = (re.escape(bare(plain(part))) for part in text.split("*"))
    return re.compile(r"(?<!\w)" + rf"\b.{{1,{_BETWEEN}}}?\b".join(parts) + r"(?!\w)")
