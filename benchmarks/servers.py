"""The benchmark's own servers, in one scratch folder: a private Dovecot, and the process of the SMTP sink."""

from __future__ import annotations

import grp
import json
import os
import pwd
import shutil
import smtplib
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

HOST = "127.0.0.1"
PASSWORD = "secret"
_SECONDS_TO_START = 15
_CONF = """protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
ssl = no
disable_plaintext_auth = no
auth_failure_delay = 0
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
mail_location = maildir:~/Maildir
mail_max_userip_connections = 64
mailbox_list_index = yes
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u allow_all_users=yes
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
service imap-login {{
  chroot =
  service_count = 0
  inet_listener imap {{
    address = 127.0.0.1
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


class ServerMissing(Exception):
    """A server that the benchmark needs is not installed."""


def free_port() -> int:
    """A TCP port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


class Dovecot:
    """A private IMAP server: any user logs in with PASSWORD, so a fresh mailbox is a fresh user name."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self._folder = folder
        name = "nobody" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name  # Dovecot refuses uid 0
        self._owner = pwd.getpwnam(name)
        self._process: subprocess.Popen[bytes]

    def __enter__(self) -> Self:
        """Start it; raises ServerMissing."""
        program = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin")
        if program is None:
            raise ServerMissing("dovecot is not installed; on Debian: apt-get install dovecot-imapd")
        self._folder.mkdir(mode=0o755, parents=True)
        for name in ("mail", "run", "state"):
            (self._folder / name).mkdir()
        self._own(self._folder / "mail")
        conf = self._folder / "dovecot.conf"
        owner, group = self._owner, grp.getgrgid(self._owner.pw_gid).gr_name
        conf.write_text(
            _CONF.format(
                folder=self._folder, user=owner.pw_name, group=group, uid=owner.pw_uid, gid=owner.pw_gid,
                port=self.port, password=PASSWORD,
            )
        )  # fmt: skip
        self._process = subprocess.Popen([program, "-F", "-c", conf])
        self._wait()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait()

    def deposit(self, user: str, mails: Iterable[tuple[bytes, datetime]]) -> None:
        """Fill a new user's inbox with mails and the receipt time (INTERNALDATE) of each, in that order."""
        home = self._folder / "mail" / user
        inbox = home / "Maildir"
        for name in ("cur", "new", "tmp"):
            (inbox / name).mkdir(parents=True)
        for number, (raw, received_at) in enumerate(mails):
            second = int(received_at.timestamp())
            path = inbox / "new" / f"{second}.M{number:06d}P1.benchmark,S={len(raw)}"
            path.write_bytes(raw)
            os.utime(path, (second, second))
            self._own(path)
        for folder in (home, inbox, *inbox.iterdir()):
            self._own(folder)

    def _own(self, path: Path) -> None:
        if os.getuid() == 0:
            os.chown(path, self._owner.pw_uid, self._owner.pw_gid)

    def _wait(self) -> None:
        deadline = time.monotonic() + _SECONDS_TO_START
        while time.monotonic() < deadline:
            try:
                socket.create_connection((HOST, self.port), 1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise ServerMissing(f"dovecot did not start; see {self._folder / 'dovecot.log'}")


@dataclass(frozen=True, slots=True)
class Taken:
    """A mail that the sink took; ``at`` is the Unix time of its 250."""

    at: float
    sender: str
    recipients: tuple[str, ...]
    data: bytes


class Sink:
    """The process of the SMTP sink, and what it has taken since a mark."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "sink.jsonl"

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.sink", self._file], stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout
        self.port = int(self._process.stdout.readline())
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait()

    def mark(self) -> int:
        """The place in its file where the next mail will stand."""
        with smtplib.SMTP(HOST, self.port) as client:
            return int(client.docmd("XMARK")[1])

    def since(self, mark: int) -> Iterator[Taken]:
        """The mails taken since a mark."""
        end = self.mark()
        with self._file.open("rb") as file:
            file.seek(mark)
            while file.tell() < end:
                record = json.loads(file.readline())
                data = record["data"].encode("utf-8", "surrogateescape")
                yield Taken(record["at"], record["from"], tuple(record["to"]), data)
