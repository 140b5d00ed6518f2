"""Builds the parts from the settings; nothing here runs."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_bytes
from tempfile import NamedTemporaryFile

from bot.config.folders import data_folder
from bot.config.login import Login
from bot.config.settings import Inbox, Settings
from bot.domain.errors import ConfigError
from bot.domain.mail import InboundState
from bot.intake.authenticate import Trust
from bot.intake.screen import Own
from bot.mail.compose import Identity
from bot.mail.mailbox import Mailbox
from bot.mail.render import Renderer
from bot.mail.server import Bearer, Server
from bot.matching.domains import registrable_domain
from bot.rules.program import Program
from bot.store import Store
from bot.workers.office import Office, SignatureCheck
from bot.workers.receive import Receiver
from bot.workers.sheets import isolated

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The real time."""
    return datetime.now(UTC)


def own_folder(settings: Settings) -> Path:
    """The bot's own folder, made when missing for nobody else to look into: partners' mails and tokens lie in it."""
    settings.var.mkdir(mode=0o700, parents=True, exist_ok=True)
    return settings.var


def open_store(settings: Settings) -> Store:
    """The database that the settings name; the folder of the default one is made when missing."""
    if not settings.database:
        own_folder(settings)
    return Store(settings.database or f"sqlite:///{settings.var / 'regbot.db'}")


def renderer_of(settings: Settings, *, keep: bool = False) -> Renderer:
    """The templates: the operator's own folder first, then those that come with regbot.

    With ``keep``, what they compile to is kept in the bot's own folder.
    """
    own = [settings.templates] if settings.templates else []
    return Renderer([*own, data_folder("templates")], own_folder(settings) / "compiled" if keep else None)


def mark_key(settings: Settings) -> bytes:
    """The secret of the mark that the bot's own mails carry; made at the first start."""
    path = own_folder(settings) / "mark.key"
    if not path.exists():
        with NamedTemporaryFile(dir=path.parent, delete=False) as made:  # for nobody else to read
            made.write(token_bytes(32))
        try:
            os.link(made.name, path)
        except FileExistsError:
            pass  # another process was faster
        finally:
            Path(made.name).unlink()
    return path.read_bytes()


def office_of(settings: Settings, program: Program, renderer: Renderer, key: bytes = b"") -> Office:
    """One program's office; its first inbox gives the address it writes from. ``key`` is the secret of its mark."""
    inboxes = [inbox for inbox in settings.inbox if inbox.program == program.name]
    address = inboxes[0].address
    domain = (settings.mail.message_id_domain or address.rpartition("@")[2]).casefold()
    return Office.of(
        program,
        address,
        admins=frozenset(admin.casefold() for admin in settings.programs[program.name].admins),
        own=Own(
            frozenset().union(*(inbox.own for inbox in inboxes)),
            frozenset({domain}),
            settings.mail.bounce_address,
            key,
            frozenset(one.casefold() for inbox in inboxes for one in inbox.lists),
        ),
        trust={inbox.name: trust_of(inbox) for inbox in inboxes},
        signatures=_signatures(settings) if any(inbox.trust.require == "dkim" for inbox in inboxes) else None,
        limits=settings.limits,
        renderer=renderer,
        identity=Identity(
            program=program.name,
            from_name=settings.mail.from_name or program.title,
            address=address,
            bounce=settings.mail.bounce_address or address,
            domain=domain,
            key=key,
        ),
        sheets=isolated(settings.limits),
        reply_budget=settings.reply_budget_per_hour,
        escalate_to=frozenset(address.casefold() for address in settings.programs[program.name].escalate_to),
    )


def bearers(settings: Settings) -> Callable[[Login], Bearer | None]:
    """Gives each login its access tokens, None where it has a password; what asks for tokens is heavy to import."""
    if not settings.oauth:
        return lambda _: None
    from bot.daemon.accounts import Accounts  # noqa: PLC0415

    return Accounts(settings, utc_now).of


def trust_of(inbox: Inbox) -> Trust:
    """Whom an inbox believes."""
    trust = inbox.trust
    return Trust(
        trust.require,
        trust.authserv_id,
        header=trust.header,
        value=trust.value,
        strict=trust.alignment == "strict",
        organization=registrable_domain,
        on_behalf=frozenset(trust.on_behalf),
    )


def _signatures(settings: Settings) -> SignatureCheck:
    from bot.mail.signed import Signatures  # noqa: PLC0415  most installations let their mail server check

    return Signatures(settings.dns.nameservers, settings.dns.timeout_seconds)


def signer_of(settings: Settings) -> Callable[[bytes], bytes] | None:
    """What signs outgoing mails, None where the relay does; raises ConfigError for a key that cannot be used."""
    if settings.dkim is None:
        return None
    from bot.mail.signing import Signer  # noqa: PLC0415  most relays sign by themselves

    path = settings.dkim.key_file
    try:
        key = path.read_bytes()
    except OSError as error:
        raise ConfigError([f"dkim.key_file: {path} cannot be read: {error.strerror}"]) from error
    return Signer(settings.dkim.domain, settings.dkim.selector, key)


def server_of(login: Login, bearer: Bearer | None = None) -> Server:
    """How a server of the settings is reached; ``bearer`` stands in the place of a password."""
    password = login.password.get_secret_value()
    return Server(login.host, login.port, login.tls, login.username, password, login.ca_file, bearer)


def receiver_of(inbox: Inbox, settings: Settings, store: Store, clock: Clock, bearer: Bearer | None) -> Receiver:
    """What brings in the mails of one inbox; nothing is connected yet."""
    mailbox = Mailbox(
        inbox.name, server_of(inbox, bearer), folder=inbox.folder, limit=settings.limits.mail_bytes, idle=inbox.idle
    )
    folders = {
        InboundState.DONE: inbox.folders.processed,
        InboundState.IGNORED: inbox.folders.ignored,
        InboundState.QUARANTINED: inbox.folders.quarantine,
        InboundState.PARKED: inbox.folders.parked,
    }
    return Receiver(store, mailbox, program=inbox.program, folders=folders, clock=clock)
