"""What the store's tests are made of: two partners, mails, registrations, and short ways to write them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from bot.domain import reference
from bot.domain.lead import Lead
from bot.domain.mail import InboundState
from bot.domain.outcome import Ask, Known, OutboxMail, Outcome
from bot.domain.partner import Partner
from bot.domain.registration import Case, Registration, State
from bot.store import Fetched, Store

PROGRAM = "leanstack"
BOX = "leads"
NOW = datetime(2026, 3, 2, 9, 30, 0, 123456, tzinfo=UTC)
DAY = timedelta(days=1)

NORTH = Partner("north", PROGRAM, "North", ("ann@north.example", "bo@hotmail.example"), ("north.example",))
SOUTH = Partner("south", PROGRAM, "South", ("sue@north.example",), ("south.example",), certifications=("Analyst",))
PARTNERS = (NORTH, SOUTH)


def fetched(uid: int, text: str = "", *, at: datetime = NOW, head: str = "", size: int | None = None) -> Fetched:
    """A mail of its own for each UID, unless its text says otherwise."""
    raw = f"{head}From: ann@north.example\r\nSubject: lead\r\n\r\n{text or f'mail {uid}'}\r\n".encode()
    return Fetched(uid, at, raw, len(raw) if size is None else size)


def receive(store: Store, *mails: Fetched, validity: int = 7, box: str = BOX) -> int:
    return store.receive(box, PROGRAM, validity, mails, NOW)


def ref(number: int) -> str:
    return reference.make("LS", number)


def registration(
    number: int = 1,
    *,
    partner: str = "north",
    state: State = State.ACCEPTED,
    domain: str = "acme.example",
    email: str = "",
    expires_at: datetime | None = None,
    exclusive: bool = True,
    program: str = PROGRAM,
    received_at: datetime = NOW,
) -> Registration:
    lead = Lead("Ada", "Acme", email or f"ada@{domain or 'mail.example'}", domain, "Acme", "Qualified Lead", domain)
    ends = expires_at or (NOW + 180 * DAY if state is State.ACCEPTED else None)
    return Registration(
        ref(number),
        program,
        partner,
        f"ann@{partner}.example",
        lead,
        state,
        received_at,
        NOW,
        ends,
        1,
        exclusive=exclusive,
    )


def case(number: int = 1, *, opened_at: datetime = NOW, closed_at: datetime | None = None, by: str = "") -> Case:
    return Case(ref(number), PROGRAM, f"token-{number}", opened_at, closed_at, decided_by=by)


def mail(
    key: str = "answer/1", *, to: str = "ann@north.example", refs: tuple[str, ...] = (), kind: str = ""
) -> OutboxMail:
    return OutboxMail(
        key, kind or key.partition("/")[0], PROGRAM, f"<{key}@bot.example>", "bot@bot.example", (to,), b"raw " * 9, refs
    )


def write(
    store: Store,
    *registrations: Registration,
    cases: Sequence[Case] = (),
    mails: Sequence[OutboxMail] = (),
    now: datetime = NOW,
    program: str = PROGRAM,
) -> None:
    """Write in one unit, having read what is there under these references."""
    with store.begin(program, now) as unit:
        unit.registrations_by_ref([one.ref for one in registrations])
        unit.write([Outcome(registrations=registrations, cases=tuple(cases))], mails)


def known(store: Store, ask: Ask, now: datetime = NOW, program: str = PROGRAM) -> Known:
    with store.begin(program, now) as unit:
        return unit.known(ask)


def finish(store: Store, *ids: int, state: InboundState = InboundState.DONE, why: str = "") -> None:
    with store.begin(PROGRAM, NOW) as unit:
        unit.write([Outcome(inbound=one, state=state, why=why) for one in ids])


def refs(found: Sequence[Registration]) -> list[str]:
    return [one.ref for one in found]
