"""The floor: the plainest script that does the unavoidable I/O of a registration bot, one batch after the other.

It fetches in batches, parses with compat32, writes a row a lead with one fsync a batch, sends one canned reply a mail
over four kept connections, and moves the batch. It validates, looks up, renders and promises nothing: no bot that does
its work can be faster.
"""

from __future__ import annotations

import asyncio
import csv
import io
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from pathlib import Path

import aiosmtplib
from imapclient import IMAPClient

from benchmarks.letters import INBOX
from benchmarks.servers import HOST, PASSWORD

BATCH = 200
CONNECTIONS = 4
_PARSER: BytesParser[Message] = BytesParser(policy=compat32)
_FIELDS = {
    "firstname": 0, "contactfirstname": 0, "lastname": 1, "contactlastname": 1, "email": 2, "contactemail": 2,
    "url": 3, "website": 3, "company": 4, "companyname": 4, "leadtype": 5, "type": 5,
}  # fmt: skip
_PLAIN = str.maketrans("", "", " -_")
_AUTOMATIC = ("auto-submitted", "precedence", "list-id")
_DDL = """CREATE TABLE lead(id INTEGER PRIMARY KEY, mail TEXT, sender TEXT, first TEXT, last TEXT, email TEXT, url TEXT,
company TEXT, type TEXT); CREATE INDEX lead_mail ON lead(mail)"""
_INSERT = "INSERT INTO lead(mail, sender, first, last, email, url, company, type) VALUES(?, ?, ?, ?, ?, ?, ?, ?)"
_REPLY = """From: {inbox}\r
To: {sender}\r
Subject: Registration accepted\r
In-Reply-To: {message_id}\r
References: {message_id}\r
Message-ID: <r{number}@vendor.example>\r
Auto-Submitted: auto-replied\r
MIME-Version: 1.0\r
Content-Type: text/plain; charset=utf-8\r
\r
Hello,\r
\r
thank you for your registration. The lead below was accepted and is\r
reserved for you for six months.\r
\r
Company: {company}\r
\r
Kind regards\r
Partner desk\r
"""


@dataclass(frozen=True, slots=True)
class Read:
    """A parsed mail: no leads, no reply."""

    message_id: str
    sender: str
    leads: list[list[str]]


def drain(user: str, imap_port: int, smtp_port: int, database: Path) -> int:
    """Work through a mailbox; returns how many mails there were."""
    with asyncio.Runner() as runner:
        relay = runner.run(_connect(smtp_port))
        client = IMAPClient(HOST, imap_port, ssl=False)
        client.login(user, PASSWORD)
        client.create_folder("Processed")
        client.select_folder("INBOX")
        store = sqlite3.connect(database, isolation_level=None)
        store.executescript(f"PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; {_DDL}")
        uids = client.search("ALL")
        for start in range(0, len(uids), BATCH):
            batch = uids[start : start + BATCH]
            answer = client.fetch(batch, ["BODY.PEEK[]"])
            reads = [_read(answer[uid][b"BODY[]"]) for uid in batch]
            _write(store, reads)
            runner.run(_send(relay, [read for read in reads if read.leads]))
            client.move(batch, "Processed")
        runner.run(_quit(relay))
        store.close()
        client.logout()
    return len(uids)


def _read(raw: bytes) -> Read:
    mail = _PARSER.parsebytes(raw)
    leads: list[list[str]] = []
    if not any(mail[name] for name in _AUTOMATIC):
        for part in mail.walk():
            if part.get_content_type() == "text/csv":
                leads = list(_rows(_text(part)))
            elif part.get_content_type() == "text/plain" and not leads:
                leads = _lines(_text(part))
    return Read(str(mail["message-id"]), str(mail["from"]).rpartition("<")[2].rstrip(">"), leads)


def _text(part: Message) -> str:
    data = part.get_payload(decode=True)
    assert isinstance(data, bytes)
    return data.decode(str(part.get_param("charset") or "utf-8"), "replace")


def _lines(text: str) -> list[list[str]]:
    lead = [""] * 6
    found = 0
    for line in text.splitlines():
        label, colon, value = line.partition(":")
        place = _FIELDS.get(label.translate(_PLAIN).lower()) if colon else None
        if place is not None:
            lead[place] = value.strip()
            found += 1
    return [lead] if found >= 4 else []


def _rows(text: str) -> Iterator[list[str]]:
    rows = csv.reader(io.StringIO(text))
    places = [_FIELDS[label.translate(_PLAIN).lower()] for label in next(rows)]
    for row in rows:
        lead = [""] * 6
        for place, value in zip(places, row, strict=True):
            lead[place] = value
        yield lead


def _write(store: sqlite3.Connection, reads: Sequence[Read]) -> None:
    store.execute("BEGIN IMMEDIATE")
    store.executemany(_INSERT, [(read.message_id, read.sender, *lead) for read in reads for lead in read.leads])
    store.execute("COMMIT")


async def _connect(port: int) -> list[aiosmtplib.SMTP]:
    relay = [aiosmtplib.SMTP(hostname=HOST, port=port, use_tls=False, start_tls=False) for _ in range(CONNECTIONS)]
    for connection in relay:
        await connection.connect()
    return relay


async def _send(relay: Sequence[aiosmtplib.SMTP], reads: Sequence[Read]) -> None:
    waiting = iter(enumerate(reads))

    async def work(connection: aiosmtplib.SMTP) -> None:
        for number, read in waiting:
            fields = {"sender": read.sender, "message_id": read.message_id, "company": read.leads[0][4]}
            raw = _REPLY.format(inbox=INBOX, number=number, **fields)
            await connection.sendmail(INBOX, [read.sender], raw.encode())

    await asyncio.gather(*(work(connection) for connection in relay))


async def _quit(relay: Sequence[aiosmtplib.SMTP]) -> None:
    for connection in relay:
        await connection.quit()
