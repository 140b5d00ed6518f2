"""Where a refresh token lies between two runs: a file that only its owner reads, changed in one step."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.domain.errors import TokenUnavailable


@dataclass(frozen=True, slots=True)
class Keeping:
    """The refresh token in ``path``; ``first`` (a systemd credential, say) serves until the provider changes it."""

    path: Path
    first: str = field(default="", repr=False)

    def read(self) -> str:
        """The token, or "" when there is none; raises TokenUnavailable for a file that others may read."""
        try:
            with self.path.open(encoding="utf-8") as file:
                if os.fstat(file.fileno()).st_mode & 0o077:
                    raise TokenUnavailable(f"{self.path}: others may read it: chmod 600 {self.path}", permanent=True)
                return file.read().strip() or self.first
        except FileNotFoundError:
            return self.first
        except OSError as error:
            raise TokenUnavailable(f"{self.path}: cannot be read: {error.strerror}", permanent=True) from error

    def write(self, token: str) -> None:
        """Replace the token; after a power cut there is the old one or the new one, never half of one."""
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=".token-")  # mode 0600
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(token + "\n")
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(self.path)
        except OSError as error:
            text = f"{self.path}: the new refresh token cannot be kept: {error.strerror}; give the bot this folder"
            raise TokenUnavailable(text, permanent=True) from error

    @contextmanager
    def held(self) -> Iterator[None]:
        """One process at a time: where the provider changes the token at every use, two would lose it to each other."""
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = self.path.with_suffix(".lock").open("w")
        except OSError as error:
            raise TokenUnavailable(
                f"{self.path.parent}: cannot be written: {error.strerror}", permanent=True
            ) from error
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
