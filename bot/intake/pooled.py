"""A text that lists names, addresses and web addresses apart: each lead takes what its address tells."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.lead import Value
from bot.intake import names
from bot.intake.assign import Values
from bot.intake.cuts import parted, united
from bot.intake.lexicon import key, lexicon
from bot.intake.runs import runs_of
from bot.intake.values import Found, host_of
from bot.intake.vocabulary import FULL_NAME
from bot.intake.weights import is_domain, is_local

_SURE = 0.8


def pooled(leads: list[Values], blank: str, webs: Sequence[Found]) -> None:
    """Give leads of one text, whose addresses stand apart, the names, companies and web addresses that they tell.

    ``blank`` is the text without what has a shape, ``webs`` its web addresses. Nothing changes where one value
    could be two leads'.
    """
    mails = [lead["email"].text for lead in leads]
    found = [run for run in runs_of(blank) if run.capital]
    for email in mails:
        found = [part for run in united(found, blank, email, "") for part in parted(run, email, "")]
    people = [_only([run.text for run in found if _is_person(run.text, email)]) for email in mails]
    companies = [_only([run.text for run in found if is_domain(run.text, email, "")]) for email in mails]
    urls = [
        _only([web.text for web in webs if host_of(web.text) == email.rpartition("@")[2].casefold()]) for email in mails
    ]
    for name, told in ((FULL_NAME, people), ("company", companies), ("url", urls)):
        if all(told) and len(set(told)) == len(told):
            for lead, text in zip(leads, told, strict=True):
                lead[name] = Value(names.bare(text) if name == FULL_NAME else text, lead["email"].origin, _SURE)


def _is_person(text: str, email: str) -> bool:
    words = names.bare(text).split()
    local = key(email.partition("@")[0])
    return 1 < len(words) <= 5 and is_local(words[:1] + words[-1:], local) and key(words[0]) not in lexicon().fillers


def _only(texts: Sequence[str]) -> str:
    """The one text that there is, or ``""``."""
    found = list(dict.fromkeys(texts))
    return found[0] if len(found) == 1 else ""
