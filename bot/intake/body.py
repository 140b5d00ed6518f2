"""A mail's texts and files made drafts: which version of a text to believe, and what is said once for all leads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bot.domain.lead import Draft
from bot.domain.mail import Envelope, Part, Problem
from bot.intake.charset import decode
from bot.intake.corrections import corrected
from bot.intake.extract import Extract, extract
from bot.intake.lexicon import key
from bot.intake.limits import Limits, problem
from bot.intake.mentions import fill_types
from bot.intake.merge import better
from bot.intake.mime import bodies
from bot.intake.plausible import Nearby
from bot.intake.prose import asks_for_registration
from bot.intake.quotes import Sections, take_apart
from bot.intake.sheets import Sheet
from bot.intake.text import Line, lines_of
from bot.intake.values import Own
from bot.intake.vocabulary import FULL_NAME, Vocabulary

_NAMES = ("company", FULL_NAME, "first_name", "last_name")
_MAYBE_DATA = ("unsupported.", "mail.", "text.")
"""Problems of parts that hold leads only where the mail says so."""
_COVER_NOTE = 120  # characters of a mail that is only its attachment
_MARKUP = 20  # a page is mostly markup: as many times a text's limit may come in
_MOST_LINES = 20_000
_STRUCK = (b"<s>", b"<s ", b"<del", b"<strike", b"line-through", b"<table", b"<TABLE")


@dataclass(slots=True)
class Body:
    """All that a mail's texts and files gave; ``new_lines`` is what the sender wrote now, without its signature."""

    new_lines: list[Line] = field(default_factory=list)
    quotes: list[Line] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    subject: str = ""
    quoted: bool = False
    from_files: int = 0

    @property
    def new_text(self) -> str:
        """What the sender wrote now, as one text."""
        return "\n".join(line.text for line in self.new_lines).strip()

    @property
    def asks(self) -> bool:
        """Whether the mail asks for something to be registered."""
        return asks_for_registration(f"{self.new_text}\n{self.subject}")

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
        asks = bool(problems) and self.asks
        bare = len(self.new_text) < _COVER_NOTE and any(problem.code.startswith("unsupported.") for problem in problems)
        return any(
            asks or not problem.code.startswith(_MAYBE_DATA) or (bare and "image" not in problem.code)
            for problem in problems
        )


@dataclass(frozen=True, slots=True)
class _Version:
    """One version of a text, read."""

    sections: Sections
    found: Extract


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
    reader = _Reader(envelope, vocabulary, limits, own)
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
    return key(name) == author and not draft.text("email")


def _nearby(envelope: Envelope, vocabulary: Vocabulary) -> Nearby:
    """What tells of a file's language and charset."""
    names = " ".join(part.filename for part in envelope.parts)
    charsets = {part.charset for part in envelope.parts if not part.attached} - {""}
    text = f"{envelope.from_.name}\n{envelope.subject}\n{names}\n{plain_start(envelope)}"
    return Nearby(text, charsets, vocabulary.sense)


class _Reader:
    """Reads the texts of one mail."""

    def __init__(self, envelope: Envelope, vocabulary: Vocabulary, limits: Limits, own: Own) -> None:
        self._envelope = envelope
        self._vocabulary = vocabulary
        self._limits = limits
        self._own = own
        self._sender = envelope.from_.name
        self._replied = bool(envelope.in_reply_to or envelope.references)
        self.problems: list[Problem] = []

    def choose(self, versions: Sequence[Part]) -> _Version | None:
        """The best reading of a text: the plain one if it says all, else whichever says more."""
        plain = [part for part in versions if part.content_type == "text/plain"]
        pages = [part for part in versions if part.content_type == "text/html"]
        first = self._plain(plain[0]) if plain else None
        if first and (not pages or (_complete(first.found.drafts) and not _is_marked(pages[0].data))):
            return first
        second = self._page(pages[0]) if pages else None
        if first is None or second is None:
            return first or second
        if _is_marked(pages[0].data) and second.found.drafts:
            return second
        chosen = better(first.found.drafts, second.found.drafts)
        return second if chosen is second.found.drafts and chosen is not first.found.drafts else first

    def with_subject(self, drafts: list[Draft]) -> list[Draft]:
        """The leads of a subject that says everything; or one lead with the name and company its subject adds."""
        if not drafts:
            return self._subject("")
        draft = drafts[0]
        if len(drafts) > 1 or not draft.text("email") or any(draft.text(name) for name in _NAMES):
            return drafts
        added = self._subject(f"\n{draft.text('email')}\n{draft.text('url')}")
        sure = {name: value for name, value in added[0].values.items() if value.sure > 0.8} if len(added) == 1 else {}
        return [Draft({**sure, **draft.values})]

    def _subject(self, more: str) -> list[Draft]:
        lines = [Line(1, text) for text in f"{self._envelope.subject}{more}".split("\n")]
        return extract(Sections(new=lines), {}, "subject", self._vocabulary, self._own, self._sender).drafts

    def _plain(self, part: Part) -> _Version:
        flowed = part.params.get("format", "").lower() == "flowed"
        delsp = part.params.get("delsp", "").lower() == "yes"
        lines = lines_of(self._text(part, self._limits.text_chars), flowed=flowed, delsp=delsp, limit=_MOST_LINES + 1)
        if len(lines) > _MOST_LINES:
            self._too_long(part)
        return self._version(lines, {}, part)

    def _page(self, part: Part) -> _Version:
        from bot.intake.html import Table, blocks_of  # noqa: PLC0415  only pages need the parser

        text = self._text(part, self._limits.text_chars * _MARKUP)
        lines: list[Line] = []
        tables: dict[str, Table] = {}
        left = self._limits.text_chars
        for block in blocks_of(text)[:_MOST_LINES]:
            left -= 0 if isinstance(block, Table) else len(block.text)
            if left < 0:
                self._too_long(part)
                break
            if isinstance(block, Table):
                mark = f"\x00{len(tables)}"
                tables[mark] = block
                lines.append(Line(block.number, mark))
            else:
                lines.append(block)
        return self._version(lines, {mark: table.rows for mark, table in tables.items()}, part)

    def _text(self, part: Part, most: int) -> str:
        text = decode(part.data[: most * 4], part.charset, part.content_type)
        if len(text) > most or len(part.data) > most * 4:
            self._too_long(part)
        return text[:most]

    def _too_long(self, part: Part) -> None:
        found = problem("text.too_long", self._limits, part.filename)
        if found not in self.problems:
            self.problems.append(found)

    def _version(self, lines: list[Line], tables: dict[str, tuple[tuple[str, ...], ...]], part: Part) -> _Version:
        sections = take_apart(
            lines,
            subject=self._envelope.subject,
            replied=self._replied,
            own=self._own.addresses,
            sender=self._sender,
        )
        where = part.filename or "body"
        return _Version(sections, extract(sections, tables, where, self._vocabulary, self._own, self._sender))


def _complete(drafts: Sequence[Draft]) -> bool:
    return bool(drafts) and all(
        all(map(draft.text, ("email", "company", "url"))) and all(value.sure >= 0.9 for value in draft.values.values())
        for draft in drafts
    )


def _is_marked(page: bytes) -> bool:
    """Whether a page has what its plain version loses: tables, and text struck out."""
    return any(mark in page for mark in _STRUCK)
