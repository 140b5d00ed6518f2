"""What the SMTP sink kept, and how it is told to answer."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Taken:
    """A mail that was answered with 250: its envelope, its bytes (dots undone), when, and over what."""

    sender: str
    recipients: tuple[str, ...]
    data: bytes
    at: float
    tls: bool
    connection: int
    options: str = ""


@dataclass
class Script:
    """How the sink answers; change it at any time.

    ``replies`` maps a verb (``CONNECT``, ``EHLO``, ``MAIL``, ``DATA``, ``DOT``: the end of a mail) to answers used up
    one by one before the usual ones return; the answer ``drop`` closes the connection without a word, ``hang`` waits, ``slow 0.5`` answers as usual, half a second late.
    ``recipients`` maps an address to the answer its RCPT always gets.
    """

    replies: dict[str, list[str]] = field(default_factory=dict)
    recipients: dict[str, str] = field(default_factory=dict)
    size: int = 52_428_800
    smtputf8: bool = True
    pipelining: bool = True
    mails_a_connection: int = 0  # then 421; 0: any number
    login: tuple[str, str] | None = None
    onward: Callable[[Taken], None] | None = None  # what takes every mail further
    tokens: Collection[str] | None = None  # access tokens that are good; None: none are wanted
