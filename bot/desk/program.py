"""What a program's rules mean to the rooms around the desk: the house that writes, and the words that are read."""

from __future__ import annotations

from bot.commands import words
from bot.intake.instruct import Words
from bot.intake.vocabulary import Vocabulary
from bot.notices.common import House
from bot.rules.program import Program


def house_of(program: Program, address: str) -> House:
    """In whose name a program's mails are written; ``address`` is where its partners register."""
    return House(
        program=program.name,
        title=program.title,
        address=address,
        zone=program.tz,
        contact=program.notify.contact,
        statement=program.intake.statement,
        links=tuple(program.notify.links.items()),
        cap=program.cap.limit if program.cap else None,
    )


def vocabulary_of(program: Program) -> Vocabulary:
    """What the reader listens for: the program's fields, lead types and labels, and the commands."""
    intake = program.intake
    return Vocabulary.of(
        required=intake.required,
        lead_types=tuple((kind.name, kind.synonyms) for kind in intake.lead_types),
        labels=intake.labels,
        confidence=intake.confidence,
        attested=intake.attestation == "explicit",
        words=Words(partner=words("partner"), admin=words("admin"), answers=words("partner", answers=True)),
    )
