"""One notice of every shape, made up: what templates are checked with before a mail depends on them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.outcome import Notice, Thread
from bot.notices.answer import Answer
from bot.notices.answered import Answered
from bot.notices.case import CaseMail, Side, Word
from bot.notices.common import FieldShown, House, LeadLine, ProblemShown, Reason, Standing
from bot.notices.confirm import Confirm
from bot.notices.decided import Decided
from bot.notices.digest import Digest, Trouble
from bot.notices.expired import Expired
from bot.notices.nudge import Nudge
from bot.notices.offer import Offer
from bot.notices.question import Question
from bot.notices.reminder import Reminder
from bot.notices.stranger import Stranger
from bot.notices.too_large import TooLarge
from bot.notices.transcript import Done, Transcript
from bot.notices.waiting import Waiting

_AT = datetime(2026, 11, 22, 16, 4, 9, tzinfo=UTC)
_END = datetime(2027, 5, 23, tzinfo=UTC)
_HELLO = "Hello Maria Lind"
_HOUSE = House(
    program="example",
    title="Example Partner Program",
    address="registrations@vendor.example",
    zone=ZoneInfo("UTC"),
    contact="Priya Raman, Partner Advisor (partners@vendor.example)",
    statement="Partners should only register prospects with whom they have a demonstrable business relationship.",
    links=(("Partner resources", "https://vendor.example/partners"),),
    cap=50,
)
_PLAIN_HOUSE = replace(_HOUSE, zone=ZoneInfo("America/New_York"), contact="", statement="", links=(), cap=None)
_CONFIRM = Confirm(_HOUSE, "maria@lind.example", "New lead: Nordlicht", _AT, "k7f3m2qa5tzc4wyd", _END)
_THREAD = Thread("<a1@partner.example>", ("<a0@partner.example>",), "Re: New lead: Nordlicht Maschinenbau")
_ONE_CLAIM = "When several partners know the same prospect, an advisor decides who leads the sale."
_LIMIT = "You can have up to 50 outstanding registrations at any given time."
_CLAIMED = Reason("conflict.domain", "Another partner has already registered nordlicht.example.", _ONE_CLAIM)
_FULL = Reason("cap.reached", "50 of your 50 registrations are in use.", _LIMIT)
_FIELDS = (
    FieldShown("first_name", "Contact first name", "Jürgen"),
    FieldShown("last_name", "Contact last name", "Östberg"),
    FieldShown("email", "E-mail", "j.ostberg@nordlicht.example"),
    FieldShown("url", "URL", "https://www.nordlicht.example/maschinenbau/"),
    FieldShown("company", "Company name", "Nordlicht Maschinenbau GmbH & Co. KG"),
    FieldShown("lead_type", "Lead type", "Qualified Lead"),
)
_FAULTY = (
    FieldShown("first_name", "Contact first name", "Ines", where="leads.csv row 3"),
    FieldShown("last_name", "Contact last name", "", "This is missing: please send the contact's last name."),
    FieldShown(
        "email", "E-mail", "ines(at)costa", "This is not a complete address: please send one such as name@company.com.",
        "leads.csv row 3",
    ),
    FieldShown("company", "Company name", "Costa & Filhos", where="leads.csv row 3"),
)  # fmt: skip
_ACCEPTED = LeadLine(
    "accepted", "EX-7F3K-2", "Nordlicht Maschinenbau", "Jürgen Östberg", _FIELDS, (), _END, _AT,
    "We will remind you 30, 14 and 3 days before it ends.",
)  # fmt: skip
_HELD = replace(_ACCEPTED, outcome="held", ref="EX-9Q2M-A", reasons=(_CLAIMED,), expires_at=None, next_step="")
_REJECTED = replace(
    _ACCEPTED, outcome="rejected", ref="EX-4TXW-7", company="Harbour & Sons Ltd", contact="Tom Harbour", fields=(),
    reasons=(_FULL,), expires_at=None, next_step="Withdraw one that you no longer pursue, then send this lead again.",
)  # fmt: skip
_INCOMPLETE = LeadLine("incomplete", "EX-B1ZP-K", "Costa & Filhos", "Ines", _FAULTY, receipt=_AT)
_UNSURE = replace(
    _INCOMPLETE,
    fields=(*_FIELDS[:-1], replace(_FIELDS[-1], fault="Did you mean Qualified Lead?", proposed=True)),
)
_DUPLICATE = replace(_ACCEPTED, outcome="duplicate", ref="EX-0M5D-N", next_step="")
_UNATTESTED = replace(
    _HELD, outcome="incomplete", reasons=(Reason("attestation.missing", "It is not confirmed yet.", _HOUSE.statement),)
)
_WAITING = replace(_HELD, outcome="waiting", ref="EX-2C8V-5")
_CLOSED = replace(_HELD, outcome="closed", ref="EX-6JRT-Q")
_MIXED = (
    _ACCEPTED,
    replace(_ACCEPTED, ref="EX-3GYH-W", company="Lumière & Cie", contact="Chloé Brun"),
    _INCOMPLETE,
    _REJECTED,
    _HELD,
)
_ROWS = (
    Standing("EX-7F3K-2", "Nordlicht Maschinenbau", "Jürgen Östberg", "accepted", _AT, _END),
    Standing("EX-3GYH-W", "Lumière & Cie", "Chloé Brun", "accepted", _AT, _END + timedelta(days=3)),
    Standing("EX-9Q2M-A", "株式会社オーロラ", "佐藤 花子", "held", _AT, None, "With the partner team since Monday."),
)
_ASKED = Side("EX-9Q2M-A", "Lind Advisory", "maria@lind.example", "held", _AT, _FIELDS, ("Partner plan, active",))
_OTHER = replace(
    _ASKED, ref="EX-1S4E-0", partner="Bridgewater Consulting", sender="deals@bridgewater.example", state="accepted",
    received_at=_AT - timedelta(days=40), standing=("Agreement accepted on 3 March 2025",), expires_at=_END,
)  # fmt: skip
_CASE = CaseMail(
    _HOUSE, "EX-9Q2M-A", "k7q2mzx4hd", "Nordlicht Maschinenbau", _ASKED, (_OTHER,), (_CLAIMED,),
    (
        Word("ACCEPT", "EX-9Q2M-A is accepted; EX-1S4E-0 of Bridgewater Consulting is closed.", "Accept"),
        Word("REJECT reason", "EX-9Q2M-A is refused, and its partner reads your reason.", "Reject, with a reason"),
        Word("QUEUE", "EX-9Q2M-A waits in line; its partner is offered the place once it is free.", "Let it wait"),
        Word("SHARE", "EX-9Q2M-A is accepted beside EX-1S4E-0 of Bridgewater Consulting; both are live."),
        Word("SPLIT 40", "As SHARE, with 40 percent of the revenue share for EX-9Q2M-A and 60 for the other."),
        Word("ASK question", "Your question goes to the partner, and the answer comes back to you.", "Ask the partner"),
    ),
    _AT + timedelta(hours=72), "QUEUE", "the other mail was received first: on 13 October 2026, this one 40 days later",
    ("EX-0AAA-1 of Harbour & Sons: REJECT by dana@vendor.example on 4 May 2026. No relationship could be shown.",),
)  # fmt: skip


_IN_LINE = replace(_ROWS[2], ref="EX-2C8V-5", state="waiting", note="Of Lind Advisory. It waits for the place.")
_ANSWER = Answered(
    _HOUSE, "EX-9Q2M-A", "k7q2mzx4hd", "Nordlicht Maschinenbau", "Lind Advisory", "maria@lind.example",
    "We met them in May.\nTheir head of plant is our contact.", _AT, ("letter.pdf",), "regbot parked show 812",
)  # fmt: skip


def samples() -> tuple[Notice, ...]:
    """Every notice in every shape that its templates tell apart."""
    return (*_answers(), *_to_partners(), *_to_admins())


def _answers() -> tuple[Notice, ...]:
    single = (_ACCEPTED, _HELD, _WAITING, _REJECTED, _INCOMPLETE, _DUPLICATE, _CLOSED)
    nothing = Answer(
        _HOUSE, _HELLO, (), (ProblemShown("pipeline.pdf", "We cannot read leads from PDF files."),),
        required=("first_name", "last_name", "email", "url", "company", "lead_type"),
        lead_types=("Qualified Lead", "Managed Customer Lead"),
    )  # fmt: skip
    twenty = tuple(replace(_MIXED[i % 5], ref=f"EX-{i:04}-2") for i in range(20))
    some = (ProblemShown("notes.docx", "We could not open this file; what it says was not used."),)
    return (
        *(_reply("answer", line.outcome, Answer(_HOUSE, _HELLO, (line,), used=12)) for line in single),
        _reply("answer", "no-cap", Answer(_PLAIN_HOUSE, _HELLO, (replace(_ACCEPTED, expires_at=None),))),
        _reply("answer", "did-you-mean", Answer(_HOUSE, _HELLO, (_UNSURE,), used=12)),
        _reply("answer", "attest", Answer(_HOUSE, _HELLO, (_UNATTESTED,), attest=True, used=12)),
        _reply("answer", "mixed", Answer(_HOUSE, _HELLO, _MIXED, some, 50, transcript=("LIST: see below.",))),
        _reply("answer", "twenty", Answer(_HOUSE, _HELLO, twenty, used=50, too_many=4, max_leads=20)),
        _reply("answer", "nothing", nothing),
        _fresh("answer", "no-thread", Answer(_HOUSE, _HELLO, (_ACCEPTED,), used=1)),
    )


def _to_partners() -> tuple[Notice, ...]:
    renewal = "Once it has ended, the word RENEW registers it for another 90 days."
    usage = (("STATUS EX-7F3K-2", "says where a registration stands"), ("LIST", "lists your registrations"))
    done = (
        Done("LIST", True, "You have 3 registrations.", rows=_ROWS),
        Done("RENEW EX-7F3K-2", False, "It is still valid; it can be renewed once it has ended.", _LIMIT),
        Done("HELP", True, "This is what you can write.", help=usage),
        Done("STATUS EX-9Q2M-A", True, "It is with our partner team.", rows=(replace(_ROWS[2], fields=_FIELDS),)),
    )
    ended = tuple(replace(row, state="expired", expires_at=_END) for row in _ROWS[:2])
    return (
        _reply("transcript", "several", Transcript(_HOUSE, _HELLO, done, used=12)),
        _reply("transcript", "refused", Transcript(_PLAIN_HOUSE, _HELLO, done[1:2])),
        _reply("transcript", "admin", Transcript(_HOUSE, _HELLO, (Done("ACCEPT", True, "Accepted."),), admin=True)),
        *_decided(),
        _reply("offer", "free", Offer(_HOUSE, _HELLO, _WAITING, _END, used=12)),
        _reply("offer", "full", Offer(_HOUSE, _HELLO, _WAITING, _END, used=50, full=True)),
        _reply("question", "asked", Question(_PLAIN_HOUSE, _HELLO, _HELD, "Who is your contact there?")),
        _fresh("reminder", "one", Reminder(_HOUSE, _HELLO, _ROWS[:1], renewal)),
        _fresh("reminder", "several", Reminder(_PLAIN_HOUSE, _HELLO, _ROWS[:2])),
        _fresh("expired", "one", Expired(_HOUSE, _HELLO, ended[:1], ("EX-7F3K-2",), "another 90 days")),
        _fresh("expired", "several", Expired(_HOUSE, _HELLO, ended, ("EX-3GYH-W",), "another 90 days")),
        _fresh("expired", "final", Expired(_PLAIN_HOUSE, _HELLO, ended)),
        replace(_reply("stranger", "unknown", Stranger(_HOUSE, "someone@elsewhere.example")), stranger=True),
        replace(
            _reply("stranger", "unproven", Stranger(_PLAIN_HOUSE, "maria@lind.example", unproven=True)), stranger=True
        ),
        replace(_reply("confirm", "lead", _CONFIRM), stranger=True),
        replace(_reply("confirm", "bare", replace(_CONFIRM, house=_PLAIN_HOUSE, subject="")), stranger=True),
        replace(_reply("stranger", "case", Stranger(_HOUSE, "pat@vendor.example", decides=True)), stranger=True),
        _reply("too_large", "mail", TooLarge(_HOUSE, _HELLO, 48_300_000, 25_000_000)),
    )


def _decided() -> Iterator[Notice]:
    lapsed = replace(_CLOSED, reasons=(Reason("offer.lapsed", "We had no answer to our offer of the place."),))
    shapes = (
        ("accepted", Decided(_HOUSE, _HELLO, _ACCEPTED, "accepted", "Well done.", used=13)),
        ("rejected", Decided(_HOUSE, _HELLO, replace(_REJECTED, reasons=()), "rejected", "We already talk to them.")),
        ("closed", Decided(_HOUSE, _HELLO, _CLOSED, "closed", used=11)),
        ("waiting", Decided(_HOUSE, _HELLO, _WAITING, "waiting", used=11)),
        ("beside", Decided(_HOUSE, _HELLO, _ACCEPTED, "accepted", used=11, beside=True, share=40)),
        ("shared", Decided(_HOUSE, _HELLO, _ACCEPTED, "shared", used=11, beside=True)),
        ("barred", Decided(_HOUSE, _HELLO, _REJECTED, "barred", used=11)),
        ("lapsed", Decided(_HOUSE, _HELLO, lapsed, "lapsed", used=11)),
        ("recalled", Decided(_HOUSE, _HELLO, _WAITING, "recalled", used=11)),
    )
    yield from (_reply("decided", name, view) for name, view in shapes)


def _to_admins() -> tuple[Notice, ...]:
    trouble = (
        Trouble("parked", 812, _AT, "The mail's structure is broken.", "regbot parked show 812"),
        Trouble("quarantined", 815, _AT, "maria@lind.example, without proof of its sender", "regbot parked show 815"),
        Trouble(
            "quarantined",
            816,
            _AT,
            "From ada@else.example.",
            "regbot parked show 816",
            "RELEASE k7f3m2qa5tzc4wyd AS acme",
        ),
        Trouble("left", 821, _AT, "It is neither a lead nor an instruction.", "regbot parked show 821"),
        Trouble("withheld", 830, _AT, "maria@lind.example gets no more answers for now.", "regbot parked show 830"),
        Trouble("failing", 0, _AT, "maria@lind.example: 5.1.1 no such user", "regbot list partners"),
        Trouble("failed", 97, _AT, "550 5.1.1 no such user", "regbot outbox retry 97"),
    )
    return (
        _fresh("case", "conflict", _CASE),
        _fresh("case", "alone", replace(_CASE, others=(), decide_by=None)),
        _fresh("case", "three", replace(_CASE, others=(_OTHER, replace(_OTHER, ref="EX-5V7B-C", state="held")))),
        _fresh("case", "anew", replace(_CASE, news=("EX-5V7B-C of Tidewater is accepted now.",), suggested="")),
        _fresh("answered", "text", replace(_ANSWER, files=())),
        _fresh("answered", "files", _ANSWER),
        _fresh("nudge", "cases", Nudge(_HOUSE, _ROWS[2:], 72)),
        _fresh("waiting", "both", Waiting(_HOUSE, _ROWS[2:], (_IN_LINE,), 3)),
        _fresh("waiting", "line", Waiting(_PLAIN_HOUSE, (), (_IN_LINE,))),
        _fresh("nudge", "escalated", Nudge(_HOUSE, _ROWS[2:], 72, ("dana@vendor.example",))),
        _fresh("digest", "three", Digest(_HOUSE, trouble, more=4)),
        _fresh("digest", "one", Digest(_PLAIN_HOUSE, trouble[:1])),
    )


def _reply(kind: str, name: str, view: object) -> Notice:
    return replace(_fresh(kind, name, view), thread=_THREAD)


def _fresh(kind: str, name: str, view: object) -> Notice:
    return Notice(kind, f"sample/{kind}/{name}", ("maria@lind.example",), view, refs=("EX-7F3K-2",))
