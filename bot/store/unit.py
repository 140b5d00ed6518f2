"""One transaction under a program's lock: what is known is read, decided on and written, or nothing is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.domain.outcome import Ask, Known, Outcome, OutboxMail
from bot.domain.registration import Case, Registration


class Unit:
    """The work of one transaction; made by ``Store.begin``."""

    def still_new(self, ids: Iterable[int]) -> set[int]:
        """Which of these mails nobody has finished meanwhile."""
        raise NotImplementedError

    def known(self, ask: Ask) -> Known:
        """What the handling of a batch needs to know."""
        raise NotImplementedError

    def write(self, outcomes: Sequence[Outcome], mails: Sequence[OutboxMail] = ()) -> None:
        """Write all that was decided; raises Refused when it breaks what the tables hold unique."""
        raise NotImplementedError

    def registrations_by_ref(self, refs: Iterable[str]) -> tuple[Registration, ...]:
        """The registrations with these references, in any state."""
        raise NotImplementedError

    def expiring(self, limit: int = 500) -> tuple[Registration, ...]:
        """Accepted registrations whose term is over by now, the longest over first."""
        raise NotImplementedError

    def remindable(self, until: datetime) -> tuple[Registration, ...]:
        """Accepted registrations that end after now and no later than ``until``, by partner, then by end."""
        raise NotImplementedError

    def incomplete(self, before: datetime, limit: int = 500) -> tuple[Registration, ...]:
        """Incomplete registrations last decided on before an instant, oldest first."""
        raise NotImplementedError

    def open_cases(self, before: datetime) -> tuple[Case, ...]:
        """Cases still open that were opened, and last nudged, before an instant; oldest first."""
        raise NotImplementedError

    def has_keys(self, keys: Iterable[str]) -> set[str]:
        """Which of these keys a mail or a reminder has already taken."""
        raise NotImplementedError

    def take_keys(self, keys: Iterable[str]) -> set[str]:
        """Take keys for ever; gives those that were still free."""
        raise NotImplementedError
