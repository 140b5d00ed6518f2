"""The bot's clock in the demo: it runs as the real one does, and can be moved on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class Clock:
    """Calling it gives the time (aware, UTC)."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def __call__(self) -> datetime:
        """The time as the bot sees it."""
        return datetime.now(UTC) + self._ahead

    def move_to(self, instant: datetime) -> None:
        """Move on to an instant; never back."""
        self._ahead += max(instant - self(), timedelta())

    def reset(self) -> None:
        """Give the real time again, for a bot that starts afresh."""
        self._ahead = timedelta()
