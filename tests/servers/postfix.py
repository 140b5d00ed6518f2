"""A private Postfix in one folder: a submission service that demands STARTTLS and a login, and a relay for this host.

What it takes it hands on to ``next_hop``, a port on loopback. Users log in with any name and Dovecot's password. It runs as root
only, as Postfix does (Debian: postfix).
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from tests.servers.certificate import Certificate
from tests.servers.process import Child, free_port, listening

PACKAGE = "postfix"

MAIN = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
maillog_file = /dev/stdout
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = relay.vendor.example
mydestination =
local_recipient_maps =
mynetworks = 127.0.0.0/8
relayhost = [127.0.0.1]:{next_hop}
smtp_tls_security_level = none
smtp_dns_support_level = disabled
smtpd_tls_cert_file = {cert}
smtpd_tls_key_file = {key}
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:{auth}
message_size_limit = {size}
smtpd_recipient_restrictions = check_recipient_access inline:{{ {{nobody@partner.example = 550 5.1.1 no such user}} }}, permit
minimal_backoff_time = 300s
smtpd_client_connection_rate_limit = 0
"""
MASTER = """\
127.0.0.1:{relay} inet n - n - - smtpd
127.0.0.1:{submission} inet n - n - - smtpd
  -o smtpd_tls_security_level=encrypt
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


def executable() -> str | None:
    """Where the server is, or None; only root can run it."""
    return shutil.which("postfix", path="/usr/sbin:/usr/local/sbin") if os.getuid() == 0 else None


class Postfix:
    """``submission`` and ``relay`` are its ports; ``auth`` is the port at which a Dovecot checks logins."""

    host = "127.0.0.1"

    def __init__(self, next_hop: int, auth: int, certificate: Certificate, *, size: int = 10_240_000) -> None:
        found = executable()
        if found is None:
            raise FileNotFoundError(PACKAGE)
        self._child = Child("postfix", as_root=True)
        self.relay, self.submission = free_port(), free_port()
        folder = self._child.folder
        config = folder / "etc"
        for name in ("etc", "queue", "data"):
            (folder / name).mkdir()
        shutil.chown(folder / "data", "postfix")
        (config / "main.cf").write_text(
            MAIN.format(
                folder=folder, next_hop=next_hop, auth=auth, size=size, cert=certificate.cert, key=certificate.key
            )
        )
        (config / "master.cf").write_text(MASTER.format(relay=self.relay, submission=self.submission))
        command = [found, "-c", str(config), "start-fg"]
        self._child.start(command, lambda: listening(self.relay) and listening(self.submission))

    @property
    def log(self) -> str:
        """What the server wrote down."""
        return Path(self._child.log).read_text(errors="replace")

    def stop(self) -> None:
        """End the server and remove its folder."""
        self._child.stop()
