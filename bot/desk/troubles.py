"""The daily look at what went wrong: mails that were parked or quarantined, and deliveries that failed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.desk.delivery import owns
from bot.desk.delivery import unreachable as is_unreachable
from bot.domain.delivery import Failing
from bot.domain.outcome import Notice, Outcome
from bot.domain.partner import Partner
from bot.domain.quarantine import Quarantined
from bot.notices.common import House
from bot.notices.digest import Digest, Trouble
from bot.rules.program import Program

_SHOWN = 50
_QUARANTINED = {
    "sender.unknown": "Its sender is not known as a partner.",
    "sender.unproven": "It claims to be from a known sender, without proof.",
    "paperwork": "It brought a tax or bank form, which is not kept here.",
}


class StoredMail(Protocol):
    """A received mail that was parked or quarantined."""

    @property
    def id(self) -> int:
        """Its number, by which it is shown and retried."""

    @property
    def received_at(self) -> datetime:
        """The server's receipt."""

    @property
    def why(self) -> str:
        """The reason, a code or a sentence."""


class OutgoingMail(Protocol):
    """A mail that could not be delivered."""

    @property
    def id(self) -> int:
        """Its number in the outbox."""

    @property
    def created_at(self) -> datetime:
        """When it was written."""

    @property
    def error(self) -> str:
        """What the relay said."""


class Found(Protocol):
    """What went wrong lately."""

    @property
    def parked(self) -> Sequence[StoredMail]:
        """Mails that could not be handled."""

    @property
    def quarantined(self) -> Sequence[StoredMail]:
        """Mails whose sender is unknown or unproven, or that brought what is not kept."""

    @property
    def waiting(self) -> Mapping[int, Quarantined]:
        """By number: those of them that a person may release."""

    @property
    def left(self) -> Sequence[StoredMail]:
        """Mails of partners that only a person can answer."""

    @property
    def failed(self) -> Sequence[OutgoingMail]:
        """Mails that were given up."""


def troubles(found: Found) -> tuple[Trouble, ...]:
    """What the store found amiss, as the digest shows it, earliest first."""
    rows = [Trouble("parked", m.id, m.received_at, m.why, f"regbot parked show {m.id}") for m in found.parked]
    rows += [_quarantined(m, found.waiting.get(m.id)) for m in found.quarantined]
    rows += [
        Trouble("left", m.id, m.received_at, "It is neither a lead nor an instruction.", f"regbot parked show {m.id}")
        for m in found.left
    ]
    rows += [Trouble("failed", m.id, m.created_at, m.error, f"regbot outbox retry {m.id}") for m in found.failed]
    return tuple(sorted(rows, key=lambda row: (row.at, row.what, row.id)))


def _quarantined(mail: StoredMail, waiting: Quarantined | None) -> Trouble:
    """What it is, who is said to have sent it, and the line that releases it; a stranger needs a partner named."""
    why = _QUARANTINED.get(mail.why, mail.why)
    command = f"regbot parked show {mail.id}"
    if waiting is None:
        return Trouble("quarantined", mail.id, mail.received_at, why, command)
    text = (
        f"From {waiting.address}, \N{LEFT DOUBLE QUOTATION MARK}{waiting.subject}\N{RIGHT DOUBLE QUOTATION MARK}. {why}"
    )
    reply = f"RELEASE {waiting.word}" + ("" if waiting.partner else " AS the-partner's-id")
    return Trouble("quarantined", mail.id, mail.received_at, text, command, "" if waiting.released_by else reply)


def unreachable(failing: Collection[Failing], partners: Iterable[Partner], since: datetime) -> tuple[Trouble, ...]:
    """The addresses that have failed since an instant, each with whether its partner has another that works."""
    addresses = {one.address for one in failing}
    known = list(partners)
    rows = []
    for one in failing:
        owner = next((partner for partner in known if owns(partner, one.address)), None)
        if one.since < since:
            continue
        text = f"{one.address}: {one.text or 'the mail came back'}"
        if owner is not None and is_unreachable(owner, addresses):
            text += f". No address of {owner.name} works any more; please ask for another one"
        rows.append(Trouble("failing", 0, one.since, text, "regbot list partners"))
    return tuple(rows)


def digest_key(program: Program, now: datetime) -> str:
    """The key of the one digest of a local day."""
    return f"digest/{program.name}/{now.astimezone(program.tz).date()}"


def digest(program: Program, house: House, admins: Collection[str], rows: Sequence[Trouble], now: datetime) -> Outcome:
    """The ``digest`` mail of the day, where there is something to look at."""
    if not rows or not admins:
        return Outcome()
    view = Digest(house, tuple(rows[:_SHOWN]), max(0, len(rows) - _SHOWN))
    return Outcome(notices=(Notice("digest", digest_key(program, now), tuple(sorted(admins)), view),))
