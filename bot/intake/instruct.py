"""Instructions by mail: a command as the subject or as whole lines at the top, never one picked out of prose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.mail import Asked, Instruction


@dataclass(frozen=True, slots=True)
class Words:
    """The commands there are: canonical lower-case name to what people write for it, for partners and for admins.

    The synonyms given here add to those of the languages in ``data/instructions.toml``.
    """

    partner: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    admin: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def instructions(
    subject: str, new_text: str, words: Words, *, admin: bool = False, asked: Asked | None = None
) -> tuple[Instruction, ...]:
    """The instructions in a mail, in order; ``new_text`` is its text without quotes and signature."""
    return ()
