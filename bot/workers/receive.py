"""Brings new mails from a mailbox into the store, and moves handled ones to their folders.

The mailbox is changed only after the commit: a kill at any instant leaves a mail in the inbox, in the store, or both,
and the next round goes on from there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from bot.domain.errors import FilingRefused
from bot.domain.mail import InboundState
from bot.mail.mailbox import Mailbox
from bot.store import Fetched, Store, Unfiled
from bot.workers.log import Log

BATCH = 200
FILED = 500  # at a time: a batch, and what was left behind
log = Log()


class Receiver:
    """One inbox of one program; ``folders`` says where a mail goes by what became of it."""

    def __init__(
        self,
        store: Store,
        mailbox: Mailbox,
        *,
        program: str,
        folders: Mapping[InboundState, str],
        clock: Callable[[], datetime],
    ) -> None:
        self.mailbox = mailbox
        self._store = store
        self._program = program
        self._folders = folders
        self._clock = clock
        self._uidvalidity = 0

    def open(self) -> None:
        """Log in, select the inbox and make the folders that are missing; raises MailboxUnavailable."""
        self._uidvalidity = self.mailbox.open()
        try:
            self.mailbox.ensure_folders(tuple(dict.fromkeys(self._folders.values())))
        except FilingRefused as error:
            log.error("mail.unfiled", mailbox=self.mailbox.name, why=str(error))

    def receive(self) -> Iterator[int]:
        """Store the mails above the cursor batch by batch; gives, after each commit, how many were new."""
        name = self.mailbox.name
        cursor = self._store.cursor(name)
        after = cursor.last_uid if cursor and cursor.uidvalidity == self._uidvalidity else 0
        for arrived in self.mailbox.new(after, BATCH):
            mails = [Fetched(m.uid, m.received_at, m.raw, m.size, m.truncated) for m in arrived]
            new = self._store.receive(name, self._program, self._uidvalidity, mails, self._clock())
            log.info("mail.received", mailbox=name, mails=len(mails), new=new)
            yield new

    def file(self) -> int:
        """Move what was handled to its folder; returns how many mails were filed.

        What the server refuses to file stays in the inbox and is tried again with the next batch.
        """
        moved, more = 0, True
        while more:
            rows = self._store.unfiled(self.mailbox.name, self._uidvalidity, FILED)
            more = len(rows) == FILED
            by_folder: dict[str, list[Unfiled]] = {}
            for row in rows:
                by_folder.setdefault(self._folders[row.state], []).append(row)
            filed: list[int] = []
            for folder, mails in by_folder.items():
                try:
                    self.mailbox.file([mail.uid for mail in mails], folder)
                except FilingRefused as error:
                    log.error("mail.unfiled", mailbox=self.mailbox.name, mails=len(mails), why=str(error))
                    more = False
                else:
                    filed += [mail.id for mail in mails]
            if filed:
                self._store.filed(filed, self._clock())
            moved += len(filed)
        return moved
