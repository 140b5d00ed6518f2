"""What the bot has decided since one last looked, read from its journal and its mails."""

from __future__ import annotations

from collections.abc import Iterator

from bot.cli.demo.scene import Verdict
from bot.domain.lead import FIELD_NAMES
from bot.domain.mail import InboundState
from bot.domain.outcome import Event
from bot.domain.registration import Registration
from bot.domain.term import last_day
from bot.rules.program import Program
from bot.store import Store

_ASIDE_FOR = {
    "sender.unknown": "sender.unknown: nobody known as a partner",
    "sender.unproven": "sender.unproven: a partner's address, but no proof that the mail comes from there",
    "auto.header": "auto.header: it says of itself that a machine has sent it",
}
_IN_WORDS = {
    "address.invalid": "no address that can work",
    "lead_type.unknown": "not one of the program's types",
    "case.accepted": "the admin accepted it",
    "case.overruled": "the admin decided for another partner",
}
_ASIDE = (InboundState.IGNORED, InboundState.QUARANTINED, InboundState.PARKED)


class Watch:
    """Follows one program in the store."""

    def __init__(self, store: Store, program: Program) -> None:
        self._store = store
        self._program = program
        self._events = 0
        self._mails: set[int] = set()

    def news(self) -> tuple[Verdict, ...]:
        """What was decided since the last call, in order."""
        return (*self._decided(), *self._set_aside())

    def _decided(self) -> Iterator[Verdict]:
        known = {one.ref: one for one in self._store.registrations(self._program.name)}
        lines = list(self._store.journal(self._program.name))
        for line in lines[self._events :]:
            subject, _, happened = line.event.name.partition(".")
            if subject == "registration" and line.event.ref in known:
                yield self._verdict(happened, line.event, known[line.event.ref])
        self._events = len(lines)

    def _verdict(self, happened: str, event: Event, registration: Registration) -> Verdict:
        about = f"{registration.ref}  {registration.lead.company or registration.lead.domain}"
        if registration.expires_at and happened in {"accepted", "renewed"}:
            about += f", until {last_day(registration.expires_at, self._program.tz):%-d %B %Y}"
        return Verdict(happened, about, tuple(_reasons(event)))

    def _set_aside(self) -> Iterator[Verdict]:
        for mail in reversed(self._store.mails(_ASIDE, self._program.name)):
            if mail.id not in self._mails:
                self._mails.add(mail.id)
                yield Verdict(str(mail.state), "the mail is put aside", (_ASIDE_FOR.get(mail.why, mail.why),))


def _reasons(event: Event) -> Iterator[str]:
    """The evidence and the sentence of the policy it rests on, or the fields that are asked back, or the bare codes."""
    codes, fields = _texts(event, "codes"), _texts(event, "fields")
    if fields:
        asked = ", ".join(_IN_WORDS.get(code, code) for code in codes)
        yield f"{', '.join(FIELD_NAMES[name] for name in fields)}: {asked}"
        return
    said = _texts(event, "why")
    yield from said or [_IN_WORDS.get(code, code) for code in codes]
    yield from (f"\u201c{sentence}\u201d" for sentence in dict.fromkeys(_texts(event, "policy")) if said)


def _texts(event: Event, key: str) -> list[str]:
    found = event.data.get(key)
    return [str(text) for text in found if text] if isinstance(found, list) else []
