"""What one mail has changed so far, gathered on its way to an Outcome."""

from __future__ import annotations

from datetime import datetime

from bot.desk.book import Book
from bot.desk.mail import Mail
from bot.domain.decision import Decision
from bot.domain.delivery import Failing
from bot.domain.mail import InboundState
from bot.domain.outcome import Event, Notice, Outcome
from bot.domain.partner import Partner
from bot.domain.quarantine import Binding, Quarantined
from bot.domain.registration import Case, Registration
from bot.notices.digest import Digest, Trouble


class Work:
    """One mail in hand; what is put here is seen by the book at once."""

    def __init__(self, mail: Mail, book: Book, now: datetime) -> None:
        self.mail = mail
        self.book = book
        self.now = now
        self.touched: set[str] = set()
        self.partner_left = False  # an inactive partner was refused: the admins are told (LEANSTACK L12)
        self._registrations: dict[str, Registration] = {}
        self._cases: dict[str, Case] = {}
        self._notices: list[Notice] = []
        self._events: list[Event] = []
        self._quarantined: dict[int, Quarantined] = {}
        self._bindings: list[Binding] = []
        self._failing: list[Failing] = []
        self._recovered: list[str] = []

    @property
    def states(self) -> set[str]:
        """The states into which this mail's own registrations have come."""
        return {self._registrations[ref].state.value for ref in self.touched}

    @property
    def changed(self) -> tuple[Registration, ...]:
        """Every registration written so far, in its last state, what was due beside this mail too."""
        return tuple(self._registrations.values())

    @property
    def opened(self) -> set[str]:
        """The codes of the cases that this mail opened."""
        return {case.token for case in self._cases.values() if case.closed_at is None and case.opened_at == self.now}

    def put(self, registration: Registration) -> None:
        """Write a registration, and let later look-ups see it."""
        self.book.register.put(registration)
        self.note(registration)

    def note(self, registration: Registration) -> None:
        """Write a registration that the register has already."""
        self._registrations.pop(registration.ref, None)
        self._registrations[registration.ref] = registration
        self.touched.add(registration.ref)

    def write(self, registration: Registration) -> None:
        """Write what concerns another partner than the sender; later look-ups see it."""
        self.book.register.put(registration)
        self._registrations.pop(registration.ref, None)
        self._registrations[registration.ref] = registration

    def put_case(self, case: Case) -> None:
        """Write a case, and let later look-ups see it."""
        self.book.register.put_case(case)
        self._cases[case.token] = case

    def put_quarantined(self, one: Quarantined) -> None:
        """Write a mail that waits for a word, or that was released."""
        self.book.put_quarantined(one)
        self._quarantined[one.inbound] = one

    def bind(self, binding: Binding) -> None:
        """Give an address to a partner."""
        self.book.bind(binding)
        self._bindings.append(binding)
        self.event("sender.bound", partner=binding.partner)

    def put_failing(self, one: Failing) -> None:
        """Note an address that takes no mail."""
        self.book.put_failing(one.address, failing=True)
        self._failing.append(one)

    def put_recovered(self, address: str) -> None:
        """Note an address that takes mail again."""
        self.book.put_failing(address, failing=False)
        self._recovered.append(address)

    def event(self, name: str, ref: str = "", **data: object) -> None:
        """Add a line to the journal; every one names the mail it came from, or who acted without one."""
        inbound = self.mail.inbound.id
        source: dict[str, object] = {"inbound": inbound} if inbound else {"by": self.mail.sender}
        self._events.append(Event(name, self.now, ref, source | data))

    def decided(self, name: str, registration: Registration, decision: Decision | None = None) -> None:
        """Add the journal's line on a registration: who, when received, every finding's code, and why it is so."""
        reasons = decision.reasons if decision else ()
        self.partner_left |= any(reason.code == "partner.inactive" for reason in reasons)
        why = {"why": [reason.evidence for reason in reasons], "policy": [reason.policy for reason in reasons]}
        self.event(
            name,
            registration.ref,
            partner=registration.partner,
            state=registration.state.value,
            received_at=registration.received_at.isoformat(),
            codes=[finding.code for finding in decision.findings] if decision else list(registration.codes),
            **(why if reasons else {}),
        )

    def send(self, notice: Notice) -> None:
        """Add a mail, unless one with its key was added in this batch."""
        if self.book.first(notice.key):
            self._notices.append(notice)

    def answer(self, kind: str, key: str, view: object, *, refs: tuple[str, ...] = (), **more: object) -> None:
        """Answer the sender, within its reply budget; past it the admins are told, once a day."""
        sender = self.mail.sender
        if not self.book.may_answer(sender, self.mail.rounds, refs):
            self._withheld()
            return
        to = (self.mail.envelope.from_.addr,)
        before = len(self._notices)
        self.send(Notice(kind, key, to, view, thread=self.mail.thread, refs=refs, **more))  # type: ignore[arg-type]
        if len(self._notices) > before:
            self.book.answered(sender, refs)

    def _withheld(self) -> None:
        book, inbound = self.book, self.mail.inbound
        self.event("reply.withheld", budget=book.reply_budget)
        to = tuple(one for one in admins(self) if one != self.mail.sender)
        if to:
            day = self.now.astimezone(book.house.zone).date()
            text = (
                f"{self.mail.sender} gets no more answers for now: so many within an hour look like a loop of programs."
            )
            row = Trouble("withheld", inbound.id, inbound.received_at, text, f"regbot parked show {inbound.id}")
            key = f"budget/{book.program.name}/{self.mail.sender}/{day}"
            self.send(Notice("digest", key, to, Digest(book.house, (row,))))

    def absorb(self, outcome: Outcome) -> None:
        """Take over what was due beside this mail: it is written with it, but is none of its sender's business."""
        self._registrations.update((registration.ref, registration) for registration in outcome.registrations)
        self._notices += outcome.notices
        self._events += outcome.events

    def outcome(self, state: InboundState = InboundState.DONE, why: str = "") -> Outcome:
        """All of it, with what became of the mail."""
        return Outcome(
            self.mail.inbound.id or None,
            state,
            why,
            tuple(self._registrations.values()),
            tuple(self._cases.values()),
            tuple(self._notices),
            tuple(self._events),
            tuple(self._quarantined.values()),
            tuple(self._bindings),
            tuple(self._failing),
            tuple(self._recovered),
        )


def admins(work: Work) -> tuple[str, ...]:
    """The admins' addresses, in a fixed order."""
    return work.book.admins_in_order


def copies(work: Work, *events: str) -> tuple[str, ...]:
    """The admins, where the program copies them on any of these events, or a partner who left goes on registering."""
    wanted = work.book.program.notify.cc
    return admins(work) if work.partner_left or any(event in wanted for event in events) else ()


def greeted(work: Work, partner: Partner | None) -> str:
    """By what name a sender is greeted: its own, else its organisation's."""
    return work.mail.envelope.from_.name or (partner.name if partner else "")
