"""``regbot init``: a config file by question and answer."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from bot.config.begin import Begun

_PROVIDERS = {"1": "google", "2": "microsoft", "3": ""}


def init(
    config: Annotated[Path, typer.Option("--config", "-c", help="The file to write.")] = Path("config.toml"),
) -> None:
    """Write a config file by asking for what it needs; a password is never shown, and goes into a file of its own."""
    from bot.config import load_all
    from bot.config.begin import written
    from bot.domain.errors import ConfigError

    if config.exists():
        raise ConfigError([f"{config}: is there already; name another file with --config, or move this one away"])
    begun, secrets = _asked()
    for path, secret in secrets.items():
        _keep(config.parent / path, secret)
    config.write_text(written(begun), "utf-8")
    load_all(config, {})
    _say(config, begun)


def _asked() -> tuple[Begun, dict[str, str]]:
    """The answers, and the secrets by the file each goes into."""
    from bot.config.begin import Begun
    from bot.oauth.providers import preset

    print("Where is the mailbox?  1 Google Workspace or Gmail   2 Microsoft 365   3 another server, with a password")
    provider = _PROVIDERS[_ask("Number", "3", lambda text: "" if text in _PROVIDERS else "answer 1, 2 or 3")]
    known = preset(provider) if provider else None
    address = _ask("Address that partners write to", "", _address)
    domain = address.rpartition("@")[2]
    rules = _ask("Program: leanstack, plaidcloud, or the path of your own rules file", "leanstack", _rules)
    admins = _ask("Partner managers who decide (addresses, with commas)", "", _addresses)
    imap_host = _ask("IMAP server", known.imap_host if known else f"imap.{domain}", _host)
    smtp_host = _ask("SMTP server", known.smtp_host if known else f"smtp.{domain}", _host)
    login = _ask("Login", address)
    program = _program(rules)
    common: dict[str, Any] = {
        "program": program,
        "rules": rules,
        "admins": tuple(text.strip() for text in admins.split(",")),
        "address": address,
        "imap_host": imap_host,
        "smtp_host": smtp_host,
        "imap_user": login,
        "smtp_user": login,
    }
    if known:
        client = _ask("Client ID of the application that you registered with the provider", "", _some)
        tenant = _ask("Directory (tenant) ID", "common", _some) if provider == "microsoft" else ""
        begun = Begun(**common, provider=provider, client_id=client, tenant=tenant, authserv_id=known.authserv_id)
        return begun, {}
    print("The name by which your server writes what it has checked: in any mail from outside, the first word after")
    print("Authentication-Results. Leave it empty where it writes none: then senders need a DKIM signature.")
    authserv_id = _ask("authserv-id", "", lambda _: "")
    secret = typer.prompt("Password (empty: from the environment)", default="", hide_input=True, show_default=False)
    file = f"secrets/{program}" if secret else ""
    begun = Begun(**common, authserv_id=authserv_id, imap_secret_file=file, smtp_secret_file=file)
    return begun, {file: secret} if secret else {}


def _ask(question: str, default: str, wrong: Callable[[str], str] = lambda _: "") -> str:
    """An answer with which nothing is wrong; asks again until there is one."""
    while True:
        answer = str(typer.prompt(question, default=default, show_default=bool(default))).strip()
        if not (problem := wrong(answer)):
            return answer
        print(f"  {problem}")


def _address(text: str) -> str:
    from email_validator import EmailNotValidError, validate_email

    try:
        validate_email(text, check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        return str(error)
    return ""


def _addresses(text: str) -> str:
    return next((f"{one.strip() or 'nothing'}: {why}" for one in text.split(",") if (why := _address(one.strip()))), "")


def _some(text: str) -> str:
    return "" if text else "this is needed"


def _host(text: str) -> str:
    return "" if text and not set(text) & set(" /:@") else "a host name such as mail.example.com"


def _rules(text: str) -> str:
    from bot.config import load_program
    from bot.domain.errors import ConfigError

    try:
        load_program(text)
    except ConfigError as error:
        return error.problems[0]
    return ""


def _program(rules: str) -> str:
    from bot.config import load_program

    return load_program(rules).name


def _keep(path: Path, secret: str) -> None:
    """Write a secret for its owner only, from the first byte on."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(secret + "\n")


def _say(config: Path, begun: Begun) -> None:
    from bot.oauth.providers import preset

    option = "" if config == Path("config.toml") else f" --config {config}"
    print(f"\nWritten: {config}. Next:")
    if begun.provider:
        upper = begun.provider.upper()
        print(f"  export REGBOT_OAUTH_{upper}_CLIENT_SECRET=...   # where the application has one")
        print(f"  regbot auth {begun.provider}{option}")
    print(f"  regbot migrate{option}")
    print(f"  regbot doctor{option}")
    print(f"  regbot import partners partners.csv{option}")
    print(f"  regbot run{option}")
    if begun.provider:
        print(preset(begun.provider).note)
