"""Wait for new mail: by IDLE where the server has it (RFC 2177), and in any case until woken from another thread."""

from __future__ import annotations

import os
import select
import threading
import time
import weakref
from collections.abc import Iterable

from bot.mail.imap import Imap, Reply

LONGEST = 28 * 60.0  # seconds; servers end an IDLE after 30 minutes
_SLICE = 1.0  # seconds between two looks at the stop event


class Wake:
    """A bell that another thread may ring while one waits on a socket."""

    def __init__(self) -> None:
        self._read, self._write = os.pipe()
        os.set_blocking(self._read, False)
        os.set_blocking(self._write, False)
        weakref.finalize(self, _close, self._read, self._write)

    def fileno(self) -> int:
        """The descriptor that is readable once the bell rang."""
        return self._read

    def ring(self) -> None:
        """End the wait under way, or the next one."""
        try:
            os.write(self._write, b"!")
        except BlockingIOError:
            return  # it rings already

    def hush(self) -> None:
        """Forget the ringing so far."""
        try:
            os.read(self._read, 65536)
        except BlockingIOError:
            return


def _close(*descriptors: int) -> None:
    for descriptor in descriptors:
        os.close(descriptor)


def await_mail(client: Imap, wake: Wake, timeout: float, stop: threading.Event) -> bool:
    """IDLE for at most ``timeout`` seconds; True when the server told of a new mail.

    False on timeout, ``wake`` or ``stop``, and when the socket stirred without a word: after DONE the server is
    asked for a sign of life, so that a dead connection raises instead of spinning (imapclient #565).
    """
    client.idle()
    news = _tells_of_mail(client.idle_check(0))
    if not news:
        ends = time.monotonic() + min(timeout, LONGEST)
        while _stirs(client.socket().fileno(), wake, ends, stop):
            replies = client.idle_check(0)
            news = _tells_of_mail(replies)
            if news or not replies:
                break
    if stop.is_set():
        client.socket().settimeout(_SLICE)  # a dead server shall not hold up the end
    _, late = client.idle_done()
    if not news:
        client.noop()
    return news or _tells_of_mail(late)


def rest(wake: Wake, timeout: float, stop: threading.Event) -> None:
    """Wait without a server, until ``timeout`` (seconds), ``wake`` or ``stop``."""
    _stirs(None, wake, time.monotonic() + timeout, stop)


def _stirs(descriptor: int | None, wake: Wake, ends: float, stop: threading.Event) -> bool:
    """Wait until the descriptor is readable (True), or the time is over, the bell rang or all is to stop (False)."""
    poll = select.poll()
    poll.register(wake.fileno(), select.POLLIN)
    if descriptor is not None:
        poll.register(descriptor, select.POLLIN)
    while not stop.is_set() and (left := ends - time.monotonic()) > 0:
        ready = {number for number, _ in poll.poll(1000 * min(left, _SLICE))}
        if wake.fileno() in ready:
            wake.hush()
            return False
        if ready:
            return True
    return False


def _tells_of_mail(replies: Iterable[Reply]) -> bool:
    return any(len(reply) == 2 and reply[1] == b"EXISTS" for reply in replies)
