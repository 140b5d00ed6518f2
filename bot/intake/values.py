"""The shapes that values have in running text: mail addresses, web addresses, telephone numbers; whose they are."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from bot.intake.lexicon import lexicon


class Found(NamedTuple):
    """A value in a text, and where it stands there."""

    text: str
    start: int
    end: int


_ALONE = re.compile(
    r"([A-Za-z0-9](?:[A-Za-z0-9._+-]{0,60}[A-Za-z0-9])?)@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z0-9]{2,63}"
)
_LINK_ALONE = re.compile(r"(?:https?://|www\.)[A-Za-z0-9./-]{3,200}[A-Za-z0-9/]")
_LOCAL = re.compile(r"\n?([\w.+!#$%&'*/=?^`{}~-]{1,64})")  # of a text read backwards, a wrapped one too
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
_URL_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]{0,20}:/{0,3}")
_AFTER_HOST = re.compile(r"[/?#\s]")
_SAFE_SCHEME = re.compile(r"\b(h)xx(ps?)://", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\w.@/-])(?:\+|00)?[(]?\d[\d\s()./\u2010-\u2015-]{5,22}\d(?![\w@])")
_CJK = r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"  # which takes 3 ms to compile: only where a text needs it
_FILES = frozenset(["zip", "mov", "csv", "xls", "xlsx", "doc", "docx", "pdf", "txt", "png", "jpg"])


def addresses(text: str) -> list[Found]:
    """The mail addresses in a text, written out "[at]" forms too."""
    if _ALONE.fullmatch(text):
        return [Found(text, 0, len(text))]
    found = []
    at = text.find("@")
    while at >= 0:
        left = _LOCAL.match(text[max(0, at - 64) : at][::-1])
        right = _DOMAIN.match(text, at + 1, at + 255) if left else None
        if left and right:
            local = _latin_end(left.group(1)[::-1]).strip("*_'`{}?=/")
            domain = _latin_start(right.group(0).rstrip("_-*"))
            if local.strip(".") and "." in domain:
                found.append(Found(f"{local.lstrip('.')}@{domain}", at - len(local), at + 1 + len(domain)))
        at = text.find("@", at + 1)
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


def plain_host(text: str) -> str:
    """Text in which "hxxps://host[.]tld" is written as a web address."""
    return _SAFE_SCHEME.sub(r"\1tt\2://", _DOT.sub(".", text)) if "[" in text or "xx" in text else text


def links(text: str) -> list[Found]:
    """The web addresses in a text, with or without scheme; mail addresses' domains are none."""
    if "." not in text and "://" not in text:
        return []
    if _LINK_ALONE.fullmatch(text):
        return [Found(text, 0, len(text))]
    found = [_link(match) for match in _SCHEME.finditer(text)]
    taken = [(each.start, each.end) for each in found]
    if "." in text:
        bare = (
            match for match in _BARE.finditer(text) if not any(start <= match.start() < end for start, end in taken)
        )
        found += [_link(match) for match in bare if _is_host(match.group(0))]
    return sorted((each for each in found if each.text), key=lambda each: each.start)


_BEHIND_WORDS = re.compile(r"^.*(?:是|为|為|は|が|：|网址|網址|网站|網站|官网|官網|サイト|주소|홈페이지)")
_GLUED = r"(?:https?://)?(?:[a-zA-Z0-9-]{1,63}\.){1,5}[a-zA-Z]{2,24}/?(?=" + _CJK + ")"
_SHUT = re.compile(r"[)\]](?=[^\x00-\x7f])")


def _link(match: re.Match[str]) -> Found:
    text = match.group(0)
    while text and text[-1] in ".,;:!?'\"’…*_~>]":
        text = text[:-1]
    while text.endswith(")") and text.count("(") < text.count(")"):
        text = text[:-1].rstrip(".,;")
    start = match.start()
    if not text.isascii() and "(" not in text and (shut := _SHUT.search(text)):
        text = text[: shut.start()]  # "(https://acme.jp)を登録"
    if not text.isascii() and (glued := re.match(_GLUED, text)):
        text = glued.group(0)  # "https://acme.jpです", "www.acme.co.kr입니다"
    host = "" if "://" in text or text.isascii() else text.partition("/")[0]
    if not host.isascii() and re.search(_CJK, host) and not re.search(_CJK, host.rpartition(".")[2]):
        bare = _latin_end(text)
        bare = _BEHIND_WORDS.sub("", text) if bare.startswith(".") else bare  # "海風堂.jp", and "网址acme.cn"
        start, text = start + len(text) - len(bare), bare
    return Found(text, start, start + len(text))


def _is_host(text: str) -> bool:
    host = _AFTER_HOST.split(text, maxsplit=1)[0]
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
    return _behind(url) if "?" in url or "__" in url else url


def _behind(url: str) -> str:
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
    if ".mimecast." in f".{host}" and "domain" in query:
        return query["domain"][0]
    if host.startswith("urldefense.") and "__" in url:
        return unquote(url.split("__", 2)[1])
    return url


def host_of(url: str) -> str:
    """The host of a web address, lower case, without "www."."""
    return _host_seen(url) if len(url) < _LONG else _host_of(url)


def _host_of(url: str) -> str:
    text = url.strip(" <>").casefold()
    text = _URL_SCHEME.sub("", text, count=1) if ":" in text else text
    host = _AFTER_HOST.split(text, maxsplit=1)[0].rpartition("@")[2]
    return host.partition(":")[0].strip(".").removeprefix("www.")


_LONG = 200  # characters of a web address that is taken apart each time anew
_host_seen = lru_cache(maxsize=4096)(_host_of)  # each step of reading asks for the host of the same address


def same_house(host: str, email: str) -> bool:
    """Whether a host (see ``host_of``) is that of a mail address, above it or below it."""
    mail = email.rpartition("@")[2].casefold()
    return host == mail or host.endswith(f".{mail}") or mail.endswith(f".{host}")


def phones(text: str) -> list[Found]:
    """The telephone numbers in a text: at least seven digits that are no date."""
    found = []
    for match in _PHONE.finditer(text):
        digits = sum(char.isdigit() for char in match.group(0))
        if 7 <= digits <= 15 and not re.fullmatch(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}", match.group(0)):
            found.append(Found(match.group(0).strip(), match.start(), match.end()))
    return found


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

    def is_page(self, url: str) -> bool:
        """Whether a web address is somebody's page on a service that is nobody's own: https://facebook.com/acme."""
        path = _URL_SCHEME.sub("", url).partition("/")[2]
        return host_of(url) in lexicon().services and len(path.strip("/")) > 1 and not self._under(host_of(url))

    def _under(self, host: str) -> bool:
        while host and self.domains:
            if host in self.domains:
                return True
            host = host.partition(".")[2]
        return False


def _latin_end(text: str) -> str:
    """What follows the last ideograph, where Latin text is stuck to one."""
    hits = [] if text.isascii() else list(re.finditer(_CJK, text))
    return text[hits[-1].end() :] if hits and text[hits[-1].end() :] else text


def _latin_start(text: str) -> str:
    hit = None if text.isascii() else re.search(_CJK, text)
    return text[: hit.start()].rstrip(".") if hit and text[:1].isascii() else text
