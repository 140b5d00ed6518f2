"""How likely a few capital words are a person's name or a company's, by what stands beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.intake import names
from bot.intake.legal import Run, is_legal
from bot.intake.lexicon import key, lexicon
from bot.intake.merge import company_key
from bot.intake.namesakes import respelled
from bot.intake.slavic import in_latin, like_latin
from bot.intake.values import host_of


def name_weight(run: Run, email: str, url: str, at: int) -> float:
    """How likely a run is the name of whoever has the address that stands at ``at``."""
    words = run.text.split()
    bare = names.bare(run.text)
    weight = 0.0
    if bare != run.text.strip(" .,") and key(words[0]) in lexicon().honorifics and run.capital:
        weight += 3
    local = key(email.partition("@")[0])
    keys = [key(word) for word in bare.split()]
    if is_local(bare.split(), local):
        weight += 3
    significant = [word for word in keys if word not in lexicon().particles]
    if run.capital and 2 <= len(significant) <= 5 and all(word.isalpha() for word in keys):
        weight += 1
    if run.end <= at and at - run.end <= 4:
        weight += 1.5
    if is_legal(run.text) or "&" in run.text or any(char.isdigit() for char in run.text):
        weight -= 6
    if len(significant) > 5 or (not run.capital and weight < 3):
        return -1
    soft = lexicon().legal
    if any(word in soft and len(word) > 3 for word in keys):
        weight -= 2
    if is_domain(run.text, email, url) and not any(len(word) > 2 and word in local for word in keys[:1]):
        weight -= 1.5
    return weight


_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "æ": "ae"})
"""How addresses spell letters that a key leaves without their marks: "kroell" for Kröll."""


def is_local(names: Sequence[str], local: str) -> bool:
    """Whether a mail address was made of a name: of a word of it or its half, its initials, or its short form."""
    halves = [half for name in names for half in name.split("-")]
    told = _is_local([key(name) for name in names], local) or (
        len(halves) > len(names) and _is_local([key(half) for half in halves], local)
    )
    if told or all(map(str.isascii, names)):
        return told
    spelled = [name.casefold().translate(_SPELLED) for name in (*halves, *names)]
    return spelled != [name.casefold() for name in (*halves, *names)] and _is_local(
        [key(name) for name in spelled], local
    )


def _is_local(keys: Sequence[str], local: str) -> bool:
    words = [in_latin(word) for word in keys]
    if any(len(word) > 2 and word in local for word in words):
        return True
    if len(words) > 1 and local in {words[0][:1] + words[-1], "".join(word[:1] for word in words)}:
        return bool(local)
    if len(local) > 2 and words and words[0].startswith(local):
        return True
    plain = like_latin(local)
    return any(len(word) > 2 and not word.isascii() and like_latin(word) in plain for word in keys)


def company_weight(run: Run, email: str, url: str, *, titled: bool, owned: bool = False) -> float:
    """How likely a run is a company; ``titled`` when it follows a position ("Head of ..."), ``owned`` "owner of"."""
    weight = 0.0
    if is_legal(run.text):
        weight += 4
    elif key(run.text.split()[0]) in lexicon().places and " " in run.text:
        weight += 1.5
    elif any(key(word) in lexicon().legal and len(word) > 3 for word in run.text.split()):
        weight += 1
    if is_domain(run.text, email, url):
        weight += 3
    if run.lead in AT and not (titled and not owned and weight < 3 and run.lead in _OF):
        weight += 1.5
    elif titled and weight < 3 and not run.sole and not owned:
        return -1  # "Head of CX"
    if key(run.text.split()[0]) in lexicon().honorifics and run.capital and weight < 3:
        weight -= 3
    if not run.capital and weight < 3:
        return -1
    return weight + (0.5 if run.capital else 0)


JOINS = frozenset(
    re.findall(
        r"\S+",
        "van von vom de da di du do dos das del della dello dell dei degli delle dal dalla dalle der zu zum z ze od af"
        " av bij from i o la le des het",
    )
)
"""Small words at which a person's name may end and the company begin."""
_OF = frozenset(["of", "von", "de", "da", "der"])
AT = frozenset(
    [
        "at",
        "from",
        "of",
        "bei",
        "von",
        "chez",
        "presso",
        "bij",
        "en",
        "company",
        "firma",
        "société",
        "societe",
        "empresa",
        "azienda",
        "bedrijf",
        "der",
        "with",
        "w",
        "z",
        "hos",
        "na",
        "da",
        "van",
        "vom",
        "del",
        "della",
        "dello",
        "dei",
        "dal",
        "dalla",
        "di",
        "de",
        "du",
        "do",
        "dos",
        "das",
        "firmy",
        "firmie",
        "på",
        "från",
        "av",
        "zu",
    ]
)


def is_domain(text: str, email: str, url: str) -> bool:
    """Whether a name is the one that a domain was made of: "Oak & Iron Inc." and oakandiron.com."""
    whole = in_latin(key(text.replace("&", " and ")))
    core = in_latin(company_key(text))
    plain = in_latin("".join(key(word) for word in text.split() if key(word) not in lexicon().particles))
    short = in_latin(key(text.replace("&", " ")))
    words = [word for word in map(key, text.split()) if word and word not in lexicon().legal_forms]
    short_ends = {
        "".join(words[:at]) + "".join(word[0] for word in words[at:]) for at in range(1, len(words)) if len(words) > 2
    }
    short_last = "".join(word[0] for word in words[:-1]) + words[-1] if len(words) > 2 else whole
    ends = [word for word in map(key, text.replace(",", " ").split()) if len(word) > 3 and word not in lexicon().legal]
    initials = "".join(key(word)[:1] for word in text.split() if key(word) not in ("and", "of", "the"))
    for host in (host_of(url), email.rpartition("@")[2].casefold()):
        if not host or host in lexicon().freemail:
            continue
        labels = [key(label) for label in host.split(".")[:-1] if len(label) > 2]
        for label in labels:
            if label in (whole, core, short, plain) or (
                len(core) > 3 and (label.startswith(core) or (core.startswith(label) and len(label) > 3))
            ):
                return True
            if (
                (len(initials) > 2 and label == initials)
                or (len(core) > 4 and core in label)
                or (len(label) > 4 and label in whole)
            ):
                return True
            if (len(ends) > 1 and label.startswith(ends[0]) and label.endswith(ends[-1])) or label in short_ends | {
                short_last
            }:
                return True  # "Conservas Ria de Arousa" and conservasarousa.es, "Port Talbot Chandlery" and ptchandlery
            if respelled(core) and respelled(core) == respelled(label):
                return True
            if not text.isascii() and len(core) > 3 and like_latin(core) == like_latin(label):
                return True
    return False


def opens_domain(text: str, email: str, url: str) -> bool:
    """Whether a domain begins with a name's first word, as bergplant.nl does with "Bergplant Kwekerij"."""
    first = key(text.split(maxsplit=1)[0])
    hosts = (host_of(url), email.rpartition("@")[2].casefold())
    labels = [key(label) for host in hosts if host not in lexicon().freemail for label in host.split(".")[:-1]]
    return any(label.startswith(first) or respelled(label).startswith(respelled(first)) for label in labels)
