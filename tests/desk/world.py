"""A program with its partners, kept in memory from one mail to the next, so that tests read like a correspondence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from bot.config.programs import load_program
from bot.desk import Book, Mail, asks, due, handle, house_of
from bot.domain.alias import Alias
from bot.domain.lead import FIELDS, Draft, Fault, Lead, Origin, Value
from bot.domain.mail import (
    Address,
    Asked,
    Envelope,
    Inbound,
    Instruction,
    Kind,
    Part,
    Problem,
    Proof,
    Reading,
    Screened,
)
from bot.domain.outcome import Known, Notice, Outcome
from bot.domain.partner import Customer, Partner
from bot.domain.registration import Case, Registration, State
from bot.rules.program import Cap, Program

LEANSTACK = load_program("leanstack")
PLAIDCLOUD = load_program("plaidcloud")
START = datetime(2026, 3, 2, 9, tzinfo=UTC)
ADMIN = "dana@vendor.example"


def partner(name: str, program: Program = LEANSTACK, **fields: object) -> Partner:
    """A partner whom the rules of either program let register."""
    given = {
        "plan": "accelerator",
        "agreement_on": date(2025, 1, 15),
        "joined_on": date(2025, 1, 15),
        "certifications": ("PlaidCloud Analyst",),
        **fields,
    }
    return Partner(name.lower(), program.name, name, domains=(f"{name.lower()}.example",), **given)  # type: ignore[arg-type]


def lead(company: str, **fields: str) -> Lead:
    """A complete lead whose domain follows from the company's name."""
    slug = company.lower().replace(" ", "")
    given = {
        "first_name": "Ada",
        "last_name": "Byron",
        "email": f"ada@{slug}.com",
        "url": f"https://www.{slug}.com",
        "company": company,
        "lead_type": "Qualified Lead",
        "domain": f"{slug}.com",
        **fields,
    }
    return Lead(**given)  # type: ignore[arg-type]


def lacking(whole: Lead, *names: str) -> tuple[Lead, tuple[Fault, ...]]:
    """The lead without these fields, and the faults that say so."""
    gone = replace(whole, **dict.fromkeys(names, ""))
    if "url" in names and "email" in names:
        gone = replace(gone, domain="")
    return gone, tuple(Fault(name, "missing", f"Please send the {name}.") for name in names)


def draft(given: Lead) -> Draft:
    """The draft from which a lead was read, a line a field."""
    stated = [name for name in FIELDS if given.get(name)]
    return Draft({name: Value(given.get(name), Origin("body", f"line {at}")) for at, name in enumerate(stated, 1)})


@dataclass
class World:
    """What the store would hold."""

    program: Program = LEANSTACK
    partners: Sequence[Partner] = (partner("Acorn"), partner("Birch"), partner("Cedar"))
    customers: Sequence[Customer] = ()
    aliases: Sequence[Alias] = ()
    now: datetime = START
    budget: int = 1000
    registrations: dict[str, Registration] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    keys: dict[str, Notice] = field(default_factory=dict)
    replies: dict[str, int] = field(default_factory=dict)
    number: int = 0

    def capped(self, limit: int) -> World:
        """This world under another cap."""
        self.program = replace(self.program, cap=Cap(limit=limit, policy="A number of registrations."))
        return self

    def known(self) -> Known:
        """A snapshot, as the store answers."""
        outstanding: dict[str, int] = {}
        for one in self.registrations.values():
            if one.outstanding:
                outstanding[one.partner] = outstanding.get(one.partner, 0) + 1
        return Known(
            tuple(self.partners),
            tuple(self.customers),
            tuple(self.registrations.values()),
            tuple(self.cases.values()),
            outstanding,
            self.replies,
            len(self.registrations) * 2 + 1,
            aliases=tuple(self.aliases),
        )

    def book(self) -> Book:
        """The book of a fresh batch."""
        house = house_of(self.program, "registrations@vendor.example")
        return Book(self.program, house, frozenset({ADMIN}), self.known(), self.budget)

    def write(
        self,
        sender: str,
        *leads: Lead | tuple[Lead, tuple[Fault, ...]],
        kind: Kind | None = None,
        say: Sequence[Instruction] = (),
        asked: Asked | None = None,
        completes: Mapping[int, str] | None = None,
        proven: bool = True,
        screened: Screened | None = None,
        problems: Sequence[Problem] = (),
        attested: bool = False,
        too_many: int = 0,
        subject: str = "New lead",
        text: str = "",
        files: Sequence[str] = (),
        received: datetime | None = None,
        size: int = 2000,
        truncated: bool = False,
    ) -> Mail:
        """A mail as intake would hand it over."""
        self.number += 1
        received = received or self.now
        if asked is not None and asked.threaded and asked.written_at is None:
            asked = replace(asked, written_at=self.now)
        seed = sha256(str(self.number).encode()).digest()[:16]
        inbound = Inbound(self.number, "inbox", self.program.name, received, size, b"", seed, truncated)
        sender = sender if "@" in sender else f"maria@{sender.lower()}.example"
        author = Address("", sender)
        envelope = Envelope(
            f"<m{self.number}@mail.example>",
            author,
            (author,),
            (),
            (),
            subject,
            received,
            size,
            {},
            parts=tuple(Part("2", "application/pdf", b"", filename=name, attached=True) for name in files),
            truncated=truncated,
        )
        pairs = tuple(one if isinstance(one, tuple) else (one, ()) for one in leads)
        if kind is None:
            kind = Kind.SUBMISSION if leads else Kind.COMMAND if say else Kind.NOT_SUBMISSION
        reading = Reading(
            kind, "thanks", tuple(draft(one) for one, _ in pairs), tuple(say), tuple(problems), completes or {},
            attested, too_many, text,
        )  # fmt: skip
        proof = Proof(proven, "dmarc" if proven else "none", "")
        unread = screened is not None or truncated
        return Mail(inbound, envelope, screened, proof, None if unread else reading, pairs, asked, text)

    def send(self, sender: str, *leads: Lead | tuple[Lead, tuple[Fault, ...]], **more: object) -> Outcome:
        """Write a mail, have it handled in a batch of its own, and keep what it changed."""
        mail = self.write(sender, *leads, **more)  # type: ignore[arg-type]
        asks([mail])
        return self.keep(handle(mail, self.book(), self.now))

    def keep(self, outcome: Outcome) -> Outcome:
        """Write an outcome as the store does: a key that was used before sends nothing."""
        self.registrations.update((one.ref, one) for one in outcome.registrations)
        self.cases.update((case.token, case) for case in outcome.cases)
        for notice in outcome.notices:
            self.keys.setdefault(notice.key, notice)
        return outcome

    def pass_days(self, days: int) -> None:
        """Let the clock run."""
        self.now += timedelta(days=days)

    def expire(self) -> Outcome:
        """The tick that ends what is over."""
        house = house_of(self.program, "registrations@vendor.example")
        return self.keep(due.expire(self.program, house, self.registrations.values(), self.now, {ADMIN}))

    def say(self, sender: str, name: str, *refs: str, **more: object) -> Outcome:
        """Send one instruction."""
        parts = {key: str(more.pop(key)) for key in ("rest", "company") if key in more}
        return self.send(sender, say=[Instruction(name, refs, **parts)], **more)

    def decide(self, ref: str, name: str, rest: str = "", **more: object) -> Outcome:
        """Have the admin answer the case mail of a registration."""
        more.setdefault("asked", Asked("case", (ref,), threaded=(ref,)))
        return self.send(ADMIN, say=[Instruction(name, rest=rest)], kind=Kind.ADMIN_DECISION, **more)

    def states(self) -> dict[str, State]:
        """Where every registration stands."""
        return {ref: one.state for ref, one in self.registrations.items()}


def view(outcome: Outcome, kind: str) -> object:
    """What the one mail of this kind shows."""
    (notice,) = [notice for notice in outcome.notices if notice.kind == kind]
    return notice.view


def kinds(outcome: Outcome) -> list[str]:
    """The kinds of mails that an outcome sends."""
    return [notice.kind for notice in outcome.notices]
