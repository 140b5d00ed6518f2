"""Mails as the bot handles them: stored (Inbound), parsed (Envelope), understood (Reading)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.lead import Draft


class InboundState(StrEnum):
    """What became of a stored mail; only NEW is worked on."""

    NEW = "new"
    DONE = "done"
    IGNORED = "ignored"
    QUARANTINED = "quarantined"
    PARKED = "parked"


@dataclass(frozen=True, slots=True)
class Inbound:
    """A stored raw mail; ``received_at`` is the server's INTERNALDATE (aware, UTC), ``seed`` 16 random bytes.

    All references, tokens and Message-IDs that an answer needs are derived from the seed, so that handling the same
    mail again gives the same answer.  ``raw`` holds the headers only where ``size`` (bytes) exceeds the limit.
    ``attempts`` counts the times that handling it was begun after a start. ``vouched_by`` is who let it out of the
    quarantine.
    """

    id: int
    mailbox: str
    program: str
    received_at: datetime
    size: int
    raw: bytes
    seed: bytes
    truncated: bool = False
    attempts: int = 0
    vouched_by: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox of a header: display name and address as written (RFC 5322 section 3.4)."""

    name: str
    addr: str

    @property
    def key(self) -> str:
        """The address for comparing and looking up."""
        return self.addr.casefold()

    @property
    def domain(self) -> str:
        """What stands after the last ``@``, lower case."""
        return self.addr.rpartition("@")[2].casefold()


@dataclass(frozen=True, slots=True)
class Part:
    """A leaf of the MIME tree: transfer encoding undone, charset not yet applied.

    ``path`` is the IMAP section ("1.2"); ``attached`` when its disposition or place makes it a file to the reader.
    """

    path: str
    content_type: str
    data: bytes
    charset: str = ""
    filename: str = ""
    attached: bool = False
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Envelope:
    """A parsed mail. Header texts are decoded, white space collapsed to single spaces, never holding CR or LF.

    ``headers`` maps each lower-case name to its values, topmost first. ``message_id``, ``in_reply_to`` and
    ``references`` keep their angle brackets; a mail without Message-ID gets one from its hash.
    """

    message_id: str
    from_: Address
    froms: tuple[Address, ...]
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    subject: str
    received_at: datetime
    size: int
    headers: Mapping[str, tuple[str, ...]]
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    problems: tuple[str, ...] = ()
    truncated: bool = False

    def header(self, name: str) -> str:
        """The topmost value of a header (lower-case name), or ``""``."""
        values = self.headers.get(name)
        return values[0] if values else ""


class Kind(StrEnum):
    """What a mail is, before rules are asked."""

    SUBMISSION = "submission"
    COMMAND = "command"
    ADMIN_DECISION = "admin_decision"
    AUTO_REPLY = "auto_reply"
    BOUNCE = "bounce"
    NOT_SUBMISSION = "not_submission"


@dataclass(frozen=True, slots=True)
class Screened:
    """Why a mail is never answered: its kind and a stable code such as ``auto.header`` or ``list.copy``."""

    kind: Kind
    code: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Proof:
    """Whether the From is who it says; ``evidence`` is for the admin.

    ``method`` is dmarc, dkim, spf, header (the operator's gateway), behalf (a signer whom the operator
    lets write on others' behalf), released (a person vouched for it) or none.
    """

    proven: bool
    method: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Signature:
    """A DKIM signature (RFC 6376) that was checked here: its domain (``d=``, lower case), and why it does not hold."""

    domain: str
    holds: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class Instruction:
    """A command by mail: its canonical lower-case name, the references it names, and the rest of its line.

    ``company`` is set where the partner named a company instead of a reference ("withdraw Acme Fasteners").
    """

    name: str
    refs: tuple[str, ...] = ()
    rest: str = ""
    company: str = ""


LEFT_TO_A_PERSON = "partner.other"
"""Why a partner's mail was put aside that is neither a lead nor an instruction: the admins' digest names it."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A part of a mail that could not be used: file name or part, stable code, words for the partner."""

    part: str
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What an earlier mail of the bot asked, found by thread or reference: how to read a short answer to it.

    ``kind`` is that mail's kind (``answer``, ``case``, ``expired``...); ``pending`` holds, by reference, the values
    already known of the sender's own incomplete leads and ``missing`` the fields asked for. ``threaded`` are those of
    ``refs`` that the answered mail itself spoke of, by its Message-ID, and ``written_at`` (aware, UTC) is when it was
    written; the rest were merely named, which proves nothing. ``proposed`` are the values, by reference and field,
    that the mail asked to be confirmed ("did you mean ...?").
    """

    kind: str
    refs: tuple[str, ...] = ()
    pending: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    missing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    threaded: tuple[str, ...] = ()
    proposed: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    written_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a mail says. ``completes`` gives, for each draft that answers a question, the reference it completes.

    A completing draft holds the merged values: what was pending and what the reply added. ``text`` is what the sender
    wrote now, above any quote and without its signature.
    """

    kind: Kind
    why: str
    drafts: tuple[Draft, ...] = ()
    instructions: tuple[Instruction, ...] = ()
    problems: tuple[Problem, ...] = ()
    completes: Mapping[int, str] = field(default_factory=dict)
    attested: bool = False
    too_many: int = 0
    text: str = ""
