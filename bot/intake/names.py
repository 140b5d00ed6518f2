"""A contact's whole name split into first and last name, by the conventions of whoever bears it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from bot.intake.eastern import positions
from bot.intake.lexicon import key, lexicon
from bot.intake.namesakes import cut_by_capitals, cut_by_email, is_turned, turned_at
from bot.intake.particles import SAINTS, is_particle
from bot.intake.slavic import slavic_cut, slavic_order


class Name(NamedTuple):
    """A name split, and how sure the split is (0 to 1)."""

    first: str
    last: str
    sure: float


_IDEOGRAPH = r"[\u3400-\u9fff々〆ヶ]"  # which takes 2 ms to compile: only where a name needs it
_KANA = r"[\u3040-\u30ff]"
_HANGUL = r"[\uac00-\ud7af]"
_EAST = r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af々〆ヶ・\s]+"
_ASIDE = re.compile(r"\s*[(（\[][^()（）\[\]]{0,60}[)）\]]\s*")
_NICKNAME = re.compile(r"\s+[\"“”„«»'‘’][^\s\"“”„«»'‘’][^\"“”„«»]{0,30}?[\"“”»«'’](?=\s)")
_CASE = re.compile(r"(?<=\w{3})['’](?:y?[ıiuüae]|n[ıiuü]n|[dt][ae]n?|s)$")  # "Aksoy'u", "Aksoy's"
_QUOTES = '"“”„«»‹›*_`<>'
_MARKED = re.compile(r"[(（\[\"“”„«»'‘’]")
_IBERIAN = frozenset(re.findall(r"\w+", "es mx ar co cl pe ec ve uy py bo cr gt hn ni pa sv do cu pr"))
_LUSOPHONE = frozenset(["br", "pt", "ao", "mz", "cv"])
_HUNGARIAN_FORMS = re.compile(r"\b(?:Kft|Zrt|Nyrt|Bt)\b", re.IGNORECASE)


def split(full: str, *, email: str = "", company: str = "", context: str = "", turned: bool = False) -> Name:
    """Split a full name; a mononym is the first name.

    ``email`` and ``company`` of the same lead, and ``context`` (its web address), tell the convention where the
    name alone does not; ``turned`` is that its label names the last name first.
    """
    text = bare(full)
    if not text:
        return Name("", "", 0.0)
    if _is_east(text):
        return _eastern(text, email + " " + context, company)
    comma = re.split(r"\s*[,،，]\s*", text)
    if len(comma) == 2 and key(comma[1]) in lexicon().generations:
        comma = [" ".join(comma)]
    if len(comma) == 2 and all(comma) and not _is_suffix(comma[1]):
        first, last = bare(comma[1]), comma[0]
        return Name(first, last, 0.95 if len(comma[0].split()) <= 4 else 0.5)
    words, tops = comma[0].split(), _tops(email, context)
    if capital := cut_by_capitals(words):
        parts = " ".join(words[: capital[0]]), " ".join(words[capital[0] :])
        return Name(parts[1], parts[0], 0.95) if capital[1] else Name(parts[0], parts[1], 0.95)
    double = bool(tops & (_IBERIAN | _LUSOPHONE))
    if turned and not slavic_order(words) and (cut := turned_at(words, email, iberian=double)):
        return Name(" ".join(words[cut:]), " ".join(words[:cut]), 0.85)
    return _spaced(words, email, company, tops)


def _spaced(words: list[str], email: str, company: str, tops: frozenset[str]) -> Name:
    if len(words) == 1:
        return Name(words[0], "", 0.9)
    if words[0].islower() and key(words[0]) in lexicon().particles and not all(map(str.islower, words)):
        return Name("", " ".join(words), 0.8)  # "von Trott" behind a title
    if len(words) == 2 and key(words[0]) in SAINTS:
        return Name("", " ".join(words), 0.8)  # "St. Clair" behind a title
    if len(words) > 2 and key(words[-1]) in lexicon().generations and words[-1][:1].isupper():
        found = _western(words[:-1], email, company, tops)
        return found._replace(last=f"{found.last} {words[-1]}")
    return _western(words, email, company, tops)


def is_eastern(text: str) -> bool:
    """Whether a name is written in Chinese, Japanese or Korean letters."""
    return _is_east(bare(text))


def _is_east(text: str) -> bool:
    return text.rstrip()[-1:] > "\u3000" and bool(re.fullmatch(_EAST, text))


@lru_cache(maxsize=1)
def _after_names() -> tuple[str, ...]:
    return tuple(sorted(lexicon().surnames["after_name"], key=len, reverse=True))


def bare(full: str) -> str:
    """A name without titles, honorifics, degrees, quotes and asides."""
    if full.isascii() and full.isalpha():
        return full
    text = _NICKNAME.sub("", _ASIDE.sub(" ", full)) if _MARKED.search(full) else full
    text = text.strip(_QUOTES + " \t,;:.-–—/|")
    if " " in text and not text.isascii():
        text = " ".join(word for word in text.split() if word not in positions()) or text
    for mark in _after_names() if text.endswith(_after_names()) else ():
        if text.endswith(mark) and len(text) > len(mark) + 1 and (not mark.isascii() or text[-len(mark) - 1] in " -"):
            text = text[: -len(mark)].rstrip(" -")
            break
    words = text.split()
    if len(words) > 2 and words[0].islower() and key(words[0] + words[1]) in lexicon().honorifics:
        words = words[2:]  # "de heer Jan Smit"
    while len(words) > 1 and _is_honorific(words[0]):
        words = words[1:]
    while len(words) > 2 and _is_suffix(words[-1]):
        words = words[:-1]
    return _CASE.sub("", " ".join(words).rstrip(",;"))


def _is_honorific(word: str) -> bool:
    found = key(word)
    if found not in lexicon().honorifics:
        parts = [key(part) for part in re.split(r"[.\-]", word) if part]
        return len(parts) > 1 and all(part in lexicon().honorifics for part in parts)
    return not (len(found) <= 2 and word.isupper() and not word.endswith(".")) and not (
        len(found) == 1 and word[0].isupper() and found not in "dm"
    )


def _is_suffix(text: str) -> bool:
    words = text.replace(".", "").replace(",", " ").split()
    return bool(words) and all(key(word) in lexicon().suffixes for word in words)


def _eastern(text: str, hosts: str, company: str) -> Name:  # noqa: PLR0911  one convention a line
    words = [word for word in re.split(r"[\s・]+", text) if word]
    if len(words) == 2:
        return Name(words[1], words[0], 0.95)
    if len(words) > 2:
        return Name(" ".join(words[1:]), words[0], 0.7)
    names = lexicon().surnames
    text = words[0] if words else text
    if len(text) < 2:
        return Name(text, "", 0.5)
    if re.search(_HANGUL, text):
        cut = 2 if text[:2] in names["korean_compound"] and len(text) > 2 else 1
        return Name(text[cut:], text[:cut], 0.9 if len(text) <= 4 else 0.5)
    if re.search(_KANA, text) and not re.search(_IDEOGRAPH, text):
        return Name(text, "", 0.4)
    if _is_japanese(text, hosts, company):
        return _japanese(text)
    cut = 2 if text[:2] in names["chinese_compound"] and len(text) > 2 else 1
    return Name(text[cut:], text[:cut], 0.9 if len(text) <= 3 or cut == 2 else 0.6)


def _is_japanese(text: str, hosts: str, company: str) -> bool:
    if re.search(_KANA, text + company) or "々" in text or re.search(r"\.jp\b", hosts):
        return True
    if re.search(r"\.(?:cn|tw|hk|mo|sg)\b", hosts) or "有限公司" in company or "集团" in company:
        return False
    return "株式会社" in company or "有限会社" in company or "合同会社" in company


def _japanese(text: str) -> Name:
    surnames = lexicon().surnames["japanese_surnames"]
    for cut in (3, 2, 1):
        if text[:cut] in surnames and len(text) > cut:
            return Name(text[cut:], text[:cut], 0.9 if cut > 1 or len(text) <= 3 else 0.6)
    kana = re.search(_KANA, text)
    if kana and kana.start() >= 2 and kana.start() <= 3:
        return Name(text[kana.start() :], text[: kana.start()], 0.8)
    cut = 1 if len(text) == 2 else 2
    return Name(text[cut:], text[:cut], 0.8 if len(text) in (2, 4) else 0.62)


def _western(words: list[str], email: str, company: str, tops: frozenset[str]) -> Name:
    if told := slavic_cut(words):
        parts = " ".join(words[: told[0]]), " ".join(words[told[0] :])
        return Name(parts[1], parts[0], 0.9) if told[1] else Name(parts[0], parts[1], 0.9)
    if _surname_first(words, email, company, tops) or is_turned(words, email, company):
        return Name(" ".join(words[1:]), words[0], 0.75)
    cut, sure = _cut(words, email, tops)
    return Name(" ".join(words[:cut]), " ".join(words[cut:]), sure)


def _surname_first(words: list[str], email: str, company: str, tops: frozenset[str]) -> bool:
    names = lexicon().surnames
    first, last = key(words[0]), key(words[-1])
    if first not in names["hungarian_given"] and ("hu" in tops or _HUNGARIAN_FORMS.search(company)):
        surname = not names["hungarian_surnames"].isdisjoint(map(key, words[0].split("-")))
        return surname or names["hungarian_given"].issuperset(map(key, words[1:]))
    if (
        first in names["vietnamese"]
        and len(words) >= 3
        and (not words[0].isascii() or "vn" in tops or not all(map(str.isascii, words)))
    ):
        return True
    if first not in names["surname_first"] or (
        last in names["surname_first"] and len(words) == 2 and "-" not in words[-1]
    ):
        return False
    if len(words) == 2:
        return "-" in words[1] or (bool(tops & {"cn", "tw", "kr", "hk"}) and "." not in email.partition("@")[0])
    return len(words) == 3 and all(len(key(word)) <= 6 for word in words)


def _cut(words: list[str], email: str, tops: frozenset[str]) -> tuple[int, float]:  # noqa: PLR0911
    """Where the last name begins."""
    for at in range(1, len(words)):
        if is_particle(words, at):
            before = key(words[at - 1])
            if at > 2 and tops & _IBERIAN and key(words[1]) in lexicon().surnames["second_given"]:
                return 2, 0.8
            double = at > 1 and before.endswith(("ez", "iz", "oz")) and before not in lexicon().surnames["second_given"]
            return at - double, 0.9
    if len(words) == 2:
        return 1, 0.97
    second = key(words[1]) in lexicon().surnames["second_given"]
    double = len(words) == 3 and not second and key(words[1]) in lexicon().surnames["iberian_surnames"]
    if double and tops & _LUSOPHONE:
        return 1, 0.85  # "Tatiane Borges Leal" is tatiane.leal@, too
    if (found := cut_by_email(words, email)) is not None:
        return found, 0.9
    if tops & _IBERIAN:
        return (2, 0.75) if len(words) > 3 or (second and len(words) > 3) else ((2, 0.65) if second else (1, 0.75))
    if tops & _LUSOPHONE:
        return (2, 0.75) if len(words) > 3 or second else (1, 0.65)
    if double and key(words[2]) in lexicon().surnames["iberian_surnames"] and "ph" not in tops:
        return 1, 0.75
    if len(words) == 3 and words[1] == "O" and ("ie" in tops or f"o{key(words[2])}" in key(email)):
        return 1, 0.9  # "Conor O Brien"
    if len(words) == 3 and words[1].rstrip(".").isupper() and len(words[1]) <= 2:
        return 2, 0.95
    return (len(words) - 1 if len(words) == 3 else len(words) - 1 - (len(words) > 4)), 0.7


def _tops(email: str, context: str) -> frozenset[str]:
    hosts = (email.rpartition("@")[2], re.split(r"[/?#]", context.partition("://")[2] or context, maxsplit=1)[0])
    return frozenset(host.rpartition(".")[2].casefold() for host in hosts if "." in host)
