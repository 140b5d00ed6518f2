"""The phrases by which commands are recognised, in all languages, and what a reference looks like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.domain import reference
from bot.intake.phrases import Phrases, bare
from bot.intake.words import Beginnings, load

Synonyms = tuple[tuple[str, tuple[str, ...]], ...]
"""Commands, each with what people write for it."""

_CHECKED = r"[A-Z]{1,5}-[0-9A-Z]{4,9}-[0-9A-Z*~$=]"
_SHORT = r"[A-Z]{1,5}-(?=[A-Z]{0,8}[0-9])[0-9A-Z]{2,9}"
_REFERENCE = re.compile(rf"(?<![A-Za-z0-9_@./-])(?:{_CHECKED}|{_SHORT})(?![A-Za-z0-9_-])", re.IGNORECASE)
REFERENCE_HERE = re.compile(rf"(?:{_CHECKED}|{_SHORT})(?![0-9A-Z-])", re.IGNORECASE | re.ASCII)
"""A reference at a place in a line, which may be glued to a script without spaces."""
_GAP = re.compile(r"[\s._/]")
_SPACED = re.compile(r"(?<![\w-])[A-Za-z]{2,5}[ ._/][0-9A-Za-z]{4,9}[ ._/][0-9A-Za-z](?![\w-])")
BREAKS = frozenset(".,;:!?-(/\"'")
"""Marks at which a command may break off for a reason."""
_GREETING_CHARS = 60


@dataclass(frozen=True, slots=True)
class Grammar:
    """The phrases of the commands in force; a meaning that begins with ``~`` is a word anybody may write in passing."""

    commands: Phrases
    around: Phrases
    picks: Phrases
    hedges: Phrases
    so: Phrases
    greetings: Beginnings
    breaks: frozenset[str]
    decisions: frozenset[str]

    def greets(self, line: str) -> bool:
        """Whether a line begins as a salutation does."""
        text = bare(line)
        return len(text) <= _GREETING_CHARS and self.greetings.begin(text) and text[-1:] not in (".", "?")

    def past_greeting(self, line: str) -> str:
        """A line without the salutation before its first comma ("Hi Dana, please ...")."""
        head, comma, rest = line.partition(",")
        return rest.strip() if comma and rest.strip() and self.greets(head) else line

    def only_refs(self, line: str) -> bool:
        """Whether a line holds references and polite words alone."""
        text, place = bare(line), 0
        while place < len(text):
            match = REFERENCE_HERE.match(text, place)
            end = match.end() if match else self.around.at(text, place)[1]
            if end == place and not (text[place].isspace() or text[place] in BREAKS):
                return False
            place = max(end, place + 1)
        return True


def hyphened(text: str) -> str:
    """A short line whose references were typed with spaces ("status ls zexz r") with hyphens; the check tells them."""
    return (
        _SPACED.sub(lambda said: reference.parse(_GAP.sub("-", said[0])) or said[0], text) if len(text) < 60 else text
    )


def references(text: str) -> tuple[str, ...]:
    """References in a text, upper case, in order, each once."""
    return tuple(dict.fromkeys(match.group(0).upper() for match in _REFERENCE.finditer(text)))


@lru_cache(maxsize=16)
def grammar(partner: Synonyms, decisions: Synonyms) -> Grammar:
    """The grammar of some commands, with the languages' synonyms added."""
    data = load("instructions")
    meanings: dict[str, list[str]] = {}
    for name, synonyms in (*partner, *decisions):
        meanings[name] = [name, *synonyms, *data["commands"].get(name, ())]
    for name, _ in decisions:
        meanings[f"~{name}"] = data["soft"].get(name, [])
    around = data["around"]
    polite = [*around["words"], *(() if decisions else data["soft"]["accept"])]
    return Grammar(
        commands=Phrases(meanings),
        around=Phrases({"around": polite}),
        picks=Phrases(data["picks"]),
        hedges=Phrases({"hedge": around["hedges"]}),
        so=Phrases({"so": around["so"]}),
        greetings=Beginnings(map(bare, around["greetings"])),
        breaks=frozenset(map(bare, around["breaks"])),
        decisions=frozenset(name for name, _ in decisions),
    )


@lru_cache(maxsize=1)
def commands() -> Grammar:
    """The grammar of every command that the languages have words for."""
    return grammar(tuple((name, ()) for name in load("instructions")["commands"]), ())
