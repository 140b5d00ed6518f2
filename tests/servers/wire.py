"""A wire to a server that can go silent, as when a router drops a connection: nothing comes through, nobody is told."""

from __future__ import annotations

import contextlib
import socket
import threading
import time

from tests.servers.process import free_port


class Wire:
    """Listens on ``port`` of loopback and passes every byte on, until ``silence``; after ``crumble`` byte by byte."""

    host = "127.0.0.1"

    def __init__(self, target: int) -> None:
        self.port = free_port()
        self._target = target
        self._silent = threading.Event()
        self._crumbling = threading.Event()
        self._sockets: list[socket.socket] = []
        self._listener = socket.create_server((self.host, self.port))
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def silence(self) -> None:
        """Swallow everything from now on, in both directions, without closing anything."""
        self._silent.set()

    def crumble(self) -> None:
        """Pass on one byte at a time from now on, as a slow line would."""
        self._crumbling.set()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                far = socket.create_connection((self.host, self._target))
                self._sockets += [near, far]
                for pair in ((near, far), (far, near)):
                    self._threads.append(threading.Thread(target=self._pass_on, args=pair, daemon=True))
                    self._threads[-1].start()

    def _pass_on(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                for start in range(len(data)) if self._crumbling.is_set() else ():
                    sink.sendall(data[start : start + 1])
                    time.sleep(0.01)
                if not self._silent.is_set() and not self._crumbling.is_set():
                    sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)

    def stop(self) -> None:
        """Close everything."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for one in self._sockets:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)
        for one in self._sockets:
            one.close()
