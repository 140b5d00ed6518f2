"""A person allows the bot to use a mailbox, once: by a code typed on any device, or in a browser on this machine."""

from __future__ import annotations

import base64
import hashlib
import secrets
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Self
from urllib.parse import parse_qs, urlencode, urlsplit

from bot.domain.errors import TokenUnavailable
from bot.oauth.endpoint import Declined, Tokens, ask, tokens
from bot.oauth.grants import Client
from bot.oauth.providers import Provider

_DEVICE = "urn:ietf:params:oauth:grant-type:device_code"  # RFC 8628 section 3.4
_SLOWER = 5  # seconds, RFC 8628 section 3.5
_WAIT = 600  # seconds that a person has
Say = Callable[[str], None]
Clock = Callable[[], datetime]


def allow(provider: Provider, client: Client, say: Say, clock: Clock, port: int = 0) -> Tokens:
    """Ask a person by whatever the provider offers; raises TokenUnavailable when nobody allows it.

    ``port`` is where the browser comes back to on this machine, 0 for any free one.
    """
    if provider.device_url:
        found = _by_device(provider, client, say, clock)
    elif provider.authorize_url:
        found = _by_browser(provider, client, say, clock, port)
    else:
        raise TokenUnavailable("the provider has neither a device_url nor an authorize_url to ask a person with")
    if not found.refresh:
        raise TokenUnavailable("the provider gave no refresh token: its scopes must include lasting access")
    return found


def _by_device(provider: Provider, client: Client, say: Say, clock: Clock) -> Tokens:
    """RFC 8628: the person types a code at the provider's page, while we ask again and again."""
    given = ask(provider.device_url, {"scope": " ".join(provider.consent_scopes), **client.form()})
    page, code, device = (str(given.get(key, "")) for key in ("verification_uri", "user_code", "device_code"))
    if not (page and code and device):
        raise TokenUnavailable("the provider's answer names no page and code to allow the mailbox with")
    say(f"Open {page} in any browser, log in as the mailbox, and enter the code {code}")
    pause, ends = _seconds(given, "interval", 5), time.monotonic() + _seconds(given, "expires_in", _WAIT)
    while time.monotonic() < ends:
        time.sleep(pause)
        asked_at = clock()
        try:
            form = {"grant_type": _DEVICE, "device_code": device, **client.form()}
            return tokens(ask(provider.token_url, form), asked_at)
        except Declined as error:
            if error.code == "slow_down":
                pause += _SLOWER
            elif error.code != "authorization_pending":
                raise
    raise TokenUnavailable("nobody entered the code in time; start again")


def _by_browser(provider: Provider, client: Client, say: Say, clock: Clock, port: int) -> Tokens:
    """RFC 8252 with RFC 7636: the browser comes back to this machine with a code that only we can exchange."""
    state, verifier = secrets.token_urlsafe(16), secrets.token_urlsafe(48)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    with _Return(port) as returned:
        where = f"http://127.0.0.1:{returned.port}"
        question = {
            "response_type": "code",
            "client_id": client.id,
            "redirect_uri": where,
            "scope": " ".join(provider.consent_scopes),
            "state": state,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
            **provider.authorize_extra,
        }
        page = f"{provider.authorize_url}?{urlencode(question)}"
        say(f"Open this in a browser on this machine and log in as the mailbox:\n{page}")
        say(f"(From another machine, first: ssh -L {returned.port}:127.0.0.1:{returned.port} THIS_MACHINE)")
        answer = returned.wait(state)
    if "code" not in answer:
        raise TokenUnavailable(f"it was not allowed ({answer.get('error', 'no answer in time')})")
    asked_at = clock()
    form = {
        "grant_type": "authorization_code",
        "code": answer["code"],
        "redirect_uri": where,
        "code_verifier": verifier,
        **client.form(),
    }
    return tokens(ask(provider.token_url, form), asked_at)


def _seconds(given: Mapping[str, object], key: str, default: int) -> int:
    value = given.get(key)
    return int(value) if isinstance(value, int | str) and str(value).isdigit() else default


class _Return:
    """A server on loopback that waits for the browser to come back."""

    def __init__(self, port: int) -> None:
        self._answer: dict[str, str] = {}
        answer = self._answer

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                found = {key: values[0] for key, values in parse_qs(urlsplit(self.path).query).items()}
                if "state" in found:
                    answer.update(found)
                self.send_response(200)
                self.send_header("Content-Type", "text/plain; charset=utf-8")
                self.end_headers()
                self.wfile.write(b"Thank you. You can close this page and go back to the terminal.\n")

            def log_message(self, *_: object) -> None:
                """The address holds the code: it is not for a log."""

        try:
            self._server = HTTPServer(("127.0.0.1", port), Handler)
        except OSError as error:
            raise TokenUnavailable(f"127.0.0.1:{port}: {error.strerror}; name another --port") from error
        self._server.timeout = 1
        self.port = self._server.server_port

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.server_close()

    def wait(self, state: str) -> dict[str, str]:
        """What the browser brought; nothing when it did not come in ten minutes, or came with another's answer."""
        ends = time.monotonic() + _WAIT
        while time.monotonic() < ends and self._answer.get("state") != state:
            self._server.handle_request()
        return self._answer if self._answer.get("state") == state else {}
