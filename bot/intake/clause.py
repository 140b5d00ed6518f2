"""One line read as commands: a name, references, polite words around them, and a reason or a company after them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.intake.phrases import Phrases, bare
from bot.intake.words import load

REFERENCE = re.compile(
    r"(?<![\w@./-])(?:[A-Z]{1,5}-[0-9A-Z]{4,9}-[0-9A-Z*~$=](?![\w-])|[A-Z]{1,5}-(?=[A-Z]{0,8}[0-9])[0-9A-Z]{2,9}(?![\w-]))",
    re.IGNORECASE,
)
_GLUED = re.compile(
    r"[A-Z]{1,5}-[0-9A-Z]{4,9}-[0-9A-Z*~$=](?![0-9A-Z-])|[A-Z]{1,5}-(?=[A-Z]{0,8}[0-9])[0-9A-Z]{2,9}(?![0-9A-Z-])",
    re.IGNORECASE,
)
_BREAK = ".,;:!?-(/\"'"
_COMPANY_END = re.compile(
    r" - |[,;:(?!]|\.(?=\s+[A-Z]|$)|\s(?:because|since|as|they|we|it|who|which|weil|da|denn|sie|car|puisque|parce|porque|ya|pois|perché|poiché|omdat|want|eftersom|fordi|ponieważ|protože|потому|так)\b"
)
_COMPANY_WORDS = 6
_WITH_COMPANY = frozenset({"withdraw", "renew", "status"})
_WHOLE = frozenset({"list", "help"})
_TRIM = " -,;:.!?()\"'"
_LETTER = re.compile(r"[a-h](?![^\W_])")


@dataclass(frozen=True, slots=True)
class Clause:
    """A command as said. ``soft`` where its word is one that anybody may write in passing ("ok")."""

    name: str
    refs: tuple[str, ...] = ()
    rest: str = ""
    company: str = ""
    soft: bool = False


@dataclass(frozen=True, slots=True)
class Grammar:
    """The phrases of the commands in force."""

    commands: Phrases
    around: Phrases
    picks: Phrases
    greetings: tuple[str, ...]
    hedges: tuple[str, ...]
    decisions: frozenset[str]

    def greets(self, line: str) -> bool:
        """Whether a line is a salutation and no more."""
        text = bare(line)
        return len(text) <= 60 and text.startswith(self.greetings) and text[-1:] not in ".?" and not _said(self, line)

    def past_greeting(self, line: str) -> str:
        """A line without the salutation before its first comma ("Hi Dana, please ...")."""
        head, comma, rest = line.partition(",")
        return (
            rest.strip()
            if comma and rest.strip() and len(head) <= 40 and bare(head).startswith(self.greetings)
            else line
        )

    def only_refs(self, line: str) -> bool:
        """Whether a line holds references and polite words alone."""
        text, place = bare(line), 0
        while place < len(text):
            match = _GLUED.match(text, place)
            end = match.end() if match else self.around.at(text, place)[1]
            if end == place and not (text[place].isspace() or text[place] in _BREAK):
                return False
            place = max(end, place + 1)
        return True


@dataclass(slots=True)
class _Scan:
    """How far a line was read."""

    place: int
    solid: int = 0
    name: str = ""
    soft: bool = False
    refs: tuple[str, ...] = ()
    ref_first: bool = False
    linked: bool = False
    picked: bool = False
    every: bool = False


def references(text: str) -> tuple[str, ...]:
    """References in a text, upper case, in order, each once."""
    return tuple(dict.fromkeys(match.group(0).upper() for match in REFERENCE.finditer(text)))


@lru_cache(maxsize=16)
def grammar(
    partner: tuple[tuple[str, tuple[str, ...]], ...], decisions: tuple[tuple[str, tuple[str, ...]], ...]
) -> Grammar:
    """The grammar of some commands, with the languages' synonyms added."""
    data = load("instructions")
    meanings: dict[str, list[str]] = {}
    for name, synonyms in (*partner, *decisions):
        meanings[name] = [*synonyms, *data["commands"].get(name, ())]
    for name, _ in decisions:
        meanings[f"~{name}"] = data["soft"].get(name, [])
    around = data["around"]
    return Grammar(
        Phrases(meanings),
        Phrases({"around": [*around["words"], *(() if decisions else data["soft"]["accept"])]}),
        Phrases(data["picks"]),
        tuple(map(bare, around["greetings"])),
        tuple(map(bare, around["hedges"])),
        frozenset(name for name, _ in decisions),
    )


def clauses(line: str, rules: Grammar, about: Sequence[str]) -> Iterator[Clause]:
    """The commands of a line; ``about`` are the registrations of the case it answers, earliest first."""
    named: list[str] = []
    while line:
        found, after = _clause(line, rules, about, named)
        if not found:
            return
        yield found
        named += found.refs
        line = after


def _clause(line: str, rules: Grammar, about: Sequence[str], named: Sequence[str]) -> tuple[Clause | None, str]:
    line = rules.past_greeting(line)
    scan = _read(bare(line), rules, about, named)
    if not scan.name:
        return None, ""
    rest = line[scan.place :]
    follows = rest.strip(" -,;:.!?()/&")
    reason = line[scan.solid :] if follows or scan.picked else ""
    if scan.refs and follows and _said(rules, follows):
        return Clause(scan.name, scan.refs, soft=scan.soft), follows
    if scan.name in rules.decisions:
        return _decision(line, reason, scan, rules, about), ""
    return _order(rest, reason, scan), ""


def _order(rest: str, reason: str, scan: _Scan) -> Clause | None:
    """A partner's command: complete, or followed by a reason or a company."""
    said = reason.strip(_TRIM)
    opening = rest.lstrip()[:1]
    if scan.name in _WHOLE:
        return Clause(scan.name, (), said) if opening in ("", ".", "!", "?") else None
    if scan.every and not scan.refs:
        return Clause(scan.name, (), "all")
    if scan.refs or not rest.strip(_TRIM):
        return Clause(scan.name, scan.refs, said)
    if scan.name in _WITH_COMPANY and opening not in (".", "!", "?", ",", ";", "(") and (company := _company(rest)):
        if scan.name == "status" and not scan.linked:
            return None
        after = rest.partition(company)[2].strip(_TRIM)
        return Clause(scan.name, (), after, company)
    if scan.name == "status":
        return Clause(scan.name, (), said) if opening in (".", "!", "?") else None
    return Clause(scan.name, (), said) if opening and opening in _BREAK else None


def _decision(line: str, rest: str, scan: _Scan, rules: Grammar, about: Sequence[str]) -> Clause | None:
    """An admin's decision with its reason; a question or a condition decides nothing."""
    said = rest.strip(_TRIM)
    words = "".join(char for char in said if char.isalnum() or char.isspace()).strip()
    opening = rest.lstrip()[:1]
    if "?" in line or bare(said).startswith(rules.hedges):
        return None
    if scan.soft and words and not (opening and opening in _BREAK) and not scan.refs:
        return None
    if words and not scan.refs and not about and not (opening and opening in ":-"):
        return None
    refs = scan.refs
    if not refs and len(about) > 1 and words:
        refs = _picked(bare(said), rules, about, ())
    return Clause(scan.name, refs, said if words else "", soft=scan.soft)


def _read(text: str, rules: Grammar, about: Sequence[str], named: Sequence[str]) -> _Scan:
    """Read on as long as the words are commands, references or polite; stop before anything else."""
    scan, place = _Scan(0), 0
    while place < len(text):
        if text[place].isspace():
            place += 1
            continue
        end = _step(text, place, scan, rules, about, named)
        if end <= place:
            break
        place = scan.place = end
    return scan


def _step(text: str, place: int, scan: _Scan, rules: Grammar, about: Sequence[str], named: Sequence[str]) -> int:
    """The end of what is understood at a place, or the place itself."""
    if match := _GLUED.match(text, place):
        if scan.ref_first and scan.name:
            return place
        scan.ref_first = scan.ref_first or not scan.name
        scan.refs = tuple(dict.fromkeys((*scan.refs, match.group(0).upper())))
        scan.solid = match.end()
        return match.end()
    meaning, end = rules.commands.at(text, place)
    around, around_end = rules.around.at(text, place)
    if meaning and end >= around_end:
        name, soft = meaning.lstrip("~"), meaning.startswith("~")
        if scan.name not in ("", name):
            return place
        scan.name, scan.soft = name, soft and (scan.soft or not scan.name)
        scan.solid = end
        return end
    if scan.name and not scan.refs and (end := _pick(text, place, scan, rules, about, named)) > place:
        return end
    if around:
        scan.linked = bool(scan.name) and text[place:around_end] not in ("please", "thanks")
        return around_end
    if (
        text[place] in ",;:/-"
        and scan.refs
        and not (scan.ref_first and scan.name)
        and _GLUED.match(text[place + 1 :].lstrip())
    ):
        return place + 1
    if text[place] in ":-\"'" and not scan.name and scan.refs:
        return place + 1  # "R-1042: renew"
    if text[place] in ":\"'" and scan.name and _GLUED.match(text[place + 1 :].lstrip()):
        return place + 1  # "renew: R-1042"
    if text[place] == "," and not scan.name and not scan.refs:
        return place + 1  # "Hi team, please ..."
    return place


def _picked(text: str, rules: Grammar, about: Sequence[str], named: Sequence[str]) -> tuple[str, ...]:
    """Which of the case's registrations a phrase or an option's letter means."""
    meaning, _ = rules.picks.at(text, 0)
    if meaning == "other":
        return tuple(ref for ref in about if ref not in named) if named else ()
    if match := _LETTER.match(text):
        index = ord(match.group(0)) - ord("a")
        if not meaning and index < len(about) and text[1:2] in ("", " ", ".", ",", ")", ":"):
            return (about[index],)
    return {"first": tuple(about[:1]), "last": tuple(about[-1:]), "both": tuple(about)}.get(meaning, ())


def _pick(text: str, place: int, scan: _Scan, rules: Grammar, about: Sequence[str], named: Sequence[str]) -> int:
    """The end of a phrase that picks registrations, or the place itself; "first come" stays as the reason, too."""
    meaning, end = rules.picks.at(text, place)
    if not rules.decisions:
        scan.every = scan.every or meaning == "both"
        return end if meaning == "both" else place
    refs = _picked(text[place:], rules, about, named) if len(about) > 1 else ()
    if not refs:
        return place
    scan.refs = refs
    scan.picked = meaning in ("first", "last")
    end = end if meaning else place + 1
    scan.solid = scan.solid if scan.picked else end
    return end


def _said(rules: Grammar, line: str) -> bool:
    """Whether a line begins with another command of its own."""
    scan = _read(bare(line), rules, (), ())
    return bool(scan.name)


def _company(rest: str) -> str:
    """A company named in words after a command, as written; ``""`` where what follows is no name."""
    name = _COMPANY_END.split(rest.strip().strip("\"'"), maxsplit=1)[0].strip(" \"'")
    words = name.split()
    if not words or len(words) > _COMPANY_WORDS or "@" in name:
        return ""
    return name if not name[0].isalpha() or name[0] != name[0].lower() or not name[0].isascii() else ""
