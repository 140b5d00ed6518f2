"""By what two prospects are taken for the same company."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from bot.rules.common import STRICT, Meaning

_DOMAIN = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")


@dataclass(frozen=True, kw_only=True)
class Match:
    """By what prospects are compared; ``ignore_domains`` adds to the built-in free-mail and shared-hosting lists."""

    __pydantic_config__ = STRICT
    scope: Literal["domain"]
    ignore_domains: tuple[str, ...] = ()
    """Domains that never identify a company, in ASCII and small letters."""

    def __post_init__(self) -> None:
        """Raise ValueError, a line "key: problem" each, for what is no domain."""
        wrong = [name for name in self.ignore_domains if not _DOMAIN.fullmatch(name)]
        if wrong:
            raise ValueError("\n".join(f"ignore_domains: {name!r} is no domain in small letters" for name in wrong))

    def meanings(self) -> Iterator[Meaning]:
        """What makes two prospects the same."""
        yield Meaning(
            "Two prospects are the same where the registrable domain of their URL, or else of the contact's address, "
            "is the same; free-mail, disposable, social and shared-hosting domains never identify a company."
        )
        if self.ignore_domains:
            yield Meaning(f"Nor do {', '.join(self.ignore_domains)}.")
