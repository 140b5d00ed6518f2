"""Companies with small words in their names, which only the legal form at the end holds together."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.intake.legal import is_form
from bot.intake.lexicon import key

INSIDE = frozenset(
    re.findall(
        r"\w+",
        "de la del von van der den di da do dos das du des le el al zu z o ter ten della dello delle dei degli alla",
    )
)
"""Small words that stand inside the names of people and companies."""

PLACING = frozenset(
    re.findall(
        r"\w+",
        "am an auf im unter ob vor hinter zum zur sur sous aux au à lès lez nad pod przy koło aan op sul sulla "
        "sullo sui sulle upon under near sopra sotto pri",
    )
)
"""Small words that say where a company is ("Boulangerie des Halles sur Seine"), and not for whom somebody works."""

_FARTHEST = 7  # words to the legal form
_SMALL = 2  # common nouns side by side


def company_end(words: Sequence[tuple[str, int, int]], at: int) -> int:
    """The place of the legal form that ends a company whose name goes on with the small word at ``at``, or 0.

    Either capital words follow what places it ("Przystań nad Odrą sp. z o.o."), or nothing but small ones
    ("Moulins du bord de mer SAS"): of a mixture the capital words may be a name of their own.
    """
    first = key(words[at][0])
    small = at > 0 and key(words[at - 1][0]) in INSIDE
    if not (first in PLACING or (small and words[at][0].isalpha())):
        return 0
    plain = 0 if first in PLACING else 1
    for place in range(at + 1, min(len(words), at + _FARTHEST)):
        word = words[place][0]
        if is_form(word) or key(word) in ("sp", "spol"):
            return place
        if key(word) in INSIDE or key(word) in PLACING:
            continue
        if word[:1].isupper() and not plain:
            continue
        plain += 1
        if not word.isalpha() or not word.islower() or plain > _SMALL:
            return 0
    return 0
