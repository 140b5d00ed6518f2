"""All that handling one mail, or one tick of the clock, changes: written in one transaction or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.alias import Alias
from bot.domain.delivery import Failing, SentMail
from bot.domain.mail import Asked, InboundState
from bot.domain.partner import Customer, Partner
from bot.domain.quarantine import Binding, Quarantined
from bot.domain.registration import Case, Registration


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the journal, in the past tense (``registration.accepted``); ``data`` is plain JSON."""

    name: str
    at: datetime
    ref: str = ""
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Thread:
    """The mail that a notice answers: its Message-ID, its References and its subject."""

    message_id: str
    references: tuple[str, ...] = ()
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A mail to be written: ``kind`` names its folder of templates, ``view`` is what the templates see as ``n``.

    ``key`` is unique for ever: a notice whose key was written before is not written again. ``refs`` are the
    registrations it speaks of, by which an answer finds its way back. ``stranger`` mails go out with a null return
    path, so that no bounce comes back from an address the bot does not know.
    """

    kind: str
    key: str
    to: tuple[str, ...]
    view: object
    cc: tuple[str, ...] = ()
    thread: Thread | None = None
    refs: tuple[str, ...] = ()
    stranger: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one mail changes. ``inbound`` is None for a tick of the clock."""

    inbound: int | None = None
    state: InboundState = InboundState.DONE
    why: str = ""
    registrations: tuple[Registration, ...] = ()
    cases: tuple[Case, ...] = ()
    notices: tuple[Notice, ...] = ()
    events: tuple[Event, ...] = ()
    quarantined: tuple[Quarantined, ...] = ()
    bindings: tuple[Binding, ...] = ()
    failing: tuple[Failing, ...] = ()
    recovered: tuple[str, ...] = ()  # addresses that fail no more


@dataclass(frozen=True, slots=True)
class OutboxMail:
    """A finished mail: the bytes that go over the wire, and the envelope they travel in.

    ``sender`` is the return path, ``""`` for the null one. The Message-ID stands in ``raw`` and never changes.
    """

    key: str
    kind: str
    program: str
    message_id: str
    sender: str
    recipients: tuple[str, ...]
    raw: bytes
    refs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """What handling a batch of mails needs to know: each tuple holds keys to look up."""

    senders: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()
    all_of: tuple[str, ...] = ()  # senders whose partner's registrations are wanted, every one (LIST)
    partners: tuple[str, ...] = ()  # ids
    words: tuple[str, ...] = ()  # of quarantined mails
    unproven: tuple[str, ...] = ()  # senders who may have been asked to confirm other mails
    message_ids: tuple[str, ...] = ()  # of mails of ours that came back
    ties: tuple[str, ...] = ()  # names and domains that may be on the list of aliases
    companies: tuple[tuple[str, str], ...] = ()  # names of prospects, each with its domain or ""


@dataclass(frozen=True, slots=True)
class Known:
    """What the store answers to an Ask, taken under the program's lock.

    ``outstanding`` counts by partner id, as ``Registration.outstanding`` does: an accepted registration whose term is
    over counts until it is expired, and every such one of these partners is among ``registrations``. ``numbers`` is
    the next free number for references; ``replies`` counts, by sender, the answers written to it in the last hour (the
    reply budget of RFC 3834), ``repeated``, by sender and references, those of them that spoke of the very same
    references, or of none, where there is more than one. ``cases`` has one a registration: the open one, else the one
    closed last. ``quarantined`` are the mails of the words asked for, and those that the unproven senders may still
    confirm.
    ``sent`` are the mails of ours with these Message-IDs, ``failing`` those of the senders whose address takes no mail.
    ``aliases`` are the lines of the operator's list that concern what was asked for, and what that is tied to.
    ``alike`` has, by a company's name as ``bot.matching.blocking.filed`` writes it, the names like it that are on file
    or asked for in the same batch, the likest first, each with its resemblance from 0 to 1; whose they are stands among
    ``registrations`` and ``customers``. A company whose domain is claimed or a customer's is not looked up by name.
    ``words`` counts how many of the ``names`` on file hold a word, for the words that were met.
    """

    partners: tuple[Partner, ...] = ()
    customers: tuple[Customer, ...] = ()
    registrations: tuple[Registration, ...] = ()
    cases: tuple[Case, ...] = ()
    outstanding: Mapping[str, int] = field(default_factory=dict)
    replies: Mapping[str, int] = field(default_factory=dict)
    numbers: int = 1
    quarantined: tuple[Quarantined, ...] = ()
    sent: tuple[SentMail, ...] = ()
    failing: frozenset[str] = frozenset()
    aliases: tuple[Alias, ...] = ()
    alike: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    words: Mapping[str, int] = field(default_factory=dict)
    names: int = 0
    repeated: Mapping[tuple[str, tuple[str, ...]], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier registration of a company with its partner's name, and its last case where it came to one."""

    registration: Registration
    partner: str
    case: Case | None = None


@dataclass(frozen=True, slots=True)
class ThreadAsk:
    """How one mail may name what it answers: Message-IDs (brackets kept) and references found in its text.

    ``sender`` is who wrote it: what is known of a lead is told to its own partner only.
    """

    message_ids: tuple[str, ...]
    refs: tuple[str, ...] = ()
    sender: str = ""


Context = Mapping[int, Asked]
"""By inbound id: what the mail answers, where it answers something the bot sent."""
