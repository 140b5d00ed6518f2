"""The mail that says which registrations ended, and how to renew them with one word."""

from __future__ import annotations

from dataclasses import dataclass

from bot.notices.common import House, Standing


@dataclass(frozen=True, slots=True)
class Expired:
    """What expired/ shows.

    ``renewable`` are those the word RENEW renews; ``renewal`` says for how long, as in "another 90 days".
    """

    house: House
    greeting: str
    rows: tuple[Standing, ...]
    renewable: tuple[str, ...] = ()
    renewal: str = ""
