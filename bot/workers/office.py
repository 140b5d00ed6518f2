"""All that handling one program's mails needs, put together once when the daemon starts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.desk import house_of, vocabulary_of
from bot.intake.authenticate import Trust
from bot.intake.limits import Limits
from bot.intake.screen import Own
from bot.intake.sheets import Sheets
from bot.intake.vocabulary import Vocabulary
from bot.mail.compose import Identity
from bot.mail.render import Renderer
from bot.matching.domains import ignored, prospect_domain
from bot.notices.common import House
from bot.rules.program import Program


@dataclass(frozen=True, slots=True)
class Office:
    """One program at work. ``trust`` is by mailbox name; ``prospect`` maps (url, email) to the prospect's domain."""

    program: Program
    house: House
    vocabulary: Vocabulary
    admins: frozenset[str]
    own: Own
    trust: Mapping[str, Trust]
    limits: Limits
    renderer: Renderer
    identity: Identity
    prospect: Callable[[str, str], str]
    sheets: Sheets
    reply_budget: int

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
