"""Outgoing mails that the bot signs itself, as a receiving server checks them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.errors import ConfigError
from bot.mail.signed import Signatures
from tests.servers.dns import NameServer
from tests.servers.dovecot import Dovecot
from tests.servers.signing import key, record
from tests.servers.sink import Sink
from tests.whole.world import World, eml, parsed

EXTRA = '[dkim]\ndomain = "vendor.example"\nselector = "s1"\nkey_file = "dkim.pem"\n'


def test_an_answer_carries_a_signature_that_holds(tmp_path: Path, imap: Dovecot, sink: Sink) -> None:
    (tmp_path / "dkim.pem").write_bytes(key(2048))
    with (
        NameServer({"s1._domainkey.vendor.example": record()}) as names,
        World(tmp_path, imap, sink, f"sqlite:///{tmp_path / 'r.db'}", extra=EXTRA) as world,
    ):
        world.receive(eml("accepted"))
        (mail,) = sink.mails
        (found,) = Signatures([names.at]).check(mail.data, lambda domain: domain == "vendor.example")
        assert (found.domain, found.why) == ("vendor.example", "")
        (touched,) = Signatures([names.at]).check(mail.data.replace(b"Subject: ", b"Subject: not "), lambda _: True)
        assert not touched.holds
        (doubled,) = Signatures([names.at]).check(b"From: <x@evil.example>\r\n" + mail.data, lambda _: True)
        assert not doubled.holds
        assert parsed(mail.data)["From"].addresses[0].domain == "vendor.example"


@pytest.mark.parametrize("text", [None, b"no key"])
def test_a_key_that_cannot_be_used_ends_the_start(
    tmp_path: Path, imap: Dovecot, sink: Sink, text: bytes | None
) -> None:
    if text is not None:
        (tmp_path / "dkim.pem").write_bytes(text)
    with pytest.raises(ConfigError, match=r"dkim\.key_file"):
        World(tmp_path, imap, sink, f"sqlite:///{tmp_path / 'r.db'}", extra=EXTRA)
