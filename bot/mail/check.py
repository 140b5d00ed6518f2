"""The templates tried on a sample of every notice, which no other part of the bot needs."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.errors import ConfigError
from bot.mail.render import PARTS, Renderer
from bot.notices.samples import samples


def check(renderer: Renderer) -> list[str]:
    """Every problem that rendering the samples of every notice shows, as "template: line: problem"; [] when fine."""
    return list(dict.fromkeys(_problems(renderer)))


def _problems(renderer: Renderer) -> Iterator[str]:
    for notice in samples():
        try:
            rendered = renderer.render(notice)
        except ConfigError as error:
            yield from error.problems
            continue
        for part, text in zip(PARTS, (rendered.subject, rendered.text, rendered.html), strict=True):
            if not text.strip():
                yield f"{notice.kind}/{part}: 1: renders to nothing"
