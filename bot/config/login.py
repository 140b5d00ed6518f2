"""How the servers are logged in to: by a password, or by OAuth 2.0 where a provider takes none."""

from __future__ import annotations

from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

Text = Annotated[str, Field(min_length=1)]
Port = Annotated[int, Field(ge=1, le=65535)]
_LOOPBACK_NAMES = frozenset({"localhost", "ip6-localhost"})


def loopback(host: str) -> bool:
    """Whether a host is this machine itself, so that nothing crosses a wire."""
    if host.casefold() in _LOOPBACK_NAMES:
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


class Section(BaseModel):
    """A part of the config file: nothing unknown, no type guessed, nothing changed after reading."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class Login(Section):
    """How a server is reached and logged in to."""

    host: Text
    port: Port
    tls: Literal["tls", "starttls", "none"]
    """Encryption, with the certificate verified; "none" only where the host is this machine itself."""
    ca_file: Path | None = None
    """A certificate authority of your own, in addition to the system's: its PEM file."""
    username: str = ""
    """With ``oauth`` the mailbox itself, also where another account or the application is what logs in."""
    password: SecretStr = Field(default=SecretStr(""), repr=False)
    """Better given by the environment, by password_file or by a systemd credential than written here."""
    password_file: Path | None = None
    oauth: str = ""
    """The name of a section [oauth.NAME], in the place of a password."""

    @field_validator("tls")
    @classmethod
    def _private(cls, tls: str, info: ValidationInfo) -> str:
        if tls == "none" and not loopback(str(info.data.get("host", "localhost"))):
            raise PydanticCustomError(
                "tls", 'must be "tls" or "starttls": only this machine itself is reached by "none"'
            )
        return tls


class OAuth(Section):
    """An account at a provider whose mailboxes take no password."""

    provider: Literal["google", "microsoft", "other"]
    """"other" needs its token_url and scopes written here."""
    grant: Literal["consent", "client", "service_account"] = Field(default="consent", validate_default=True)
    """"consent": a person allows it once (regbot auth NAME). "client": the application in its own name, as Microsoft
    365 offers it. "service_account": by delegation over the domain, as Google Workspace offers it."""
    tenant: Text = "common"
    """Microsoft's directory: its id or domain."""
    client_id: str = Field(default="", validate_default=True)
    client_secret: SecretStr = Field(default=SecretStr(""), repr=False)
    """Better given by the environment, by client_secret_file or by a systemd credential than written here."""
    client_secret_file: Path | None = None
    refresh_token: SecretStr = Field(default=SecretStr(""), repr=False)
    """What the environment or a systemd credential brings from another machine; `regbot auth` asks for it itself."""
    key_file: Path | None = Field(default=None, validate_default=True)
    """The service account's key, the JSON file that Google gives out."""
    token_url: str = Field(default="", validate_default=True)
    authorize_url: str = ""
    device_url: str = ""
    scopes: tuple[str, ...] = ()

    @field_validator("client_id")
    @classmethod
    def _known(cls, client: str, info: ValidationInfo) -> str:
        if not client and info.data.get("grant") in {"consent", "client"}:
            raise PydanticCustomError("oauth", "must be the id under which the provider knows this application")
        return client

    @field_validator("key_file")
    @classmethod
    def _keyed(cls, path: Path | None, info: ValidationInfo) -> Path | None:
        if path is None and info.data.get("grant") == "service_account":
            raise PydanticCustomError("oauth", "must name the service account's key, a JSON file")
        return path

    @field_validator("token_url", "authorize_url", "device_url")
    @classmethod
    def _reachable(cls, url: str, info: ValidationInfo) -> str:
        own = info.data.get("provider") == "other"
        if not own and url:
            raise PydanticCustomError("oauth", 'is known for this provider: leave it out, or set provider = "other"')
        if own and info.field_name == "token_url" and not url:
            raise PydanticCustomError("oauth", "must be where the provider gives out tokens")
        host = url.removeprefix("http://").partition("/")[0].rpartition(":")[0]
        if url and not url.startswith("https://") and not (url.startswith("http://") and loopback(host)):
            raise PydanticCustomError("oauth", "must begin with https://: secrets go there")
        return url
