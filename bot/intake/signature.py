"""Where a text's signature begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from bot.intake.lexicon import key, lexicon
from bot.intake.text import Line
from bot.intake.words import Beginnings

_LABELLED = re.compile(r"\s*[^\W\d_][^:：@]{0,40}[:：](?!//)")
_RULE = 6  # signs of a line that rules off what follows
_FULL = 3  # letters of a full name
_CLOSING = 12  # lines that may follow such a rule


def signature_at(lines: Sequence[Line], sender: str = "") -> int:
    """Where the signature starts: the delimiter, a sign-off line, a phone's footer or the sender's own name."""
    footers, disclaimers = _beginnings()[1:]
    own = _own_names(sender)
    seen = False
    for index, line in enumerate(lines):
        bare = line.text.strip()
        if not bare:
            continue
        if bare in ("--", "---", "—", "–") and seen and _short_rest(lines, index, bare):
            return index
        if seen and bare[0] == bare[-1] and _is_ruled(lines, index, bare, key(sender)):
            return index
        first = bare[0]
        if first in "/-–—~" and len(bare) < 40 and key(bare) in own:
            return index
        greets = not seen and key(bare) in lexicon().greetings  # "Ciao," opens and closes a mail
        if len(bare) < 70 and not greets and (_is_signoff(bare, whole := key(bare), own) or (seen and whole in own)):
            if whole in own and index and _names_owner(lines[index - 1].text):
                continue
            return index
        lowered = bare.casefold()
        footer = footers.begin(lowered.lstrip("*_[(> ")) or (len(bare) > 30 and disclaimers.begin(lowered))
        if footer and not _is_among_labels(lines, index):
            return index
        seen = True
    return len(lines)


def _is_among_labels(lines: Sequence[Line], index: int) -> bool:
    """Whether a line is one of a block of labelled ones, as a lead's register number or director may be."""
    if not _LABELLED.match(lines[index].text):
        return False
    for far in (1, 2):
        around = [_text_at(lines, index + step * far) for step in (-1, 1)]
        if any(around):
            return all(map(_LABELLED.match, around))
    return False


def _text_at(lines: Sequence[Line], index: int) -> str:
    return lines[index].text.strip() if 0 <= index < len(lines) else ""


def _names_owner(above: str) -> bool:
    """Whether a line is the label of whoever looks after a lead ("Owner"), so that the name below it signs nothing."""
    return bool(above.strip()) and key(above) in _labels_of_others()


@lru_cache(maxsize=1)
def _labels_of_others() -> frozenset[str]:
    return frozenset(map(key, lexicon().labels["other"])) - {"sales", "support"}


def _is_ruled(lines: Sequence[Line], index: int, bare: str, own: str) -> bool:
    """Whether a rule of signs ("*****") stands above the sender's own full name, as Japanese mail does."""
    if len(bare) < _RULE or len(set(bare)) > 2 or any(map(_is_text, bare)) or len(own) < _FULL:
        return False
    below = [text for line in lines[index + 1 : index + 16] if (text := line.text.strip())]
    return len(below) <= _CLOSING and any(len(text) < _RULE * 10 and own in key(text) for text in below[:5])


def _is_text(char: str) -> bool:
    return char.isalnum() or char.isspace()


def is_signature_box(attributes: dict[str, str | None]) -> bool:
    """Whether an element of a page is marked as a signature by the mail program that wrote it."""
    name = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".lower()
    return bool(name.strip()) and (
        ("gmail_signature" in name and "prefix" not in name)
        or "moz-signature" in name
        or name == " signature"
        or "signature" in name.split()
    )


def _short_rest(lines: Sequence[Line], index: int, bare: str) -> bool:
    rest = sum(1 for line in lines[index + 1 :] if line.text.strip())
    return rest <= (40 if bare == "--" else 12)


def _is_signoff(bare: str, whole: str, own: frozenset[str]) -> bool:
    signoffs = lexicon().signoffs
    if not _beginnings()[0].begin(whole):
        return False
    if whole in signoffs:
        return True
    head, _, rest = bare.partition(",")
    if rest and key(head) in signoffs and (key(rest) in own or key(rest) in signoffs):
        return True
    head, _, rest = bare.rpartition(" ")
    return bool(head) and key(rest) in own and key(head) in signoffs


@lru_cache(maxsize=1)
def _beginnings() -> tuple[Beginnings, Beginnings, Beginnings]:
    """How sign-offs (as keys), footers and disclaimers (in lower case) begin."""
    words = lexicon()
    return Beginnings(words.signoffs), Beginnings(words.tails), Beginnings(words.starts["disclaimer"])


@lru_cache(maxsize=256)
def _own_names(sender: str) -> frozenset[str]:
    words = [word for word in re.split(r"[\s,]+", sender.strip("\"' ")) if word and "@" not in word]
    if not words:
        return frozenset()
    initials = "".join(word[0] for part in words for word in part.split("-") if word)
    names = {key(sender), key(words[0]), key("".join(reversed(words))), key(initials), key(words[0][:1])}
    names.update({key(initials[:2]), key(words[-1])} if len(words) > 1 else ())
    return frozenset(names - {""})
