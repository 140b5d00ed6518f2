"""A provider of OAuth 2.0 tokens on loopback: every grant, told when to say no, asked by Dovecot who a token is for."""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt

DEVICE = "urn:ietf:params:oauth:grant-type:device_code"
ASSERTION = "urn:ietf:params:oauth:grant-type:jwt-bearer"


class Provider:
    """``user`` is whom every token is for; what is asked of the token endpoint is kept in ``asked``."""

    def __init__(self, user: str = "user1") -> None:
        self.user = user
        self.lasts = 3600
        self.rotates = True
        self.allowed = True
        self.public_key = ""
        self.pending: list[str] = []  # answers of the device flow before it is allowed
        self.asked: list[dict[str, str]] = []
        self.live: set[str] = set()
        self.refresh: set[str] = {"first"}
        self._codes: dict[str, str] = {}  # code of the browser's way -> its challenge
        self._numbers = itertools.count(1)
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length", 0))
                form = {key: values[0] for key, values in parse_qs(self.rfile.read(length).decode()).items()}
                code, answer = provider.answer(urlsplit(self.path).path, form)
                self.reply(code, answer)

            def do_GET(self) -> None:
                query = {key: values[0] for key, values in parse_qs(urlsplit(self.path).query).items()}
                known = query.get("token", "") in provider.live
                self.reply(200 if known else 401, {"username": provider.user, "active": True} if known else {})

            def reply(self, code: int, answer: Mapping[str, object]) -> None:
                text = json.dumps(answer).encode()
                self.send_response(code)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """End the server."""
        self._server.shutdown()
        self._server.server_close()

    def consent(self, challenge: str) -> str:
        """What the browser is sent back with once a person has allowed it."""
        code = f"code{next(self._numbers)}"
        self._codes[code] = challenge
        return code

    def revoke(self) -> None:
        """End every token at once."""
        self.live.clear()

    def answer(self, path: str, form: dict[str, str]) -> tuple[int, dict[str, object]]:
        if path == "/device":
            page = {"verification_uri": f"{self.url}/activate", "user_code": "WXYZ-1234"}
            return 200, {**page, "device_code": "device1", "interval": 0, "expires_in": 60}
        self.asked.append(form)
        if problem := self._problem(form):
            return 400, {"error": problem, "error_description": f"the provider says {problem}\nTrace ID: 1"}
        token = f"access{next(self._numbers)}"
        self.live.add(token)
        given: dict[str, object] = {"access_token": token, "expires_in": self.lasts, "token_type": "Bearer"}
        if form["grant_type"] in {"refresh_token", "authorization_code", DEVICE} and self.rotates:
            self.refresh.discard(form.get("refresh_token", ""))
            given["refresh_token"] = f"refresh{next(self._numbers)}"
            self.refresh.add(str(given["refresh_token"]))
        return 200, given

    def _problem(self, form: dict[str, str]) -> str:
        if not self.allowed:
            return "invalid_grant"
        match form.get("grant_type"):
            case "refresh_token":
                return "" if form.get("refresh_token") in self.refresh else "invalid_grant"
            case "client_credentials":
                return "" if form.get("client_secret") == "quiet" else "invalid_client"
            case "authorization_code":
                hashed = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
                challenge = base64.urlsafe_b64encode(hashed).rstrip(b"=").decode()
                return "" if self._codes.pop(form.get("code", ""), None) == challenge else "invalid_grant"
            case "urn:ietf:params:oauth:grant-type:device_code":
                return self.pending.pop(0) if self.pending else ""
            case "urn:ietf:params:oauth:grant-type:jwt-bearer":
                return self._unsigned(form.get("assertion", ""))
        return "unsupported_grant_type"

    def _unsigned(self, assertion: str) -> str:
        try:
            claims = jwt.decode(assertion, self.public_key, algorithms=["RS256"], audience=f"{self.url}/token")
        except jwt.PyJWTError:
            return "invalid_grant"
        return "" if claims["sub"] == self.user else "unauthorized_client"
