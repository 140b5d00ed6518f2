"""One of two prospects that are compared, taken apart."""

from __future__ import annotations

from dataclasses import dataclass

from bot.matching.companies import CompanyName
from bot.matching.sites import Site


@dataclass(frozen=True, slots=True)
class Side:
    """A prospect's name and site."""

    name: CompanyName
    site: Site
