"""The bot as an operator runs it: a process of its own, its log lines as they come, killed or ended at any of them."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Self

from tests.whole.world import World, eml

ROOT = Path(__file__).parents[2]


class Process:
    """``regbot`` with these arguments on a world's config; a context manager that leaves nothing running."""

    def __init__(self, world: World, *arguments: str) -> None:
        command = [sys.executable, "-m", "bot", *arguments, "-c", str(world.config)]
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=dict(os.environ)
        )
        self.log: list[str] = []
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            self._lines.put(line)
        self._lines.put(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        self._reader.join()
        assert self._process.stderr is not None
        self._process.stderr.close()

    def saw(self, event: str, within: float = 15) -> bool:
        """Whether the log tells of an event before the process ends; fails after ``within`` seconds of silence."""
        ends = time.monotonic() + within
        while line := self._lines.get(timeout=max(0.01, ends - time.monotonic())):
            self.log.append(line)
            if f"event={event}" in line:
                return True
        return False

    def kill(self) -> None:
        """End it as a power cut does."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()

    def terminate(self) -> tuple[int, float]:
        """Ask it to end; gives its exit code and how many seconds that took."""
        began = time.monotonic()
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(60), time.monotonic() - began

    def wait(self) -> int:
        """Its exit code, once it has ended by itself; the rest of its log is in ``log``."""
        code = self._process.wait(60)
        self._reader.join()
        while line := self._lines.get():
            self.log.append(line)
        return code


def regbot(world: World, *arguments: str) -> tuple[int, str, str]:
    """Run a command to its end; gives exit code, stdout and stderr."""
    command = [sys.executable, "-m", "bot", *arguments, "-c", str(world.config)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, done.stdout, done.stderr


def lead(number: int, *, partner: str = "northwind.example") -> bytes:
    """A mail that registers a company of its own."""
    text = eml("accepted").decode().replace("northwind.example", partner).replace("<a1@", f"<n{number}@")
    return text.replace("acme-fasteners", f"weaver-{number}").replace("Acme Fasteners", f"Weaver {number} Ltd").encode()
