"""A whole installation for one test: config file, database, inbox on a real Dovecot, relay that keeps what it takes."""

from __future__ import annotations

import email
import email.policy
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Self

from bot.config import load_all
from bot.daemon import Bot
from bot.desk.imports import read_customers, read_partners
from bot.domain.registration import Registration
from tests.servers.dovecot import Dovecot
from tests.servers.sink import Sink

MAILS = Path(__file__).parent / "mails"
ADMIN = "dana@vendor.example"
BOT = "registrations@vendor.example"
PARTNERS = """id,name,addresses,domains,plan,active,agreement_on
north,Northwind Advisors,,northwind.example,enterprise,yes,2026-01-05
south,Southgate Partners,lee@southgate.example,,mentor,yes,2026-02-01
gone,Gone Consulting,,gone.example,mentor,no,2026-02-01
free,Freeplan Ltd,,freeplan.example,academic,yes,2026-02-01
"""
CUSTOMERS = "domain,name,kind\nalready-inc.com,Already Inc,customer\n"
DMARC = 'require = "dmarc"\nauthserv_id = "mx.vendor.example"'
CONFIG = """
database = "{database}"
var = "{var}"
digest_hour = 20
weekly_digest = "sunday"
reply_budget_per_hour = {budget}
{extra}
[programs.leanstack]
rules = "{rules}"
admins = ["{admin}"]

[[inbox]]
name = "leanstack"
program = "leanstack"
address = "{bot}"
lists = {lists}
host = "127.0.0.1"
port = {imap}
tls = "none"
username = "{user}"
password = "secret"
poll_seconds = 2

[inbox.trust]
{trust}

[smtp]
host = "127.0.0.1"
port = {smtp}
tls = "none"
"""


class World:
    """One installation; ``now`` is its clock, which a test may move on."""

    def __init__(
        self,
        folder: Path,
        imap: Dovecot,
        sink: Sink,
        database: str,
        *,
        rules: str = "leanstack",
        extra: str = "",
        budget: int = 100,
        address: str = BOT,
        lists: Sequence[str] = (),
        trust: str = DMARC,
    ) -> None:
        self.now = datetime(2026, 11, 22, 10, tzinfo=UTC)
        self.imap = imap
        self.sink = sink
        self.user = imap.user("whole")
        self.config = folder / "config.toml"
        self.config.write_text(
            CONFIG.format(
                database=database,
                var=folder / "var",
                rules=rules,
                admin=ADMIN,
                bot=address,
                budget=budget,
                trust=trust,
                lists=json.dumps(list(lists)),
                imap=imap.port,
                user=self.user,
                smtp=sink.port,
                extra=extra,
            )
        )
        self.settings, self.programs = load_all(self.config)
        self.bot = Bot(self.settings, self.programs, lambda: self.now)
        self.bot.migrate()
        self.bot.store.import_partners(read_partners(PARTNERS, "leanstack", "partners.csv"))
        self.bot.store.import_customers(read_customers(CUSTOMERS, "leanstack", "customers.csv"))
        self._seen = 0

    def restart(self) -> None:
        """End the bot and start it anew, its files read again."""
        self.bot.__exit__(None, None, None)
        self.settings, self.programs = load_all(self.config)
        self.bot = Bot(self.settings, self.programs, lambda: self.now)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.bot.__exit__(None, None, None)

    def receive(self, *mails: bytes) -> int:
        """Deposit mails a second apart and let the bot work once; gives its exit code."""
        for raw in mails:
            self.now += timedelta(seconds=1)
            self.imap.deposit(self.user, raw, received_at=self.now)
        return self.bot.once()

    def sent(self) -> list[EmailMessage]:
        """The mails that went out since the last look."""
        taken = self.sink.mails[self._seen :]
        self._seen += len(taken)
        return [parsed(mail.data) for mail in taken]

    def registrations(self) -> list[Registration]:
        """Every registration, in the order of their receipt."""
        return sorted(self.bot.store.registrations(), key=lambda r: (r.received_at, r.lead.company))

    def states(self) -> dict[str, str]:
        """The state of each company's registration, the partner in brackets."""
        return {f"{r.lead.company} [{r.partner}]": str(r.state) for r in self.registrations()}


def parsed(raw: bytes) -> EmailMessage:
    """A mail as a mail client sees it."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def text_of(mail: EmailMessage) -> str:
    """The plain text of a mail, its lines unwrapped to single spaces."""
    body = mail.get_body(("plain",))
    assert body is not None
    return " ".join(body.get_content().split())


def eml(name: str, **replaced: str) -> bytes:
    """A mail of the table; ``{key}`` in it is replaced."""
    text = (MAILS / f"{name}.eml").read_text("utf-8")
    for key, value in replaced.items():
        text = text.replace("{" + key + "}", value)
    return text.replace("\n", "\r\n").encode()


def registering(who: str, company: str, domain: str) -> bytes:
    """A proven mail that registers one lead of this company."""
    given = {"from": who, "by": who.partition("@")[2], "id": f"{domain}.lead", "company": company}
    return eml("lead", **given, url=f"https://www.{domain}", email=f"charles@{domain}")


def answers(sent: Iterable[EmailMessage], to: str) -> list[EmailMessage]:
    """The mails addressed to somebody."""
    return [mail for mail in sent if to in str(mail["To"])]
