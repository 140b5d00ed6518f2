"""Runs cut in two, or joined, where a small word stands in them and the domain tells which it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.intake.legal import Run, is_legal
from bot.intake.lexicon import key, lexicon
from bot.intake.weights import JOINS, is_domain, is_local, opens_domain

_AND = frozenset(re.findall(r"\S+", "and und et y e i og och ja en & + of the for für pour para per dla"))


def parted(run: Run, email: str, url: str) -> list[Run]:
    """A run cut at a small "van" or "de" before the company: "Joost van den Berg van Bergplant Kwekerij"."""
    words = run.text.split()
    for at in range(len(words) - 2, 0, -1):
        right = " ".join(words[at + 1 :])
        if (
            words[at].islower()
            and words[at] in JOINS
            and is_domain(right, email, url)
            and opens_domain(right, email, url)
            and not is_legal(" ".join(words[:at]))
            and sum(word[:1].isupper() for word in words[:at]) > 1
        ):
            left = " ".join(words[:at])
            cut = run.start + run.text.rfind(right)
            return [
                replace(run, text=left, end=run.start + len(left)),
                replace(run, text=right, start=cut, lead=words[at]),
            ]
    return [run]


def united(found: Sequence[Run], text: str, email: str, url: str) -> list[Run]:
    """Runs joined over "of" or "and": "City of Larkspur", and "Oak and Iron" beside oakandiron.com."""
    result: list[Run] = []
    for run in found:
        before = result[-1] if result else None
        gap = text[before.end : run.start].split() if before else []
        if before and run.capital and before.capital and 0 < len(gap) <= 2 and all(word in _AND for word in gap):
            whole = text[before.start : before.end] + text[before.end : run.start] + run.text
            place = gap[0] == "of" and key(before.text.split()[-1]) in lexicon().places
            if place or (opens_domain(before.text, email, url) and is_domain(whole, email, url)):
                result[-1] = replace(run, text=" ".join(whole.split()), start=before.start, lead=before.lead)
                continue
        result.append(run)
    return result


def untitled(found: Sequence[Run], email: str) -> list[Run]:
    """Runs that open with a position cut behind it, where the address is the name's: "Geschäftsführer Jan Adler"."""
    result: list[Run] = []
    for run in found:
        words = run.text.split()
        at = next((at for at, word in enumerate(words) if key(word) not in lexicon().titles), 0)
        rest = words[at:]
        local = key(email.partition("@")[0])
        if at and 2 <= len(rest) <= 5 and is_local([key(word) for word in rest], local) and not is_legal(run.text):
            name = " ".join(rest)
            cut = run.start + run.text.rfind(name)
            result += [
                replace(run, text=" ".join(words[:at]), end=cut, sole=False),
                replace(run, text=name, start=cut, lead=key(words[at - 1])),
            ]
        else:
            result.append(run)
    return result
