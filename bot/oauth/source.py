"""An access token that is fresh whenever somebody logs in; shared by the inbox's thread and the outbox's."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.oauth.endpoint import Tokens
from bot.oauth.grants import Grant

EARLY = timedelta(minutes=5)  # before its end: a login must not meet it


class TokenSource:
    """Keeps what a grant gave until five minutes before its end."""

    def __init__(self, grant: Grant, clock: Callable[[], datetime]) -> None:
        self._grant = grant
        self._clock = clock
        self._turn = threading.Lock()
        self._kept: Tokens | None = None
        self._given: deque[str] = deque(maxlen=2)  # one that was refused, and the next

    def token(self) -> str:
        """An access token; raises TokenUnavailable."""
        with self._turn:
            if self._kept is None or self._clock() >= self._kept.ends_at - EARLY:
                self._kept = self._grant.give()
                self._given.append(self._kept.access)
            return self._kept.access

    def refused(self, token: str) -> None:
        """A server did not take this token: the next one is asked for anew."""
        with self._turn:
            if self._kept is not None and self._kept.access == token:
                self._kept = None

    @property
    def given(self) -> tuple[str, ...]:
        """The tokens given out last, to be struck out of what is told of a server's words."""
        return tuple(self._given)
