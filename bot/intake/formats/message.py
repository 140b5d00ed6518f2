"""Mails attached to a mail: their texts are read as a forward is, their files as files."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from bot.domain.mail import Part
from bot.intake.charset import decode
from bot.intake.formats.found import Context, Found, extension, named
from bot.intake.headers import Field, unfold
from bot.intake.limits import problem
from bot.intake.tree import ALTERNATIVE, grow

_SHOWN = ("from", "date", "subject", "to")
_REPORTS = frozenset({"delivery-status", "disposition-notification", "feedback-report", "partial", "external-body"})


def accepts(part: Part) -> bool:
    """An attached mail by type or name; reports about mails, too, which hold nothing for us."""
    return (
        part.content_type.startswith("message/")
        or extension(part) == "eml"
        or part.content_type == "text/rfc822-headers"
    )


def read(part: Part, context: Context) -> Found:
    """The mail's own parts, each text under the headers that a forwarded mail shows."""
    if part.content_type.partition("/")[2] in _REPORTS or part.content_type == "text/rfc822-headers":
        return Found()
    tree = grow(part.data, context.limits)
    head = _head(tree.head)
    inner, seen = [], set()
    for leaf in tree.leaves:
        version = leaf.params.get(ALTERNATIVE, "")
        params = dict(leaf.params) | ({ALTERNATIVE: f"{part.path}/{version}"} if version else {})
        moved = replace(leaf, path=f"{part.path}/{leaf.path}", params=params)
        first = version not in seen or version == ""
        if not leaf.attached:
            moved = _under(moved, head) if first or version else moved
            seen.add(version)
        inner.append(moved)
    problems = tuple(problem(code, context.limits, named(part)) for code in tree.problems)
    return Found(problems=problems, parts=tuple(inner))


def _head(head: list[Field]) -> list[str]:
    values: dict[str, str] = {}
    for name, value in head:
        if name in _SHOWN:
            values.setdefault(name, unfold(value))
    return [f"{name.capitalize()}: {values[name]}" for name in _SHOWN if name in values]


def _under(part: Part, head: list[str]) -> Part:
    """A text under its mail's headers, as mail programs write a forward."""
    text = decode(part.data, part.charset, part.content_type)
    title = "---------- Forwarded message ---------"
    if part.content_type == "text/html":
        lines = "".join(f"<div>{escape(line)}</div>" for line in (title, *head))
        text = f"<div>{lines}<br></div>{text}"
    else:
        text = "\n".join((title, *head, "", text))
    return replace(part, data=text.encode("utf-8", "replace"), charset="utf-8")
