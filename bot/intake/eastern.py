"""Names and companies of East Asian sentences, told by what always stands beside them: 株式会社, 様, 先生, a role."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from bot.intake.lexicon import lexicon
from bot.intake.words import load

_FAR = re.compile(r"[^\0-\u03ff\u0500-\u0fff\u2000-\u2fff]")
_EAST = r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0400-\u04ff]"  # which takes 3 ms to compile: few mails need it
_CHAR = r"[\w・ー·&]"
_KANJI = r"[\u3400-\u9fff々ヶ]"
_KANA_OR_KANJI = r"[\u3040-\u30ff\u3400-\u9fff々ヶ]"
_HANGUL = r"[\uac00-\ud7af]"
_END = r"(?=[\s,，、。；;：:()（）<>「」\x1f]|的|$)"
_QUOTED_COMPANY = re.compile(r"\b(?:ООО|ОАО|ЗАО|ПАО|АО|ТОО|ТОВ|ПП|ПрАТ|ИП|ЕООД|ООД)\s?[«\"“„][^«»\"“”„\n]{1,60}[»\"”“]")
_MOST_CHARS = 20_000
_JAPANESE = 4  # characters of most Japanese names
_SHORT_SURNAME = 4  # characters of a Chinese name, its compound surname included


def eastern(text: str) -> tuple[str, str]:
    """A name and a company of East Asian text, by what is written after or before them."""
    text = text[:_MOST_CHARS]
    if text.isascii() or not _FAR.search(text) or not re.search(_EAST, text):
        return "", ""
    quoted = _QUOTED_COMPANY.search(text)
    company = quoted.group(0) if quoted else _company(text)
    rest = text.replace(company, "\x1fの", 1) if company else text
    return _name(rest), company


def _company(text: str) -> str:
    words = _words()
    for match in words.opening.finditer(text):
        whole = match.group(1) + match.group(2) + words.after.split(match.group(3), maxsplit=1)[0]
        if len(whole) > len(match.group(1)) + 1:
            return words.department.sub("", whole)
    for match in words.closing.finditer(text):
        cut = max((at.end() for at in words.breaks.finditer(match.group(1))), default=0)
        core = match.group(1)[cut:]
        if len(core) > 1:
            return (core + match.group(2)).lstrip("・")
    return ""


def _name(text: str) -> str:
    """The name before an honorific, behind a role, or just before the address."""
    words = _words()
    for match in words.honoured.finditer(text):
        found = words.before_name.split(match.group(1))[-1].strip()
        found = (len(found) > _JAPANESE and " " not in found and _surnamed(found)) or found
        if found and found not in words.no_names and not found.endswith(("お客", "取引先", "担当", "担当者")):
            return found
    for pattern in (words.behind_role, words.japanese_role, words.before_address):
        for match in pattern.finditer(text):
            if found := _surnamed(match.group(1).strip()):
                return found
    return ""


def _surnamed(text: str) -> str:
    """The end of a text that opens with a known surname and is as long as a name, else nothing."""
    names = lexicon().surnames
    if re.fullmatch(rf"{_HANGUL}{{2,4}}", text) or " " in text:
        return text
    for size in range(2, min(len(text), 6) + 1):
        name = text[-size:]
        if size <= _SHORT_SURNAME and name[:2] in names["chinese_compound"]:
            return name if size > 2 else ""
    for start in range(max(0, len(text) - 6), len(text) - 1):
        name = text[start:]
        if any(name[:cut] in names["japanese_surnames"] and len(name) > cut for cut in (2, 3)):
            return name
    for size in (3, 2):
        if len(text) >= size and text[-size] in names["chinese_surnames"]:
            return text[-size:]
    return ""


@lru_cache(maxsize=1)
def positions() -> frozenset[str]:
    """The positions of departments, which are no names: 営業部長, 采购总监, 구매과장."""
    ranks = ("", *lexicon().surnames["after_name"])
    departments = load("eastern")["departments_of"]
    return frozenset(each + rank for each in departments for rank in ranks if rank or len(each) > 1)


class _Words:
    """The lists of ``data/eastern.toml`` as patterns."""

    def __init__(self) -> None:
        data = load("eastern")
        behind = rf"(?:{_any(data['korean_particles'])})"
        honorifics, roles, links = (_any(data[name]) for name in ("honorifics", "roles", "links"))
        self.opening = re.compile(
            rf"(?<![\u30a1-\u30fa\u3400-\u9fffA-Za-z])({_any(data['opening_forms'])})(\s?)"
            rf"(?!{_HANGUL}{{2,4}}\s?(?:{honorifics})|{behind}(?!\w))({_CHAR}{{1,30}})"
        )
        self.closing = re.compile(rf"({_CHAR}{{2,30}}?)(\s?(?:{_any(data['closing_forms'])})+)(?!網|网|名|地址)")
        particles = _any(data["after_company"])
        self.after = re.compile(rf"(?<!の)(?:{particles})(?![ぁ-ん]{{2}}|$)|(?:の|は|様|의|는|은|에서|에)$")
        self.before_name = re.compile(r"[部課室局]|担当(?=.)|(?<=[のは])|[的是为為叫]|登[记記]|[注註][册冊]|客[户戶]")
        self.department = re.compile(rf"\s?{_KANJI}{{1,4}}(?:{_any(data['departments'])})$")
        self.breaks = re.compile(_any(data["breaks"]))
        self.no_names = frozenset([*data["no_names"], *data["departments_of"]])
        self.honoured = re.compile(
            rf"(?<![\u3400-\u9fff])({_KANJI}{{1,9}}(?:\s?{_KANA_OR_KANJI}{{1,6}}?)?|{_HANGUL}{{2,4}})\s?(?:{honorifics})(?![\u3400-\u9fff])"
        )
        self.behind_role = re.compile(
            rf"(?:{roles})(?:{links})?\s?({_KANJI}{{2,4}}{_END}|{_HANGUL}{{2,4}}?(?={behind}(?!\w)|{_END[3:-1]}))"
        )
        self.japanese_role = re.compile(
            rf"(?:{roles})(?:{links})?\s?({_KANJI}{{1,4}}\s?{_KANA_OR_KANJI}{{1,5}}?)(?=です|で、|さ|様|{_END[3:-1]})"
        )
        self.before_address = re.compile(
            rf"({_KANA_OR_KANJI}{{2,12}}(?:\s{_KANA_OR_KANJI}{{1,4}})?)\s?[(（<,，、:：]?\s?\x1f"
        )


def _any(texts: Iterable[str]) -> str:
    return "|".join(re.escape(text) for text in sorted(texts, key=len, reverse=True))


@lru_cache(maxsize=1)
def _words() -> _Words:
    return _Words()
