"""When a From is believed: DMARC, aligned DKIM or SPF, by the receiving server's own header and nobody else's."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.mail import Inbound
from bot.intake.authenticate import Trust, prove
from bot.intake.limits import Limits
from bot.intake.mime import parse

MX = Trust("dmarc", "mx1.vendor.example")
M365 = Trust("dmarc", "")


def proof(head, trust=MX, author="tom@partner.ie"):
    raw = f"{head}From: Tom <{author}>\nTo: leads@vendor.example\n\nx".encode()
    return prove(parse(Inbound(1, "m", "p", datetime.now(UTC), len(raw), raw, b"0" * 16), Limits()), trust)


@pytest.mark.parametrize(
    ("head", "method"),
    [
        pytest.param("Authentication-Results: mx1.vendor.example; dmarc=pass (p=none) header.from=partner.ie\n", "dmarc", id="DMARC"),
        pytest.param("Authentication-Results: MX1.vendor.example 1;\n dkim=pass header.d=x.example;\n DMARC=Pass\n", "dmarc", id="version, case, folded"),
        pytest.param("Authentication-Results: mx1.vendor.example (a; comment) ; dmarc=pass\n", "dmarc", id="comment"),
        pytest.param("Authentication-Results: mx1.vendor.example; dkim=pass header.d=partner.ie; dmarc=none\n", "dkim", id="no policy, DKIM aligned"),
        pytest.param("Authentication-Results: mx1.vendor.example; dkim=pass header.i=@partner.ie\n", "dkim", id="DKIM by identity"),
        pytest.param("Authentication-Results: mx1.vendor.example; spf=pass smtp.mailfrom=bounce@partner.ie\n", "spf", id="SPF aligned"),
        pytest.param(
            "Authentication-Results: mx1.vendor.example; dkim=pass header.d=partner.ie\n"
            "Authentication-Results: mx1.vendor.example; dmarc=pass header.from=partner.ie\n",
            "dmarc", id="two filters, two headers",
        ),
    ],
)  # fmt: skip
def test_proven(head, method):
    found = proof(head)
    assert (found.proven, found.method) == (True, method)
    assert found.evidence


@pytest.mark.parametrize(
    "head",
    [
        pytest.param("", id="no header"),
        pytest.param("Authentication-Results: mx1.vendor.example; none\n", id="nothing checked"),
        pytest.param("Authentication-Results: mx1.vendor.example; dmarc=fail header.from=partner.ie; dkim=pass header.d=partner.ie\n", id="DMARC failed"),
        pytest.param("Authentication-Results: evil.example; dmarc=pass header.from=partner.ie\n", id="another server"),
        pytest.param("Authentication-Results: mx1.vendor.example.evil.example; dmarc=pass\n", id="a longer name"),
        pytest.param("Authentication-Results: mx1.vendor.example; dmarc=pass header.from=other.ie\n", id="another domain passed"),
        pytest.param("Authentication-Results: mx1.vendor.example; dkim=pass header.d=evil.example\n", id="DKIM of a stranger"),
        pytest.param("Authentication-Results: mx1.vendor.example; dkim=pass header.d=notpartner.ie\n", id="a domain that ends alike"),
        pytest.param("Authentication-Results: mx1.vendor.example; dkim=pass header.d=ie\n", id="a top-level domain"),
        pytest.param("Authentication-Results: mx1.vendor.example; spf=softfail smtp.mailfrom=tom@partner.ie\n", id="SPF softfail"),
        pytest.param('Authentication-Results: mx1.vendor.example; spf=fail (dmarc=pass; (dmarc=pass)) x="; dmarc=pass"\n', id="in a comment"),
        pytest.param(
            "Authentication-Results: mx1.vendor.example; dmarc=fail header.from=partner.ie\nReceived: by mx1\n"
            "Authentication-Results: mx1.vendor.example; dmarc=pass header.from=partner.ie\n", id="forged below ours",
        ),
        pytest.param("Authentication-Results: spf=pass smtp.mailfrom=partner.ie; dmarc=pass header.from=partner.ie\n", id="no name given"),
        pytest.param("ARC-Authentication-Results: i=1; mx1.vendor.example; dmarc=pass\n", id="ARC is not ours"),
    ],
)  # fmt: skip
def test_unproven(head):
    assert not proof(head).proven


def test_microsoft_365_names_no_server():
    head = "Authentication-Results: spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=partner.ie; dkim=none; dmarc=pass action=none header.from=partner.ie;compauth=pass reason=100\n"
    assert proof(head, M365).proven
    assert not proof("Received: x\n", M365).proven


def test_several_authors_prove_nothing():
    head = "Authentication-Results: mx1.vendor.example; dmarc=pass header.from=partner.ie\nFrom: dana@vendor.example\n"
    assert not proof(head).proven
    assert not proof(head, Trust("none", "")).proven


def test_trust_that_asks_for_nothing():
    assert proof("", Trust("none", "")).proven


def test_idn_domains_are_compared_in_ascii():
    head = "Authentication-Results: mx1.vendor.example; dmarc=pass header.from=xn--mller-kva.example\n"
    assert proof(head, author="a@müller.example").proven


@given(st.text(max_size=200))
def test_no_text_in_a_result_raises_or_proves(text):
    line = " ".join(text.split())
    found = proof(f"Authentication-Results: mx1.vendor.example; ({line}\n")
    assert not found.proven
