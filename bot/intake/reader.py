"""Reads a parsed mail: instructions first, then leads from its text, files and subject, then what kind it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from bot.domain import reference
from bot.domain.lead import Draft
from bot.domain.mail import Asked, Envelope, Instruction, Kind, Problem, Reading
from bot.domain.outcome import ThreadAsk
from bot.intake.answers import attests
from bot.intake.body import Body, plain_start, read_bodies
from bot.intake.complete import complete
from bot.intake.finish import filled_down, finish, in_one_order, without_examples
from bot.intake.instruct import Words, instructions
from bot.intake.lexicon import key, lexicon
from bot.intake.limits import Limits
from bot.intake.limits import problem as said
from bot.intake.merge import company_key, merged
from bot.intake.purpose import applies, only_asks, unmeant
from bot.intake.replies import Reply
from bot.intake.requests import requested
from bot.intake.sheets import Sheet
from bot.intake.values import Own
from bot.intake.vocabulary import Vocabulary

Sheets = Callable[[bytes], list[Sheet]]

_MIDDLE = re.compile(r"-[0-9A-Z]{2}")
REFERENCE = re.compile(r"(?<![\w@.-])([A-Z]{1,5}-[0-9A-Z]{2,9}(?:-[0-9A-Z*~$=])?)(?![\w-])")
_MOST_ALIKE = 50


@dataclass(frozen=True, slots=True)
class Sender:
    """Who wrote: its role, and the addresses and domains of its organisation, which are never a lead's."""

    role: Literal["partner", "admin"]
    addresses: Collection[str] = ()
    domains: Collection[str] = ()
    bot: Collection[str] = ()


def clues(envelope: Envelope) -> ThreadAsk:
    """How the mail names what it answers: Message-IDs, and references in its subject and text.

    What has the look of a reference but not the form of ours is asked for as well: the store knows which there are.
    """
    ids = dict.fromkeys((*envelope.in_reply_to, *reversed(envelope.references)))
    text = f"{envelope.subject}\n{plain_start(envelope)}"
    named = REFERENCE.findall(text) if _MIDDLE.search(text) else ()
    alike = islice(dict.fromkeys(named), _MOST_ALIKE)
    return ThreadAsk(tuple(ids), tuple(dict.fromkeys([*reference.find(text), *alike])), envelope.from_.key)


def read(
    envelope: Envelope, vocabulary: Vocabulary, limits: Limits, *, sender: Sender, asked: Asked | None, sheets: Sheets
) -> Reading:
    """Read a mail that was not screened; raises nothing a mail could cause.

    A draft is final: names split, lead types still as written where unknown, each value with its origin.
    """
    own = _own(envelope, sender)
    body = read_bodies(envelope, vocabulary, limits, own, sheets)
    orders = _orders(envelope.subject, body, vocabulary, sender, asked)
    told = without_examples([draft for draft in filled_down(body.drafts) if not own.address(draft.text("email"))])
    most = 2 * limits.leads  # what is beyond is only counted
    drafts = [finish(draft, own) for draft in in_one_order(told[:most])]
    drafts = [draft for draft in merged(drafts) if _names_someone(draft, own)]
    completes: dict[int, str] = {}
    if asked and asked.pending and sender.role != "admin":
        named = [ref for ref in REFERENCE.findall(body.new_text) if ref in asked.pending]
        named = named or REFERENCE.findall(envelope.subject)
        reply = Reply(envelope.subject, body.new_lines, body.quotes)
        drafts, completes = complete(drafts, reply, asked, named, vocabulary, own)
    problems = [*(said(code, limits) for code in envelope.problems), *body.problems]
    if sender.role != "admin" and not completes and not body.strong(drafts) and not _is_told(orders):
        orders = requested(envelope.subject, body.new_text, asked) or orders
    elif orders and sender.role != "admin" and not drafts and not completes:
        orders = (*orders, *_others(orders, requested("", body.new_text, None)))
    kind, why = _kind(drafts, orders, body, sender, completes, problems)
    if kind is not Kind.SUBMISSION:
        drafts, completes = [], {}
    elif orders:
        orders = _beside_leads(orders, body, vocabulary, sender, asked)
    too_many = max(0, len(drafts) - limits.leads) + max(0, len(told) - most)
    kept, attested = tuple(drafts[: limits.leads]), vocabulary.attested and attests(body.new_lines)
    return Reading(kind, why, kept, orders, tuple(problems), completes, attested, too_many, body.new_text)


def _own(envelope: Envelope, sender: Sender) -> Own:
    houses = {address.rpartition("@")[2].casefold() for address in sender.bot}
    aliases = {to.key for to in (*envelope.to, *envelope.cc) if to.domain in houses}
    people = {envelope.from_.key, *sender.addresses, *sender.bot, *aliases}
    domains = {envelope.from_.domain, *sender.domains, *houses}
    return Own(frozenset(map(str.casefold, people)), frozenset(domains - lexicon().freemail - {""}))


def _orders(
    subject: str, body: Body, vocabulary: Vocabulary, sender: Sender, asked: Asked | None
) -> tuple[Instruction, ...]:
    words = vocabulary.words or Words()
    return instructions(subject, body.new_text, words, admin=sender.role == "admin", asked=asked, quotes=body.quotes)


def _others(orders: Sequence[Instruction], more: Sequence[Instruction]) -> Iterator[Instruction]:
    """What later sentences say of registrations that the lines which consist of commands do not name."""
    named = {ref for order in orders for ref in order.refs}
    said = {order.name for order in orders}
    return (order for order in more if order.refs and order.name not in said and named.isdisjoint(order.refs))


def _is_told(orders: Sequence[Instruction]) -> bool:
    """Whether the lines that consist of a command also say of what."""
    return any(order.refs or order.company or order.rest or order.name in ("list", "help") for order in orders)


def _beside_leads(
    orders: Sequence[Instruction], body: Body, vocabulary: Vocabulary, sender: Sender, asked: Asked | None
) -> tuple[Instruction, ...]:
    """In a mail with leads a subject such as "Our lead list" is its title: what it orders must say of what."""
    said = {order.name for order in _orders("", body, vocabulary, sender, asked)}
    return tuple(order for order in orders if order.refs or order.company or order.name in said)


def _kind(  # noqa: PLR0911  one rule a line, the first that holds
    drafts: Sequence[Draft],
    orders: Sequence[Instruction],
    body: Body,
    sender: Sender,
    completes: dict[int, str],
    problems: Sequence[Problem],
) -> tuple[Kind, str]:
    if orders and sender.role == "admin":
        return Kind.ADMIN_DECISION, f"instruction {orders[0].name}"
    if completes:
        return Kind.SUBMISSION, "completes an earlier mail"
    if not any(draft.text("lead_type") for draft in drafts) and applies(body.new_text):
        return Kind.NOT_SUBMISSION, "somebody applies for a job"
    idle = unmeant(drafts, body.new_text) if drafts and not body.from_files else ""
    if drafts and not idle and body.strong(drafts):
        return Kind.SUBMISSION, _counted(drafts)
    if orders:
        return Kind.COMMAND, f"instruction {orders[0].name}"
    if idle:
        return Kind.NOT_SUBMISSION, idle
    if drafts and body.asks and not only_asks(drafts, body.new_text):
        return Kind.SUBMISSION, _counted(drafts)
    if body.carries(problems):
        return Kind.SUBMISSION, "its data is in a part that cannot be read"
    return Kind.NOT_SUBMISSION, "no lead and no instruction in it"


def _counted(drafts: Sequence[Draft]) -> str:
    return f"{len(drafts)} lead{'s' * (len(drafts) != 1)} read"


def _names_someone(draft: Draft, own: Own) -> bool:
    """Whether a draft says who or what it is about: a type alone is said of other leads, the sender's house is none."""
    if draft.text("email") or draft.text("url"):
        return True
    company = draft.text("company")
    houses = {key(domain.partition(".")[0]) for domain in own.domains}
    if company and company_key(company) in houses:
        return False
    return bool(company or draft.text("first_name") or draft.text("last_name"))
