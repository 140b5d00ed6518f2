"""What becomes of a mail given to the relay, and how its answers are to be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


class Outgoing(Protocol):
    """A finished mail: ``sender`` is the return path (``""`` for the null one), ``raw`` what goes over the wire."""

    @property
    def sender(self) -> str: ...  # noqa: D102

    @property
    def recipients(self) -> Sequence[str]: ...  # noqa: D102

    @property
    def raw(self) -> bytes: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Refusal:
    """A recipient whom the relay did not take while it took others; ``permanent`` for a 5xx answer."""

    recipient: str
    text: str
    permanent: bool


@dataclass(frozen=True, slots=True)
class Sent:
    """The relay answered 250: the mail is its duty now, except for the ``refused``."""

    response: str
    refused: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True)
class Later:
    """Not now: a 4xx answer, no connection, or none that says whether the mail was taken. Sending it again is safe."""

    text: str


@dataclass(frozen=True, slots=True)
class Failed:
    """Never: a 5xx answer about this very mail, or one that the relay cannot carry."""

    text: str


Delivered = Sent | Later | Failed


def judge(code: int, text: str) -> Later | Failed:
    """Read a refusal (RFC 5321 section 4.2.1); the relay's complaints about ourselves are no verdict on the mail.

    530, 534, 535, 538 (RFC 4954: log in, encrypt first) and 503 (out of sequence) are mended by a setting, not by
    giving up the mail.
    """
    if 500 <= code < 600 and code not in {503, 530, 534, 535, 538}:
        return Failed(text)
    return Later(text)
