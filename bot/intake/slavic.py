"""East Slavic names: where the patronymic stands tells the order; Cyrillic and Greek letters written in Latin ones."""

from __future__ import annotations

import re
from collections.abc import Sequence

_PATRONYMIC = re.compile(r"(?:[оеё]вич|ьич|[оеё]вна|[иы]чна|івна|ївна|йович|ьович)$", re.IGNORECASE)
_LATIN_PATRONYMIC = re.compile(r"[a-z]{2,20}(?:[oey]vna|ichna|iyevna|ovich|yevich|evich)", re.IGNORECASE)
_SURNAME = re.compile(
    r".{2,30}(?:[оеё]ва?|ский|ская|цкий|цкая|ської|ський|ська|цький|цька|енко|чук|ян|швили|дзе|ых|их)", re.IGNORECASE
)
_GIVEN = frozenset(["лев", "яков", "ева", "ян", "севастьян", "касьян", "демьян", "лукьян", "емельян", "ярослава"])
_LATIN_SURNAME = re.compile(r".{2,30}(?:[oey]va?|skiy|skii|skaya|sky|tsky|enko|chuk|in|ina|yan)", re.IGNORECASE)

_TWO = 2

_LETTERS = dict(
    re.findall(
        r"(\w)=(\w*)",
        "а=a б=b в=v г=g ґ=g д=d е=e є=e ж=zh з=z и=i і=i ї=i й=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts"
        " ч=ch ш=sh щ=shch ъ= ы=y ь= э=e ю=iu я=ia ё=e ђ=d ј=j љ=l њ=n ћ=c џ=dz"
        " α=a β=v γ=g δ=d ε=e ζ=z η=i θ=th ι=i κ=k λ=l μ=m ν=n ξ=x ο=o π=p ρ=r σ=s ς=s τ=t υ=y φ=f χ=ch ψ=ps ω=o",
    )
)
_TABLE = str.maketrans(_LETTERS)
_SPELLINGS = re.findall(
    r"(\w+)=(\w+)", "kh=h ts=c cz=c iu=u yu=u ju=u ia=a ya=a ja=a ie=e ye=e yo=e je=e x=ks w=v y=i j=i ii=i"
)


def slavic_cut(words: Sequence[str]) -> tuple[int, bool] | None:
    """Where a name of two or three words is cut, and whether the last name stands first; None where nothing tells."""
    if len(words) == 3:
        for at in (1, 2):
            if _PATRONYMIC.search(words[at], max(0, len(words[at]) - 5)) or _latin_patronymic(words, at):
                return (2, False) if at == 1 else (1, True)
    cyrillic = "\u0400" <= words[0][:1] <= "\u04ff"
    if len(words) == 2 and cyrillic and _is_surname(words[0]) and not _is_surname(words[1]):
        return 1, True
    return None


def slavic_order(words: Sequence[str]) -> bool:
    """Whether a name tells its order by itself: by a patronymic, or by which of two words is a last name."""
    return slavic_cut(words) is not None or (len(words) == _TWO and slavic_cut(words[::-1]) is not None)


def _latin_patronymic(words: Sequence[str], at: int) -> bool:
    if not words[at].isascii() or not _LATIN_PATRONYMIC.fullmatch(words[at]):
        return False
    return bool(_LATIN_SURNAME.fullmatch(words[2 if at == 1 else 0]))


def _is_surname(word: str) -> bool:
    return word.casefold() not in _GIVEN and bool(_SURNAME.fullmatch(word))


def in_latin(found: str) -> str:
    """A key in Latin letters, as mail addresses spell Cyrillic and Greek."""
    return found if found.isascii() else found.replace("ου", "ou").translate(_TABLE)


def like_latin(found: str) -> str:
    """A key in Latin letters whose several spellings ("yuliya", "iuliia") are made one, for comparing only."""
    text = in_latin(found)
    for one, other in _SPELLINGS:
        text = text.replace(one, other)
    return text
