"""A draft made a lead: each field checked, and what is wrong said in words that a partner can act on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from bot.domain.lead import EXTRA_FIELDS, FIELD_NAMES, FIELDS, Draft, Fault, Lead, Value
from bot.intake.kinds import one_type
from bot.intake.lexicon import lexicon
from bot.intake.values import host_of
from bot.intake.vocabulary import Vocabulary

Prospect = Callable[[str, str], str]
"""Gives the registrable domain that identifies a company by its URL and its address, ``""`` where there is none."""

_EASY_ADDRESS = re.compile(
    r"[a-z0-9](?:[a-z0-9_+-]|\.(?!\.)){0,60}[a-z0-9]@(?:[a-z0-9](?:[a-z0-9-]{0,60}[a-z0-9])?\.){1,6}[a-z]{2,24}|[a-z0-9]@[a-z0-9-]{1,60}\.[a-z]{2,24}",
    re.IGNORECASE,
)
_HOST = re.compile(r"(?:[\w](?:[\w-]{0,61}[\w])?\.){1,8}[\w-]{2,63}")
_RESERVED = (".example", ".invalid", ".test", ".localhost", ".local", ".internal", ".arpa")
_LENGTHS = {"first_name": 100, "last_name": 100, "company": 200}


def validate(draft: Draft, vocabulary: Vocabulary, prospect: Prospect) -> tuple[Lead, tuple[Fault, ...]]:
    """Check a draft; a required field that is missing, wrong or unsure is left empty and has a fault.

    ``prospect`` tells the company's registrable domain; a URL for which it knows none at all is refused.
    """
    faults: list[Fault] = []
    good: dict[str, str] = {}
    for name in FIELDS:
        value = draft.values.get(name)
        if value is None or not value.text.strip():
            if name in vocabulary.required:
                faults.append(Fault(name, "missing", _missing(name, vocabulary)))
            continue
        text, fault = _check(name, value, vocabulary, prospect)
        if fault is None and value.sure < vocabulary.confidence:
            fault = Fault(name, "unsure", f"did you mean {text}?", text)
        if fault:
            faults.append(fault)
        else:
            good[name] = text
    extra = {name: value.text for name in EXTRA_FIELDS if (value := draft.values.get(name)) and value.text}
    domain = prospect(good.get("url", ""), good.get("email", "")) if good.get("url") or good.get("email") else ""
    return Lead(**good, domain=domain, extra=extra), tuple(faults)


def _missing(name: str, vocabulary: Vocabulary) -> str:
    if name == "lead_type" and vocabulary.lead_types:
        return f"please say which: {' or '.join(kind for kind, _ in vocabulary.lead_types)}"
    return f"please send the {FIELD_NAMES[name]}"


def _check(name: str, value: Value, vocabulary: Vocabulary, prospect: Prospect) -> tuple[str, Fault | None]:
    text = " ".join(value.text.split())
    if name == "email":
        return _address(text)
    if name == "url":
        return _url(text, prospect)
    if name == "lead_type":
        return _lead_type(text, vocabulary)
    return _words(name, text)


def _words(name: str, text: str) -> tuple[str, Fault | None]:
    label = FIELD_NAMES[name]
    if len(text) > _LENGTHS[name]:
        return "", Fault(name, f"{name}.too_long", f"the {label} is longer than {_LENGTHS[name]} characters", text[:80])
    if not any(map(str.isalnum, text)):
        return "", Fault(name, f"{name}.invalid", f"the {label} holds no letters", text)
    if name != "company" and ("@" in text or "://" in text or not any(map(str.isalpha, text))):
        return "", Fault(name, f"{name}.invalid", f"this does not look like a {label}", text)
    return text if text.isascii() else unicodedata.normalize("NFC", text), None


@lru_cache(maxsize=4096)
def _address(text: str) -> tuple[str, Fault | None]:
    """The address, checked by RFC 5321 and IDNA; where it leads is not looked up."""
    if (
        text.isascii()
        and _EASY_ADDRESS.fullmatch(text)
        and not text.lower().endswith(_RESERVED)
        and "xn--" not in text.lower()
        and len(text) < 120
    ):
        return text, None
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415  only odd addresses need it

    try:
        validate_email(text, check_deliverability=False, strict=True)
    except EmailNotValidError as error:
        return "", Fault("email", "address.invalid", f"this address cannot work: {str(error).rstrip('.')}", text[:200])
    return text, None


def _url(text: str, prospect: Prospect) -> tuple[str, Fault | None]:
    host = host_of(text)
    if " " in text.strip() or not _HOST.fullmatch(host):
        return "", Fault("url", "url.invalid", "this is no web address; send it like www.company.com", text[:200])
    if host.endswith(_RESERVED) or not (_is_shared(host) or prospect(text, "") or prospect("", f"x@{host}")):
        return "", Fault("url", "url.no_domain", f"{host} is not under any domain that can be registered", text[:200])
    return text, None


def _is_shared(host: str) -> bool:
    """Whether the host is a page on a platform: a fine web address, though it identifies no company."""
    return host.rpartition(".")[2] in lexicon().tlds


def _lead_type(text: str, vocabulary: Vocabulary) -> tuple[str, Fault | None]:
    if not vocabulary.lead_types:
        return text, None
    kind = one_type(text, vocabulary) or vocabulary.initial_of(text)
    if kind:
        return kind, None
    names = " or ".join(name for name, _ in vocabulary.lead_types)
    return "", Fault("lead_type", "lead_type.unknown", f"please choose {names}", text[:100])
