"""A notice rendered by its templates into subject, text and HTML; an operator's own folder is looked into first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from traceback import extract_tb

from jinja2 import (
    FileSystemLoader,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    select_autoescape,
)

from bot.domain.errors import ConfigError
from bot.domain.outcome import Notice
from bot.mail import wording
from bot.mail.compiled import compiled_in
from bot.mail.environment import Templates
from bot.mail.paragraphs import wrap

PARTS = ("subject.txt", "body.txt", "body.html")
"""The files of a notice's folder."""

_SUBJECT_CHARS = 200
_TROUBLE = (TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A notice as people read it: one line of subject, text wrapped at 72 columns, and HTML; lines end with LF."""

    subject: str
    text: str
    html: str


class Renderer:
    """Templates compiled once; ``folders`` are searched in order, so an operator's own come first.

    What was compiled may be kept in the folder ``kept`` for the next start; nothing depends on it.
    """

    def __init__(self, folders: Sequence[Path], kept: Path | None = None) -> None:
        self._environment = Templates(
            loader=FileSystemLoader([str(folder) for folder in folders]),
            autoescape=select_autoescape(("html",), default=False),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            bytecode_cache=compiled_in(kept) if kept else None,
        )
        self._environment.globals.update(wording.GLOBALS)
        self._environment.filters.update(wording.FILTERS)
        self._compiled: dict[str, tuple[Template, Template, Template]] = {}

    def render(self, notice: Notice) -> Rendered:
        """The notice's three texts; raises ConfigError naming template, line and problem."""
        subject, text, html = self._templates(notice.kind)
        thread = notice.thread
        context = {"n": notice.view, "re": wording.base_subject(thread.subject) if thread else ""}
        try:
            line = _one_line(wording.tame(subject.render(context)))
            context["subject"] = line
            return Rendered(line, wrap(wording.tame(text.render(context))), wording.tame(html.render(context)))
        except _TROUBLE as error:
            self._forget()
            raise ConfigError([_where(notice.kind, error)]) from error

    def _templates(self, kind: str) -> tuple[Template, Template, Template]:
        if kind not in self._compiled:
            try:
                subject, text, html = (self._environment.get_template(f"{kind}/{part}") for part in PARTS)
            except TemplateError as error:
                self._forget()
                raise ConfigError([_where(kind, error)]) from error
            self._compiled[kind] = (subject, text, html)
        return self._compiled[kind]

    def _forget(self) -> None:
        """Read the templates anew next time: a running bot shall notice that one was mended."""
        self._compiled.clear()
        if self._environment.cache is not None:
            self._environment.cache.clear()


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SUBJECT_CHARS else line[: _SUBJECT_CHARS - 3].rstrip() + "..."


def _where(kind: str, error: Exception) -> str:
    """What Jinja raised as "template: line: problem", from the error itself or the innermost template frame."""
    if isinstance(error, TemplateSyntaxError):
        return f"{error.name}: {error.lineno}: {error.message}"
    if isinstance(error, TemplateNotFound):
        return f"{error.name}: 1: there is no such template"
    frames = [f for f in extract_tb(error.__traceback__) if f.filename.endswith((".txt", ".html"))]
    if not frames:
        return f"{kind}: 1: {error}"
    path = Path(frames[-1].filename)
    name = path.name if path.name.startswith("_") else f"{path.parent.name}/{path.name}"
    return f"{name}: {frames[-1].lineno}: {error}"
