"""Mails that are never answered (RFC 3834, both ways): reports, automatic replies, list copies, invitations, our own.

The headers speak first; what says nothing there is known by its words (see ``wording``).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.delivery import mark
from bot.domain.mail import Envelope, Kind, Screened
from bot.intake import wording
from bot.intake.headers import parameters
from bot.intake.words import fold, folded, load

_OWN_ID = re.compile(r"<[0-9a-f]{40}@([^<>@\s]{1,255})>")
_MARK = "x-regbot"
_LIST_HEADERS = (
    "list-id",
    "list-post",
    "list-unsubscribe",
    "list-help",
    "list-subscribe",
    "list-owner",
    "mailing-list",
    "x-mailman-version",
    "x-mailing-list",
)
_SPAM_HEADERS = ("x-spam-flag", "x-spam-status", "x-spam")
_METHODS = re.compile(
    rb"^METHOD:(?:REQUEST|CANCEL|REPLY|COUNTER|DECLINECOUNTER|ADD|REFRESH)\b", re.MULTILINE | re.IGNORECASE
)
_NO_REPLY = re.compile(
    r"(?:.{0,40}[.+_-])?(?:no[._-]?reply|do[._-]?not[._-]?reply|no[._-]?response|nicht[._-]?antworten|keine[._-]?antwort|ne[._-]?pas[._-]?repondre"
    r"|no[._-]?responder|no[._-]?responda|nao[._-]?responda|non[._-]?rispondere|niet[._-]?antwoorden|ei[._-]?vastata|svara[._-]?ej|auto[._-]?reply"
    r"|auto[._-]?responder|listserv|majordomo|mailman)(?:[.+_-].{0,60})?|owner-.{1,60}|.{1,60}-(?:owner|request|bounces)",
)


@dataclass(frozen=True, slots=True)
class Own:
    """The bot itself: its addresses (inbox, aliases, bounce address) and the domains of its Message-IDs, lower case.

    ``verp`` is the return path that names each mail by an ``{id}``, where it has one, ``key`` the secret of its mark,
    ``lists`` the addresses or List-Ids (lower case) of the mailing lists that the inbox is on with its operator's will.
    """

    addresses: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()
    verp: str = ""
    key: bytes = b""
    lists: frozenset[str] = frozenset()


def screen(envelope: Envelope, own: Own) -> Screened | None:
    """Why this mail is never answered, or None for one that a person (or a person's form) meant for the bot."""
    for check in _CHECKS:
        found = check(envelope, own)
        if found:
            return found
    return None


def _own(envelope: Envelope, own: Own) -> Screened | None:
    if envelope.from_.key in own.addresses:
        return Screened(Kind.NOT_SUBMISSION, "own.mail", f"From is our own {envelope.from_.addr}")
    written = _OWN_ID.fullmatch(envelope.message_id)
    marks = envelope.headers.get(_MARK, ())
    ours = bool(own.key) and any(f"mark={mark(own.key, envelope.message_id)}" in value for value in marks)
    if ours or (written and written.group(1).lower() in own.domains):
        return Screened(Kind.NOT_SUBMISSION, "own.mail", "a mail the bot wrote came back")
    if marks:
        return Screened(Kind.NOT_SUBMISSION, "own.kind", "written by a bot of the same make")
    if any(value.lower() in own.addresses for value in envelope.headers.get("x-loop", ())):
        return Screened(Kind.NOT_SUBMISSION, "own.loop", "X-Loop names our own address")
    return None


def _report(envelope: Envelope, own: Own) -> Screened | None:  # noqa: ARG001
    """Delivery reports and receipts by their form (RFC 3462, 3464, 8098)."""
    declared = envelope.header("content-type")
    kind, params = parameters(declared) if "report" in declared.lower() else ("", {})
    types = {part.content_type for part in envelope.parts}
    report = params.get("report-type", "").lower() if kind == "multipart/report" else ""
    if report in ("delivery-status", "delivery-status-report") or (
        "message/delivery-status" in types
        and (kind == "multipart/report" or _null_sender(envelope) or _is_daemon(envelope))
    ):
        return Screened(Kind.BOUNCE, "bounce.report", "a delivery report (RFC 3464)")
    if report == "disposition-notification" or ("message/disposition-notification" in types and not report):
        return Screened(Kind.AUTO_REPLY, "auto.receipt", "a receipt (RFC 8098)")
    if "x-failed-recipients" in envelope.headers or "x-ms-exchange-message-is-ndr" in envelope.headers:
        return Screened(Kind.BOUNCE, "bounce.header", "names the recipients it could not reach")
    if kind == "multipart/report":
        return Screened(Kind.AUTO_REPLY, "auto.report", f"a report ({report or 'no type'})")
    return None


def _bounce(envelope: Envelope, own: Own) -> Screened | None:  # noqa: ARG001
    """Delivery reports in free form: two signs of sender, return path, subject and text."""
    subject, daemon = fold(envelope.subject), _is_daemon(envelope)
    said = subject.startswith(_phrases("bounces", "subjects"))
    if not (said or daemon or _null_sender(envelope)):
        return None
    text = fold(wording.text_of(envelope)[:4_000])
    told = sum(phrase in text for phrase in _phrases("bounces", "bodies"))
    local = envelope.from_.key.partition("@")[0]
    signs = said + min(told, 2) + daemon + _null_sender(envelope)
    if ((said or told) and signs >= 2) or local.startswith("mailer-daemon"):
        return Screened(Kind.BOUNCE, "bounce.words", f"a delivery report in its own words: {envelope.subject[:80]}")
    return None


def _calendar(envelope: Envelope, own: Own) -> Screened | None:  # noqa: ARG001
    """Invitations and the answers to them (RFC 6047)."""
    for part in envelope.parts:
        if part.content_type not in ("text/calendar", "application/ics"):
            continue
        asks = part.params.get("method", "").upper() not in ("", "PUBLISH") or _METHODS.search(part.data[:20_000])
        as_file = part.params.get("disposition") == "attachment" and wording.has_data(envelope)
        if asks and not as_file:
            return Screened(Kind.NOT_SUBMISSION, "calendar", "an invitation or an answer to one")
    if "calendarmessage" in envelope.header("content-class").lower():
        return Screened(Kind.NOT_SUBMISSION, "calendar", "an invitation or an answer to one")
    return None


def _list(envelope: Envelope, own: Own) -> Screened | None:
    """Copies from lists (RFC 2369, 2919), unless the list is the bot's own address, or named as its own."""
    name = next((name for name in _LIST_HEADERS if name in envelope.headers), "")
    if name and not _is_own_list(envelope, own):
        return Screened(Kind.NOT_SUBMISSION, "list.copy", f"{name}: {envelope.header(name)[:120]}")
    return None


def _automatic(envelope: Envelope, own: Own) -> Screened | None:
    """Headers by which programs say so themselves (RFC 3834 section 5, and the habits before it)."""
    submitted = envelope.header("auto-submitted").partition(";")[0].partition("(")[0].strip().lower()
    if submitted and submitted != "no":
        return Screened(Kind.AUTO_REPLY, "auto.header", f"Auto-Submitted: {submitted}"[:120])
    marks = _marks()
    for name in envelope.headers.keys() & marks.keys():
        value = envelope.header(name).lower()
        if value not in ("no", "false", "0") and (not marks[name] or value.startswith(marks[name])):
            return Screened(Kind.AUTO_REPLY, "auto.header", f"{name}: {value}"[:120])
    precedence = envelope.header("precedence").lower()
    if precedence in ("auto_reply", "auto-reply", "autoreply"):
        return Screened(Kind.AUTO_REPLY, "auto.precedence", f"Precedence: {precedence}")
    if precedence in ("bulk", "list", "junk") and not _is_own_list(envelope, own):
        said = wording.automatic(envelope, own.addresses, hints=1)
        reply = said or (bool(envelope.in_reply_to) and precedence != "list")
        kind = Kind.AUTO_REPLY if reply else Kind.NOT_SUBMISSION
        return Screened(kind, "auto.precedence", f"Precedence: {precedence}")
    return None


def _null_path(envelope: Envelope, own: Own) -> Screened | None:  # noqa: ARG001
    if _null_sender(envelope):
        return Screened(Kind.AUTO_REPLY, "path.null", "the return path is empty (RFC 3834 section 2)")
    return None


def _words(envelope: Envelope, own: Own) -> Screened | None:
    suppress = envelope.header("x-auto-response-suppress").lower()
    hints = int("all" in suppress or "autoreply" in suppress) + bool(_NO_REPLY.fullmatch(_local(envelope)))
    said = wording.automatic(envelope, own.addresses, hints=hints)
    return Screened(Kind.AUTO_REPLY, *said) if said else None


def _recall(envelope: Envelope, own: Own) -> Screened | None:  # noqa: ARG001
    """A mail program's wish to take an earlier mail back; it holds nothing but that."""
    said = _phrases("automatic", "recall")
    if fold(envelope.subject).startswith(said) and any(
        words in fold(wording.text_of(envelope)[:500]) for words in said
    ):
        return Screened(Kind.NOT_SUBMISSION, "recall", "a request to recall an earlier mail")
    return None


def _no_reply(envelope: Envelope, own: Own) -> Screened | None:  # noqa: ARG001
    """Senders that want no answer; a form that sends leads from such an address is still read."""
    if _NO_REPLY.fullmatch(_local(envelope)) and not wording.has_data(envelope):
        return Screened(Kind.NOT_SUBMISSION, "sender.no_reply", f"{envelope.from_.addr} takes no answers")
    return None


def _spam(envelope: Envelope, own: Own) -> Screened | None:  # noqa: ARG001
    """Flagged by the receiving server, and not proven to come from where it says."""
    flagged = any(envelope.header(name).lower().startswith("yes") for name in _SPAM_HEADERS)
    if flagged and "dmarc=pass" not in envelope.header("authentication-results").lower():
        return Screened(Kind.NOT_SUBMISSION, "spam.flag", "flagged as spam, and its sender is unproven")
    return None


_CHECKS: tuple[Callable[[Envelope, Own], Screened | None], ...] = (
    _own,
    _report,
    _calendar,
    _bounce,
    _list,
    _automatic,
    _null_path,
    _words,
    _recall,
    _no_reply,
    _spam,
)


def _null_sender(envelope: Envelope) -> bool:
    return envelope.header("return-path").replace(" ", "") == "<>"


def _is_daemon(envelope: Envelope) -> bool:
    local = _local(envelope)
    senders = _phrases("bounces", "senders")
    return (
        local in senders
        or local.startswith(("mailer-daemon", "mailerdaemon", "microsoftexchange329e"))
        or (fold(envelope.from_.name) in _phrases("bounces", "names") and _null_sender(envelope))
    )


def _local(envelope: Envelope) -> str:
    return envelope.from_.key.rpartition("@")[0] or envelope.from_.key


def _is_own_list(envelope: Envelope, own: Own) -> bool:
    """Whether the inbox itself is a group or list, which stamps every mail that it takes."""
    ids = (envelope.header("list-id") + envelope.header("list-post") + envelope.header("mailing-list")).lower()
    return any(address in ids or address.replace("@", ".") in ids for address in own.addresses | own.lists)


def rounds(envelope: Envelope, own: Own) -> int:
    """How many mails of ours stand in the conversation that this one goes on with."""
    written = (_OWN_ID.fullmatch(one) for one in {*envelope.references, *envelope.in_reply_to})
    return sum(match is not None and match[1].lower() in own.domains for match in written)


@lru_cache(maxsize=8)
def _phrases(name: str, table: str) -> tuple[str, ...]:
    return folded(load(name)[table])


@lru_cache(maxsize=1)
def _marks() -> dict[str, tuple[str, ...]]:
    return {name: tuple(values) for name, values in load("automatic")["headers"].items()}
