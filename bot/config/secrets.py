"""Passwords from outside the config file: environment, a file, or systemd credentials; never shown.

For the relay the environment's name is REGBOT_SMTP_PASSWORD, for an inbox called "leanstack"
REGBOT_INBOX_LEANSTACK_PASSWORD, for the database's URL REGBOT_DATABASE. A systemd credential
(``LoadCredential=``, a file in $CREDENTIALS_DIRECTORY) has the same name in small letters without the prefix:
smtp_password, inbox_leanstack_password, database. An account [oauth.google] has REGBOT_OAUTH_GOOGLE_CLIENT_SECRET
and REGBOT_OAUTH_GOOGLE_REFRESH_TOKEN in the same way.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.config.login import Login
from bot.config.settings import Settings


def fill(data: dict[str, Any], base: Path, environ: Mapping[str, str]) -> list[str]:
    """Put every secret found outside into ``data``; the environment wins, then the file, then the credential.

    Returns problems as "key: problem"; none of them repeats a secret.
    """
    problems: list[str] = []
    if found := _outside("database", environ):
        data["database"] = found
    for key, name, table, field in _places(data):
        filed = _filed(f"{key}.{field}_file", table.get(f"{field}_file"), base, problems)
        if secret := _environment(name, environ) or filed or _credential(name, environ):
            table[field] = secret
    return problems


def missing(settings: Settings) -> tuple[str, ...]:
    """The logins that have a user name and no password, with where it could stand: `run` cannot go on so."""
    places: list[tuple[str, str, Login]] = [("smtp", "smtp_password", settings.smtp)]
    places += [(f"inbox.{box.name}", f"inbox_{_word(box.name)}_password", box) for box in settings.inbox]
    return tuple(
        f"{key}: no password for {login.username}: set REGBOT_{name.upper()} or password_file"
        for key, name, login in places
        if login.username and not login.oauth and not login.password.get_secret_value()
    )


def _places(data: dict[str, Any]) -> list[tuple[str, str, dict[str, Any], str]]:
    """Where secrets belong: the section's key, the secret's name outside, the section, and the key in it."""
    found = []
    if isinstance(smtp := data.get("smtp"), dict):
        found.append(("smtp", "smtp_password", smtp, "password"))
    boxes = data.get("inbox")
    found += [
        (f"inbox.{name}", f"inbox_{_word(name)}_password", box, "password")
        for box in (boxes if isinstance(boxes, list) else ())
        if isinstance(box, dict) and isinstance(name := box.get("name"), str)
    ]
    accounts = data.get("oauth")
    found += [
        (f"oauth.{name}", f"oauth_{_word(name)}_{field}", account, field)
        for name, account in (accounts.items() if isinstance(accounts, dict) else ())
        for field in ("client_secret", "refresh_token")
        if isinstance(account, dict)
    ]
    return found


def _filed(key: str, path: object, base: Path, problems: list[str]) -> str:
    if not isinstance(path, str):
        return ""
    try:
        return _first_line(base / Path(path).expanduser())
    except OSError as error:
        problems.append(f"{key}: cannot be read: {error.strerror}")
    except UnicodeDecodeError:
        problems.append(f"{key}: is not UTF-8 text")
    return ""


def _outside(name: str, environ: Mapping[str, str]) -> str:
    return _environment(name, environ) or _credential(name, environ)


def _environment(name: str, environ: Mapping[str, str]) -> str:
    return environ.get(f"REGBOT_{name.upper()}", "")


def _credential(name: str, environ: Mapping[str, str]) -> str:
    folder = environ.get("CREDENTIALS_DIRECTORY")
    path = Path(folder) / name if folder else None
    return _first_line(path) if path and path.is_file() else ""


def _first_line(path: Path) -> str:
    return path.read_text("utf-8").partition("\n")[0].rstrip("\r")


def _word(name: str) -> str:
    return name.replace("-", "_")
