"""A dense register, seeded: names of few and skewed words, as registers have them, and the ways names are got wrong."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from benchmarks.companies import CODAS, NAMES, ONSETS, PLACES, SURNAMES, TRADES, VOWELS, ascii_fold

_FORMS = ("Inc.", "Inc.", "LLC", "LLC", "Ltd", "Ltd.", "Limited", "Corp.", "Co.", "GmbH", "AG", "S.A.", "SAS", "S.r.l.",
          "B.V.", "AB", "Oy", "Pty Ltd", "PLC", "", "")  # fmt: skip
_SHORT = {
    "Technologies": "Tech", "Manufacturing": "Mfg", "Engineering": "Eng", "Laboratories": "Labs", "Services": "Svcs",
    "Systems": "Sys", "Solutions": "Soln", "Construction": "Constr", "Industries": "Ind", "Group": "Grp",
    "Holdings": "Hldgs", "Communications": "Comms", "Consulting": "Consult", "Insurance": "Ins", "Logistics": "Log",
    "Electronics": "Electr", "Northern": "N.", "Southern": "S.", "National": "Natl", "Pharmaceuticals": "Pharma",
    "Advisors": "Adv", "Investments": "Inv", "Properties": "Props", "&": "and",
}  # fmt: skip
_NEIGHBOURS = {
    letter: other
    for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm")
    for letter, other in zip(row, row[1:] + row[-2], strict=True)
}
_CUMULATED = [sum(1 / (rank + 3) ** 0.6 for rank in range(place + 1)) for place in range(len(TRADES))]


class Register:
    """Companies without end; some bear one name, as in real registers, and all have a domain of their own."""

    def __init__(self, seed: int) -> None:
        self._rng = random.Random(seed)
        self._domains: set[str] = set()

    def companies(self, count: int) -> Iterator[tuple[str, str]]:
        """The next companies: name and domain."""
        for _ in range(count):
            core = self._core()
            yield f"{core} {self._rng.choice(_FORMS)}".strip(), self._domain(core)

    def _core(self) -> str:
        pick, shape = self._rng.choice, self._rng.random()
        if shape < 0.24:
            core = self._coined() + (f" {self._trade()}" if self._rng.random() < 0.75 else "")
        elif shape < 0.44:
            core = f"{pick(SURNAMES)} {self._trade()}"
        elif shape < 0.54:
            core = f"{pick(SURNAMES)} & {pick(SURNAMES)}" + (f" {self._trade()}" if self._rng.random() < 0.5 else "")
        elif shape < 0.58:
            core = f"{pick(SURNAMES)}, {pick(SURNAMES)} and {pick(SURNAMES)}"
        elif shape < 0.74:
            core = f"{pick(NAMES)} {pick(NAMES + PLACES)} {self._trade()}"
        elif shape < 0.88:
            core = f"{pick(PLACES)} {pick(NAMES + SURNAMES)} {self._trade()}"
        else:
            core = f"{self._coined()} {pick(NAMES + PLACES)} {self._trade()}"
        return f"{core} {self._trade()}" if self._rng.random() < 0.12 else core

    def _trade(self) -> str:
        return self._rng.choices(TRADES, cum_weights=_CUMULATED)[0]

    def _coined(self) -> str:
        syllables, pick = self._rng.choice((2, 2, 2, 3, 3)), self._rng.choice
        word = "".join(
            pick(ONSETS) + pick(VOWELS) + (pick(CODAS) if self._rng.random() < 0.25 else "") for _ in range(syllables)
        )
        return word.capitalize() + pick(CODAS)

    def _domain(self, core: str) -> str:
        stem = "".join(filter(str.isalnum, ascii_fold(core).lower()))[:40]
        domain = f"{stem}.com"
        while domain in self._domains:
            domain = f"{stem}{self._rng.randrange(1_000_000)}.com"
        self._domains.add(domain)
        return domain


def misspellings(name: str, form: str, rng: random.Random) -> dict[str, str]:
    """A name got wrong in each way that it can be, by the way's name; ``form`` is its legal form or ``""``."""
    core = name.removesuffix(form).strip() if form else name
    words = core.replace(",", "").split()
    other = rng.choice([one for one in _FORMS if one != form])
    made = {
        "case": rng.choice((name.upper(), name.lower(), ascii_fold(name).replace(".", ""))),
        "form": f"{core} {other}",
        "typo": f"{_typo(core, rng)} {form}",
        "2 typos": f"{_typo(_typo(core, rng), rng)} {form}",
        "typo, form": f"{_typo(core, rng)} {other}",
    }
    if len(set(words)) > 1:
        made["order"] = " ".join([*_shuffled(words, rng), form])
    if len(words) > 2:
        at = rng.randrange(1, len(words))
        made["left out"] = " ".join([*words[:at], *words[at + 1 :], form])
    if any(word in _SHORT for word in words):
        made["short"] = " ".join([*(_SHORT.get(word, word) for word in words), form])
    return {way: text.strip() for way, text in made.items()}


def form_of(name: str) -> str:
    """The legal form that a generated name ends in, ``""`` for none."""
    return next((form for form in sorted(_FORMS, key=len, reverse=True) if form and name.endswith(f" {form}")), "")


def _shuffled(words: Sequence[str], rng: random.Random) -> list[str]:
    shuffled = list(words)
    while shuffled == list(words):
        rng.shuffle(shuffled)
    return shuffled


def _typo(text: str, rng: random.Random) -> str:
    """Two letters swapped, one left out, one doubled, or the next one on the keyboard; never the first."""
    places = [at for at in range(1, len(text)) if text[at].isalpha()] or [len(text) - 1]
    at, way = rng.choice(places), rng.randrange(4)
    if way == 0 and at + 1 < len(text):
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    if way == 1 and len(text) > 2:
        return text[:at] + text[at + 1 :]
    if way == 2:
        return text[:at] + text[at] + text[at:]
    return text[:at] + _NEIGHBOURS.get(text[at].lower(), "e") + text[at + 1 :]
