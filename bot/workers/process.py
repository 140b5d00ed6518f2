"""Handles stored mails: reads them, decides under the program's lock, and writes what follows in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Literal

from bot.desk import Book, Mail, asks, companies, handle, remembering
from bot.domain.errors import BotError, StoreUnavailable, Unreadable
from bot.domain.mail import Asked, Envelope, Inbound, Kind, Proof, Screened
from bot.domain.outcome import Notice, OutboxMail, Outcome, ThreadAsk
from bot.intake.body import plain_start
from bot.intake.bounced import bounced
from bot.intake.fields import validate
from bot.intake.mime import parse
from bot.intake.reader import Sender, clues, read
from bot.intake.release import said
from bot.intake.screen import rounds, screen
from bot.mail.compose import compose
from bot.store import Store, Unit
from bot.workers.log import Log
from bot.workers.office import Office

BATCH = 200
MOST_ATTEMPTS = 3  # power cuts included
log = Log()


@dataclass(frozen=True, slots=True)
class Opened:
    """A parsed mail on its way to the reader."""

    inbound: Inbound
    envelope: Envelope
    screened: Screened | None
    proof: Proof
    clues: ThreadAsk | None  # None: the mail is not read


class Processor:
    """Works through one program's stored mails, oldest receipt first."""

    def __init__(self, store: Store, office: Office, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._office = office
        self._clock = clock
        self._name = office.program.name

    def step(self) -> bool:
        """Handle one batch; True if there was one. Raises StoreUnavailable, after which nothing has changed."""
        batch = self._store.claimable(self._name, BATCH)
        if batch:
            mails = self.read(batch)
            try:
                self._decide(mails)
            except StoreUnavailable:
                raise
            except Exception:  # noqa: BLE001  one broken mail must not stop the others: each is redone by itself
                self._one_by_one(mails)
        return bool(batch)

    def recover(self) -> bool:
        """Handle one mail that an earlier run left behind, counted first; True if there was one.

        One that ended the bot each time it was begun is parked in the end, so that it cannot stop the others for ever.
        """
        batch = self._store.claimable(self._name, 1)
        for inbound in batch:
            if inbound.attempts >= MOST_ATTEMPTS:
                self._park(inbound, Unreadable(f"the bot ended {inbound.attempts} times while it handled this mail"))
                continue
            self._store.attempted([inbound.id])
            self._one_by_one(self.read(batch))
        return bool(batch)

    def read(self, batch: Sequence[Inbound], *, park: bool = True) -> list[Mail]:
        """Read mails, each by itself; one that cannot be read is parked (or raises, with ``park=False``)."""
        opened = list(self._opened(batch, park=park))
        threads = {item.inbound.id: item.clues for item in opened if item.clues is not None}
        context = self._store.context(self._name, threads, self._office.program.intake.required)
        mails = []
        for item in opened:
            try:
                mails.append(self._read(item, context.get(item.inbound.id)))
            except Exception as error:
                if not park:
                    raise
                self._park(item.inbound, error)
        return mails

    def _opened(self, batch: Sequence[Inbound], *, park: bool) -> Iterator[Opened]:
        office = self._office
        for inbound in batch:
            try:
                envelope = parse(inbound, office.limits)
                proof = office.prove(inbound, envelope)
                screened = screen(envelope, office.own)
                yield Opened(inbound, envelope, screened, proof, None if screened else clues(envelope))
            except Exception as error:
                if not park:
                    raise
                self._park(inbound, error)

    def _read(self, item: Opened, asked: Asked | None) -> Mail:
        office, author = self._office, item.envelope.from_
        role: Literal["admin", "partner"] = "admin" if author.key in office.admins else "partner"
        if item.screened:
            report = item.screened.kind is Kind.BOUNCE
            came_back = bounced(item.envelope, item.inbound.raw, office.own) if report else None
            return Mail(item.inbound, item.envelope, item.screened, item.proof, None, (), asked, bounced=came_back)
        lines = said(item.envelope) if _may_say(item, asked) or role == "admin" else ()
        if item.envelope.truncated:
            return Mail(item.inbound, item.envelope, None, item.proof, None, (), asked, "", lines)
        sender = Sender(role, addresses=(author.key,), domains=(author.domain,), bot=office.own.addresses)
        reading = read(
            item.envelope, office.vocabulary, office.limits, sender=sender, asked=asked, sheets=office.sheets
        )
        leads = tuple(validate(draft, office.vocabulary, office.prospect) for draft in reading.drafts)
        text = plain_start(item.envelope)
        return Mail(
            item.inbound, item.envelope, None, item.proof, reading, leads, asked, text, lines,
            rounds=rounds(item.envelope, office.own),
        )  # fmt: skip

    def _decide(self, mails: Sequence[Mail]) -> None:
        now = self._clock()
        with self._store.begin(self._name, now, names=self._office.names) as unit:
            fresh = unit.still_new([mail.inbound.id for mail in mails])
            mine = [mail for mail in mails if mail.inbound.id in fresh]
            outcomes = self.decide(mine, unit, now)
            seeds: dict[int | None, bytes] = {mail.inbound.id: mail.inbound.seed for mail in mine}
            record(outcomes, unit, self._office, now, seeds)
        for outcome in outcomes:
            log.info("mail.handled", inbound=outcome.inbound, state=str(outcome.state), why=outcome.why)

    def decide(self, mails: Sequence[Mail], unit: Unit, now: datetime) -> list[Outcome]:
        """What each mail changes, in order; nothing is written."""
        office = self._office
        book = Book(
            program=office.program,
            house=office.house,
            admins=office.admins,
            known=unit.known(asks(mails, names=office.names)),
            reply_budget=office.reply_budget,
            mail_bytes=office.limits.mail_bytes,
        )
        return informed([handle(mail, book, now) for mail in mails], unit, office)

    def _one_by_one(self, mails: Sequence[Mail]) -> None:
        for mail in mails:
            try:
                self._decide([mail])
            except StoreUnavailable:
                raise
            except Exception as error:  # noqa: BLE001  parked with its reason, and the next mail is served
                self._park(mail.inbound, error)

    def _park(self, inbound: Inbound, error: Exception) -> None:
        if isinstance(error, StoreUnavailable):
            raise error
        why = str(error) if isinstance(error, BotError) else f"{type(error).__name__}: {error}"
        self._store.park(inbound.id, why, self._clock())
        tell = log.warning if isinstance(error, BotError) else log.exception
        tell("mail.parked", inbound=inbound.id, why=type(error).__name__)


def _may_say(item: Opened, asked: Asked | None) -> bool:
    """Whether a mail may hold a line that lets another go on; the others are not looked through."""
    named = item.envelope.subject[:8].casefold() == "confirm "
    return not item.proof.proven or named or (asked is not None and asked.kind == "confirm")


def record(
    outcomes: Sequence[Outcome], unit: Unit, office: Office, now: datetime, seeds: Mapping[int | None, bytes]
) -> None:
    """Write what was decided, and its mails; ``seeds`` are those of the mails handled, by their ids.

    Raises ConfigError where a template is at fault.
    """
    spared = _spared(outcomes, unit, office)
    mails = [
        _written(notice, office, seeds.get(outcome.inbound, b""), now)
        for outcome in spared
        for notice in outcome.notices
    ]
    unit.write(spared, mails)


def informed(outcomes: list[Outcome], unit: Unit, office: Office) -> list[Outcome]:
    """The outcomes, their case mails telling what was decided on the same companies before."""
    domains = companies(outcomes)
    if not domains:
        return outcomes
    past = unit.past(domains)
    return [remembering(outcome, past, office.program.tz) for outcome in outcomes]


def _spared(outcomes: Sequence[Outcome], unit: Unit, office: Office) -> Sequence[Outcome]:
    """The outcomes, their mails without those of the program's people whose address takes none, but for the last one.

    A mail that nobody else gets goes out all the same: the address may work again, and a case needs its mail.
    """
    if not any(outcome.notices for outcome in outcomes):
        return outcomes
    failing = unit.failing(office.people) - {one for outcome in outcomes for one in outcome.recovered}
    return [_without(outcome, failing) for outcome in outcomes] if failing else outcomes


def _without(outcome: Outcome, failing: frozenset[str]) -> Outcome:
    notices = []
    for notice in outcome.notices:
        to, cc = (tuple(one for one in group if one.casefold() not in failing) for group in (notice.to, notice.cc))
        notices.append(replace(notice, to=to or notice.to, cc=cc))
    return replace(outcome, notices=tuple(notices))


def _written(notice: Notice, office: Office, seed: bytes, now: datetime) -> OutboxMail:
    rendered = office.renderer.render(notice)
    return compose(rendered, notice, office.identity, seed or sha256(notice.key.encode()).digest()[:16], now)
