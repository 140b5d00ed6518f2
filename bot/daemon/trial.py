"""What the bot would understand, decide and answer: everything up to the commit, and then nothing is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.config.settings import Inbox, ProgramSettings, Settings, Smtp, TrustSettings
from bot.daemon.build import office_of, open_store, renderer_of
from bot.desk import Mail
from bot.domain.mail import Inbound
from bot.domain.outcome import Outcome
from bot.domain.partner import Partner
from bot.intake.mime import parse
from bot.rules.program import Program
from bot.store import Store
from bot.workers.process import Processor

if TYPE_CHECKING:
    from bot.mail.render import Rendered

_SEED = bytes(16)  # a trial gives the same references and Message-IDs every time


class _Undone(Exception):
    """Ends the transaction of a trial without a commit."""


@dataclass(frozen=True, slots=True)
class Tried:
    """One mail's trial: as it was read, what would change, and the mails that would go out."""

    mail: Mail
    outcome: Outcome
    answers: tuple[tuple[tuple[str, ...], Rendered], ...]


class Trial:
    """Tries mails against one program. Without ``known`` senders every sender counts as a partner in good standing."""

    def __init__(self, settings: Settings, program: Program, store: Store) -> None:
        self._store = store
        self._office = office_of(settings, program, renderer_of(settings))
        self._box = next(inbox.name for inbox in settings.inbox if inbox.program == program.name)
        self._limit = settings.limits.mail_bytes

    def try_mail(self, number: int, raw: bytes) -> Tried:
        """Try one mail, given as its bytes; raises Unreadable where the bot would park it."""
        now = datetime.now(UTC)
        truncated = len(raw) > self._limit
        kept = raw[: raw.find(b"\n\r\n") + 1 or self._limit] if truncated else raw
        inbound = Inbound(number, self._box, self._office.program.name, now, len(raw), kept, _SEED, truncated)
        processor = Processor(self._store, self._office, lambda: now)
        mail = processor.read([inbound], park=False)[0]
        outcome = Outcome()
        try:
            with self._store.begin(self._office.program.name, now, names=self._office.names) as unit:
                outcome = processor.decide([mail], unit, now)[0]
                raise _Undone
        except _Undone:
            pass
        rendered = tuple((n.to + n.cc, self._office.renderer.render(n)) for n in outcome.notices)
        return Tried(mail, outcome, rendered)


def scratch(program: Program) -> tuple[Settings, Store]:
    """Settings and an empty database in memory, for trying mails where nothing is installed yet."""
    inbox = Inbox(
        name="trial",
        program=program.name,
        address="registrations@vendor.example",
        host="localhost",
        port=143,
        tls="none",
        trust=TrustSettings(require="none"),
    )
    settings = Settings(
        database="sqlite://",
        smtp=Smtp(host="localhost", port=25, tls="none"),
        inbox=(inbox,),
        programs={program.name: ProgramSettings(rules=program.name, admins=("admin@vendor.example",))},
    )
    store = open_store(settings)
    store.migrate()
    return settings, store


def welcome(store: Store, settings: Settings, program: Program, mails: Mapping[str, bytes]) -> None:
    """Make every sender of these mails a partner in good standing of a scratch database."""
    admins = {admin.casefold() for admin in settings.programs[program.name].admins}
    now = datetime.now(UTC)
    office = office_of(settings, program, renderer_of(settings))
    senders = {
        parse(Inbound(0, "trial", program.name, now, len(raw), raw, _SEED), office.limits).from_.key
        for raw in mails.values()
    }
    store.import_partners(
        [
            Partner(
                id=f"sender-{number}",
                program=program.name,
                name=sender,
                addresses=(sender,),
                plan=(program.partner.plans or ("",))[0],
                agreement_on=now.date(),
                certifications=(program.partner.certification,) if program.partner.certification else (),
            )
            for number, sender in enumerate(sorted(senders - admins - {""}))
        ]
    )
