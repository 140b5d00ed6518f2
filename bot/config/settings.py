"""What an operator sets: the config file as frozen models, each section checked as it is read."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    model_validator,
)
from pydantic_core import PydanticCustomError

from bot.config.login import Login, OAuth, Port, Section, Text
from bot.config.problems import suggest
from bot.intake.limits import Limits

_ADDRESS = re.compile(r"[^@\s<>,;:\"()]+@(?:localhost|[^@\s.<>,;:\"()]+(?:\.[^@\s.<>,;:\"()]+)+)")
_T = TypeVar("_T")


def _address(text: str) -> str:
    if not _ADDRESS.fullmatch(text):
        raise PydanticCustomError("address", "is not a mail address such as partners@example.com")
    return text


def _address_or_none(text: str) -> str:
    return _address(text) if text else text


def _some(items: _T) -> _T:
    """Asked only of a list that is right in itself, so that a wrong entry is not called an empty list."""
    if not items:
        raise PydanticCustomError("none", "must name at least one")
    return items


def _known_limits(data: Any) -> Any:
    """Limits is a plain dataclass of the intake, which by itself would take unknown keys and a bound of nothing."""
    known = tuple(field.name for field in fields(Limits))
    problems = []
    for key, value in data.items() if isinstance(data, dict) else ():
        if key not in known:
            problems.append(f"{key}: unknown key{suggest(key, known)}")
        elif isinstance(value, int) and value < 1:
            problems.append(f"{key}: must be at least 1, not {value}")
    if problems:
        raise ValueError("\n".join(problems))
    return data


Address = Annotated[str, AfterValidator(_address)]
Addresses = Annotated[tuple[Address, ...], AfterValidator(_some)]


class Mail(Section):
    """How the bot's own mails look on the envelope."""

    from_name: str = ""
    """The name beside the address that mails come from; "" is the program's title."""
    bounce_address: Annotated[str, AfterValidator(_address_or_none)] = ""
    """The return path of answers to partners; "" is the inbox's own address. An ``{id}`` in it names each mail (VERP),
    so that what comes back is known: "bounces+{id}@example.com", where the inbox gets the mail to all of these."""
    message_id_domain: str = ""
    """The right-hand side of the Message-IDs; "" is the domain of the inbox's own address."""


class Smtp(Login):
    """The relay that takes the bot's mails."""

    port: Port = 587
    tls: Literal["tls", "starttls", "none"] = "starttls"
    connections: Annotated[int, Field(ge=1, le=64)] = 4
    """Connections kept open."""
    batch: Annotated[int, Field(ge=1, le=1000)] = 250
    """Mails taken from the outbox at a time: by default the answers to a batch of mails, and what admins are asked."""
    give_up_after_hours: Annotated[int, Field(ge=1)] = 72


class Folders(Section):
    """Where handled mails are moved; created when missing."""

    processed: Text = "Processed"
    ignored: Text = "Ignored"
    quarantine: Text = "Quarantine"
    parked: Text = "Parked"


class TrustSettings(Section):
    """What proves that a sender is who the From says."""

    require: Literal["dmarc", "dkim", "trusted_header", "none"]
    """"dmarc": a pass by the server named next. "dkim": a signature that the bot checks itself. "trusted_header": a
    header of your own gateway. "none": anybody may write in any partner's name."""
    authserv_id: str = ""
    """With "dmarc": the name under which your own server writes Authentication-Results (RFC 8601)."""
    microsoft_365: bool = False
    """With "dmarc", instead of a name: the mailbox is in Microsoft 365, which writes none."""
    header: str = Field(default="", pattern=r"^[!-9;-~]*$")
    """With "trusted_header": the header's name. Your gateway must take it out of what comes from outside."""
    value: str = ""
    """With "trusted_header": what the header holds when the sender is proven."""
    alignment: Literal["relaxed", "strict"] = "relaxed"
    """Whether a proof for another domain of the same owner counts (RFC 7489 section 3.1)."""

    on_behalf: tuple[Annotated[str, Field(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$")], ...] = ()
    """With "dmarc" or "dkim": domains whose DKIM signature is believed whatever partner the From names, such as that
    of a forwarder, a web form or a mailing service which checks its own senders. An admin's From is not."""

    @model_validator(mode="after")
    def _whole(self) -> TrustSettings:
        if self.require == "dmarc" and bool(self.authserv_id) is self.microsoft_365:
            if self.microsoft_365:
                raise PydanticCustomError("trust", "authserv_id: Microsoft 365 writes none; leave out one of the two")
            text = "authserv_id: must name the server whose Authentication-Results count, or microsoft_365 be true"
            raise PydanticCustomError("trust", text)
        if self.on_behalf and self.require not in {"dmarc", "dkim"}:
            raise PydanticCustomError("trust", 'on_behalf: is of use with require = "dmarc" or "dkim" only')
        if self.require == "trusted_header" and not (self.header and self.value):
            missing = "value" if self.header else "header"
            raise PydanticCustomError("trust", "{key}: is missing, and require is trusted_header", {"key": missing})
        return self


class Dns(Section):
    """Where the bot looks up the keys of DKIM signatures."""

    nameservers: tuple[str, ...] = ()
    """Addresses, with ":port" where it is not 53; none are those of the system."""
    timeout_seconds: Annotated[int, Field(ge=1, le=60)] = 5


class Dkim(Section):
    """The bot's own signature on its mails, where the relay puts none on them."""

    domain: Annotated[str, Field(pattern=r"^[A-Za-z0-9.-]+$")]
    """That of the inbox's address, so that DMARC counts it (RFC 7489 section 3.1)."""
    selector: Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]+$")]
    """The public key stands in the DNS at SELECTOR._domainkey.DOMAIN."""
    key_file: Path
    """The private RSA key, PEM: openssl genrsa -out dkim.pem 2048."""


class Inbox(Login):
    """One mailbox that partners write to, bound to one program."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$")]
    """Its short name: in logs, in the database and in the names of its secrets; do not change it later."""
    program: Text
    address: Address
    aliases: tuple[Address, ...] = ()
    """Other addresses under which the same inbox is written to."""
    port: Port = 993
    tls: Literal["tls", "starttls", "none"] = "tls"
    folder: Text = "INBOX"
    folders: Folders = Folders()
    poll_seconds: Annotated[int, Field(ge=1, le=3600)] = 60
    idle: bool = True
    """Wait by IMAP IDLE; polling stays as the fallback."""
    lists: tuple[Text, ...] = ()
    """Mailing lists whose mails are read: their addresses, or what stands in their List-Id; others are ignored."""
    trust: TrustSettings

    @property
    def own(self) -> frozenset[str]:
        """Every address of this inbox, casefolded."""
        return frozenset(text.casefold() for text in (self.address, *self.aliases))


class ProgramSettings(Section):
    """A program that this installation serves."""

    rules: Text
    """The name of a rules file that comes with regbot ("leanstack"), or the path of your own."""
    admins: Addresses
    """Who decides what the rules hold."""
    escalate_to: tuple[Address, ...] = ()
    """Who hears of cases that the admins leave undecided for longer than sla.escalate_after_hours; () for nobody."""


class Settings(Section):
    """The whole config file; paths in it are relative to the folder it stands in."""

    database: str = Field(default="", repr=False)
    """An SQLAlchemy URL; "" is the SQLite file regbot.db in the folder ``var``."""
    var: Path = Path("var")
    """The folder for what the bot keeps."""
    templates: Path | None = None
    """A folder of your own templates, looked into before those that come with regbot."""
    reply_budget_per_hour: Annotated[int, Field(ge=1)] = 20
    """Answers to one sender within an hour, a fourth of them (five at least) about the very same registrations; past it
    a mail is kept but not answered."""
    digest_hour: Annotated[int, Field(ge=0, le=23)] = 7
    """The hour, in the program's time zone, at which admins get their daily digest."""
    weekly_digest: Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] = "monday"
    """The day on which admins get the weekly list of what waits, at the same hour."""
    mail: Mail = Mail()
    smtp: Smtp
    oauth: dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$")], OAuth] = Field(default={})
    """The accounts at providers whose mailboxes take no password, by the name that a login gives in ``oauth``."""
    dns: Dns = Dns()
    dkim: Dkim | None = None
    inbox: Annotated[tuple[Inbox, ...], AfterValidator(_some)]
    programs: dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$")], ProgramSettings]
    limits: Annotated[Limits, BeforeValidator(_known_limits)] = Limits()
