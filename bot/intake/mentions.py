"""Lead types told of leads that are named elsewhere: "Ann and Bob are Qualified Leads", "the first is managed"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.domain.lead import Draft, Origin, Value
from bot.intake.defaults import by_default
from bot.intake.kinds import types_in
from bot.intake.lexicon import key
from bot.intake.prose import fragment_types
from bot.intake.vocabulary import FULL_NAME, Vocabulary

_MOST = 50
_ORDINALS = (
    r"first|erste[rsn]?|premi(?:er|ère)|primer[oa]?|primeir[oa]|prim[oa]|eerste|första|første|pierwsz[ya]|první|перв\w+",
    r"second|zweite[rsn]?|deuxième|second[eoa]?|segund[oa]|tweede|andra|anden|drug[ia]|druhý|втор\w+",
    r"third|dritte[rsn]?|troisième|tercer[oa]?|terceir[oa]|terz[oa]|derde|tredje|trzeci\w*|třetí|трет\w+",
    r"fourth|vierte[rsn]?|quatrième|cuart[oa]|quart[oa]|vierde|fjärde|fjerde|czwart\w*|čtvrtý|четв\w+",
)

_PAIR = (
    r"\b(?:former|ersterer?s?|celui-là|celle-là|eerstgenoemde|förra|førstnævnte|førstnevnte)\b|前者",
    r"\b(?:latter|letzterer?[sn]?|celui-ci|celle-ci|est[ea] últim[oa]|laatstgenoemde|sidstnævnte)\b|[后後]者",
)
"""The first and the second of two, where they are not counted."""

_REST = re.compile(
    r"\b(?:the rest|the others?|all others?|the remaining|remainder|rest(?:lichen)?|übrigen|anderen|autres|le reste"
    r"|el resto|los demás|las demás|o resto|os demais|os outros|gli altri|il resto|overigen?|resten|övriga|øvrige"
    r"|pozostał[ei]|reszta|ostatní|többi|остальн\w{1,3}|інші|diğerleri)\b",
    re.IGNORECASE,
)


def fill_types(drafts: list[Draft], text: str, subject: str, vocabulary: Vocabulary) -> list[Draft]:
    """Give leads without a type the one that the text around them, else the subject, states for all."""
    drafts = _without_ignored(drafts, text)
    if told := by_default(drafts, text, vocabulary):
        return told
    if not drafts or all(draft.text("lead_type") for draft in drafts):
        return drafts
    if any(draft.text("lead_type") for draft in drafts) and len(drafts) > 1:
        return drafts
    for company in {draft.text("company") for draft in drafts}:
        text = text.replace(company, " ") if company else text  # "Managed Customer Housing Ltd" says nothing of it
    if told := _by_mention(drafts, text, vocabulary):
        return told
    kind = _one(text, vocabulary)
    origin = Origin("body")
    if not kind:
        kind, origin = _one(subject, vocabulary), Origin("subject")
    if not kind:
        return drafts
    return [
        draft if draft.text("lead_type") else Draft({**draft.values, "lead_type": Value(kind, origin, 0.85)})
        for draft in drafts
    ]


def _one(text: str, vocabulary: Vocabulary) -> str:
    found = types_in(text[:20_000], vocabulary) or fragment_types(text[:20_000], vocabulary)
    kinds = {kind for kind, _, _ in found}
    return kinds.pop() if len(kinds) == 1 else ""


def _by_mention(drafts: Sequence[Draft], text: str, vocabulary: Vocabulary) -> list[Draft]:
    """The leads with their types where a text gives each of them one by name or number; ``[]`` where it does not."""
    kinds = _without_choices(types_in(text[:20_000], vocabulary), text)
    if (
        len(drafts) > _MOST
        or len({kind for kind, _, _ in kinds}) < 2
        or any(draft.text("lead_type") for draft in drafts)
    ):
        return []
    pair = len(drafts) == len(_PAIR)
    named = [(at, index) for index in range(len(drafts)) if (at := _ordinal(index, text, pair=pair)) >= 0]
    if len(named) < len(drafts):
        named = [(at, index) for index, draft in enumerate(drafts) if (at := _place(draft, text)) >= 0]
    rest = _REST.search(text[:20_000])
    if named and rest:
        known = {index for _, index in named}
        named += [(rest.start(), index) for index in range(len(drafts)) if index not in known]
    if len(named) < len(drafts):
        return []
    told = _paired(sorted(named), [(start, kind) for kind, start, _ in kinds])
    if len(told) < len(drafts):
        return []
    return [
        Draft({**draft.values, "lead_type": Value(told[index], Origin("body"), 0.85)})
        for index, draft in enumerate(drafts)
    ]


_OR = re.compile(r"\s*(?:[/|,;]|\b(?:or|oder|ou|o|of|lub|eller|või|или|veya)\b|または|或)\s*[\[(☐□]?\s*[\])]?\s*")


def _without_choices(kinds: Sequence[tuple[str, int, int]], text: str) -> list[tuple[str, int, int]]:
    """The types but for those that a form offers side by side: "(Qualified Lead / Managed Customer Lead)"."""
    offered: set[int] = set()
    for at, ((kind, _, end), (other, start, _)) in enumerate(pairwise(kinds)):
        if kind != other and _OR.fullmatch(text[end:start]):
            offered |= {at, at + 1}
    return [each for at, each in enumerate(kinds) if at not in offered]


def _paired(named: Sequence[tuple[int, int]], kinds: Sequence[tuple[int, str]]) -> dict[int, str]:
    """Each named lead with the type after it, or, where the types come first, with the one before it."""
    if named[0][0] < kinds[0][0]:
        after = ((index, next((kind for start, kind in kinds if start > at), "")) for at, index in named)
        return {index: kind for index, kind in after if kind}
    before = ((index, [kind for start, kind in kinds if start < at]) for at, index in named)
    return {index: found[-1] for index, found in before if found}


def _place(draft: Draft, text: str) -> int:
    """Where a text names a lead, by its address, company or first name, provided it does so once."""
    names = [draft.text("company"), draft.text("first_name") or draft.text(FULL_NAME).partition(" ")[0]]
    for name in names:
        if len(key(name)) > 2:
            found = list(re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text[:20_000]))
            if len(found) == 1:
                return found[0].start()
    return -1


def _ordinal(index: int, text: str, *, pair: bool) -> int:
    if index >= len(_ORDINALS):
        return -1
    found = list(re.finditer(_PAIR[index], text[:5_000], re.IGNORECASE)) if pair else []
    found = found or list(re.finditer(rf"\b(?:{_ORDINALS[index]})\b", text[:5_000], re.IGNORECASE))
    return found[0].start() if len(found) == 1 else -1


_IGNORE = (
    r"(?:ignore|skip|disregard|leave out|drop|omit|forget|ignorier\w*|überspring\w*|auslassen|weglassen|ignorez|ignorer"
    r"|oubliez|ignorar?|ignoren|omitir|omitan|ignorare|ignorate|negeer|negeren|ignorera|hoppa över|pomiń\w*|zignor\w+)"
)


def _without_ignored(drafts: Sequence[Draft], text: str) -> list[Draft]:
    """The leads but for those that a text takes back by their number ("please ignore the second one")."""
    if len(drafts) < 2 or not re.search(_IGNORE, text[:20_000], re.IGNORECASE):
        return list(drafts)
    return [draft for index, draft in enumerate(drafts) if not _is_ignored(index, text[:20_000])]


def _is_ignored(index: int, text: str) -> bool:
    number = rf"(?:lead |number |no\. ?|nr\. ?|# ?){index + 1}\b"
    which = rf"\b(?:{_ORDINALS[index]})\b|{number}" if index < len(_ORDINALS) else number
    return bool(re.search(rf"\b{_IGNORE}\s[^.!?\n]{{0,25}}(?:{which})", text, re.IGNORECASE))
