"""A seeded stream of partner mails in receipt order, each with the decisions that it must get.

70% are labelled text, 15% multipart/alternative with an HTML table, 10% carry a CSV of 20 leads, and 5% are absence
notes and bounces, which must not be answered.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from benchmarks.companies import FIRST_NAMES, SURNAMES, Companies, ascii_fold, mailbox
from benchmarks.letters import Letter, bounce, out_of_office, with_alternative, with_csv, with_text
from benchmarks.truth import Expected, Ledger

LEAD_TYPES = ("Qualified Lead", "Managed Customer Lead")
SECONDS_APART = 7
CSV_ROWS = 20
_LABELS = (  # how partners spell the six fields
    ("First Name", "Last Name", "Email", "URL", "Company", "Lead Type"),
    ("Contact First Name", "Contact Last Name", "Contact Email", "Website", "Company Name", "Lead Type"),
    ("first_name", "last_name", "email", "url", "company_name", "lead_type"),
    ("FIRST NAME", "LAST NAME", "E-MAIL", "WEB SITE", "COMPANY NAME", "LEAD TYPE"),
    ("Firstname", "Lastname", "E-mail", "Url", "Company", "Type"),
)


@dataclass(frozen=True, slots=True)
class Partner:
    """A partner and its habits: ``weight`` is how busy it is, ``labels`` how it spells the fields."""

    id: str
    name: str
    domain: str
    senders: tuple[str, ...]
    labels: tuple[str, ...]
    charset: str
    signs: bool
    weight: float


@dataclass(frozen=True, slots=True)
class Lead:
    """The six fields as the partner writes them; ``flaw`` says which of them cannot be used, and why."""

    values: tuple[str, str, str, str, str, str]
    domain: str
    flaw: str = ""

    @property
    def company(self) -> str:
        """The company's name, "" where the partner left it out."""
        return self.values[4]


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail on the wire and its truth: ``kind`` is text, alternative, csv, out_of_office or bounce."""

    raw: bytes
    kind: str
    message_id: str
    partner: str
    received_at: datetime
    expected: tuple[Expected, ...] = ()

    @property
    def answerable(self) -> bool:
        """Whether exactly one reply is due (else none)."""
        return bool(self.expected)


@dataclass(slots=True)
class Corpus:
    """``mails()`` is the same stream for the same seed and ``count``; ``end`` is the receipt of the last mail."""

    count: int
    seed: int
    end: datetime = field(default_factory=lambda: datetime.now(UTC).replace(microsecond=0))
    partners: list[Partner] = field(init=False)
    _rng: random.Random = field(init=False)
    _companies: Companies = field(init=False)
    _told: dict[str, list[tuple[str, str]]] = field(init=False)  # by partner, of flawless leads: company and domain

    def __post_init__(self) -> None:
        self._rng = random.Random(self.seed)
        self._companies = Companies(self._rng)
        self._told = defaultdict(list)
        self.partners = [self._partner(number) for number in range(40)]

    def mails(self) -> Iterator[Mail]:
        """Every mail, earliest receipt first; to be asked for once."""
        ledger = Ledger()
        weights = [partner.weight for partner in self.partners]
        for number in range(self.count):
            partner = self._rng.choices(self.partners, weights)[0]
            received_at = self.end - timedelta(seconds=SECONDS_APART * (self.count - number))
            yield self._mail(partner, received_at, number, ledger)

    def _mail(self, partner: Partner, received_at: datetime, number: int, ledger: Ledger) -> Mail:
        rng, share = self._rng, self._rng.random()
        letter = Letter(
            sender=rng.choice(partner.senders),
            name=partner.name,
            message_id=f"<{number:07d}.{rng.getrandbits(48):012x}@{partner.domain}>",
            sent_at=received_at,
            charset=partner.charset,
            signature=f"\n-- \n{partner.name}\nTel. +1 555 {rng.randrange(1000, 9999)}\n" if partner.signs else "",
        )
        if share < 0.95:
            leads = [self._lead(partner.id) for _ in range(CSV_ROWS if share >= 0.85 else 1)]
            kind, write = next((name, write) for limit, name, write in _SHAPES if share < limit)
            raw = write(letter, partner.labels, [lead.values for lead in leads], rng)
            expected = tuple(ledger.decide(partner.id, lead.domain, lead.values, lead.flaw) for lead in leads)
            return Mail(raw, kind, letter.message_id, partner.id, received_at, expected)
        kind, write_junk = rng.choice((("out_of_office", out_of_office), ("bounce", bounce)))
        return Mail(write_junk(letter, rng), kind, letter.message_id, partner.id, received_at)

    def _lead(self, partner: str) -> Lead:
        rng = self._rng
        again = self._told[partner if rng.random() < 0.5 else rng.choice(self.partners).id]
        if again and rng.random() < 0.06:
            company, domain = rng.choice(again)
            return Lead(self._values(company, domain), domain)
        company, domain = self._companies.new()
        values, flaw = self._spoiled(self._values(company, domain))
        if not flaw:
            self._told[partner].append((company, domain))
        return Lead(values, domain, flaw)

    def _values(self, company: str, domain: str) -> tuple[str, str, str, str, str, str]:
        rng = self._rng
        first, last = rng.choice(FIRST_NAMES), rng.choice(SURNAMES)
        url = rng.choice(("https://www.{}/", "https://{}", "http://{}/contact", "www.{}", "{}")).format(domain)
        return first, last, f"{mailbox(first, last)}@{domain}", url, company, rng.choice(LEAD_TYPES)

    def _spoiled(self, values: tuple[str, str, str, str, str, str]) -> tuple[tuple[str, str, str, str, str, str], str]:
        rng, share = self._rng, self._rng.random()
        first, last, email, url, company, lead_type = values
        if share < 0.02:
            hole = rng.choice((0, 2, 3, 4))
            return tuple("" if place == hole else text for place, text in enumerate(values)), "missing"  # type: ignore[return-value]
        if share < 0.04:
            local, _, domain = email.partition("@")
            email = rng.choice((f"@{domain}", local, f"{local}@{domain.partition('.')[0]}"))
            return (first, last, email, url, company, lead_type), "address"
        if share < 0.05:
            return (first, last, email, url, company, rng.choice(("???", "warm", "Partnerschaft"))), "lead_type"
        return values, ""

    def _partner(self, number: int) -> Partner:
        rng = self._rng
        name, domain = self._companies.new()
        senders = tuple(
            f"{mailbox(rng.choice(FIRST_NAMES), rng.choice(SURNAMES))}@{domain}" for _ in range(rng.randint(1, 3))
        )
        return Partner(
            id=f"p{number:03d}",
            name=ascii_fold(name),
            domain=domain,
            senders=senders,
            labels=rng.choice(_LABELS),
            charset=rng.choice(("utf-8", "utf-8", "utf-8", "iso-8859-1")),
            signs=rng.random() < 0.7,
            weight=1 / (number + 1) ** 0.7,
        )


_SHAPES = ((0.70, "text", with_text), (0.85, "alternative", with_alternative), (0.95, "csv", with_csv))
