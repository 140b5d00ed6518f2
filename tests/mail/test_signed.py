"""DKIM as the bot checks it itself: real signatures by dkimpy, real look-ups at a name server of the test's own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator

import pytest

from bot.mail.signed import Signatures
from tests.servers.dns import NameServer
from tests.servers.fixtures import missing
from tests.servers.signing import SIGNED, record, signed

MAIL = (
    b"From: Tom <tom@partner.example>\nTo: leads@vendor.example\nSubject: New lead\nMessage-ID: <1@partner.example>\n"
    b"Date: Sun, 22 Nov 2026 10:00:00 +0000\nMIME-Version: 1.0\nContent-Type: text/plain\n\nCompany: Acme\n"
)


@pytest.fixture(scope="module")
def dns() -> Iterator[NameServer]:
    if shutil.which("openssl") is None:
        missing("openssl", "openssl")
    records = {
        "s1._domainkey.partner.example": record(),
        "s1._domainkey.small.example": record(512),
        "s1._domainkey.revoked.example": "v=DKIM1; k=rsa; p=",
        "s1._domainkey.garbage.example": "v=DKIM1; k=rsa; p=%%%",
        "s1._domainkey.silent.example": None,
    }
    with NameServer(records) as server:
        yield server


def checked(dns: NameServer, raw: bytes, wanted: str = "") -> list[tuple[str, bool]]:
    found = Signatures([dns.at], timeout=1).check(raw, lambda domain: not wanted or domain == wanted)
    assert all(bool(one.why) is not one.holds for one in found)
    return [(one.domain, one.holds) for one in found]


def test_a_signed_mail_holds(dns: NameServer) -> None:
    assert checked(dns, signed(MAIL, "partner.example")) == [("partner.example", True)]


def edited(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    return lambda raw: raw.replace(old, new, 1)


@pytest.mark.parametrize(
    ("change", "options"),
    [
        pytest.param(edited(b"Company: Acme", b"Company: Evil"), {}, id="another body"),
        pytest.param(edited(b"tom@", b"dana@"), {}, id="another author"),
        pytest.param(edited(b"Subject: New lead", b"Subject: WITHDRAW"), {}, id="another subject"),
        pytest.param(edited(b"From: Tom", b"From: dana@partner.example\r\nFrom: Tom"), {}, id="a second From on top"),
        pytest.param(edited(b"From: Tom", b"Subject: WITHDRAW\r\nFrom: Tom"), {}, id="a second Subject on top"),
        pytest.param(edited(b"\r\n\r\n", b"\r\nContent-Type: text/html\r\n\r\n"), {}, id="a second Content-Type"),
        pytest.param(edited(b"a=rsa-sha256", b"a=rsa-sha1"), {}, id="another algorithm named"),
        pytest.param(edited(b"d=partner.example", b"d=partner.example; d=evil.example"), {}, id="a tag twice"),
        pytest.param(edited(b"bh=", b"bh=!!"), {}, id="garbage in a tag"),
        pytest.param(bytes, {"length": True}, id="a part of the body only"),
        pytest.param(lambda raw: raw + b"and more\r\n", {"length": True}, id="text after the signed part"),
        pytest.param(
            bytes, {"headers": tuple(name for name in SIGNED if name != b"subject")}, id="an unsigned subject"
        ),
        pytest.param(bytes, {"signature_algorithm": b"rsa-sha1"}, id="SHA-1"),
    ],
)
def test_what_was_touched_or_says_too_little_does_not_hold(
    dns: NameServer, change: Callable[[bytes], bytes], options: dict[str, object]
) -> None:
    raw = change(signed(MAIL, "partner.example", **options))
    assert [holds for _, holds in checked(dns, raw)] == [False]


@pytest.mark.parametrize(
    ("domain", "bits"),
    [("small.example", 512), ("revoked.example", 2048), ("garbage.example", 2048), ("silent.example", 2048), ("unknown.example", 2048)],
)  # fmt: skip
def test_a_key_that_is_weak_or_not_there_proves_nothing(dns: NameServer, domain: str, bits: int) -> None:
    assert checked(dns, signed(MAIL, domain, bits=bits)) == [(domain, False)]


def test_only_the_domains_that_matter_are_looked_up_and_each_once(dns: NameServer) -> None:
    raw = signed(signed(MAIL, "partner.example"), "unknown.example")
    check = Signatures([dns.at], timeout=1)
    dns.asked.clear()
    for _ in range(3):
        found = check.check(raw, lambda domain: domain == "partner.example")
        assert [(one.domain, one.holds) for one in found] == [("partner.example", True)]
    assert dns.asked == ["s1._domainkey.partner.example"]


@pytest.mark.parametrize(
    "raw",
    [b"", b"\r\n\r\n", b"DKIM-Signature: v=1\r\n\r\n", b"DKIM-Signature: \xff=\x00;;d=\xff\r\n\r\nx", b"no header"],
)
def test_garbage_raises_nothing_and_proves_nothing(dns: NameServer, raw: bytes) -> None:
    assert not any(holds for _, holds in checked(dns, raw))
