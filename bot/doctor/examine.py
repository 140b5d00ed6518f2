"""The whole round: this machine, the inboxes, the relay, and the names."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from email.message import Message

from bot.config.login import Login
from bot.config.settings import Inbox, Settings
from bot.daemon.build import bearers, server_of
from bot.doctor import here, inbox, letter, names
from bot.doctor.report import Finding, fine, wrong
from bot.domain.errors import MailboxUnavailable, TokenUnavailable
from bot.mail.resolving import resolver
from bot.mail.server import Bearer

ARRIVAL = 30.0  # seconds that a mail to oneself may take


def examine(settings: Settings, patience: float = ARRIVAL) -> Iterator[Finding]:
    """Try everything in turn; what is wrong with one part keeps no other from being tried."""
    bearer = bearers(settings)
    yield from here.secrets(settings)
    yield from here.trust(settings)
    yield from _accounts(settings, bearer)
    yield from here.templates(settings)
    yield from here.database(settings)
    yield from here.disk(settings)
    headers: dict[str, Message | None] = {}
    for box in settings.inbox:
        journey = yield from _inbox(settings, box, bearer, patience)
        domain = box.address.rpartition("@")[2]
        headers[domain] = headers.get(domain) or journey
    asked = resolver(settings.dns.nameservers, settings.dns.timeout_seconds)
    for domain, header in headers.items():
        yield from names.records(domain, header, asked)


def _accounts(settings: Settings, bearer: Callable[[Login], Bearer | None]) -> Iterator[Finding]:
    """Whether each login that takes no password has a token, whatever its server says to it."""
    logins = {(login.oauth, login.username): login for login in (*settings.inbox, settings.smtp) if login.oauth}
    for (name, mailbox), login in logins.items():
        source = bearer(login)
        if source is None:
            continue
        try:
            source.token()
        except TokenUnavailable as error:
            yield wrong(f"oauth {name}", str(error))
        else:
            yield fine(f"oauth {name}", f"gives access to {mailbox}")


def _inbox(
    settings: Settings, box: Inbox, bearer: Callable[[Login], Bearer | None], patience: float
) -> Generator[Finding, None, Message | None]:
    """One inbox, and a mail that goes out and comes back to it; returns the header that arrived."""
    message_id, taken = letter.sent(settings, box, server_of(settings.smtp, bearer(settings.smtp)))
    yield taken
    try:
        with inbox.opened(box, server_of(box, bearer(box))) as session:
            yield from inbox.look(session)
            if not message_id or not session.keeps:
                return None
            journey = letter.arrived(session, message_id, patience)
            yield from journey.findings
            return journey.header
    except MailboxUnavailable as error:
        yield inbox.unreachable(box, error)
        return None
