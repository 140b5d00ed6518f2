"""Runs cut in two, or joined, where a small word stands in them and the domain tells which it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.intake.assign import is_title
from bot.intake.legal import CALLED, Run, is_legal
from bot.intake.lexicon import key, lexicon
from bot.intake.merge import company_key
from bot.intake.namesakes import respelled
from bot.intake.placed import PLACING
from bot.intake.slavic import in_latin
from bot.intake.values import host_of
from bot.intake.weights import JOINS, is_domain, is_local, opens_domain

_FOR = frozenset(["of", "for", "für", "pour", "para", "per", "dla", "voor", "för"])
_DEPARTMENT = 3  # letters of a department's short name
_AND = frozenset(re.findall(r"\S+", "and und et y e i og och ja en & + of the for für pour para per dla"))


def parted(run: Run, email: str, url: str) -> list[Run]:
    """A run cut where a person's name ends at a small word: "Joost van den Berg van Bergplant", "Rossi della Vulcano".

    The company behind the cut is told by the domain or its legal form; what opens the domain itself is no person.
    """
    words = run.text.split()
    joins = [at for at in range(1, len(words) - 1) if words[at].islower() and key(words[at]) in JOINS]
    if is_legal(run.text):  # "Anna Kurz von der Stadtwerke an der Ruhr GmbH" is cut at the first
        joins = [at for at in joins if key(words[at]) not in PLACING and key(words[at - 1]) not in PLACING]
    if not joins or _opens_company(words, email, url):
        return [run]
    department = len(words[0]) <= _DEPARTMENT and words[0].isupper()
    if (department or is_title(words[0])) and joins[0] == 1:
        right = " ".join(words[2:])
        if is_legal(right) or is_domain(
            right, email, url
        ):  # "TI da Transportes Guarani S.A." behind "gerente de", "Einkauf der Adler AG"
            return [replace(run, text=right, start=run.start + run.text.rfind(right), lead=key(words[1]), sole=False)]
    owner = key(words[0]) in lexicon().owners and joins[0] == 1
    best = (1, 1) if owner else max(((_cut_weight(words, at, email, url), at) for at in joins), default=(0, 0))
    if best[0] <= 0:
        return [run]
    at = best[1]
    behind = at + 1
    while behind < len(words) - 1 and (words[behind].islower() or key(words[behind]) in CALLED):
        behind += 1
    end = at
    while words[end - 1].islower():
        end -= 1
    left, right = " ".join(words[:end]), " ".join(words[behind:])
    cut = run.start + run.text.rfind(right)
    return [
        replace(run, text=left, end=run.start + len(left), sole=False),
        replace(run, text=right, start=cut, lead=key(words[at]), sole=False),
    ]


def _opens_company(words: Sequence[str], email: str, url: str) -> bool:
    """Whether a run is a company from its first word on: "Grupo Agro del Norte" at grupoagro.mx."""
    head = re.split(r"\s[a-z]+\s", " ".join(words), maxsplit=1)[0]
    named = is_local(head.split(), key(email.partition("@")[0]))
    return is_legal(head) or (
        opens_domain(head, email, url) and not named and key(words[0]) not in lexicon().honorifics
    )


def _cut_weight(words: Sequence[str], at: int, email: str, url: str) -> float:
    """How sure a cut at a small word is; the later of two that are as sure parts the name from the company."""
    left, right = words[:at], [word for word in words[at + 1 :] if not word.islower()]
    honoured = key(left[0]) in lexicon().honorifics
    capitals = sum(word[:1].isupper() and key(word) not in lexicon().honorifics for word in left)
    if (capitals < 2 and not honoured) or not right or is_legal(" ".join(left)):
        return 0
    behind = " ".join(words[at + 1 :])
    while behind.split(" ", 1)[0].islower() and " " in behind:
        behind = behind.split(" ", 1)[1]
    named = is_local(left, key(email.partition("@")[0]))
    theirs = is_domain(behind, email, url)
    weight = 3.0 * (theirs and opens_domain(behind, email, url)) + 1.0 * theirs
    weight += 1.5 * (is_legal(behind) and (named or honoured)) + 0.5 * (theirs and named)
    return weight + at / 100 if weight else 0


def united(found: Sequence[Run], text: str, email: str, url: str) -> list[Run]:
    """Runs joined over "of" or "and": "City of Larkspur", and "Oak and Iron" beside oakandiron.com."""
    result: list[Run] = []
    for run in (_grown(each, text, email, url) for each in found):
        before = result[-1] if result else None
        gap = text[before.end : run.start].split() if before else []
        if before and run.capital and before.capital and 0 < len(gap) <= 2 and all(word in _AND for word in gap):
            whole = text[before.start : before.end] + text[before.end : run.start] + run.text
            place = gap[0] in _FOR and key(before.text.split()[-1]) in lexicon().places
            opens = not is_legal(before.text) and opens_domain(before.text, email, url)
            both = is_domain(run.text.split()[0], email, url) or not is_domain(before.text, email, url)
            if place or (opens and both and is_domain(whole, email, url)):
                result[-1] = replace(run, text=" ".join(whole.split()), start=before.start, lead=before.lead)
                continue
        result.append(run)
    return result


def _grown(run: Run, text: str, email: str, url: str) -> Run:
    """A run with the small words behind it where only with them it is what the domain says: "UAB Medaus namai"."""
    match = _SMALL.match(text, run.end) if run.capital else None
    labels = _labels(email, url) if match else frozenset()
    if not match or not labels or _spelled(company_key(run.text)) in labels:
        return run
    words = match.group(0).split()
    for size in range(1, len(words) + 1):
        grown = f"{run.text} {' '.join(words[:size])}"
        if not labels.isdisjoint((_spelled(company_key(grown)), _spelled(key(grown)))):
            form = f" {words[size]}" if size < len(words) and is_legal(f"{grown} {words[size]}") else ""
            return replace(run, text=grown + form, end=run.end + len(grown) + len(form) - len(run.text))
    return run


def _spelled(text: str) -> str:
    return respelled(in_latin(text))


def _labels(email: str, url: str) -> frozenset[str]:
    hosts = (host_of(url), email.rpartition("@")[2].casefold())
    return frozenset(
        _spelled(key(label)) for host in hosts if host not in lexicon().freemail for label in host.split(".")[:-1]
    )


_SMALL = re.compile(r"(?: [^\W\d_A-Z][\w'’-]{0,30}){1,3}(?: [\w.]{1,8})?")


def untitled(found: Sequence[Run], email: str) -> list[Run]:
    """Runs that open with a position cut behind it, where the address is the name's: "Geschäftsführer Jan Adler"."""
    result: list[Run] = []
    for run in found:
        words = run.text.split()
        at = next((at for at, word in enumerate(words) if key(word) not in lexicon().titles), 0)
        rest = words[at:]
        local = key(email.partition("@")[0])
        if at and 2 <= len(rest) <= 5 and is_local(rest, local) and not is_legal(run.text):
            name = " ".join(rest)
            cut = run.start + run.text.rfind(name)
            result += [
                replace(run, text=" ".join(words[:at]), end=cut, sole=False),
                replace(run, text=name, start=cut, lead=key(words[at - 1])),
            ]
        else:
            result.append(run)
    return result
