"""The demo as one HTML page to look at: every step with its mails as a mail client shows them."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from importlib.resources import files
from string import Template

from bot.cli.demo.scene import Scene, Shown, Verdict, shown

_ROW = '<tr><th scope="row">{}</th><td>{}</td></tr>'
_FEW = 6  # verdicts that are shown without opening the list


def page(scenes: Sequence[Scene], names: Sequence[Sequence[str]]) -> str:
    """The whole page; ``names`` holds, scene by scene, the file names of its mails: the incoming one, if any, first."""
    frame = Template(files("bot.cli.demo").joinpath("page.html").read_text("utf-8"))
    body = "\n".join(_scene(scene, own) for scene, own in zip(scenes, names, strict=True))
    steps = "\n".join(
        f'<li><a href="#{escape(scene.step.key)}">{escape(scene.step.title)}</a></li>' for scene in scenes
    )
    return frame.substitute(steps=steps, body=body)


def _scene(scene: Scene, names: Sequence[str]) -> str:
    waiting = list(names)
    if scene.incoming is None:
        came = f'<p class="clock">The clock now says {scene.at:%A, %-d %B %Y}.</p>'
    else:
        came = _mail("in", shown(scene.incoming), waiting.pop(0))
    sent = "".join(_mail("out", shown(raw), name) for raw, name in zip(scene.outgoing, waiting, strict=True))
    return (
        f'<section id="{escape(scene.step.key)}"><h2><span>{scene.number}</span> {escape(scene.step.title)}</h2>'
        f'<p class="look">{escape(scene.step.look)}</p><div class="flow"><div>{came}{_verdicts(scene.verdicts)}</div>'
        f"<div>{sent or _SILENCE}</div></div></section>"
    )


_SILENCE = '<p class="silence">No mail goes out.</p>'


def _mail(way: str, mail: Shown, name: str) -> str:
    rows = [("From", mail.author), ("To", mail.to), ("Cc", mail.cc), ("Subject", mail.subject)]
    head = "".join(_ROW.format(label, escape(text)) for label, text in rows if text)
    attached = "".join(
        f"<details><summary>{escape(file)}</summary><pre>{escape(content)}</pre></details>"
        for file, content in mail.files
    )
    return (
        f'<article class="mail {way}"><header><span class="way">mail {way}</span>'
        f'<a href="{escape(name)}">.eml</a></header><table>{head}</table>{_body(mail)}{attached}</article>'
    )


def _body(mail: Shown) -> str:
    """The HTML part in a frame that may run nothing, so that the mail looks as it does in a mail client."""
    if not mail.html:
        return f"<pre>{escape(mail.text.strip())}</pre>"
    frame = f'<iframe sandbox="allow-same-origin" title="mail" srcdoc="{escape(mail.html)}"></iframe>'
    return f"{frame}<details><summary>as plain text</summary><pre>{escape(mail.text.strip())}</pre></details>"


def _verdicts(verdicts: Sequence[Verdict]) -> str:
    lines = [_verdict(verdict) for verdict in verdicts]
    few, more = lines[:_FEW], lines[_FEW:]
    if more:
        few.append(f"<li><details><summary>{len(more)} more</summary><ul>{''.join(more)}</ul></details></li>")
    return f'<ul class="verdicts">{"".join(few)}</ul>' if few else ""


def _verdict(verdict: Verdict) -> str:
    kind = escape(verdict.outcome.partition(" ")[0])
    reasons = "".join(f"<small>{escape(reason)}</small>" for reason in verdict.reasons)
    return f'<li><b class="{kind}">{escape(verdict.outcome)}</b> {escape(verdict.about)}{reasons}</li>'
