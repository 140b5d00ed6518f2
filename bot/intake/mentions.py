"""Lead types told of leads that are named elsewhere: "Ann and Bob are Qualified Leads", "the first is managed"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.domain.lead import Draft, Origin, Value
from bot.intake.defaults import by_default, by_names, of_others
from bot.intake.fragments import fragment_types
from bot.intake.headings import default_type
from bot.intake.kinds import as_ticked, types_in, types_said
from bot.intake.lexicon import key
from bot.intake.vocabulary import FULL_NAME, Vocabulary

_MOST = 50
_ORDINALS = (
    r"first|erste[rsn]?|premi(?:er|ère)|primer[oa]?|primeir[oa]|prim[oa]|eerste|första|første|pierwsz[ya]|první|перв\w+",
    r"second|zweite[rsn]?|deuxième|second[eoa]?|segund[oa]|tweede|andra|anden|drug[ia]|druhý|втор\w+",
    r"third|dritte[rsn]?|troisième|tercer[oa]?|terceir[oa]|terz[oa]|derde|tredje|trzeci\w*|třetí|трет\w+",
    r"fourth|vierte[rsn]?|quatrième|cuart[oa]|quart[oa]|vierde|fjärde|fjerde|czwart\w*|čtvrtý|четв\w+",
)

_LAST = re.compile(
    r"\b(?:(?:the|der|die|das|den|le|la|el|il|de|den|det|o|a)\s|l['’])?(?P<last>last|letzter?[ens]?|derni(?:er|ère)|últim[oa]|ultim[oa]|laatste"
    r"|ostatni\w?|sista|siste|sidste|последн\w{2}|останн\w|viimeinen|utolsó|poslední|posledný|ultimul|sonuncu\w{0,3})\b"
    r"(?!\s(?:month|week|year|quarter|time|summer|mois|semaine|année|trimestre|fois|mes|semana|año|vez|mês|ano|mese|settimana|anno|volta|maand|week"
    r"|jaar|keer|monat|woche|jahr|mal|raz|rok|månad\w*|vecka\w*|år\w*|gång\w*|måned|uge|gang|name|but|minute))|最[后後]|마지막",
    re.IGNORECASE,
)
"""The last of several, where the others are counted."""

_PAIR = (
    r"\b(?:former|ersterer?s?|celui-là|celle-là|eerstgenoemde|förra|førstnævnte|førstnevnte)\b|前者",
    r"\b(?:latter|letzterer?[sn]?|celui-ci|celle-ci|est[ea] últim[oa]|laatstgenoemde|sidstnævnte)\b|[后後]者",
)
"""The first and the second of two, where they are not counted."""

_RESPECTIVELY = (
    r"\b(?:respectively|in that order|in this order|in dieser reihenfolge|respectivement|dans cet ordre|respectivamente"
    r"|en ese orden|nessa ordem|rispettivamente|nell'ordine|respectievelijk|in die volgorde|odpowiednio|respektive"
    r"|henholdsvis|vastaavasti|ebben a sorrendben|respectiv|sırasıyla|соответственно|відповідно)\b"
    r"|それぞれ|分别|分別|각각"
)
"""What gives types to leads in the order in which both are named."""

_SENTENCES = re.compile(r"(?<=[.!?])\s+|\n\s*\n")
_NUMBERS = {
    word: number
    for number, words in (
        (2, "two 2 zwei beiden deux dos dois duas due twee dwa dwie dwaj två to"),
        (3, "three 3 drei trois tres três tre drie trzy trzej tre"),
        (4, "four 4 vier quatre cuatro quatro quattro cztery fyra fire"),
    )
    for word in words.split()
}
_SIZE = "|".join(map(re.escape, _NUMBERS))
_GROUP = re.compile(
    rf"\b(?:(?P<first>first|ersten|premiers|premières|primeros|primeras|primeiros|primeiras|primi|prime|eerste"
    rf"|pierwsze|pierwsi|första|første)|(?P<last>last|letzten|derniers|dernières|últimos|últimas|ultimi|ultime|laatste"
    rf"|ostatnie|ostatni|sista|sidste|siste))\s(?P<size>{_SIZE})\b"
    rf"|\b(?P<size_first>zwei|beiden|deux|dos|dois|due|drei|trois|tres|três|tre|dwa|dwie)\s"
    rf"(?:ersten|premiers|premières|primeros|primeras|primeiros|primeiras|primi|prime|pierwsze)\b",
    re.IGNORECASE,
)

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
        default = default_type(text[:20_000].split("\n")[:_MOST], vocabulary, marked=True)
        default = default or of_others(text, vocabulary)
        return [_typed(draft, default, Origin("body")) for draft in drafts] if default else drafts
    return by_names(drafts, text, vocabulary) or _from_around(drafts, as_ticked(text[:20_000]), subject, vocabulary)


def _from_around(drafts: list[Draft], text: str, subject: str, vocabulary: Vocabulary) -> list[Draft]:
    for company in {draft.text("company") for draft in drafts}:
        text = text.replace(company, " ") if company else text  # "Managed Customer Housing Ltd" says nothing of it
    if told := _by_mention(drafts, text, vocabulary):
        return told
    said = (types_said(sentence, vocabulary) for sentence in (_SENTENCES.split(text) if len(drafts) > 1 else ()))
    if any(len({kind for kind, _, _ in kinds}) > 1 for kinds in said):
        return drafts  # each has one of both, but not which
    kind, origin = _one(text, vocabulary), Origin("body")
    if not kind:
        kind, origin = _one(subject, vocabulary), Origin("subject")
    return [_typed(draft, kind, origin) for draft in drafts] if kind else drafts


def _typed(draft: Draft, kind: str, origin: Origin) -> Draft:
    return draft if draft.text("lead_type") else Draft({**draft.values, "lead_type": Value(kind, origin, 0.85)})


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
    if grouped := _by_groups(drafts, text, vocabulary):
        return grouped
    if len(kinds) == len(drafts) and re.search(_RESPECTIVELY, text[:20_000], re.IGNORECASE):
        return [_typed(draft, kind, Origin("body")) for draft, (kind, _, _) in zip(drafts, kinds, strict=True)]
    named = [(at, index) for index in range(len(drafts)) if (at := _ordinal(index, text, len(drafts))) >= 0]
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


def _by_groups(drafts: Sequence[Draft], text: str, vocabulary: Vocabulary) -> list[Draft]:
    """The leads with their types where a sentence counts them: "the first two are qualified, the third managed"."""
    for sentence in _SENTENCES.split(text[:20_000]):
        groups = [(each.start(), each) for each in _GROUP.finditer(sentence)]
        kinds = types_in(sentence, vocabulary) if groups else []
        if len({kind for kind, _, _ in kinds}) < 2:
            continue
        named: list[tuple[int, int]] = []
        for at, group in groups:
            size = _NUMBERS.get((group["size"] or group["size_first"]).casefold(), 0)
            some = range(len(drafts))[-size:] if group["last"] else range(len(drafts))[:size]
            named += [(at, index) for index in some if size]
        taken = {index for _, index in named}
        rest = _GROUP.sub(lambda said: " " * len(said[0]), sentence)
        others = [n for n in range(len(drafts)) if n not in taken]
        named += [(at, n) for n in others if (at := _ordinal(n, rest, len(drafts), pair=False)) >= 0]
        left = _REST.search(rest)
        taken = {index for _, index in named}
        named += [(left.start(), index) for index in range(len(drafts)) if left and index not in taken]
        told = _paired(sorted(named), [(start, kind) for kind, start, _ in kinds])
        if len(told) == len(drafts):
            return [
                Draft({**draft.values, "lead_type": Value(told[n], Origin("body"), 0.85)})
                for n, draft in enumerate(drafts)
            ]
    return []


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


def _ordinal(index: int, text: str, count: int, *, pair: bool = True) -> int:
    """Where a text speaks of one of several leads by its place among them, provided it does so once; else -1."""
    if index >= len(_ORDINALS):
        return -1
    found = list(re.finditer(_PAIR[index], text[:5_000], re.IGNORECASE)) if pair and count == len(_PAIR) else []
    found = found or list(re.finditer(rf"\b(?:{_ORDINALS[index]})\b", text[:5_000], re.IGNORECASE))
    if not found and index == count - 1 > 0:
        found = list(_LAST.finditer(text[:5_000]))
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
