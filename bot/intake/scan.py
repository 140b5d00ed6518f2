"""Reads a line from its start for as long as it says nothing but a command, references and polite words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.intake.about import NOTHING, About
from bot.intake.grammar import REFERENCE_HERE, Grammar
from bot.intake.phrases import bare

_OPTION = re.compile(r"[a-h](?=[\s.,):;]|$)")


@dataclass(slots=True)
class Scan:
    """How far a line was read, and what it said until there.

    ``place`` is the end of all that was understood, ``solid`` that of the last command or reference: a reason begins
    at the one or the other. ``about`` are the registrations that may be picked, ``named`` those already spoken of.
    """

    text: str
    rules: Grammar
    about: About = NOTHING
    named: Sequence[str] = ()
    place: int = 0
    solid: int = 0
    name: str = ""
    soft: bool = False
    refs: tuple[str, ...] = ()
    ref_first: bool = False
    linked: bool = False
    picked: bool = False
    every: bool = False
    broke: int = 0

    def run(self) -> Scan:
        """Read the line."""
        steps = (self._reference, self._command, self._pick, self._polite, self._mark)
        place = 0
        while place < len(self.text):
            if self.text[place].isspace():
                place += 1
                continue
            end = next((end for step in steps if (end := step(place)) > place), place)
            if end == place:
                break
            place = self.place = end
        return self

    def _reference(self, place: int) -> int:
        match = REFERENCE_HERE.match(self.text, place)
        if not match or (self.ref_first and self.name):
            return place
        self.ref_first = self.ref_first or not self.name
        self.refs = tuple(dict.fromkeys((*self.refs, match.group(0).upper())))
        self.solid = match.end()
        return self.solid

    def _command(self, place: int) -> int:
        meaning, end = self.rules.commands.at(self.text, place)
        if not meaning or end < self.rules.around.at(self.text, place)[1]:
            return place
        name, soft = meaning.lstrip("~"), meaning.startswith("~")
        if self.name not in ("", name):
            return place
        self.soft = soft and (self.soft or not self.name)
        self.name, self.solid = name, end
        return end

    def _pick(self, place: int) -> int:
        """A phrase that picks registrations; "first come" stays to be kept as the reason, too."""
        if self.refs:
            return place
        if not self.rules.decisions:
            meaning, end = self.rules.picks.at(self.text, place) if self.name else ("", place)
            self.every = self.every or meaning == "both"
            return end if meaning == "both" else place
        refs, meaning, end = picked(self.text, place, self.rules, self.about, self.named)
        if not refs or (not self.name and meaning == "option"):
            return place
        self.refs, self.picked, self.ref_first = refs, meaning in ("first", "last"), not self.name
        self.solid = self.solid if self.picked else end
        return end

    def _polite(self, place: int) -> int:
        meaning, end = self.rules.around.at(self.text, place)
        if meaning and self.name:
            self.linked = True
            if not self.broke and not self.text[place].isalnum():
                self.broke = place
        return end

    def _mark(self, place: int) -> int:
        """Marks that join: "R-1, R-2", "R-1: renew", "renew: R-1", "hi team, please"."""
        mark = self.text[place]
        if mark not in ",;:/-\"'":
            return place
        before_ref = REFERENCE_HERE.match(self.text[place + 1 :].lstrip()) is not None
        joins = (
            (mark in ",;:/-" and self.refs and before_ref and not (self.ref_first and self.name))
            or (mark in ":-\"'" and self.refs and not self.name)
            or (mark in ":\"'" and self.name and before_ref)
            or (mark == "," and not self.name and not self.refs)
        )
        return place + 1 if joins else place


def picked(
    text: str, place: int, rules: Grammar, about: About, named: Sequence[str]
) -> tuple[tuple[str, ...], str, int]:
    """Which of several registrations a phrase, an option's letter or a partner's name means at a place of a bare text.

    Also what meant it ("first", "last", "other", "both", "option", "name") and where it ends; ``()`` for none.
    """
    refs = about.refs
    if len(refs) < 2:
        return (), "", place
    meaning, end = rules.picks.at(text, place)
    if meaning == "other":
        return tuple(ref for ref in refs if ref not in named) if named else (), meaning, end
    if meaning:
        return {"first": refs[:1], "last": refs[-1:]}.get(meaning, refs), meaning, end
    option = _OPTION.match(text, place)
    if option:
        at = ord(option.group(0)) - ord("a")
        return about.options[at : at + 1], "option", option.end()
    for name, ref in about.names:
        end = place + len(name)
        if text.startswith(name, place) and not text[end : end + 1].isalnum():
            return (ref,), "name", end + 2 * (text[end : end + 2] == "'s")
    return (), "", place


def opens_command(line: str, rules: Grammar) -> bool:
    """Whether a line begins with a command."""
    return bool(Scan(bare(line), rules).run().name)
