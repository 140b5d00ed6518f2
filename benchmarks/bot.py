"""The bot as the benchmark runs it: its config, rules and partners in the scratch folder, its commands as processes."""

from __future__ import annotations

import compileall
import csv
import json
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import bot
from benchmarks.generate import LEAD_TYPES, Partner
from benchmarks.letters import AUTHSERV_ID, INBOX
from benchmarks.servers import HOST, PASSWORD
from bot.config.folders import data_folder
from bot.domain.lead import Lead
from bot.domain.outcome import Ask, Event, Outcome
from bot.domain.reference import make, next_free
from bot.domain.registration import Registration, State
from bot.domain.term import end_of_term
from bot.rules.program import Program
from bot.store import Store

ADMIN = "partner-manager@vendor.example"
BULK_SENDER = "bulk@vendor.example"
PROGRAM = "leanstack"
RULES, NAMES = "rules.toml", "names.toml"
_BULK_BATCH = 2000
_CONFIG = """database = "{database}"
reply_budget_per_hour = 1000000

[programs.{program}]
rules = "{rules}"
admins = ["{admin}"]

[[inbox]]
name = "{program}"
program = "{program}"
address = "{inbox}"
host = "{host}"
port = {imap_port}
tls = "none"
username = "{user}"
password = "{password}"

[inbox.trust]
require = "dmarc"
authserv_id = "{authserv_id}"

[smtp]
host = "{host}"
port = {smtp_port}
tls = "none"
"""


class RunFailed(Exception):
    """A command of the bot ended with a code it should not end with."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run of the bot cost: wall and CPU in seconds, the peak of its resident memory in bytes."""

    wall: float
    cpu: float
    peak: int
    code: int


@dataclass(frozen=True, slots=True)
class BotRun:
    """One config file: one mailbox and one database."""

    config: Path

    def drain(self) -> Cost:
        """`regbot run --once`, measured from the start of its interpreter to its end."""
        command = [sys.executable, "-m", "benchmarks.measured", *self._command("run", "--once")]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        *log, cost = done.stderr.splitlines()
        print("\n".join(log), end="\n" if log else "", file=sys.stderr)
        return Cost(**json.loads(cost))

    def call(self, *arguments: str) -> str:
        """Any other command; returns what it prints, raises RunFailed when it fails."""
        done = subprocess.run(self._command(*arguments), capture_output=True, text=True, check=False)
        if done.returncode:
            raise RunFailed(f"regbot {' '.join(arguments)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        return done.stdout

    def serve(self) -> subprocess.Popen[bytes]:
        """`regbot run`, in the background."""
        return subprocess.Popen(self._command("run"))

    def registrations(self) -> Iterator[dict[str, Any]]:
        """Every registration as `regbot list registrations --json` shows it, without those filled in beforehand."""
        rows = map(json.loads, self.call("list", "registrations", "--json").splitlines())
        return (row for row in rows if row["sender"] != BULK_SENDER)

    def _command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "bot", *arguments, "-c", str(self.config)]


def configured(
    folder: Path, *, user: str, database: str, imap_port: int, smtp_port: int, names: bool = False
) -> BotRun:
    """Write the config file of one run; with ``names`` the rules look companies up by name."""
    rules = folder / (NAMES if names else RULES)
    config = folder / f"{user}.toml"
    config.write_text(
        _CONFIG.format(
            database=database, user=user, imap_port=imap_port, smtp_port=smtp_port, program=PROGRAM, admin=ADMIN,
            inbox=INBOX, host=HOST, password=PASSWORD, authserv_id=AUTHSERV_ID, rules=rules,
        )
    )  # fmt: skip
    return BotRun(config)


def compile_modules() -> None:
    """Compile the bot's modules as pip does where it installs them: a checkout need not have been run before."""
    compileall.compile_dir(Path(bot.__file__).parent, quiet=2)


def write_rules(folder: Path) -> None:
    """LEANSTACK's rules with a cap that is never reached, so that the truth need not count: twice.

    RULES judges by domain: the generated companies share words, and the truth does not say which of them a person would
    want to look at. NAMES looks each company up by name as well, as the rules do that come with regbot.
    """
    rules = (data_folder("rules") / f"{PROGRAM}.toml").read_text("utf-8")
    rules, replaced = re.subn(r"(?m)^(\[cap\]\nlimit = )\d+", r"\g<1>100000000", rules)
    assert replaced == 1
    (folder / NAMES).write_text(rules, "utf-8")
    rules, replaced = re.subn(r'(?m)^scope = "company"', 'scope = "domain"', rules)
    assert replaced == 1
    (folder / RULES).write_text(rules, "utf-8")


def write_partners(path: Path, partners: Sequence[Partner]) -> None:
    """The partners as `regbot import partners` takes them, every sender known by its address."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("id", "name", "addresses", "plan", "active", "good_standing", "agreement_on"))
        for partner in partners:
            addresses = "; ".join(dict.fromkeys(partner.senders))
            rows.writerow((partner.id, partner.name, addresses, "enterprise", "yes", "yes", "2024-01-15"))


def fill(store: Store, program: Program, partners: Sequence[Partner], count: int) -> None:
    """Add accepted registrations of prospects that no generated mail is about."""
    now = datetime.now(UTC)
    numbers = iter(range(count))
    while batch := list(islice(numbers, _BULK_BATCH)):
        with store.begin(program.name, now) as unit:
            number = unit.known(Ask()).numbers
            made = []
            for index in batch:
                number = next_free(number)
                made.append(_prospect(make(program.prefix, number), index, partners, program, now))
                number += 1
            events = tuple(Event("registration.accepted", now, item.ref) for item in made)
            unit.write([Outcome(registrations=tuple(made), events=events)])


def _prospect(ref: str, index: int, partners: Sequence[Partner], program: Program, now: datetime) -> Registration:
    assert program.term
    domain = f"prospect-{index}.com"
    lead = Lead(
        first_name="Pat",
        last_name="Example",
        email=f"pat@{domain}",
        url=f"https://{domain}",
        company=f"Prospect {index} Ltd",
        lead_type=LEAD_TYPES[0],
        domain=domain,
    )
    return Registration(
        ref=ref,
        program=program.name,
        partner=partners[index % len(partners)].id,
        sender=BULK_SENDER,
        lead=lead,
        state=State.ACCEPTED,
        received_at=now,
        decided_at=now,
        expires_at=end_of_term(now, program.tz, months=program.term.months, days=program.term.days),
        term=1,
    )
