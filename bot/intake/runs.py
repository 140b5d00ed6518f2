"""The runs of capital words in running text, which may be names of people and companies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.intake.legal import CALLED, Run, is_form, with_legal_forms
from bot.intake.lexicon import key, lexicon, words_of
from bot.intake.particles import is_noble
from bot.intake.placed import INSIDE, company_end

GAP = "\x1f"
"""Stands where an address, a link, a number or a lead type was taken out of the text."""

_SPLIT = re.compile(r"[,;|()<>\[\]\n\t\x1f–—•:：、，；（）「」【】\"“”„]|\s-+\s|\s/+\s|(?<=[.!?])\s+(?=[^\W\d_a-z])")
_WORD = re.compile(r"\S+")


def runs_of(text: str) -> list[Run]:
    """The runs of capital words in a text, and its short all-small fragments."""
    found: list[Run] = []
    start = 0
    for match in [*_SPLIT.finditer(text[:20_000]), None]:
        if match and match.group(0).isspace() and "\n" not in match.group(0) and _is_opening(text, match.start()):
            continue  # "Frau Dr. Weiß", "Gebr. Kaltenbach"
        end = match.start() if match else len(text)
        found.extend(_in_fragment(text, start, end))
        start = match.end() if match else start
    return with_legal_forms(found, text)


_OPENING = frozenset(["gebr", "bros", "st", "ste", "sta", "mt", "hnos", "fa", "joh", "jos", "fam", "ft", "inz", "mgr"])


def _is_opening(text: str, end: int) -> bool:
    """Whether a full stop ends an abbreviation that stands before a name, so that what follows belongs to it."""
    word = text[max(0, end - 12) : end].split()[-1:]
    found = key(word[0].lstrip("(")) if word else ""
    if not found or not word[0].endswith("."):
        return False
    return found in _OPENING or (len(found) == 1 and word[0][0].isupper()) or found in lexicon().honorifics


def _in_fragment(text: str, start: int, end: int) -> Iterator[Run]:
    words = [(match.group(0), start + match.start(), start + match.end()) for match in _WORD.finditer(text[start:end])]
    if not words or len(words) > 60:
        words = words[:60]
    spans = list(_capital_spans(words))
    for start_word, last in spans:
        first = _from_honorific(words, start_word, last)
        if first > 1 and words[first - 1][0] == "The":
            first -= 1
        lead = key(words[first - 1][0]) if first else ""
        shown = " ".join(text[words[first][1] : words[last][2]].split()).strip(" '’!?*_#")
        shown = shown if shown.endswith(".") and _ends_short(shown) else shown.rstrip(".")
        if key(shown):
            yield Run(shown, words[first][1], words[last][2], lead, first == 0 and last == len(words) - 1, True)
    if not spans and 1 <= len(words) <= 12:
        kept = _stripped(words)
        if kept and len(kept) <= 5:
            lead = key(words[words.index(kept[0]) - 1][0]) if words.index(kept[0]) else ""
            shown = " ".join(word for word, _, _ in kept).strip(" .!?*_")
            if key(shown):
                yield Run(shown, kept[0][1], kept[-1][2], lead, len(kept) == len(words), False)


_NO_TITLE = frozenset(["bay", "lord", "lady", "captain", "doctor", "general", "don", "dame", "san", "master"])
"""Titles that stand in the middle of other names ("Clare Bay Hotels")."""


def _from_honorific(words: Sequence[tuple[str, int, int]], first: int, last: int) -> int:
    """Where a name begins whose honorific stands inside a run: "Sie Herrn Oskar Wilke"."""
    for at in range(first + 1, last):
        word = words[at][0]
        noble = is_noble(word) and at > first
        if key(word) in lexicon().honorifics - _NO_TITLE and len(key(word)) > 1 and not word.isupper() and not noble:
            return at
    return first


def _ends_short(text: str) -> bool:
    """Whether the last word is an abbreviation, whose full stop belongs to it."""
    last = text.rpartition(" ")[2]
    if len(last) > 3 and last[:-1].isupper() and last.count(".") == 1:
        return False  # "Briand SAS." ends a sentence
    return last.count(".") > 1 or (key(last) in lexicon().legal and len(key(last)) <= 5) or len(last) == 2


def _capital_spans(words: Sequence[tuple[str, int, int]]) -> Iterator[tuple[int, int]]:
    """Spans of capital words, with the small ones that belong between them ("van der", "&")."""
    at = 0
    while at < len(words):
        if not _is_capital(words[at][0]) or _is_noise(words[at][0], at):
            at += 1
            continue
        last = at
        ahead = at + 1
        while ahead < len(words):
            word = words[ahead][0]
            if _is_capital(word) or is_form(word) or key(word) in ("sp", "spol"):
                last = ahead
            elif not (
                key(word) in INSIDE
                or word in "&+"
                or _is_of(words, ahead)
                or (key(word) in lexicon().particles and word.islower() and word != "in")
            ):
                form = company_end(words, ahead)
                if not form:
                    break
                ahead = last = form
                word = words[form][0]
            if word[-1:] in ".!?" and key(word) not in lexicon().legal and len(key(word)) > 3:
                break
            ahead += 1
        yield at, last
        at = last + 1


_ELIDED = re.compile(r"(?:[ldmnLDMNoO]|[dD]ell|[nNdD]?[aA]ll|qu|un)['’](?=[^\W\d_])")


def _is_capital(word: str) -> bool:
    bare = word.lstrip("'‘’*_#")
    bare = _ELIDED.sub("", bare) or bare
    return bool(bare) and (
        bare[0].isupper()
        or bare[0].istitle()
        or (bare[0].isalpha() and not bare[0].islower() and not bare[0].isupper())
        or (bare[0].islower() and bare[1:2].isupper())
    )


_OF_HEADS = frozenset(
    re.findall(
        r"\w+",
        "city town university bank institute ministry department county port church house board college school "
        "diocese republic state museum chamber federation society",
    )
)


def _is_of(words: Sequence[tuple[str, int, int]], at: int) -> bool:
    """Whether an "of" belongs to the name of a body: "City of Elgin", "Bank of Leith"."""
    return words[at][0] == "of" and key(words[at - 1][0]) in _OF_HEADS


_FROM_PLACE = re.compile(r"\w['’][dt][ae](?:n|ki)?$")
_CONTRACTED = frozenset(["s", "re", "m", "ve", "ll"])


def _is_noise(word: str, at: int) -> bool:
    """A capital word that opens a sentence or is no part of a name: "Please", "Hi", "Register", "Contact"."""
    found = key(word)
    lex = lexicon()
    if found in lex.honorifics or word.count(".") > 1 or (len(word) == 2 and word[1] == "." and word[0].isupper()):
        return False
    if _FROM_PLACE.search(word):
        return True  # "Ankara'dan Yıldız A.Ş."
    base, mark, end = word.replace("’", "'").partition("'")
    if mark and end in _CONTRACTED and (key(base) in lex.fillers | lex.titles | lex.owners or key(base) in lex.asking):
        return True  # "It's Acme", "Owner's Ann Lee"
    return (
        found in CALLED
        or found in lex.fillers
        or found in lex.asking
        or found in lex.greetings
        or found in lex.modifiers
        or (at == 0 and found in lex.blocks and len(found) > 2)
    )


def _stripped(words: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    noise = words_of("fillers", "asking", "greetings", "modifiers")
    while words and key(words[0][0]) in noise:
        words = words[1:]
    while words and key(words[-1][0]) in noise:
        words = words[:-1]
    return words
