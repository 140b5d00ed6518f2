"""How automatic replies without telling headers give themselves away: by subject and first lines."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser

from bot.domain.mail import Envelope, Part
from bot.intake.charset import decode
from bot.intake.grammar import commands, references
from bot.intake.lexicon import key, lexicon
from bot.intake.mime import bodies
from bot.intake.phrases import plain
from bot.intake.scan import opens_command
from bot.intake.words import Beginnings, fold, folded, load

_READ = 8_000  # bytes of a text that are looked at
_TOP = 500  # characters in which an absence note says what it is
_SHORT = 2_500
_HEAD = 120  # characters before an address in the head of a quoted mail
_TAG = re.compile(r"^(?:\[[^\[\]]{1,40}\]|\([^()]{1,40}\)|\{[^{}]{1,40}\}|#+[\w-]{1,20}#*)[\s:,-]{0,5}")
_REPLY = re.compile(r"^(?:re|aw|sv|antw|vs|odp|ynt|rv|res|rif|r|回复|回覆|答复|답장)(?:\[\d{1,3}\])?\s?[:：]\s*")
_TICKET = re.compile(
    r"(?:#|\bno\.?\s?|\bnr\.?\s?)\s?\d{3,}|\[(?:ticket|case|request|req|inc|issue|sr)[^\[\]]{0,30}\]"
    r"|\b(?:inc|req|ritm|cs|sctask|chg|case|ticket)[#:_ -]{0,2}\d{3,}|\[[a-z]{2,10}-\d{2,}\]|ticket\s?id|##[\w-]{4,}##"
    r"|\b(?:caso|chamado|protocolo|vorgang|fall|anfrage|dossier|demande|pratica|zaak|ärende|sag|sak|zgłoszenie|заявка|обращение)"
    r"[\s:#№.-]{1,3}(?:n[or°º.]{0,2}\s?)?\d{3,}"
)
_LABELLED = re.compile(r"^[^\w\n]{0,6}[\w][^\n:：=|]{1,40}[:：=|][ \t]*(\S[^\n]{0,200})$", re.MULTILINE)
_HOSTS = re.compile(r"(?:@|https?://|www\.)([\w-]{1,63}(?:\.[\w-]{1,63})+)", re.IGNORECASE)
_SHEETS = ("csv", "xlsx", "xls", "ods", "vcf", "json", "tsv", "xlsm")
_DESKS = (
    "support",
    "help",
    "service",
    "ticket",
    "desk",
    "hotline",
    "info",
    "kundenservice",
    "soporte",
    "suporte",
    "assistenza",
    "contact",
    "jira",
    "zendesk",
    "freshdesk",
    "itsm",
)
Signs = tuple[str, str]
"""A stable code and its evidence."""


def text_of(envelope: Envelope) -> str:
    """The beginning of a mail's text, quoted lines left out."""
    for versions in bodies(envelope.parts):
        for part in sorted(versions, key=lambda part: part.content_type == "text/html"):
            text = _plain(part)
            if text.strip():
                return text
    return ""


def automatic(envelope: Envelope, own: Iterable[str], *, hints: int = 0) -> Signs | None:
    """Whether a program wrote this, by its words; ``hints`` counts other signs that would not be enough alone."""
    subject = fold(envelope.subject)
    bare, replied = _bare(subject)
    written, quotes = _above_quote(text_of(envelope), own)
    data = _holds_data(envelope, written)
    answered = bool(envelope.in_reply_to or envelope.references) or quotes
    if data and not answered and not _beginnings("subject").begin(bare):
        return None
    text = fold(written)
    top = text[:_TOP]
    answering = answered or replied
    found = (
        _absence(bare, top, text, answering=answering, replied=replied, hints=hints)
        or _challenge(envelope, bare, text, answering=answering)
        or _receipt(bare, text)
        or _acknowledgement(envelope, subject, bare, top, hints + answering)
    )
    told = found is not None and (
        (found[0] == "auto.subject" and any(phrase in top for phrase in _list("away")))
        or (found[0] == "auto.acknowledgement" and answered and _copies(envelope, subject, bare, top, hints))
    )
    if not found or (data and not told):
        return None
    by_words_only = found[0] == "auto.absence" and not bare.startswith(_list("subject"))
    return None if by_words_only and (_asks(envelope) or _speaks_of_others(text, envelope, own)) else found


def has_data(envelope: Envelope) -> bool:
    """Whether a mail carries what leads are made of: labelled lines, somebody else's address among them, or a sheet."""
    return _holds_data(envelope, text_of(envelope))


def _holds_data(envelope: Envelope, text: str) -> bool:
    if any(part.attached and part.filename.lower().endswith(_SHEETS) for part in envelope.parts):
        return True
    values = _LABELLED.findall(text[:_READ])
    home = f"@{envelope.from_.domain}"
    known = (home, *(to.key for to in envelope.to))
    return len(values) >= 4 and any(
        "@" in value and not any(at in value.casefold() for at in known) for value in values
    )


def _above_quote(text: str, own: Iterable[str]) -> tuple[str, bool]:
    """The text above a mail of ours that is quoted whole ("From: the bot", "the bot wrote:"), and if there is one."""
    lowered = text.lower()
    for address in own:
        at = lowered.find(address)
        end = text.find("\n", at) if at >= 0 else -1
        start = text.rfind("\n", 0, at) + 1
        if at >= 0 and text[start : len(text) if end < 0 else end].rstrip().endswith((":", "：")):
            return text[:start], True
        heads = [line.partition(":")[0] for line in text[max(0, at - _HEAD) : at].split("\n")[-2:] if ":" in line]
        if at >= 0 and any(key(head) in _authors() for head in heads):
            return text[:start], True
    return text, False


@lru_cache(maxsize=1)
def _authors() -> frozenset[str]:
    """Keys of what stands before the author in the head of a quoted mail."""
    return frozenset(map(key, lexicon().starts["from"]))


def _absence(subject: str, top: str, text: str, *, answering: bool, replied: bool, hints: int) -> Signs | None:
    away = _first("away", top)
    if _beginnings("subject").begin(subject) and (not replied or away):
        return "auto.subject", f"the subject says so: {subject[:80]}"
    if not away or len(text) > _SHORT:
        return None
    back = sum(phrase in text for phrase in _list("back"))
    if back + hints + answering >= 2 and (answering or hints or back > 1):
        return "auto.absence", f"an absence note: {away}"
    return None


def _challenge(envelope: Envelope, subject: str, text: str, *, answering: bool) -> Signs | None:
    said = f"{subject}\n{text}"
    hits = [phrase for phrase in _likely("challenge", said) if phrase in said]
    if not hits:
        return None
    signs = len(hits) + answering + sum(phrase in said for phrase in _likely("challenge_hints", said))
    linked = any(part.content_type == "text/html" and b"href=" in part.data for part in envelope.parts)
    if (signs > 1 and ("http" in text or "reply to this" in text)) or (signs > 2 and linked):
        return "auto.challenge", f"asks for proof of a person: {hits[0]}"
    return None


def _receipt(subject: str, text: str) -> Signs | None:
    if subject.startswith(_list("read")) and (len(text) < 40 or any(phrase in text for phrase in _list("read_body"))):
        return "auto.receipt", f"a receipt: {subject[:80]}"
    return None


def _acknowledgement(envelope: Envelope, subject: str, bare: str, top: str, hints: int) -> Signs | None:
    said = _first("ack", top)
    titled = bare.startswith(_list("ack_subject"))
    if not (said or titled):
        return None
    signs = bool(said) + titled + bool(_TICKET.search(subject)) + bool(_TICKET.search(top)) + _is_desk(envelope) + hints
    return ("auto.acknowledgement", f"an acknowledgement: {said or subject[:80]}") if signs >= 2 + (not said) else None


def _copies(envelope: Envelope, subject: str, bare: str, top: str, hints: int) -> bool:
    """Whether a desk's acknowledgement repeats below what it answers: the leads in it are those of our own mail."""
    titled = bool(_TICKET.search(subject)) or bare.startswith(_list("ack_subject")) or _is_desk(envelope)
    return bool(_first("ack", top)) and (titled or hints > 0 or bool(_first("above", top)))


def _is_desk(envelope: Envelope) -> bool:
    return envelope.from_.key.partition("@")[0].startswith(_DESKS)


def _bare(subject: str) -> tuple[str, bool]:
    """The subject without tags and reply marks, and whether there was one."""
    replied = False
    for _ in range(6):
        rest = _TAG.sub("", subject, count=1)
        cut = _REPLY.sub("", rest, count=1)
        replied = replied or cut != rest
        if cut == subject:
            break
        subject = cut
    return subject, replied


def _asks(envelope: Envelope) -> bool:
    """Whether the text opens with something for the bot to do: then a person wrote it, on holiday or not."""
    top = [plain(line) for line in text_of(envelope)[:_TOP].splitlines() if line.strip()][:3]
    return bool(references(" ".join(top))) or any(opens_command(line, commands()) for line in top)


def _speaks_of_others(text: str, envelope: Envelope, own: Iterable[str]) -> bool:
    """Whether addresses of a third party stand in the text: then a person wrote about it."""
    known = {envelope.from_.domain, *(address.rpartition("@")[2] for address in own)}
    return any(
        not any(host.lower() == domain or host.lower().endswith(f".{domain}") for domain in known if domain)
        for host in _HOSTS.findall(text)
    )


def _plain(part: Part) -> str:
    text = decode(part.data[: _READ * (4 if part.content_type == "text/html" else 1)], part.charset, part.content_type)
    if part.content_type == "text/html":
        body = LexborHTMLParser(text).body
        return body.text(separator="\n") if body else ""
    return "\n".join(line for line in text.splitlines() if not line.startswith(">")) if ">" in text else text


def _first(name: str, text: str) -> str:
    for phrase in _likely(name, text):
        if phrase in text:
            return phrase
    return ""


def _likely(name: str, text: str) -> tuple[str, ...]:
    """The phrases of a list that a text may hold: an ASCII text, as most are, holds none beyond ASCII."""
    return _ascii(name) if text.isascii() else _list(name)


@lru_cache(maxsize=16)
def _ascii(name: str) -> tuple[str, ...]:
    return tuple(phrase for phrase in _list(name) if phrase.isascii())


@lru_cache(maxsize=16)
def _beginnings(name: str) -> Beginnings:
    return Beginnings(_list(name))


@lru_cache(maxsize=16)
def _list(name: str) -> tuple[str, ...]:
    return folded(load("automatic")[name])
