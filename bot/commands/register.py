"""The registrations a batch of mails deals with, indexed for constant-time look-ups, and kept up as they change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from bot.commands.vendor_list import Names, VendorList
from bot.domain.decision import Facts, Likely
from bot.domain.lead import Lead
from bot.domain.match import Likeness
from bot.domain.outcome import Known
from bot.domain.partner import Partner
from bot.domain.registration import Case, Registration, State
from bot.matching.blocking import filed
from bot.matching.comparer import Comparer

_ENDED = frozenset({State.EXPIRED, State.WITHDRAWN})


class Register:
    """A working view of a Known: what is put into it is seen by every later look-up."""

    def __init__(self, known: Known, comparer: Comparer | None = None) -> None:
        self._comparer = comparer
        self._partners: dict[str, Partner] = {partner.id: partner for partner in known.partners}
        self._names = Names(known.alike)
        self._list = VendorList(known.customers, self._names, comparer)
        self._cases: dict[str, Case] = {}
        self._used: dict[str, int] = dict(known.outstanding)
        self._by_ref: dict[str, Registration] = {}
        self._waiting: set[str] = set()
        self._of: dict[str, dict[str, None]] = {}
        self._on: dict[str, dict[str, None]] = {}
        for registration in known.registrations:
            self._index(registration)
        for case in known.cases:
            self.put_case(case)

    def put(self, registration: Registration) -> None:
        """Take a registration in its new state, or a new one; the places in use follow."""
        before = self._by_ref.get(registration.ref)
        if before is not None and before.outstanding:
            self._used[before.partner] -= 1
        if registration.outstanding:
            self._used[registration.partner] = self.used(registration.partner) + 1
        if before is not None and before.lead is not registration.lead:
            for key in self._keys(before.lead):
                self._on[key].pop(before.ref, None)
        self._index(registration)

    def put_case(self, case: Case) -> None:
        """Take a case; of several on one registration an open one counts, else the latest."""
        held = self._cases.get(case.ref)
        if held is None or case.token == held.token or case.closed_at is None or case.opened_at > held.opened_at:
            self._cases[case.ref] = case

    def find(self, ref: str) -> Registration | None:
        """The registration with this reference (written as the bot writes it)."""
        return self._by_ref.get(ref)

    def owned(self, partner: str) -> list[Registration]:
        """A partner's known registrations, earliest receipt first."""
        mine = [self._by_ref[ref] for ref in self._of.get(partner, ())]
        return sorted(mine, key=_by_receipt)

    def mine(self, partner: str, lead: Lead) -> list[Registration]:
        """A partner's own registrations of the lead's prospect, whatever their state, earliest receipt first."""
        return sorted((known for known in self._same(lead) if known.partner == partner), key=_by_receipt)

    def rivals(self, partner: str, lead: Lead) -> tuple[Registration, ...]:
        """Live registrations of other partners on the lead's prospect, earliest receipt first."""
        return tuple(sorted((r for r in self._same(lead) if r.live and r.partner != partner), key=_by_receipt))

    def likely(self, partner: str, lead: Lead) -> tuple[Likely, ...]:
        """Live registrations of other partners on what may be the lead's prospect, earliest receipt first."""
        if self._comparer is None:
            return ()
        found = []
        for known in sorted(self._near(lead), key=_by_receipt):
            if known.live and known.partner != partner:
                judgement = self._comparer.judge(lead, known.lead)
                if judgement.likeness is Likeness.REVIEW:
                    found.append(Likely(known, judgement.reason, judgement.evidence))
        return tuple(found)

    def beside(self, partner: str, lead: Lead) -> tuple[Registration, ...]:
        """What an admin sees beside a registration: the rivals, then what is only likely to be one."""
        rivals = self.rivals(partner, lead)
        refs = {rival.ref for rival in rivals}
        likely = (one.registration for one in self.likely(partner, lead))
        return (*rivals, *(one for one in likely if one.ref not in refs))

    def line(self, lead: Lead) -> list[Registration]:
        """Who waits for the lead's prospect, in the order of receipt; all of it, as there is one line a prospect."""
        if not self._waiting:
            return []
        return sorted((known for known in self._same(lead) if known.state is State.WAITING), key=_by_receipt)

    def place(self, registration: Registration) -> int:
        """A waiting registration's place in line, from 1."""
        return 1 + [one.ref for one in self.line(registration.lead)].index(registration.ref)

    def used(self, partner: str) -> int:
        """How many of its places a partner uses."""
        return self._used.get(partner, 0)

    def cases(self) -> Iterable[Case]:
        """The case of every known registration that has one."""
        return self._cases.values()

    def case(self, ref: str) -> Case | None:
        """The case of a registration: the open one, else the one closed last."""
        return self._cases.get(ref)

    def open_case(self, ref: str) -> Case | None:
        """The case of a registration, if it still waits for a decision."""
        case = self._cases.get(ref)
        return case if case is not None and case.closed_at is None else None

    def partner(self, partner: str) -> Partner | None:
        """The record of a partner, if it is known here."""
        return self._partners.get(partner)

    @property
    def unsettled(self) -> bool:
        """Whether anybody waits in line, or a case is there, so that a change may concern others."""
        return bool(self._cases or self._waiting)

    def overdue(self, now: datetime) -> list[Registration]:
        """Accepted registrations whose term has ended though the clock has not yet been heard."""
        return [
            known
            for known in self._by_ref.values()
            if known.state is State.ACCEPTED and known.expires_at is not None and known.expires_at <= now
        ]

    def facts(
        self,
        partner: Partner,
        lead: Lead,
        received_at: datetime,
        now: datetime,
        *,
        ref: str = "",
        attested: bool = False,
    ) -> Facts:
        """What a decision on a lead needs; ``ref`` is its incomplete or expired registration, where it has one.

        A renewal is judged with the same facts and ``renewal=True``; ``previous`` is the partner's expired or
        withdrawn registration of the prospect with the latest end.
        """
        current = self._by_ref.get(ref)
        likely = self.likely(partner.id, lead)
        unsure = {one.registration.ref for one in likely}
        same = sorted(self._same(lead), key=_by_receipt)
        ended = [one for one in same if one.partner == partner.id and one.state in _ENDED and one.expires_at]
        return Facts(
            partner=partner,
            received_at=received_at,
            decided_at=now,
            outstanding=self.used(partner.id),
            others=tuple(one for one in same if one.live and one.partner != partner.id and one.ref not in unsure),
            likely=likely,
            previous=max(ended, key=lambda known: known.expires_at or known.decided_at, default=None),
            customer=self._list.holds(lead),
            likely_customers=self._list.likely(lead),
            attested=attested,
            renewal=current is not None and current.state is State.EXPIRED,
        )

    def _same(self, lead: Lead) -> Iterator[Registration]:
        """The same company by domain, or as the comparison says; the same contact where a domain is missing."""
        comparer, email = self._comparer, lead.email.casefold()
        for known in self._near(lead):
            if lead.domain and known.lead.domain:
                same = lead.domain == known.lead.domain
            else:
                same = bool(email) and email == known.lead.email.casefold()
            if same or (comparer and comparer.judge(lead, known.lead).likeness is Likeness.SAME):
                yield known

    def _near(self, lead: Lead) -> list[Registration]:
        """The registrations that share a key with the lead, or whose company's name is like its own, each once."""
        refs: dict[str, None] = {}
        for key in self._keys(lead):
            refs.update(self._on.get(key, {}))
        if self._comparer is not None:
            for name in self._names.like(lead.company):
                refs.update(self._on.get(f"filed/{name}", {}))
        return [self._by_ref[ref] for ref in refs]

    def _keys(self, lead: Lead) -> Iterator[str]:
        """Under what a lead is found: its domain, its contact's address, and what the comparison adds ("name/acme").

        Without a comparer no name is worked out.
        """
        if lead.domain:
            yield lead.domain
        if lead.email:
            yield lead.email.casefold()
        if self._comparer is not None:
            if name := filed(lead.company):
                yield f"filed/{name}"
            yield from self._comparer.keys(lead)

    def _index(self, registration: Registration) -> None:
        self._by_ref[registration.ref] = registration
        if registration.state is State.WAITING:
            self._waiting.add(registration.ref)
        else:
            self._waiting.discard(registration.ref)
        self._of.setdefault(registration.partner, {})[registration.ref] = None
        for key in self._keys(registration.lead):
            self._on.setdefault(key, {})[registration.ref] = None


def _by_receipt(registration: Registration) -> tuple[datetime, str]:
    return registration.received_at, registration.ref
