"""A mail's texts and files made drafts, and what is said once for all leads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bot.domain.lead import Draft
from bot.domain.mail import Envelope, Part, Problem
from bot.intake.charset import decode
from bot.intake.corrections import corrected
from bot.intake.kinds import types_in
from bot.intake.lexicon import key, lexicon
from bot.intake.limits import Limits
from bot.intake.mentions import fill_types
from bot.intake.mime import bodies
from bot.intake.plausible import Nearby
from bot.intake.prose import asks_for_registration
from bot.intake.replies import is_reply
from bot.intake.sheets import Sheet
from bot.intake.text import Line
from bot.intake.values import Own
from bot.intake.versions import TextReader
from bot.intake.vocabulary import FULL_NAME, Vocabulary

_MAYBE_DATA = ("unsupported.", "mail.", "text.")
"""Problems of parts that hold leads only where the mail says so."""
_COVER_NOTE = 120  # characters of a mail that is only its attachment


@dataclass(slots=True)
class Body:
    """All that a mail's texts and files gave; ``new_lines`` is what the sender wrote now, without its signature.

    ``shows`` is whether it says a lead's type beside a file that is not read.
    """

    new_lines: list[Line] = field(default_factory=list)
    quotes: list[Line] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    subject: str = ""
    shows: bool = False
    quoted: bool = False
    from_files: int = 0

    @property
    def new_text(self) -> str:
        """What the sender wrote now, as one text."""
        return "\n".join(line.text for line in self.new_lines).strip()

    @property
    def asks(self) -> bool:
        """Whether the mail asks for something to be registered; the subject of an answered mail does not."""
        return asks_for_registration(self.new_text if is_reply(self.subject) else f"{self.new_text}\n{self.subject}")

    @property
    def unread(self) -> bool:
        """Whether a file could not be read, in which the leads may be that the subject only speaks of."""
        return any(not problem.code.startswith(("unsupported.image", "mail.", "text.")) for problem in self.problems)

    def strong(self, drafts: Sequence[Draft]) -> bool:
        """Whether a draft says so much that the mail registers it, whatever else stands there."""
        for draft in drafts:
            told = [value for name in ("email", "company", "url", "lead_type") if (value := draft.values.get(name))]
            if len(told) >= 3 or sum(1 for value in draft.values.values() if value.sure == 1.0) >= 2:
                return True
        return False

    def carries(self, problems: Sequence[Problem]) -> bool:
        """Whether the mail's data lies in a part that could not be read."""
        asks = bool(problems) and (self.shows or self.asks)
        bare = len(self.new_text) < _COVER_NOTE and any(problem.code.startswith("unsupported.") for problem in problems)
        return any(
            asks or not problem.code.startswith(_MAYBE_DATA) or (bare and "image" not in problem.code)
            for problem in problems
        )


def plain_start(envelope: Envelope) -> str:
    """The beginning of a mail's first text, for finding references in it."""
    for part in envelope.parts:
        if not part.attached and part.content_type.startswith("text/"):
            return decode(part.data[:8000], part.charset, part.content_type)
    return ""


def read_bodies(
    envelope: Envelope, vocabulary: Vocabulary, limits: Limits, own: Own, sheets: Callable[[bytes], list[Sheet]]
) -> Body:
    """Read every text and file of a mail."""
    body = Body(subject=envelope.subject)
    texts = bodies(envelope.parts)
    if any(part.attached for part in envelope.parts):
        texts = (*texts, *_read_files(envelope, vocabulary, limits, sheets, body))
    reader = TextReader(envelope, vocabulary, limits, own)
    in_text: list[Draft] = []
    for versions in texts:
        version = reader.choose(versions)
        if version:
            in_text += version.found.drafts
            body.new_lines += version.sections.new
            body.quotes += version.sections.quotes
            body.quoted = body.quoted or version.sections.quoted
    if not body.drafts and (in_text or not body.unread):
        in_text = reader.with_subject(in_text)
    body.shows = bool(body.problems and types_in(f"{body.new_text}\n{envelope.subject}", vocabulary))
    body.problems += reader.problems
    told = corrected([*in_text, *body.drafts], body.new_text, vocabulary, own)
    body.drafts = fill_types(told, body.new_text, envelope.subject, vocabulary)
    return body


def _read_files(
    envelope: Envelope, vocabulary: Vocabulary, limits: Limits, sheets: Callable[[bytes], list[Sheet]], body: Body
) -> tuple[tuple[Part, ...], ...]:
    from bot.intake.formats import Context, read_files  # noqa: PLC0415  most mails bring no file

    contents = read_files(envelope.parts, Context(vocabulary, limits, sheets, _nearby(envelope, vocabulary)))
    author = key(envelope.from_.name)
    body.drafts = [draft for draft in contents.drafts if not author or not _is_card_of(draft, author)]
    body.from_files = len(body.drafts)
    body.problems = list(contents.problems)
    return bodies(tuple(contents.texts))


def _is_card_of(draft: Draft, author: str) -> bool:
    """Whether a file only gives the author's own name, as the card that a mail program attaches may."""
    name = draft.text(FULL_NAME) or draft.text("first_name") + draft.text("last_name")
    host = draft.text("email").rpartition("@")[2].casefold()
    return (not host or host in lexicon().freemail) and key(name) == author


def _nearby(envelope: Envelope, vocabulary: Vocabulary) -> Nearby:
    """What tells of a file's language and charset."""
    names = " ".join(part.filename for part in envelope.parts)
    charsets = {part.charset for part in envelope.parts if not part.attached} - {""}
    text = f"{envelope.from_.name}\n{envelope.subject}\n{names}\n{plain_start(envelope)}"
    return Nearby(text, charsets, vocabulary.sense)
