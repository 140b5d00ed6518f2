"""What a delivery report changes: an address is noted as failing, and nobody is written to."""

from __future__ import annotations

from collections.abc import Collection

from bot.desk.work import Work
from bot.domain.delivery import Bounced, Failing
from bot.domain.partner import Partner


def note_bounce(work: Work, report: Bounced) -> None:
    """Note the recipients of our mail for whom it came back; what a report says of anybody else is not believed."""
    if not report.lasting:
        return
    for sent in work.book.sent(report.message_ids):
        failed = [address for address in sent.recipients if address in report.addresses]
        if not failed and len(sent.recipients) == 1:
            failed = list(sent.recipients)  # it was forwarded, or the report names nobody
        for address in failed:
            work.put_failing(Failing(work.book.program.name, address, work.now, report.text))
            partner = work.book.partner_of(address)
            work.event("address.failing", by="report", partner=partner.id if partner else "")


def note_alive(work: Work) -> None:
    """An address that wrote to us, and proved it, works."""
    if work.book.failing(work.mail.sender):
        work.put_recovered(work.mail.sender)
        work.event("address.recovered")


def unreachable(partner: Partner, failing: Collection[str]) -> bool:
    """Whether mail reaches none of a partner's known addresses: those on file, or of a domain those that wrote."""
    return any(owns(partner, address) for address in failing) and all(one in failing for one in partner.addresses)


def owns(partner: Partner, address: str) -> bool:
    """Whether an address (folded) is a partner's."""
    return address in partner.addresses or address.rpartition("@")[2] in partner.domains
