"""One lead told twice, in a mail's text and in its file or in two versions of a text, made one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.domain.lead import FIELDS, Draft
from bot.intake.lexicon import key, lexicon
from bot.intake.values import host_of


def merged(drafts: Iterable[Draft]) -> list[Draft]:
    """Drafts with every lead once; what the first telling leaves out, a later one adds."""
    result: list[Draft] = []
    by_key: dict[str, int] = {}
    for draft in drafts:
        keys = _keys(draft)
        at = next((by_key[each] for each in keys if each in by_key), None)
        if at is not None and _agree(result[at], draft):
            result[at] = Draft({**draft.values, **result[at].values})
            keys += _keys(result[at])
        else:
            at = len(result)
            result.append(draft)
        for each in keys:
            by_key.setdefault(each, at)
    return result


def better(first: Sequence[Draft], second: Sequence[Draft]) -> Sequence[Draft]:
    """Of two readings of one text (plain and HTML) the one that says more, surely; the first when they tie."""
    return second if _weight(second) > _weight(first) + 0.01 else first


def _weight(drafts: Sequence[Draft]) -> float:
    """How much drafts say: filled required fields by sureness, less a bit for every lead that says hardly anything."""
    total = 0.0
    for draft in drafts:
        filled = [value.sure for name, value in draft.values.items() if name in FIELDS]
        total += sum(filled) - 2.0
    return total


def company_key(text: str) -> str:
    """A company's name for comparing, without legal form."""
    words = [key(word) for word in text.replace("&", " ").split()]
    legal = lexicon().legal
    kept = [word for word in words if word and word not in legal and word not in ("and", "und", "et", "y", "e")]
    return "".join(kept or words)


def _keys(draft: Draft) -> list[str]:
    keys = []
    if email := draft.text("email").casefold():
        keys.append(f"@{email}")
    name = key(draft.text("first_name") + draft.text("last_name"))
    company = company_key(draft.text("company"))
    if name and company:
        keys.append(f"n{name}/{company}")
    elif (host := host_of(draft.text("url"))) and name:
        keys.append(f"h{host}/{name}")
    return keys


def _agree(one: Draft, other: Draft) -> bool:
    """Whether nothing that tells leads apart differs: an address and a company each told differently are two leads."""
    differs = 0
    for name in ("email", "company", "url"):
        a, b = one.text(name), other.text(name)
        if a and b:
            same = {
                "email": a.casefold() == b.casefold(),
                "company": company_key(a) == company_key(b),
                "url": host_of(a) == host_of(b),
            }
            differs += not same[name]
    return differs < 2
