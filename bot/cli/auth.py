"""``regbot auth``: a person allows the bot to use a mailbox at a provider that takes no password."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.common import DEFAULT_CONFIG, Config


def auth(
    name: Annotated[str, typer.Argument(help="The account: what follows oauth. in its section of the config file.")],
    port: Annotated[int, typer.Option(help="Where the browser comes back to on this machine; 0: any free port.")] = 0,
    config: Config = DEFAULT_CONFIG,
) -> None:
    """Ask a person to allow the mailbox, and keep what the provider gives for it."""
    from bot.config import load
    from bot.config.problems import suggest
    from bot.daemon.accounts import client_of, keeping_of, provider_of
    from bot.daemon.build import utc_now
    from bot.domain.errors import ConfigError
    from bot.oauth.consent import allow

    settings = load(config)
    account = settings.oauth.get(name)
    if account is None:
        raise ConfigError([f"{config}: no section [oauth.{name}]{suggest(name, tuple(settings.oauth))}"])
    if account.grant != "consent":
        raise ConfigError(
            [f'{config}: oauth.{name}: grant = "{account.grant}" needs no person: regbot doctor tries it']
        )
    found = allow(provider_of(account), client_of(account), print, utc_now, port)
    keeping = keeping_of(settings, name)
    with keeping.held():
        keeping.write(found.refresh)
    print(f"Allowed. What regbot logs in with is kept in {keeping.path}; take the permission back at the provider.")
