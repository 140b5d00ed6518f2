"""Which legacy charset some bytes are in, weighed by what they would say: letters of one language, words with one case.

Nothing in such a file tells its charset.  Every candidate is tried, and its text is judged by the alphabets of the
languages it serves, by what stands around the file, and by the headings that would be known.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import category

from bot.intake.words import load

_SAMPLE = 4_000
_CELL = re.compile(r"[,;\t|\n\r:]+")
_TLD = re.compile(rb"[\w-]\.([a-z]{2})\b")
_MARKS = frozenset("«»„“”‚‘’–—…•€№§°·®©™´£½²³№ªº¿¡ \u200e\u200f")
_MIXED = re.compile(r"[A-Za-z][^\x00-\xbf\u2000-\u206f]|[^\x00-\xbf\u2000-\u206f][A-Za-z]")
_CJK = ("gb18030", "big5hkscs", "cp932", "euc_jp", "cp949")
_COMMON = {  # the lead bytes of a double-byte set's everyday characters, kana and Hangul among them
    "gb18030": ("gb2312", 0xB0, 0xD7),
    "big5hkscs": ("big5", 0xA4, 0xC6),
    "cp932": ("shift_jis", 0x88, 0x97),
    "euc_jp": ("euc_jp", 0xB0, 0xCF),
    "cp949": ("euc_kr", 0xB0, 0xC8),
}
_RARELY = 0.1  # what a charset must say more than the usual ones to be believed


@dataclass(frozen=True, slots=True)
class Nearby:
    """What a file's surroundings tell of its language: texts, the charsets they declare, and what labels are known."""

    text: str = ""
    charsets: Collection[str] = ()
    known: Callable[[str], object] | None = None


NOTHING = Nearby()


def likeliest(data: bytes, declared: str = "", nearby: Nearby = NOTHING) -> str:
    """The codec whose reading of the bytes is the most plausible; ``declared`` counts for as much as a hint."""
    lines = [line for line in re.split(rb"[\r\n]+", data[: 40 * _SAMPLE]) if not line.isascii()]
    sample = b"\n".join(lines)[:_SAMPLE]
    sample = sample[: sample.rfind(b"\n")] if len(sample) == _SAMPLE and b"\n" in sample else sample
    hints = _hints(data, nearby)
    meant, beside = name_of(declared), {name_of(charset) for charset in nearby.charsets}
    best, top = declared or "cp1252", float("-inf")
    for codec, languages, prior in _candidates():
        try:
            text = sample.decode(codec)
        except (UnicodeError, LookupError):
            continue
        score = _score(text, codec, languages, hints) + prior + _known(text, nearby)
        score += 0.3 * (codec == meant) + 0.15 * (codec in beside)
        if score > top:
            best, top = codec, score
    return best


def _hints(data: bytes, nearby: Nearby) -> dict[str, float]:
    """By language, how much speaks for it: the countries of the addresses, the letters of the texts nearby."""
    countries = Counter(tld.decode() for tld in _TLD.findall(data[: 10 * _SAMPLE].lower()))
    most = max(countries.values(), default=0)
    letters = Counter(char for char in nearby.text[:_SAMPLE].lower() if char > "\x7f" and char.isalpha())
    total = sum(letters.values())
    found: dict[str, float] = {}
    for language, entry in load("alphabets")["languages"].items():
        spoken = max((countries[country] for country in entry.get("countries", ())), default=0)
        alphabet = _alphabet(language)
        fits = sum(number for letter, number in letters.items() if _belongs(letter, language, alphabet))
        found[language] = 0.3 * (spoken * 2 >= most > 0) + (0.3 * fits / total if total else 0)
    return found


def _score(text: str, codec: str, languages: tuple[str, ...], hints: dict[str, float]) -> float:
    beyond = [char for char in text if char > "\x7f"]
    if not beyond:
        return 0.0
    if codec in _CJK:
        fit = sum(_common(char, codec) for char in beyond) - 0.5 * _mixed(text)
        return fit / len(beyond) + max(hints.get(language, 0.0) for language in languages)
    letters = Counter(char.lower() for char in beyond if _is_letter(char))
    odd = sum(1 for char in beyond if not _is_letter(char) and char not in _MARKS)
    odd += sum(2 for char in beyond if "\x80" <= char < "\xa0")
    best = max(
        sum(number for letter, number in letters.items() if letter in _alphabet(language))
        - 0.7 * sum(number for letter, number in letters.items() if letter not in _alphabet(language))
        - (_mixed(text) if not _latin(language) else _crowded(text))
        + len(beyond) * hints.get(language, 0.0)
        for language in languages
    )
    return (best - 1.5 * odd - _case(text)) / len(beyond)


def _known(text: str, nearby: Nearby) -> float:
    """Headings that are known once read so; only those beyond ASCII tell anything."""
    if nearby.known is None:
        return 0.0
    head = text[:1_000].split("\n")[:3]
    cells = [cell.strip(" \"'") for line in head for cell in _CELL.split(line) if not cell.isascii()][:30]
    return 0.5 * min(3, sum(1 for cell in cells if nearby.known(cell))) if cells else 0.0


def _common(char: str, codec: str) -> float:
    if "\u3041" <= char <= "\u30fe":
        return 1.0 if codec in ("cp932", "euc_jp") else -0.5
    if "\u3000" <= char <= "\u303f" or "\uff01" <= char <= "\uff5e":
        return 0.5
    charset, first, last = _COMMON[codec]
    try:
        coded = char.encode(charset)
    except UnicodeError:
        return -1.0
    return 1.0 if len(coded) == 2 and first <= coded[0] <= last else -1.0


def _case(text: str) -> float:
    """Capitals inside of words, and a text of small letters only: what a wrong charset makes of other letters."""
    shape = "".join("a" if char.islower() else "A" if char.isupper() else " " for char in text)
    small = sum(1 for char in text if char > "\x7f" and char.islower())
    return shape.count("aA") + (0.3 * small if small > 9 and "A" not in shape else 0)


def _is_letter(char: str) -> bool:
    return char.isalpha() or category(char)[0] == "M"


def _crowded(text: str) -> float:
    """Accented letters next to each other, which Latin alphabets rarely have, and signs inside of words."""
    return 0.5 * len(re.findall(r"(?<=[^\W\x00-\x7f])[^\W\x00-\x7f]", text)) + len(
        re.findall(r"\w[^\w\x00-\x7f]\w", text)
    )


def _mixed(text: str) -> int:
    """Words of two scripts."""
    return len(_MIXED.findall(text))


@lru_cache(maxsize=1)
def _candidates() -> tuple[tuple[str, tuple[str, ...], float], ...]:
    table = load("alphabets")["charsets"]
    return tuple(
        (name_of(codec), tuple(entry["languages"]), -_RARELY * entry.get("rare", 0)) for codec, entry in table.items()
    )


def name_of(charset: str) -> str:
    """A charset's one name, ``""`` for what is none."""
    try:
        return codecs.lookup(charset).name if charset else ""
    except (LookupError, ValueError):
        return ""


@lru_cache(maxsize=64)
def _alphabet(language: str) -> frozenset[str]:
    return frozenset("".join(load("alphabets")["languages"][language].get("letters", ())))


def _latin(language: str) -> bool:
    return any(char < "\u0250" for char in _alphabet(language))


def _belongs(letter: str, language: str, alphabet: frozenset[str]) -> bool:
    if alphabet:
        return letter in alphabet
    kana, hangul = "\u3041" <= letter <= "\u30fe", "\uac00" <= letter <= "\ud7a3"
    return hangul if language == "ko" else kana or (not hangul and "\u3400" <= letter <= "\u9fff")
