"""Plays the scenario: sends each mail, lets the bot work, and notes what it decided and sent."""

from __future__ import annotations

import email
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from email.policy import default

from bot.cli.demo.cast import INBOX, PROGRAM
from bot.cli.demo.clock import Clock
from bot.cli.demo.letters import Letter
from bot.cli.demo.scenario import STEPS, Step
from bot.cli.demo.scene import Scene, shown
from bot.cli.demo.servers import MailWorld, Sent
from bot.cli.demo.verdicts import Watch
from bot.daemon import Bot
from bot.domain.reference import find
from bot.domain.registration import State

_QUOTED_LINES = 12


class Stage:
    """The bot, its mail world and its clock; ``scenes`` are played one after the other."""

    def __init__(self, bot: Bot, world: MailWorld, clock: Clock) -> None:
        self._bot = bot
        self._world = world
        self._clock = clock
        self._watch = Watch(bot.store, bot.offices[PROGRAM].program)
        self._sent: dict[str, list[Sent]] = {}

    def scenes(self) -> Iterator[Scene]:
        """Every step of the scenario, as it went."""
        for number, step in enumerate(STEPS, 1):
            if step.days_before_expiry is not None:
                self._clock.move_to(self._first_expiry() - timedelta(days=step.days_before_expiry))
            now, before, raw = self._clock(), len(self._world.sent), None
            if step.letter:
                raw = self._written(step, step.letter).raw(INBOX, now)
                self._world.deliver(INBOX, raw, now)
            self._bot.once()
            self._sent[step.key] = self._world.sent[before:]
            outgoing = tuple(sent.raw for sent in self._sent[step.key])
            yield Scene(number, step, now, raw, self._watch.news(), outgoing)

    def _written(self, step: Step, letter: Letter) -> Letter:
        if step.about:
            ref = find(shown(self._got(letter.author.address, step.about)).text)[0]
            return replace(letter, subject=letter.subject.format(ref=ref), text=letter.text.format(ref=ref))
        if step.answers:
            return answer(letter, self._got(letter.author.address, step.answers))
        return letter

    def _got(self, address: str, key: str) -> bytes:
        """The mail that was written to somebody, not just copied to him, in an earlier step."""
        return next(sent.raw for sent in self._sent[key] if address in shown(sent.raw).to)

    def _first_expiry(self) -> datetime:
        accepted = self._bot.store.registrations(PROGRAM, [State.ACCEPTED])
        return min(one.expires_at for one in accepted if one.expires_at)


def answer(letter: Letter, raw: bytes) -> Letter:
    """A letter as a reply to a mail: its thread, its subject, and its text quoted below."""
    mail, seen = email.message_from_bytes(raw, policy=default), shown(raw)
    message_id = str(mail["Message-ID"])
    quoted = "".join(f"> {line}\n" for line in seen.text.splitlines()[:_QUOTED_LINES])
    return replace(
        letter,
        subject=seen.subject if seen.subject.startswith("Re: ") else f"Re: {seen.subject}",
        text=f"{letter.text}\nOn {mail['Date']}, {seen.author} wrote:\n{quoted}",
        headers={"In-Reply-To": message_id, "References": f"{mail['References'] or ''} {message_id}".strip()},
    )
