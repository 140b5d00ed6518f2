"""A certificate for 127.0.0.1 and localhost that only its own file vouches for (Debian: openssl)."""

from __future__ import annotations

import shutil
import ssl
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.servers.process import give

PACKAGE = "openssl"


@dataclass(frozen=True, slots=True)
class Certificate:
    """The certificate, which is its own authority, and its key, both readable by the servers' account."""

    folder: Path

    @property
    def cert(self) -> Path:
        return self.folder / "cert.pem"

    @property
    def key(self) -> Path:
        return self.folder / "key.pem"

    def trusting(self) -> ssl.SSLContext:
        """A client's context that trusts this certificate and nothing else."""
        return ssl.create_default_context(cafile=str(self.cert))

    def serving(self) -> ssl.SSLContext:
        """A server's context that shows this certificate."""
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.cert, self.key)
        return context

    def remove(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


def available() -> bool:
    return shutil.which("openssl") is not None


def make() -> Certificate:
    """Make a fresh one, good for two days."""
    made = Certificate(Path(tempfile.mkdtemp(prefix="regbot-tls-")))
    subject = ["-subj", "/CN=regbot test", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    usage = ["-addext", "keyUsage=critical,digitalSignature,keyCertSign", "-addext", "extendedKeyUsage=serverAuth"]
    kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    files = ["-keyout", str(made.key), "-out", str(made.cert)]
    subprocess.run(["openssl", "req", "-x509", *kind, *subject, *usage, *files], check=True, capture_output=True)
    made.folder.chmod(0o755)
    give(made.cert, made.key)
    return made
