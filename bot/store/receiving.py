"""Mails as they arrive: the bytes and the receipt are kept before anything is read in them."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from bot.domain.mail import InboundState
from bot.store import schema
from bot.store.batch import AMONG, among, insert_many, insert_new
from bot.store.content import content_key
from bot.store.database import Database
from bot.store.records import Cursor, Fetched

_mails = schema.inbound
_raws = schema.inbound_raw
_boxes = schema.mailbox


class Receiving(Database):
    """What the store does when mails arrive."""

    def cursor(self, mailbox: str) -> Cursor | None:
        """How far the mailbox was read; None before its first mail."""
        with self._read() as connection:
            row = connection.execute(
                select(_boxes.c.uidvalidity, _boxes.c.last_uid).where(_boxes.c.name == mailbox)
            ).first()
        return Cursor(*row) if row else None

    def receive(self, mailbox: str, program: str, uidvalidity: int, mails: Sequence[Fetched], now: datetime) -> int:
        """Keep mails and move the cursor behind them; gives how many are new.

        A further copy of a mail is kept without its bytes, as ignored, so that it is filed away. Under a changed
        UIDVALIDITY a known mail that was not filed yet is only told its new UID.
        """
        keyed = [(content_key(mail.raw, mail.size), mail) for mail in mails]
        with self._write() as connection:
            _lock_box(connection, mailbox, uidvalidity)
            seen = set(_ids(connection, mailbox, uidvalidity, (mail.uid for mail in mails)))
            known = _known_contents(connection, mailbox, (content for content, _ in keyed))
            fresh: list[dict[str, Any]] = []
            raws: dict[int, bytes] = {}
            for content, mail in keyed:
                if mail.uid in seen:
                    continue
                seen.add(mail.uid)
                row = _row(mailbox, program, uidvalidity, mail, now)
                where = known.get(content)
                if where is None:
                    known[content] = (0, uidvalidity)
                    raws[mail.uid] = mail.raw
                    fresh.append(row | {"content": content})
                elif where[0] and where[1] != uidvalidity:
                    known[content] = (0, uidvalidity)
                    _move(connection, where[0], uidvalidity, mail.uid)
                else:
                    fresh.append(row | _COPY | {"handled_at": now})
            _insert(connection, mailbox, uidvalidity, fresh, raws)
            _advance(connection, mailbox, uidvalidity, mails)
        return len(raws)


_COPY = {"content": None, "state": InboundState.IGNORED.value, "why": "duplicate"}


def _row(mailbox: str, program: str, uidvalidity: int, mail: Fetched, now: datetime) -> dict[str, Any]:
    return {
        "mailbox": mailbox,
        "program": program,
        "uidvalidity": uidvalidity,
        "uid": mail.uid,
        "received_at": mail.received_at,
        "size": mail.size,
        "seed": secrets.token_bytes(16),
        "truncated": mail.truncated,
        "state": InboundState.NEW.value,
        "why": "",
        "attempts": 0,
        "stored_at": now,
        "handled_at": None,
    }


def _lock_box(connection: Connection, mailbox: str, uidvalidity: int) -> None:
    connection.execute(insert_new(connection, _boxes), {"name": mailbox, "uidvalidity": uidvalidity, "last_uid": 0})
    connection.execute(select(_boxes.c.name).where(_boxes.c.name == mailbox).with_for_update())


_UIDS = select(_mails.c.uid, _mails.c.id).where(
    _mails.c.mailbox == bindparam("box"), _mails.c.uidvalidity == bindparam("validity"), _mails.c.uid.in_(AMONG)
)
_CONTENTS = select(_mails.c.content, _mails.c.id, _mails.c.filed_at, _mails.c.uidvalidity).where(
    _mails.c.mailbox == bindparam("box"), _mails.c.content.in_(AMONG)
)


def _ids(connection: Connection, mailbox: str, uidvalidity: int, uids: Iterable[int]) -> dict[int, int]:
    """By UID: the id of the mail."""
    return {row.uid: row.id for row in among(connection, _UIDS, uids, box=mailbox, validity=uidvalidity)}


def _known_contents(connection: Connection, mailbox: str, contents: Iterable[bytes]) -> dict[bytes, tuple[int, int]]:
    """By content: the id of the mail that has it (0 when that one is filed) and its UIDVALIDITY."""
    return {
        row.content: (0 if row.filed_at else row.id, row.uidvalidity)
        for row in among(connection, _CONTENTS, contents, box=mailbox)
    }


def _move(connection: Connection, inbound_id: int, uidvalidity: int, uid: int) -> None:
    connection.execute(update(_mails).where(_mails.c.id == inbound_id).values(uidvalidity=uidvalidity, uid=uid))


def _insert(
    connection: Connection, mailbox: str, uidvalidity: int, rows: list[dict[str, Any]], raws: dict[int, bytes]
) -> None:
    insert_many(connection, _mails, rows)
    ids = _ids(connection, mailbox, uidvalidity, raws)
    insert_many(connection, _raws, [{"id": ids[uid], "raw": raw} for uid, raw in raws.items()])


def _advance(connection: Connection, mailbox: str, uidvalidity: int, mails: Sequence[Fetched]) -> None:
    """Move the cursor on; under another UIDVALIDITY it starts anew."""
    last = max((mail.uid for mail in mails), default=0)
    row = connection.execute(select(_boxes).where(_boxes.c.name == mailbox)).one()
    if row.uidvalidity == uidvalidity:
        last = max(last, row.last_uid)
    connection.execute(update(_boxes).where(_boxes.c.name == mailbox).values(uidvalidity=uidvalidity, last_uid=last))
