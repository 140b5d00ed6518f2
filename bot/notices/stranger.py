"""The one polite answer to a sender who is not known as a partner, or whose mail does not prove its sender."""

from __future__ import annotations

from dataclasses import dataclass

from bot.notices.common import House


@dataclass(frozen=True, slots=True)
class Stranger:
    """What stranger/ shows. ``address`` is the sender's; ``unproven`` when a known partner's mail lacked proof.

    ``decides`` when the mail answers a case, as an admin's assistant might from an address of their own.
    """

    house: House
    address: str
    unproven: bool = False
    decides: bool = False
