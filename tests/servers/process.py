"""A server as a child process in a folder of its own: a free port, an unprivileged account, a clean end."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path


def free_port() -> int:
    """A loopback port that nobody listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def listening(port: int) -> bool:
    """Whether a loopback port takes connections."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def account() -> pwd.struct_passwd:
    """Who the servers run as: oneself, or ``nobody`` for root, because neither server runs as root."""
    return pwd.getpwuid(os.getuid()) if os.getuid() else pwd.getpwnam("nobody")


def give(*paths: Path) -> None:
    """Hand paths that root made to the account the servers run as."""
    if os.getuid() == 0:
        for path in paths:
            os.chown(path, account().pw_uid, account().pw_gid)


class Child:
    """A server process and its folder; short path, because Unix sockets take at most 107 bytes."""

    def __init__(self, name: str, *, as_root: bool = False) -> None:
        self._as_root = as_root
        self.folder = Path(tempfile.mkdtemp(prefix=f"regbot-{name}-"))
        self.folder.chmod(0o755)
        give(self.folder)
        self.log = self.folder / f"{name}.log"
        self._process: subprocess.Popen[bytes] | None = None

    def run(self, command: Sequence[str | Path]) -> None:
        """Run a command to its end as the servers' account; its output is in the error when it fails."""
        done = subprocess.run(command, capture_output=True, cwd=self.folder, check=False, **self._identity())
        if done.returncode:
            raise RuntimeError(f"{command[0]}: {done.stderr.decode(errors='replace') or done.stdout!r}")

    def start(self, command: Sequence[str | Path], up: Callable[[], bool]) -> None:
        """Start the server in the foreground and wait until it is up, at most 20 s."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                command,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **self._identity(),
            )
        give(self.log)
        for _ in range(400):
            if up():
                return
            if self._process.poll() is not None:
                break
            time.sleep(0.05)
        text = self.log.read_text(errors="replace")
        self.stop()
        raise RuntimeError(f"{command[0]} did not come up: {text}")

    def stop(self, by: signal.Signals = signal.SIGTERM) -> None:
        """End the server and remove its folder."""
        self.halt(by)
        shutil.rmtree(self.folder, ignore_errors=True)

    def halt(self, by: signal.Signals = signal.SIGTERM) -> None:
        """End the server and all its processes; its folder stays, so that it can be started again."""
        if self._process is None:
            return
        self._process.send_signal(by)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(2)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)  # those that still serve a client
        self._process.wait()
        self._process = None

    def _identity(self) -> dict[str, object]:
        if os.getuid() or self._as_root:
            return {}
        return {"user": account().pw_uid, "group": account().pw_gid, "extra_groups": []}
