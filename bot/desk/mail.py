"""A mail as the desk gets it: read, its leads validated, and nothing decided yet; or what stands in for one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.delivery import Bounced
from bot.domain.lead import Fault, Lead
from bot.domain.mail import Address, Asked, Envelope, Inbound, Proof, Reading, Screened
from bot.domain.outcome import Thread
from bot.domain.quarantine import Said


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail; ``reading`` is None where it was screened or only its headers were fetched.

    ``leads`` go with ``reading.drafts`` one by one. ``asked`` is what the mail answers, ``new_text`` its text above
    any quote, in which an admin may have kept a case's code, ``said`` its lines that let a quarantined mail go on,
    ``bounced`` what it reports of mails of ours, ``rounds`` how many of these stand in its conversation.
    """

    inbound: Inbound
    envelope: Envelope
    screened: Screened | None
    proof: Proof
    reading: Reading | None
    leads: tuple[tuple[Lead, tuple[Fault, ...]], ...] = ()
    asked: Asked | None = None
    new_text: str = ""
    said: tuple[Said, ...] = ()
    bounced: Bounced | None = None
    rounds: int = 0

    @property
    def mark(self) -> str:
        """What tells apart the notices that follow from it: its number, or the seed of what was never a mail."""
        return str(self.inbound.id) if self.inbound.id else self.inbound.seed.hex()

    @property
    def sender(self) -> str:
        """The address that wrote it, for looking up."""
        return self.envelope.from_.key

    @property
    def thread(self) -> Thread:
        """What an answer to it needs to join the conversation."""
        envelope = self.envelope
        return Thread(envelope.message_id, envelope.references or envelope.in_reply_to, envelope.subject)


def unwritten(program: str, by: str, seed: bytes, at: datetime) -> Mail:
    """What stands in for a mail where the clock or the terminal acts: ``by`` names who, ``seed`` is 16 random bytes."""
    author = Address("", by)
    inbound = Inbound(0, "", program, at, 0, b"", seed)
    return Mail(inbound, Envelope("", author, (author,), (), (), "", at, 0, {}), None, Proof(True, "none", by), None)
