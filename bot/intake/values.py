"""The shapes that values have in running text: addresses, web addresses, telephone numbers, lead types, ticked boxes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from bot.intake.lexicon import key, lexicon
from bot.intake.vocabulary import Vocabulary


class Found(NamedTuple):
    """A value in a text, and where it stands there."""

    text: str
    start: int
    end: int


_LOCAL = re.compile(r"[\w.+!#$%&'*/=?^`{}~-]{1,64}$")
_DOMAIN = re.compile(r"(?:[\w-]{1,63}\.){1,8}[\w-]{2,63}")
_AT = re.compile(r"(?<=[\w])\s?[\[({]\s?(?:at|@|arroba|ät|a)\s?[\])}]\s?(?=[\w])", re.IGNORECASE)
_DOT = re.compile(r"(?<=[\w])\s?[\[({]\s?(?:dot|\.|punkt|punto|ponto|point)\s?[\])}]\s?(?=[\w])", re.IGNORECASE)
_SPOKEN = re.compile(r"\b([\w.+-]{1,64}) (?:at|AT) ([\w-]{1,63}(?: (?:dot|DOT) [\w-]{1,63}){1,4})\b")
_SCHEME = re.compile(
    r"(?:https?://|hxxps?://|(?<![\w@.])www\.)[^\s<>\"“”«»|\\^`{}，。；！？、）】」』]{3,1500}", re.IGNORECASE
)
_BARE = re.compile(
    r"(?<![\w@./:%#&=+-])(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,5}(?:[^\W\d_]{2,24}|xn--[a-z0-9-]{2,59})(?![\w@-]|\.[\w-]{1,63}@)(?:[/?#][^\s<>\"“”|，。；！？、）】」』]{0,1500})?"
)
_PHONE = re.compile(r"(?<![\w.@/-])(?:\+|00)?[(]?\d[\d\s()./\u2010-\u2015-]{5,22}\d(?![\w@])")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_MARK = re.compile(
    r"\[\s?([xX✓✔√*])\s?\]|\(\s?([xX✓✔√*])\s?\)|([☑☒✓✔✅🗹⊠🗸■◉●🔘])|([☐⬜□◻○◯])|(\[\s{0,3}\])|(\(\s{0,3}\))"
)
_FILES = frozenset(
    ["zip", "mov", "md", "py", "sh", "pl", "csv", "xls", "xlsx", "doc", "docx", "pdf", "txt", "png", "jpg", "so"]
)


def addresses(text: str) -> list[Found]:
    """The mail addresses in a text, written out "[at]" forms too."""
    if "@" not in text:
        return []
    found = []
    for at in re.finditer("@", text):
        left = _LOCAL.search(text, max(0, at.start() - 64), at.start())
        right = _DOMAIN.match(text, at.end(), at.end() + 254)
        if not left or not right:
            continue
        local = _latin_end(left.group(0).removeprefix("mailto:")).strip("*_'`{}?=/") if left else ""
        domain = right.group(0).rstrip("_-*")
        domain = _latin_start(domain)
        if local.strip(".") and "." in domain:
            found.append(Found(f"{local.lstrip('.')}@{domain}", at.start() - len(local), at.end() + len(domain)))
    return found


def plain_at(text: str) -> str:
    """Text in which "name [at] host [dot] tld" is written as an address."""
    if "@" in text:
        return text
    if _AT.search(text):
        return _DOT.sub(".", _AT.sub("@", text))
    if " dot " in text.lower():
        return _SPOKEN.sub(lambda said: f"{said[1]}@{re.sub(r' dot ', '.', said[2], flags=re.IGNORECASE)}", text)
    return text


def links(text: str) -> list[Found]:
    """The web addresses in a text, with or without scheme; mail addresses' domains are none."""
    found = [_link(match) for match in _SCHEME.finditer(text)]
    taken = [(each.start, each.end) for each in found]
    if "." in text:
        for match in _BARE.finditer(text):
            if not any(start <= match.start() < end for start, end in taken) and _is_host(match.group(0)):
                found.append(_link(match))
    return sorted((each for each in found if each.text), key=lambda each: each.start)


def _link(match: re.Match[str]) -> Found:
    text = match.group(0)
    while text and text[-1] in ".,;:!?'\"’…*_~>]":
        text = text[:-1]
    while text.endswith(")") and text.count("(") < text.count(")"):
        text = text[:-1].rstrip(".,;")
    start = match.start()
    host = text.partition("/")[0]
    if "://" not in text and _CJK.search(host) and not _CJK.search(host.rpartition(".")[2]):
        bare = _latin_end(text)
        start, text = start + len(text) - len(bare), bare
    return Found(text, start, start + len(text))


def _is_host(text: str) -> bool:
    host = re.split(r"[/?#]", text, maxsplit=1)[0]
    top = host.rpartition(".")[2].casefold()
    if top in _FILES or host.replace(".", "").isdigit():
        return False
    labels = host.split(".")
    if all(len(label) <= 2 for label in labels) and "/" not in text and not host.islower():
        return False  # "S.A", "B.V"
    if top.startswith("xn--"):
        return True
    return top in lexicon().tlds and (host.islower() or not host.isascii() or host.isupper() or _mixed_host(labels))


def _mixed_host(labels: list[str]) -> bool:
    """Whether "Acme.com" is a host, as "month.We" is none: the top level starts small unless all is capital."""
    return labels[-1][:1].islower()


def unwrap(url: str) -> str:
    """The address behind a mail scanner's or search engine's redirect, else the address itself, trackers dropped."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        query = parse_qs(parts.query) if parts.query else {}
    except ValueError:
        return url
    if host.endswith("safelinks.protection.outlook.com") and "url" in query:
        return query["url"][0]
    if host in ("www.google.com", "google.com") and parts.path == "/url" and (query.get("q") or query.get("url")):
        return (query.get("q") or query["url"])[0]
    if host.startswith("urldefense.") and "__" in url:
        return unquote(url.split("__", 2)[1])
    return url


def host_of(url: str) -> str:
    """The host of a web address, lower case, without "www."."""
    text = re.sub(r"^[a-z][a-z0-9+.-]{0,20}:/{0,3}", "", url.strip(" <>").casefold())
    host = re.split(r"[/?#\s]", text, maxsplit=1)[0].rpartition("@")[2]
    return host.partition(":")[0].strip(".").removeprefix("www.")


def phones(text: str) -> list[Found]:
    """The telephone numbers in a text: at least seven digits that are no date."""
    found = []
    for match in _PHONE.finditer(text):
        digits = sum(char.isdigit() for char in match.group(0))
        if 7 <= digits <= 15 and not re.fullmatch(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}", match.group(0)):
            found.append(Found(match.group(0).strip(), match.start(), match.end()))
    return found


def ticked(text: str) -> list[str] | None:
    """The texts beside the ticked boxes, or None where there are no boxes."""
    marks = list(_MARK.finditer(text))
    if not marks or not (len(marks) > 1 or text.strip().startswith(marks[0].group(0))):
        return None
    on = []
    after = not text[: marks[0].start()].strip(" \t:：.-") or bool(text[marks[-1].end() :].strip())
    for number, mark in enumerate(marks):
        beside = (mark.end(), marks[number + 1].start() if number + 1 < len(marks) else len(text))
        if not after:
            beside = (marks[number - 1].end() if number else 0, mark.start())
        if mark.group(1) or mark.group(2) or mark.group(3):
            on.append(text[beside[0] : beside[1]].strip(" \t,;|/"))
    return on


@dataclass(frozen=True, slots=True)
class Own:
    """What belongs to the sender, the bot or a service, so that it is never taken for a lead's."""

    addresses: Collection[str]
    domains: Collection[str]

    def address(self, text: str) -> bool:
        """Whether a mail address is one of ours."""
        folded = text.casefold()
        return folded in self.addresses or self._under(folded.rpartition("@")[2])

    def host(self, url: str) -> bool:
        """Whether a web address is one of ours, or of a service everybody links to."""
        host = host_of(url)
        return self._under(host) or host in lexicon().services

    def _under(self, host: str) -> bool:
        while host:
            if host in self.domains:
                return True
            host = host.partition(".")[2]
        return False


def types_in(text: str, vocabulary: Vocabulary, *, loose: bool = False) -> list[tuple[str, int, int]]:
    """The lead types a text names, in order: canonical name, start and end.

    ``loose`` also takes one plain word ("managed"), for texts that are known to speak of the type.
    """
    phrases = _phrases(vocabulary)
    words = [(match.group(0), match.start(), match.end()) for match in _TOKEN.finditer(text[:100_000])]
    keys = [word.lower() if word.isascii() else key(word) for word, _, _ in words]
    found: list[tuple[str, int, int]] = []
    weak: list[tuple[str, int, int]] = []
    at = 0
    while at < len(words):
        size, kind, strict = _longest(words, keys, at, phrases)
        if size:
            (found if strict else weak).append((kind, words[at][1], words[at + size - 1][2]))
        at += size or 1
    if phrases.joined and not text.isascii():
        found += [(vocabulary.type_of(match.group(0)), match.start(), match.end()) for match in phrases.joined.finditer(text)]
    return found or (weak if loose else [])


def _longest(words: list[tuple[str, int, int]], keys: list[str], at: int, phrases: _Phrases) -> tuple[int, str, bool]:
    """The longest phrase that begins at a word: its length in words, the type, whether it stands for itself."""
    if keys[at] not in phrases.starts and keys[at].removesuffix("s") not in phrases.starts:
        return 0, "", False
    for size in range(min(phrases.longest, len(words) - at), 0, -1):
        run = "".join(keys[at : at + size])
        kind = phrases.kinds.get(run) or phrases.kinds.get(run.removesuffix("s"))
        if kind:
            word = words[at][0]
            short = size == 1 and len(run) <= 4 and word.isascii()
            strict = word.rstrip("s").isupper() if short else size > 1 or run in phrases.alone
            return size, kind, strict
    return 0, "", False


def one_type(text: str, vocabulary: Vocabulary) -> str:
    """The one lead type that a value names, by its ticked box or its words; ``""`` when none or several."""
    exact = vocabulary.type_of(text)
    if exact:
        return exact
    boxes = ticked(text)
    if boxes is not None:
        kinds = {kind for box in boxes if (kind := _single(box, vocabulary))}
        return kinds.pop() if len(kinds) == 1 and len(boxes) == 1 else ""
    text = re.sub(r"~~.{0,200}?~~", " ", text)
    negated = re.search(
        r"\b(?:not|no|nicht|kein|keine|pas|non|niet|nie|não)\b|instead of|rather than|statt|≠", text, re.IGNORECASE
    )
    return _single(text[: negated.start()] or text if negated else text, vocabulary)


def _single(text: str, vocabulary: Vocabulary) -> str:
    exact = vocabulary.type_of(text)
    if exact:
        return exact
    kinds = {kind for kind, _, _ in types_in(text, vocabulary, loose=True)}
    return kinds.pop() if len(kinds) == 1 else ""


@dataclass(frozen=True, slots=True)
class _Phrases:
    """How lead types are written in running text; ``alone`` holds single words that can mean nothing else."""

    kinds: Mapping[str, str]
    starts: frozenset[str]
    alone: frozenset[str]
    longest: int
    joined: re.Pattern[str] | None


def _phrases(vocabulary: Vocabulary) -> _Phrases:
    return _phrases_of(vocabulary.lead_types)


@lru_cache(maxsize=32)
def _phrases_of(types: tuple[tuple[str, tuple[str, ...]], ...]) -> _Phrases:
    lex = lexicon()
    generic = lex.modifiers | lex.blocks | _GENERIC
    kinds: dict[str, str] = {}
    starts: set[str] = set()
    alone: set[str] = set()
    longest = 1
    joined: list[str] = []
    for canonical, own in types:
        for name in (canonical, *own):
            for text in (name, *lex.types.get(key(name), ())):
                words = [key(word) for word in _TOKEN.findall(text)]
                if not words or all(word in generic for word in words):
                    continue  # "New Lead", "Client": a type where a label says so, anything in a sentence
                kinds.setdefault("".join(words), canonical)
                starts.add(words[0])
                longest = max(longest, len(words))
                if len(words) == 1 and len(words[0]) > 13:
                    alone.add(words[0])
                if _CJK.search(text) and len(text) > 2 and not _HANGUL_WORD.search(text):
                    joined.append(re.escape(text))
    pattern = re.compile("|".join(sorted(joined, key=len, reverse=True))) if joined else None
    return _Phrases(kinds, frozenset(starts), frozenset(alone), longest, pattern)


_GENERIC = frozenset(["existing", "current", "prospective", "sales", "potential", "prospecto", "cliente", "kunde", "klient"])
_TOKEN = re.compile(r"[^\W_]+")
_HANGUL_WORD = re.compile(r"[\uac00-\ud7af]\s")


def _latin_end(text: str) -> str:
    """What follows the last ideograph, where Latin text is stuck to one."""
    hits = list(_CJK.finditer(text))
    return text[hits[-1].end() :] if hits and text[hits[-1].end() :] else text


def _latin_start(text: str) -> str:
    hit = _CJK.search(text)
    return text[: hit.start()].rstrip(".") if hit and text[:1].isascii() else text


def chunks(text: str, separators: str) -> Iterator[Found]:
    """The pieces of a text between any of the separators, with their places."""
    start = 0
    for match in re.finditer(separators, text):
        yield Found(text[start : match.start()], start, match.start())
        start = match.end()
    yield Found(text[start:], start, len(text))
