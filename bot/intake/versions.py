"""The versions of a text (plain and page), read: which of them to believe, and what the subject adds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.lead import Draft
from bot.domain.mail import Envelope, Part, Problem
from bot.intake.charset import decode
from bot.intake.extract import Extract, extract
from bot.intake.limits import Limits, problem
from bot.intake.merge import better
from bot.intake.quotes import Sections, take_apart
from bot.intake.text import Line, lines_of
from bot.intake.values import Own
from bot.intake.vocabulary import FULL_NAME, Vocabulary

_UNSURE = 0.6  # below which what the subject says is believed instead
_PERSON = (FULL_NAME, "first_name", "last_name", "job_title")
_MARKUP = 20  # a page is mostly markup: as many times a text's limit may come in
_MOST_LINES = 20_000
_STRUCK = (b"<s>", b"<s ", b"<del", b"<strike", b"line-through", b"<table", b"<TABLE")


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a text, read."""

    sections: Sections
    found: Extract


class TextReader:
    """Reads the texts of one mail."""

    def __init__(self, envelope: Envelope, vocabulary: Vocabulary, limits: Limits, own: Own) -> None:
        self._envelope = envelope
        self._vocabulary = vocabulary
        self._limits = limits
        self._own = own
        self._sender = envelope.from_.name
        self._replied = bool(envelope.in_reply_to or envelope.references)
        self.problems: list[Problem] = []

    def choose(self, versions: Sequence[Part]) -> Version | None:
        """The best reading of a text: the plain one if it says all, else whichever says more."""
        plain = next((part for part in versions if part.content_type == "text/plain"), None)
        page = next((part for part in versions if part.content_type == "text/html"), None)
        second = self._page(page) if page and _is_marked(page.data) else None
        if second and second.found.drafts:
            return second
        first = self._plain(plain) if plain else None
        if first and (not page or (_complete(first.found.drafts) and not second)):
            return first
        second = second or (self._page(page) if page else None)
        if first is None or second is None:
            return first or second
        chosen = better(first.found.drafts, second.found.drafts)
        return second if chosen is second.found.drafts and chosen is not first.found.drafts else first

    def with_subject(self, drafts: list[Draft]) -> list[Draft]:
        """The leads of a subject that says everything; or one lead with the name and company its subject adds."""
        if not drafts:
            return self._subject("")
        draft = drafts[0]
        if len(drafts) > 1 or all(draft.text(name) for name in ("email", "url", "company")):
            return drafts
        added = self._subject(f"\n{draft.text('email')}\n{draft.text('url')}")
        values = added[0].values if len(added) == 1 else {}
        sure = {name: value for name, value in values.items() if value.sure > 0.8}
        if "company" in sure and sure["company"].text.islower():  # "New lead: a new company" names none
            del sure["company"]
        if any(draft.text(name) for name in _PERSON):
            sure = {name: value for name, value in sure.items() if name not in _PERSON}
        told = {name: value for name, value in draft.values.items() if name not in sure or value.sure >= _UNSURE}
        return [Draft({**sure, **told})]

    def _subject(self, more: str) -> list[Draft]:
        lines = [Line(1, text) for text in f"{self._envelope.subject}{more}".split("\n")]
        return extract(Sections(new=lines), {}, "subject", self._vocabulary, self._own, self._sender).drafts

    def _plain(self, part: Part) -> Version:
        flowed = part.params.get("format", "").lower() == "flowed"
        delsp = part.params.get("delsp", "").lower() == "yes"
        lines = lines_of(self._text(part, self._limits.text_chars), flowed=flowed, delsp=delsp, limit=_MOST_LINES + 1)
        if len(lines) > _MOST_LINES:
            self._too_long(part)
        return self._version(lines, {}, part)

    def _page(self, part: Part) -> Version:
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

    def _version(self, lines: list[Line], tables: dict[str, tuple[tuple[str, ...], ...]], part: Part) -> Version:
        sections = take_apart(
            lines,
            subject=self._envelope.subject,
            replied=self._replied,
            own=self._own.addresses,
            sender=self._sender,
        )
        where = part.filename or "body"
        return Version(sections, extract(sections, tables, where, self._vocabulary, self._own, self._sender))


def _complete(drafts: Sequence[Draft]) -> bool:
    return bool(drafts) and all(
        all(map(draft.text, ("email", "company", "url"))) and all(value.sure >= 0.9 for value in draft.values.values())
        for draft in drafts
    )


def _is_marked(page: bytes) -> bool:
    """Whether a page has what its plain version loses: tables, and text struck out."""
    return any(mark in page for mark in _STRUCK)
