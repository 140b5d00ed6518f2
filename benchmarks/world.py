"""A scratch store as ``_context.json`` tells it: partners, and what the bot had sent, in the product's own words.

The context's references stand for registrations under these very references; one that was asked about several leads
(``pending``) becomes one registration a lead.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from email.parser import BytesHeaderParser
from email.policy import compat32
from pathlib import Path
from typing import Any, NamedTuple

from bot.config import folders, programs
from bot.config.settings import Inbox, ProgramSettings, Settings, Smtp, TrustSettings
from bot.daemon.build import office_of, open_store, renderer_of
from bot.domain.lead import FIELDS, Lead
from bot.domain.outcome import OutboxMail, Outcome
from bot.domain.partner import Partner
from bot.domain.registration import Case, Registration, State
from bot.intake.mime import authserv_id
from bot.rules.program import Program
from bot.store import Store
from bot.workers.office import Office

BOX = "gold"
NOW = datetime(2025, 6, 1, tzinfo=UTC)


class Told(NamedTuple):
    """What a kind of message in the context is to the product: the notice's kind, and what its registrations are."""

    kind: str
    state: State


_TOLD = {
    "incomplete": Told("answer", State.INCOMPLETE),
    "admin_review": Told("case", State.HELD),
    "expiry": Told("expired", State.EXPIRED),
    "expiry_notice": Told("expired", State.EXPIRED),
    "expired": Told("expired", State.EXPIRED),
}
_OTHER = Told("answer", State.ACCEPTED)


def load(folder: Path) -> tuple[Store, Office]:
    """A store in memory that holds what the directory's context says, and the office that reads its mails."""
    said = json.loads((folder / "_context.json").read_text(encoding="utf-8"))
    program = programs.load_program("leanstack", folders.data_folder("rules"))
    settings = _settings(said, program, _receiving_server(folder.glob("*.eml")))
    store = open_store(settings)
    store.migrate()
    partners = tuple(_partners(said, program))
    store.import_partners(partners)
    owners = {sender: partner.id for partner in partners for sender in (*partner.addresses, *partner.domains)}
    sent = [_Sent.of(message_id, message, owners) for message_id, message in said.get("bot_messages", {}).items()]
    known: dict[str, Registration] = {}
    for one in sent:
        known |= {registration.ref: registration for registration in one.registrations(program)}
    cases = tuple(Case(ref, program.name, f"token of {ref}", NOW) for ref, one in known.items() if _is_held(one))
    with store.begin(program.name, NOW) as unit:
        outcome = Outcome(registrations=tuple(known.values()), cases=cases)
        unit.write([outcome], [one.mail(program, said["bot_address"]) for one in sent])
    return store, office_of(settings, program, renderer_of(settings))


class _Sent(NamedTuple):
    """A message of the context: ``leads`` by reference, empty ones where it tells none."""

    message_id: str
    told: Told
    to: str
    owner: str
    leads: Mapping[str, Lead]

    @classmethod
    def of(cls, message_id: str, message: Mapping[str, Any], owners: Mapping[str, str]) -> _Sent:
        to = message.get("to", "").casefold()
        ref, pending = message.get("ref", ""), message.get("pending", [])
        refs = message.get("refs") or [ref]
        if len(pending) > 1 and len(refs) != len(pending):
            refs = [f"{ref}/{at}" for at in range(1, len(pending) + 1)]
        leads = [_lead(values) for values in pending] or [Lead()] * len(refs)
        told = _TOLD.get(message.get("type", ""), _OTHER)
        return cls(
            message_id,
            told,
            to,
            owners.get(to) or owners.get(to.rpartition("@")[2], ""),
            dict(zip(refs, leads, strict=True)),
        )

    def registrations(self, program: Program) -> Iterator[Registration]:
        for ref, lead in self.leads.items():
            yield Registration(
                ref, program.name, self.owner, self.to, lead, self.told.state, NOW, NOW, NOW, thread=self.message_id
            )

    def mail(self, program: Program, sender: str) -> OutboxMail:
        key = f"{self.told.kind}/{self.message_id}"
        return OutboxMail(
            key, self.told.kind, program.name, self.message_id, sender, (self.to,), b"", tuple(self.leads)
        )


def _lead(values: Mapping[str, str | None]) -> Lead:
    said = {name: text for name, text in values.items() if text}
    extra = {name: said.pop(name) for name in tuple(said) if name not in FIELDS}
    return Lead(**said, extra=extra)


def _is_held(registration: Registration) -> bool:
    return registration.state is State.HELD


def _settings(said: Mapping[str, Any], program: Program, server: str) -> Settings:
    inbox = Inbox(
        name=BOX,
        program=program.name,
        address=said["bot_address"],
        host="localhost",
        tls="none",
        trust=TrustSettings(require="dmarc", authserv_id=server),
    )
    return Settings(
        database="sqlite://",
        smtp=Smtp(host="localhost", tls="none"),
        inbox=(inbox,),
        programs={
            program.name: ProgramSettings(rules=program.name, admins=tuple(said.get("admins") or [said["bot_address"]]))
        },
    )


def _receiving_server(mails: Iterable[Path]) -> str:
    """The name that most of the mails bear as that of the server which received them: the context does not tell it."""
    names = Counter[str]()
    for path in mails:
        with path.open("rb") as file:
            said = BytesHeaderParser(policy=compat32).parse(file)["authentication-results"]
        names.update([authserv_id(str(said))] if said else [])
    return names.most_common(1)[0][0] if names else "localhost"


def _partners(said: Mapping[str, Any], program: Program) -> Iterator[Partner]:
    for key in ("partner_addresses", "partner_domains"):
        for sender in dict.fromkeys(map(str.casefold, said.get(key, ()))):
            yield Partner(
                id=sender,
                program=program.name,
                name=sender,
                addresses=(sender,) if "@" in sender else (),
                domains=() if "@" in sender else (sender,),
                plan=(program.partner.plans or ("",))[0],
                agreement_on=NOW.date(),
            )
