"""The last step of reading a draft: its whole name split, and nothing in it that is the sender's own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.domain.lead import Draft, Value
from bot.intake import names
from bot.intake.answers import same_as_mail
from bot.intake.apart import tell_apart
from bot.intake.assign import is_ditto, says_nothing, tidy
from bot.intake.lexicon import lexicon, tokens
from bot.intake.namesakes import is_turned, turned_at
from bot.intake.values import Own, addresses, links
from bot.intake.vocabulary import FULL_NAME, LAST_FIRST


def finish(draft: Draft, own: Own) -> Draft:
    """A draft with first and last name in place of a whole one, titles dropped."""
    values = {name: value for name, value in draft.values.items() if not says_nothing(name, value.text)}
    for name in ("email", "url"):
        value = values.get(name)
        if value is None:
            continue
        if name == "url" and "." not in value.text and (host := _mail_host(values)) and same_as_mail(value.text):
            values[name] = value = Value(host, value.origin, 0.9)
        found = addresses(value.text) if name == "email" else links(value.text)
        if found and len(found[0].text) != len(value.text):
            values[name] = Value(found[0].text, value.origin, value.sure)
        text = values[name].text
        if own.address(text) if name == "email" else "@" not in value.text and own.host(text) and not own.is_page(text):
            del values[name]
    tell_apart(values)
    whole, turned = values.pop(FULL_NAME, None), values.pop(LAST_FIRST, None)
    if whole:
        _split(values, whole, turned=turned is not None)
    for name in ("first_name", "last_name"):
        value = values.get(name)
        if value and (bare := names.bare(value.text)) and bare != value.text and len(bare) > 1:
            values[name] = Value(bare if not value.text.endswith(f"{bare}.") else value.text, value.origin, value.sure)
    return Draft(values)


def _mail_host(values: dict[str, Value]) -> str:
    """The domain of a lead's address where it is its company's own."""
    host = values["email"].text.rpartition("@")[2].casefold() if "email" in values else ""
    return "" if host in lexicon().freemail else host


_REMARK = re.compile(r"([^\s,;][^,;]{0,60}?)(?:\s[-–—]\s|[,;]\s)\s{0,3}([^,;]{4,60})")
_LONGEST_REMARK = 4  # words of it
_EXAMPLE = re.compile(
    r"@(?:[\w-]{1,60}\.)?(?:example|sample|domain|test|exemplo|ejemplo|exemple|beispiel|esempio|voorbeeld|primer|przyklad)"
    r"\.(?:[a-z]{2,3}|com\.[a-z]{2})$",
    re.IGNORECASE,
)
_RESERVED = re.compile(r"@\w[\w.-]{0,60}\.(?:example|invalid|test)$", re.IGNORECASE)


def without_examples(drafts: Sequence[Draft]) -> list[Draft]:
    """Drafts without those whose address only stands for one; at a reserved name (RFC 2606) one may stand alone.

    A mail that brings nothing else may be a trial, and its sender deserves to hear what is wrong with the address.
    """
    told = [draft for draft in drafts if not _EXAMPLE.search(draft.text("email"))]
    return [draft for draft in told if not _RESERVED.search(draft.text("email"))] or told


def filled_down(drafts: Sequence[Draft]) -> list[Draft]:
    """Drafts whose ditto marks ("same as above", 〃) are replaced by what the draft before says, or dropped."""
    result: list[Draft] = []
    for draft in drafts:
        if not any(is_ditto(value.text) for value in draft.values.values()):
            result.append(draft)
            continue
        before = result[-1].values if result else {}
        values = {name: before.get(name) if is_ditto(value.text) else value for name, value in draft.values.items()}
        result.append(Draft({name: value for name, value in values.items() if value}))
    return result


def in_one_order(drafts: Sequence[Draft]) -> list[Draft]:
    """Drafts of one list with the last name first in all, where the addresses of two show it, and of none that not."""
    names_of = [(draft.text(FULL_NAME).split(), draft.text("email"), draft.text("company")) for draft in drafts]
    told = [(words, email, company) for words, email, company in names_of if len(words) == _PAIR and "@" in email]
    turned = sum(is_turned(words, email, company) for words, email, company in told) if len(told) > _PAIR else 0
    if turned < _PAIR or any(turned_at(words, email, iberian=False) == 0 for words, email, _ in told):
        return list(drafts)
    return [
        Draft({**draft.values, LAST_FIRST: draft.values[FULL_NAME]}) if FULL_NAME in draft.values else draft
        for draft in drafts
    ]


_PAIR = 2


def _without_remark(text: str) -> str:
    """A name without what is said of the part that is lacking: "Luc - last name to follow"."""
    found = _REMARK.fullmatch(text)
    if not found or not found[2].islower() or found[1].islower():
        return text
    words = tokens(found[2])
    told = any("".join(words[-size:]) in lexicon().empty for size in range(1, _LONGEST_REMARK))
    return found[1] if told else text


def _split(values: dict[str, Value], whole: Value, *, turned: bool) -> None:
    text = {name: values[name].text if name in values else "" for name in ("email", "company", "url")}
    told = _without_remark(tidy(whole.text))
    name = names.split(told, email=text["email"], company=text["company"], context=text["url"], turned=turned)
    for field, part in (("first_name", name.first), ("last_name", name.last)):
        if part and field not in values:
            values[field] = Value(part, whole.origin, min(whole.sure, name.sure))
