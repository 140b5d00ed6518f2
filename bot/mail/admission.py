"""Getting into a relay: the login, and what went wrong with which setting to mend it."""

from __future__ import annotations

import asyncio

import aiosmtplib
from aiosmtplib import SMTPAuthenticationError, SMTPResponseException

from bot.domain.errors import TokenUnavailable
from bot.mail.server import Bearer, Server, certificate_refused


async def log_in(client: aiosmtplib.SMTP, server: Server) -> None:
    """Log in where the settings say so; raises SMTPException, ValueError or TokenUnavailable."""
    if server.bearer is not None:
        await _show_token(client, server.username, server.bearer)
    elif server.username:
        await client.login(server.username, server.password)


async def _show_token(client: aiosmtplib.SMTP, username: str, bearer: Bearer) -> None:
    """By XOAUTH2; a token that is refused is renewed once.  The provider is asked beside the loop."""
    token = await asyncio.to_thread(bearer.token)
    try:
        await client.auth_xoauth2(username, token)
    except SMTPAuthenticationError:
        bearer.refused(token)
        another = await asyncio.to_thread(bearer.token)
        if another == token:
            raise
        await client.auth_xoauth2(username, another)


def words(error: BaseException) -> str:
    """What an error says, never empty."""
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, SMTPResponseException):
        return f"{error.code} {error.message}"
    return str(error) or type(error).__name__


def diagnosis(server: Server, error: Exception) -> str:
    """What is wrong and which setting mends it."""
    untrusted = certificate_refused(error)
    if untrusted:
        text = f"its certificate is not trusted ({untrusted}); correct smtp.host, or name its authority in smtp.ca_file"
    elif isinstance(error, TokenUnavailable):
        text = f"no access token for {server.username!r}: {error}"
    elif isinstance(error, SMTPAuthenticationError):
        answer = f"{error.code} {error.message}"
        text = f"refused the login of {server.username!r} ({answer}); correct smtp.username or its password"
    else:
        text = f"cannot be reached ({words(error)}); check smtp.host, smtp.port and smtp.tls"
    return server.concealed(f"{server}: {text}")
