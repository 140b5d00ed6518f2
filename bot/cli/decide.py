"""``regbot decide``: what an admin can answer to a case mail, at the terminal."""

from __future__ import annotations

import getpass
from enum import StrEnum
from typing import Annotated

import typer

from bot.cli.common import DEFAULT_CONFIG, Config, opened
from bot.domain.errors import Refused


class Decision(StrEnum):
    """The words that decide a case, as in the mail."""

    ACCEPT = "accept"
    REJECT = "reject"
    QUEUE = "queue"
    SHARE = "share"
    SPLIT = "split"
    ASK = "ask"


def decide(
    ref: Annotated[str, typer.Argument(help="The reference of the held registration.")],
    decision: Annotated[Decision, typer.Argument(help="As in the case mail.")],
    reason: Annotated[
        str,
        typer.Option("--reason", help="Why. The partner reads it with reject and ask; else it stays with the case."),
    ] = "",
    tell: Annotated[str, typer.Option("--tell", help="What the partner is told besides.")] = "",
    percent: Annotated[
        int | None, typer.Option("--percent", min=1, max=99, help="With split: the part of the new request.")
    ] = None,
    config: Config = DEFAULT_CONFIG,
) -> None:
    """Decide a case as by mail: the same checks, the same mails to the partners. Exit code 1 where nothing was done."""
    from bot.daemon import office_of, renderer_of, utc_now
    from bot.domain.mail import Instruction
    from bot.domain.reference import parse
    from bot.workers.decide import decide_now

    told = decision in (Decision.REJECT, Decision.ASK)
    rest = str(percent or "") if decision is Decision.SPLIT else reason if told else ""
    with opened(config) as (settings, programs, store):
        story = store.story(parse(ref) or ref)
        if story is None or story.registration.program not in programs:
            raise Refused(f"{ref}: there is no registration with this reference; see `regbot list cases`")
        found = story.registration
        office = office_of(settings, programs[found.program], renderer_of(settings))
        done = decide_now(
            store,
            office,
            Instruction(decision.value, (found.ref,), rest),
            by=f"{getpass.getuser()} at the terminal",
            tell=tell,
            note="" if told else reason,
            now=utc_now(),
        )
    for one in done:
        if not one.ok:
            raise Refused(one.text)
        print(one.text)
