"""All that handling one program's mails needs, put together once when the daemon starts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.desk import house_of, vocabulary_of
from bot.domain.mail import Envelope, Inbound, Proof, Signature
from bot.intake.authenticate import Trust, prove
from bot.intake.limits import Limits
from bot.intake.screen import Own
from bot.intake.sheets import Sheets
from bot.intake.vocabulary import Vocabulary
from bot.mail.compose import Identity
from bot.mail.render import Renderer
from bot.matching.domains import ignored, prospect_domain
from bot.notices.common import House
from bot.rules.program import Program


class SignatureCheck(Protocol):
    """What checks DKIM signatures."""

    def check(self, raw: bytes, wanted: Callable[[str], bool]) -> tuple[Signature, ...]:
        """The signatures of those domains that are wanted."""


@dataclass(frozen=True, slots=True)
class Office:
    """One program at work. ``trust`` is by mailbox name; ``prospect`` maps (url, email) to the prospect's domain.

    ``signatures`` is None where no inbox of the program asks for our own check of them.
    """

    program: Program
    house: House
    vocabulary: Vocabulary
    admins: frozenset[str]
    own: Own
    trust: Mapping[str, Trust]
    signatures: SignatureCheck | None
    limits: Limits
    renderer: Renderer
    identity: Identity
    prospect: Callable[[str, str], str]
    sheets: Sheets
    reply_budget: int
    escalate_to: frozenset[str] = frozenset()

    @classmethod
    def of(cls, program: Program, address: str, **parts: object) -> Office:
        """An office whose house, vocabulary and matching follow from the program's rules."""
        ignore = ignored(program.match.ignore_domains)

        def prospect(url: str, email: str) -> str:
            return prospect_domain(url, email, ignore)

        return cls(
            program=program,
            house=house_of(program, address),
            vocabulary=vocabulary_of(program),
            prospect=prospect,
            **parts,  # type: ignore[arg-type]
        )

    @property
    def people(self) -> frozenset[str]:
        """Whom the program writes to on its own account."""
        return self.admins | self.escalate_to

    @property
    def names(self) -> bool:
        """Whether the program compares companies by name."""
        return self.program.match.scope == "company"

    def prove(self, inbound: Inbound, envelope: Envelope) -> Proof:
        """Whether the From of a mail is who it says, by what its inbox requires."""
        trust = self.trust[inbound.mailbox]
        if inbound.vouched_by and len(envelope.froms) == 1:
            return Proof(proven=True, method="released", evidence=f"vouched for by {inbound.vouched_by}")
        if trust.require != "dkim" or self.signatures is None:
            return prove(envelope, trust)
        domain = envelope.from_.domain
        return prove(envelope, trust, self.signatures.check(inbound.raw, lambda signer: trust.wants(signer, domain)))
