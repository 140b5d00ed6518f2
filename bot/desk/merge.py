"""Joins what was known of an incomplete lead with what a later mail says of the same prospect."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.lead import FIELDS, Fault, Lead

_PERSON = ("first_name", "last_name", "email")


def merged(before: Lead, lead: Lead, faults: tuple[Fault, ...]) -> tuple[Lead, tuple[Fault, ...]]:
    """The later values, the gaps filled from before, and the faults that are left.

    Two people's details are never mixed: where a name or address differs, the later mail's contact stands alone.
    """
    same = all(
        not (before.get(name) and lead.get(name)) or before.get(name).casefold() == lead.get(name).casefold()
        for name in _PERSON
    )
    usable = [name for name in FIELDS if same or name not in _PERSON]
    gaps = {name: before.get(name) for name in usable if not lead.get(name) and before.get(name)}
    whole = replace(lead, **gaps, domain=lead.domain or before.domain, extra={**before.stated, **lead.stated})
    return whole, tuple(fault for fault in faults if not (fault.code == "missing" and fault.field in gaps))
