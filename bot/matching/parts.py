"""Whether two prospects at one domain are two parts of one house: departments, divisions, several firms on one site."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.domain.match import Thresholds
from bot.matching.alike import Compared, Relation, compare_names, likeness
from bot.matching.companies import CompanyName
from bot.matching.rarity import kinds
from bot.matching.side import Side

_ONE = frozenset({Relation.EQUAL, Relation.TYPO, Relation.INITIALS})
_GROUP = frozenset({"group", "holding"})
_ABBREVIATED = 3  # letters from which a sub-domain stands for the word that it opens: "comp" for Computing


def other_part(one: Side, other: Side, thresholds: Thresholds) -> str:
    """Why two prospects at the same domain may be two parts of one house, or ``""``.

    Another name alone is no reason: companies are renamed and translated.
    """
    names = compare_names(one.name, other.name, thresholds.typo)
    if names.relation in _ONE:
        return ""
    if _different_places(one, other) and (names.mine or names.theirs):
        return "different parts of the site: " + " / ".join(sorted(map(_place, (one, other))))
    for side, own in ((one, names.mine), (other, names.theirs)):
        if place := _named_after(side, own):
            return f"the part {place} of the site is named like {side.name.shown}"
    return _two_units(one, other, names) or _two_strangers(one, other, names)


def label_speaks_of(side: Side) -> bool:
    """Whether the domain is made of the side's name: of a word of it, or of its initials."""
    name, labels = side.name, {"".join(side.site.label), *side.site.own.split(".")[1:]}  # home.cern
    return any(_speaks_of(label, name) for label in labels)


def _speaks_of(label: str, name: CompanyName) -> bool:
    initials = {"".join(word[0] for word in words) for words in (name.core, name.words) if len(words) > 1}
    if any(len(letters) > 1 and label.startswith(letters) for letters in initials):
        return True
    if label == name.joined or (len(label) > 2 and (label in name.joined or name.joined in label)):
        return True
    return any(len(word) > 2 and (word in label or likeness(word, label) > 0.7) for word in name.core)


def _different_places(one: Side, other: Side) -> bool:
    hosts = one.site.host, other.site.host
    if all(hosts) and hosts[0] != hosts[1]:
        return True
    paths = one.site.path, other.site.path
    return all(paths) and paths[0] != paths[1] and hosts[0] == hosts[1]


def _named_after(side: Side, own: Sequence[str]) -> str:
    """The sub-domain or path that is made of words which only this side's name has."""
    initials = "".join(word[0] for word in side.name.core)
    for marks in (side.site.host, side.site.path):
        for mark in marks:
            if own and (mark == initials or any(_stands_for(mark, word) for word in own)):
                return "-".join(marks)
    return ""


def _stands_for(mark: str, word: str) -> bool:
    return likeness(mark, word) > 0.8 or (len(mark) >= _ABBREVIATED and word.startswith(mark))


def _two_units(one: Side, other: Side, names: Compared) -> str:
    """Names that share a house's name, and go on with a department's or division's."""
    if not names.shared:
        return ""
    units = kinds().units
    if _has(units, (*names.mine, *names.theirs)):
        return "the names are those of two departments, or of a house and its department"
    grouped = any(_has(_GROUP, (*side.name.core, *side.site.label)) for side in (one, other))
    if grouped and (names.mine or names.theirs):
        return "the names are those of two companies of one group"
    if names.mine and names.theirs and _has(units, names.shared):
        return "the names are those of two houses of one kind"
    return ""


def _two_strangers(one: Side, other: Side, names: Compared) -> str:
    """Names that have nothing in common, neither with each other nor with the domain: a landlord's, an agency's."""
    latin = all(side.name.shown.isascii() or side.name.shown[:1].lower() < "\u0370" for side in (one, other))
    unlike = names.relation is Relation.UNRELATED and names.mine and names.theirs
    if not (latin and unlike) or label_speaks_of(one) or label_speaks_of(other):
        return ""
    return "neither name is like the domain, and they have nothing in common"


def _has(words: Collection[str], among: Sequence[str]) -> bool:
    return any(word in words for word in among)


def _place(side: Side) -> str:
    return ".".join(side.site.host) or "/" + "-".join(side.site.path)
