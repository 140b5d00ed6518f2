"""The one polite answer to a sender who is not known as a partner, or whose mail does not prove its sender."""

from __future__ import annotations

from dataclasses import dataclass

from bot.notices.common import House


@dataclass(frozen=True, slots=True)
class Stranger:
    """What stranger/ shows. ``address`` is the sender's; ``unproven`` when a known partner's mail lacked proof."""

    house: House
    address: str
    unproven: bool = False
