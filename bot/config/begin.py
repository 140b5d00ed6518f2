"""A first config file, from what an operator answered."""

from __future__ import annotations

import json
from dataclasses import dataclass

TOML = """\
# regbot's config file; every other key that there is stands in config.example.toml. Try it: regbot doctor

[programs.{program}]
rules = {rules}
admins = {admins}

[[inbox]]
name = {name}
program = {program_name}
address = {address}
host = {imap_host}
port = 993
tls = "tls"
username = {imap_user}
{imap_secret}

[inbox.trust]
{trust}

[smtp]
host = {smtp_host}
port = 587
tls = "starttls"
username = {smtp_user}
{smtp_secret}
"""
OAUTH = """
# Allowed once by a person: regbot auth {name}. The client's secret: REGBOT_OAUTH_{upper}_CLIENT_SECRET
[oauth.{name}]
provider = {provider}
client_id = {client_id}
"""


@dataclass(frozen=True, slots=True)
class Begun:
    """What was answered. A secret file is "" where the password comes from the environment.

    ``provider`` is "google" or "microsoft", or "" for a mailbox with a password; ``authserv_id`` "" proves senders by
    their DKIM signatures, which need no server's word.
    """

    program: str
    rules: str
    admins: tuple[str, ...]
    address: str
    imap_host: str
    imap_user: str
    smtp_host: str
    smtp_user: str
    authserv_id: str = ""
    provider: str = ""
    client_id: str = ""
    tenant: str = ""
    imap_secret_file: str = ""
    smtp_secret_file: str = ""


def written(begun: Begun) -> str:
    """The config file, TOML."""
    upper = begun.program.upper().replace("-", "_")
    text = TOML.format(
        program=begun.program,
        rules=_quoted(begun.rules),
        admins=f"[{', '.join(map(_quoted, begun.admins))}]",
        name=_quoted(begun.program),
        program_name=_quoted(begun.program),
        address=_quoted(begun.address),
        imap_host=_quoted(begun.imap_host),
        imap_user=_quoted(begun.imap_user),
        imap_secret=_secret(begun.provider, begun.imap_secret_file, f"REGBOT_INBOX_{upper}_PASSWORD"),
        trust=_trust(begun),
        smtp_host=_quoted(begun.smtp_host),
        smtp_user=_quoted(begun.smtp_user),
        smtp_secret=_secret(begun.provider, begun.smtp_secret_file, "REGBOT_SMTP_PASSWORD"),
    )
    if begun.provider:
        text += OAUTH.format(
            name=begun.provider,
            upper=begun.provider.upper(),
            provider=_quoted(begun.provider),
            client_id=_quoted(begun.client_id),
        )
        text += f"tenant = {_quoted(begun.tenant)}\n" if begun.tenant else ""
    return text


def _secret(provider: str, file: str, variable: str) -> str:
    if provider:
        return f"oauth = {_quoted(provider)}"
    return f"password_file = {_quoted(file)}" if file else f"# password: {variable} in the environment"


def _trust(begun: Begun) -> str:
    if begun.provider == "microsoft":
        return 'require = "dmarc"\nmicrosoft_365 = true'
    if begun.authserv_id:
        return f'require = "dmarc"\nauthserv_id = {_quoted(begun.authserv_id)}'
    return 'require = "dkim"'


def _quoted(text: str) -> str:
    """A TOML basic string, whose escapes are those of JSON."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
