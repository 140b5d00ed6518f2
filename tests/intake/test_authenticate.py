"""When a From is believed: DMARC, aligned DKIM or SPF, by the receiving server's own header and nobody else's."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.mail import Inbound, Signature
from bot.intake.authenticate import Trust, prove
from bot.intake.limits import Limits
from bot.intake.mime import parse
from bot.matching.domains import registrable_domain

MX = Trust("dmarc", "mx1.vendor.example", organization=registrable_domain)
M365 = Trust("dmarc", "")
STAMP = Trust("trusted_header", header="X-Gateway-Verified", value="yes")
DKIM = Trust("dkim", organization=registrable_domain)


def received(head):
    raw = f"{head}To: leads@vendor.example\n\nx".encode()
    return parse(Inbound(1, "m", "p", datetime.now(UTC), len(raw), raw, b"0" * 16), Limits())


def proof(head, trust=MX, author="tom@partner.ie", signed=()):
    return prove(received(f"{head}From: Tom <{author}>\n"), trust, signed)


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
            "Authentication-Results: mx1.vendor.example; dmarc=pass header.from=partner.ie\n"
            "Received: from mail.partner.ie by mx1.vendor.example; Sun, 22 Nov 2026 10:00:00 +0000\n",
            "dmarc", id="two filters, two headers, above our Received",
        ),
        pytest.param(
            "Received: by mx1.vendor.example; Sun, 22 Nov 2026 10:00:00 +0000\n"
            "Authentication-Results: mx1.vendor.example; dmarc=pass header.from=partner.ie\n",
            "dmarc", id="written below our Received, as Gmail does",
        ),
        pytest.param("Authentication-Results: mx1.vendor.example; dkim=pass header.d=mail.partner.ie; dmarc=none\n", "dkim", id="relaxed alignment"),
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
        pytest.param(
            "Received: by mx1.vendor.example; Sun, 22 Nov 2026 10:00:00 +0000\n"
            "Authentication-Results: mx1.vendor.example; spf=none; dkim=none; dmarc=none header.from=partner.ie\n"
            "Authentication-Results: mx1.vendor.example; dmarc=pass header.from=partner.ie\n", id="forged directly below ours",
        ),
        pytest.param(
            "Authentication-Results: mx1.vendor.example; dmarc=none header.from=partner.ie\n"
            "Authentication-Results: mx1.vendor.example; dmarc=pass header.from=partner.ie\n", id="forged directly below ours, no Received",
        ),
        pytest.param(
            "Authentication-Results: mx1.vendor.example; dmarc=fail header.from=partner.ie\n"
            "Received: by mx1.vendor.example; Sun, 22 Nov 2026 10:00:00 +0000\n"
            "Authentication-Results: mx1.vendor.example; dmarc=pass header.from=partner.ie\n"
            "Received: by mx1.vendor.example; Sun, 22 Nov 2026 09:00:00 +0000\n", id="forged with a Received of ours below it",
        ),
        pytest.param("Authentication-Results: mx1.vendor.example; dkim=pass header.d=co.uk; dmarc=none\n", id="a public suffix"),
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


@pytest.mark.parametrize(
    ("head", "proven"),
    [
        pytest.param("Authentication-Results: spf=pass smtp.mailfrom=partner.ie; vendor.example; dkim=none header.d=none;vendor.example; dmarc=bestguesspass action=none header.from=partner.ie;compauth=pass reason=109\n", True, id="no policy, SPF aligned"),
        pytest.param("Authentication-Results: spf=pass smtp.mailfrom=bulk.example; dkim=none; dmarc=none action=none header.from=partner.ie;compauth=softpass reason=202\n", False, id="compauth alone is a guess"),
        pytest.param("Authentication-Results: spf=pass smtp.mailfrom=partner.ie; dkim=none; dmarc=none header.from=partner.ie;compauth=fail reason=001\n", False, id="compauth fails"),
        pytest.param("Received: from a by b\nAuthentication-Results: spf=fail; dkim=none; dmarc=none;compauth=fail reason=001\nAuthentication-Results: dmarc=pass action=none header.from=partner.ie;compauth=pass reason=100\n", False, id="forged below"),
        pytest.param("Authentication-Results: dkim=none (message not signed) header.d=none;dmarc=none action=none header.from=partner.ie;\nX-MS-Exchange-Organization-AuthAs: Internal\n", True, id="a colleague in the tenant"),
        pytest.param("Authentication-Results: dkim=none;dmarc=none header.from=partner.ie;\nX-MS-Exchange-Organization-AuthAs: Anonymous\nX-MS-Exchange-Organization-AuthAs: Internal\n", False, id="a colleague, forged below"),
    ],
)  # fmt: skip
def test_microsoft_365_verdicts(head, proven):
    assert proof(head, M365).proven is proven


@pytest.mark.parametrize(
    ("head", "proven"),
    [
        pytest.param("X-Gateway-Verified: yes\n", True, id="the gateway's word"),
        pytest.param("x-gateway-verified:  YES\n", True, id="case and space"),
        pytest.param("X-Gateway-Verified: no\n", False, id="another value"),
        pytest.param("X-Gateway-Verified: yes; no\n", False, id="more than the value"),
        pytest.param("X-Gateway-Verified: no\nX-Gateway-Verified: yes\n", False, id="a second one came with the mail"),
        pytest.param("X-Gateway-Verified: yes\nX-Gateway-Verified: yes\n", False, id="twice the same"),
        pytest.param("Authentication-Results: mx1.vendor.example; dmarc=pass header.from=partner.ie\n", False, id="missing"),
    ],
)  # fmt: skip
def test_a_header_of_the_operators_gateway(head, proven):
    assert proof(head, STAMP).proven is proven


@pytest.mark.parametrize(
    ("signed", "strict", "proven"),
    [
        pytest.param([Signature("partner.ie", holds=True)], True, True, id="the From's domain"),
        pytest.param([Signature("mail.partner.ie", holds=True)], False, True, id="a domain of the same owner"),
        pytest.param([Signature("mail.partner.ie", holds=True)], True, False, id="the same owner, strict"),
        pytest.param([Signature("evil.example", holds=True)], False, False, id="a stranger's signature"),
        pytest.param([Signature("ie", holds=True)], False, False, id="a public suffix"),
        pytest.param([Signature("partner.ie", holds=False, why="l="), Signature("partner.ie", holds=True)], False, True, id="one of two holds"),
        pytest.param([Signature("partner.ie", holds=False, why="body hash")], False, False, id="broken"),
        pytest.param([], False, False, id="unsigned"),
    ],
)  # fmt: skip
def test_a_signature_that_was_checked_here(signed, strict, proven):
    head = "Authentication-Results: mx1.vendor.example; dmarc=pass header.from=partner.ie\n"
    found = proof(head, replace(DKIM, strict=strict), signed=signed)
    assert found.proven is proven
    assert found.evidence


def test_sender_and_reply_to_never_stand_in_for_the_author():
    head = "Sender: tom@partner.ie\nReply-To: tom@partner.ie\nAuthentication-Results: mx1.vendor.example; dmarc=pass header.from=partner.ie\n"
    assert not proof(head, author="x@evil.example").proven


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


BEHALF = "Authentication-Results: mx1.vendor.example; dkim={} header.d={}; dmarc=fail header.from=partner.ie\n"


@pytest.mark.parametrize(
    ("result", "signer", "proven"),
    [
        pytest.param("pass", "forms.example", True, id="the one that is named"),
        pytest.param("fail", "forms.example", False, id="its signature does not hold"),
        pytest.param("pass", "eu.forms.example", False, id="another domain of its owner"),
        pytest.param("pass", "other.example", False, id="a stranger"),
    ],
)
def test_only_a_named_signer_speaks_on_behalf_of_others(result, signer, proven):
    named = frozenset({"forms.example"})
    assert not proof(BEHALF.format(result, signer)).proven
    found = proof(BEHALF.format(result, signer), replace(MX, on_behalf=named))
    assert (found.proven, found.method == "behalf") == (proven, proven)
    own = proof("", replace(DKIM, on_behalf=named), signed=(Signature(signer, result == "pass", "changed"),))
    assert own.proven is proven


def test_two_authors_are_nobody_though_a_named_signer_signs():
    trust = replace(MX, on_behalf=frozenset({"forms.example"}))
    assert not proof(BEHALF.format("pass", "forms.example") + "From: x@y.example\n", trust).proven


@pytest.mark.parametrize(
    "author",
    [
        pytest.param("eve@evil.example> <tom@partner.ie", id="two in brackets"),
        pytest.param('"tom@partner.ie"@evil.example', id="an address for a local part"),
        pytest.param("tom@partner.ie@evil.example", id="two at signs"),
    ],
)
def test_a_from_that_servers_read_differently_proves_nothing(author):
    assert not proof("Authentication-Results: mx1.vendor.example; dmarc=pass\n", author=author).proven
    assert not proof("", Trust("none"), author=author).proven


@pytest.mark.parametrize(
    "said",
    [
        pytest.param("spf=pass smtp.mailfrom=a\\\";dmarc=pass header.from=partner.ie;@evil.example", id="a quote behind a backslash"),
        pytest.param("dkim=pass header.d=evil.example header.d=partner.ie", id="a property twice"),
        pytest.param("spf=pass smtp.mailfrom=e@evil.example@partner.ie", id="a return path with two at signs"),
    ],
)  # fmt: skip
def test_what_a_sender_may_write_into_a_result_proves_nothing(said):
    assert not proof(f"Authentication-Results: mx1.vendor.example; {said}\n").proven


@pytest.mark.parametrize(
    "name",
    [
        '"Tom <Sales>" (a <b>)',
        '"Tom <t@other.example>"',
        "=?utf-8?q?Tom_=3CSales=3E?=",
        "=?utf-8?q?Tom_=3CTom@partner.ie=3E?=",
        "Tom <Sales>",
    ],
)
def test_a_name_with_brackets_is_a_name(name):
    head = "Authentication-Results: mx1.vendor.example; dmarc=pass header.from=partner.ie\n"
    assert prove(received(f"{head}From: {name} <tom@partner.ie>\n"), MX).proven


@pytest.mark.parametrize("author", ["=?utf-8?b?dG9tQHBhcnRuZXIuaWU=?=", "=?utf-8?q?tom?=@partner.ie"])
def test_an_encoded_word_is_no_address(author):
    assert received(f"From: {author}\n").from_.key != "tom@partner.ie"
