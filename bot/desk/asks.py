"""What a batch of mails needs to know before it can be handled, gathered so that one question serves all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.desk.mail import Mail
from bot.domain.mail import Instruction
from bot.domain.outcome import Ask
from bot.domain.reference import find, parse
from bot.matching.aliases import prospect_keys
from bot.matching.comparer import prospect_of

_WIDE = frozenset({"list", "status", "withdraw", "renew"})
"""The instructions that mean all of a partner's registrations, or search among them, when they name no reference."""


def asks(mails: Iterable[Mail], *, names: bool = True) -> Ask:
    """The keys to look up for these mails, each once, in order; names and aliases only where ``names`` count."""
    senders: dict[str, None] = {}
    domains: dict[str, None] = {}
    emails: dict[str, None] = {}
    refs: dict[str, None] = {}
    all_of: dict[str, None] = {}
    partners: dict[str, None] = {}
    words: dict[str, None] = {}
    unproven: dict[str, None] = {}
    message_ids: dict[str, None] = {}
    ties: dict[str, None] = {}
    companies: dict[tuple[str, str], None] = {}
    for mail in mails:
        if mail.bounced is not None:
            message_ids.update(dict.fromkeys(mail.bounced.message_ids))
        if mail.screened is not None:
            continue
        senders[mail.sender] = None
        for lead, _ in mail.leads:
            domains[lead.domain] = None
            if names:
                ties.update(dict.fromkeys(sorted(prospect_keys(prospect_of(lead)))))
                companies[lead.company, lead.domain] = None
            emails[lead.email.casefold()] = None
        refs.update(dict.fromkeys(_refs(mail)))
        if not mail.proof.proven:
            unproven[mail.sender] = None
        words.update((one.word, None) for one in mail.said)
        partners.update((one.partner, None) for one in mail.said)
        if mail.reading is not None and any(_wide(one) for one in mail.reading.instructions):
            all_of[mail.sender] = None
    for keys in (domains, emails, refs, partners):
        keys.pop("", None)
    return Ask(
        tuple(senders), tuple(domains), tuple(emails), tuple(refs), tuple(all_of), tuple(partners),
        tuple(words), tuple(unproven), tuple(message_ids), tuple(ties), tuple(companies),
    )  # fmt: skip


def _refs(mail: Mail) -> Iterator[str]:
    if mail.asked is not None:
        yield from mail.asked.refs
    if mail.reading is not None:
        yield from mail.reading.completes.values()
        for instruction in mail.reading.instructions:
            for ref in instruction.refs:
                yield parse(ref) or ref.upper()
    yield from find(mail.envelope.subject)


def _wide(instruction: Instruction) -> bool:
    return instruction.name in _WIDE and not instruction.refs
