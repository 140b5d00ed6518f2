"""A private Dovecot in one folder: any user logs in with the password "secret" (Debian: dovecot-imapd)."""

from __future__ import annotations

import grp
import itertools
import os
import shutil
import signal
import socket
import time
from collections.abc import Collection, Iterable
from datetime import datetime
from pathlib import Path

from tests.servers.certificate import Certificate
from tests.servers.process import Child, account, free_port, give, listening

PACKAGE = "dovecot-imapd"
PASSWORD = "secret"
CAPABILITIES = (
    "IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE LITERAL+ NAMESPACE UIDPLUS UNSELECT CHILDREN MOVE SPECIAL-USE"
)
LMTP = Path("/usr/lib/dovecot/lmtp")

CONFIG = """\
protocols = {protocols}
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
info_log_path = {folder}/dovecot.log
ssl = {ssl}
disable_plaintext_auth = no
auth_mechanisms = plain login {mechanisms}
auth_failure_delay = 0
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
default_vsz_limit = 512M
first_valid_uid = 1
mail_location = maildir:~/Maildir
mail_max_userip_connections = 64
mailbox_list_index = yes
{extra}
{tokens}
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
  separator = {separator}
  prefix = {prefix}
}}
service imap-login {{
  chroot =
  service_count = 0
  inet_listener imap {{
    address = 127.0.0.1
    port = {imap}
  }}
  inet_listener imaps {{
    address = 127.0.0.1
    port = {imaps}
  }}
}}
service auth {{
  inet_listener {{
    address = 127.0.0.1
    port = {auth}
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp}
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
"""


def executable() -> str | None:
    """Where the server is, or None."""
    return shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


class Dovecot:
    """A server on free loopback ports: ``port`` (plain, STARTTLS with a certificate), ``imaps`` and ``lmtp`` or 0,
    ``auth`` for servers that ask whether a login is right.

    ``without`` names capabilities that it shall not announce; ``prefix`` such as ``INBOX.`` puts all folders below;
    at ``introspection`` it asks whom an access token is for.
    """

    host = "127.0.0.1"
    password = PASSWORD

    def __init__(
        self,
        *,
        without: Collection[str] = (),
        certificate: Certificate | None = None,
        prefix: str = "",
        extra: str = "",
        introspection: str = "",
        mechanisms: str = "xoauth2 oauthbearer",
    ) -> None:
        found = executable()
        if found is None:
            raise FileNotFoundError(PACKAGE)
        self._names = itertools.count(1)
        self._child = Child("imap")
        self.port = free_port()
        self.imaps = free_port() if certificate else 0
        self.lmtp = free_port() if LMTP.exists() else 0
        self.auth = free_port()
        lines = [extra]
        if without:
            kept = [word for word in CAPABILITIES.split() if word not in without]
            lines.append(f"imap_capability = {' '.join(kept)}")
        if certificate:
            lines += [f"ssl_cert = <{certificate.cert}", f"ssl_key = <{certificate.key}"]
        self._introspection, self._mechanisms = introspection, mechanisms if introspection else ""
        config = self._write(prefix, lines, tls=certificate is not None)
        self._command = [found, "-F", "-c", str(config)]
        self.start()

    def _write(self, prefix: str, lines: Iterable[str], *, tls: bool) -> Path:
        who = account()
        folders = [self._child.folder / name for name in ("mail", "run", "state")]
        for folder in folders:
            folder.mkdir()
        give(*folders)
        config = self._child.folder / "dovecot.conf"
        text = CONFIG.format(
            protocols="imap lmtp" if self.lmtp else "imap",
            folder=self._child.folder,
            ssl="yes" if tls else "no",
            user=who.pw_name,
            group=grp.getgrgid(who.pw_gid).gr_name,
            uid=who.pw_uid,
            gid=who.pw_gid,
            password=PASSWORD,
            separator=prefix[-1] if prefix else "/",
            prefix=prefix,
            imap=self.port,
            imaps=self.imaps,
            lmtp=self.lmtp,
            auth=self.auth,
            mechanisms=self._mechanisms,
            tokens=self._tokens(),
            extra="\n".join(lines),
        )
        config.write_text(text)
        return config

    def _tokens(self) -> str:
        if not self._introspection:
            return ""
        facts = self._child.folder / "oauth2.conf.ext"
        facts.write_text(
            f"introspection_url = {self._introspection}?token=\nintrospection_mode = get\nforce_introspection = yes\n"
            "username_attribute = username\nactive_attribute = active\nactive_value = true\n"
        )
        give(facts)
        return f"passdb {{\n  driver = oauth2\n  mechanisms = {self._mechanisms}\n  args = {facts}\n}}"

    def start(self) -> None:
        """Start the server, again after ``halt`` too: the mail is still there."""
        self._child.start(self._command, self._greets)

    def _greets(self) -> bool:
        if not listening(self.port):
            return False
        with socket.create_connection((self.host, self.port), timeout=5) as plain:
            return plain.recv(4) == b"* OK"

    def halt(self) -> None:
        """End the server and all its connections; the mail stays."""
        self._child.halt(signal.SIGKILL)  # a polite end takes a second

    def stop(self) -> None:
        """End the server and remove its folder."""
        self._child.stop(signal.SIGKILL)

    def user(self, name: str = "user") -> str:
        """A user name nobody used yet: an empty mailbox."""
        return f"{name}{next(self._names)}"

    def maildir(self, user: str, folder: str = "INBOX") -> Path:
        """Where a folder's mail lies; made when missing."""
        home = self._child.folder / "mail" / user
        root = home / "Maildir"
        place = root if folder == "INBOX" else root / f".{folder.replace('/', '.')}"
        wanted = [home, root, place, *(place / name for name in ("cur", "new", "tmp"))]
        for path in wanted:
            path.mkdir(exist_ok=True)
        give(*wanted)
        return place

    def deposit(self, user: str, *mails: bytes, received_at: datetime | None = None) -> None:
        """Put mails into a user's inbox; ``received_at`` (aware, whole seconds) becomes their INTERNALDATE."""
        place = self.maildir(user)
        for raw in mails:
            name = f"{time.time_ns()}.{next(self._names)}.regbot"
            fresh = place / "tmp" / name
            fresh.write_bytes(raw)
            if received_at is not None:
                os.utime(fresh, (received_at.timestamp(),) * 2)
            give(fresh)
            fresh.rename(place / "new" / name)

    def mails(self, user: str, folder: str = "INBOX") -> list[bytes]:
        """The raw mails that lie in a folder, oldest first."""
        place = self.maildir(user, folder)
        files = sorted([*(place / "cur").iterdir(), *(place / "new").iterdir()], key=lambda path: path.name)
        return [path.read_bytes() for path in files]

    def flags(self, user: str, folder: str = "INBOX") -> list[str]:
        """The Maildir flag letters of each mail in a folder (S seen, T deleted, a.. keywords), oldest first."""
        place = self.maildir(user, folder)
        names = sorted([path.name for path in [*(place / "cur").iterdir(), *(place / "new").iterdir()]])
        return [name.partition(":2,")[2] for name in names]

    def forget_uids(self, user: str) -> None:
        """Make the inbox number its mails anew, under another UIDVALIDITY."""
        place = self.maildir(user)
        for path in place.glob("dovecot*"):
            path.unlink()
        uids = place / "dovecot-uidlist"
        uids.write_text(f"3 V{int(time.time()) + next(self._names) + 1000} N1 G{os.urandom(16).hex()}\n")
        give(uids)
