"""Whether a run gave every lead the decision of the truth, and every mail the replies it is due, no more."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from typing import Any

from benchmarks.generate import Mail
from benchmarks.servers import Taken

_PARSER: BytesParser[Message] = BytesParser(policy=compat32)
Refs = Mapping[tuple[str, str], str]
Row = tuple[str, ...]


def mistakes(
    mails: Sequence[Mail], registrations: Iterable[dict[str, Any]], taken: Iterable[Taken], admin: str
) -> list[str]:
    """Everything that differs from the truth, in words; an empty list when the run was right."""
    found = list(registrations)
    refs = {(row["partner"], row["domain"]): str(row["ref"]) for row in found}
    replies: dict[str, list[str]] = defaultdict(list)
    for mail in taken:
        if mail.recipients != (admin,):
            answered, text = _opened(mail)
            replies[answered].append(text)
    return [
        *_compared(_expected(mails), Counter(map(_shown, found))),
        *(mistake for mail in mails for mistake in _answered(mail, replies.pop(mail.message_id, []), refs)),
        *(f"{len(texts)} mails in answer to {answered!r}, which nobody sent" for answered, texts in replies.items()),
    ]


def _expected(mails: Sequence[Mail]) -> Counter[Row]:
    return Counter(
        (lead.partner, lead.outcome, lead.domain, lead.company, lead.contact)
        for mail in mails
        for lead in mail.expected
        if lead.outcome != "duplicate"
    )


def _shown(row: dict[str, Any]) -> Row:
    contact = f"{row['first_name']} {row['last_name']}".strip()
    return row["partner"], row["state"], row["domain"], row["company"], contact


def _compared(expected: Counter[Row], found: Counter[Row]) -> Iterator[str]:
    yield from (f"missing: {' | '.join(row)}" for row in (expected - found).elements())
    yield from (f"not expected: {' | '.join(row)}" for row in (found - expected).elements())


def _answered(mail: Mail, texts: Sequence[str], refs: Refs) -> Iterator[str]:
    if len(texts) != int(mail.answerable):
        yield f"{mail.kind} {mail.message_id}: {len(texts)} replies"
    for lead in mail.expected if texts else ():
        ref = refs.get((lead.partner, lead.domain), "")
        if not ref or ref not in texts[0]:
            yield f"{mail.kind} {mail.message_id}: the reply does not name {ref} for {lead.company} ({lead.outcome})"


def _opened(mail: Taken) -> tuple[str, str]:
    """The Message-ID that a mail answers, and its text."""
    message = _PARSER.parsebytes(mail.data)
    text = next(part for part in message.walk() if part.get_content_type() == "text/plain")
    data = text.get_payload(decode=True)
    assert isinstance(data, bytes)
    return str(message["In-Reply-To"] or ""), data.decode("utf-8", "replace")
