"""Mails built to be slow: twice the mail may cost at most about twice the time, and none costs a second."""

import time
from datetime import UTC, datetime

import pytest

from bot.domain.mail import Inbound
from bot.intake.authenticate import Trust, prove
from bot.intake.formats import Context, read_files
from bot.intake.instruct import Words, instructions
from bot.intake.limits import Limits
from bot.intake.mime import parse
from bot.intake.screen import Own, screen
from bot.intake.vocabulary import Vocabulary
from bot.intake.wording import text_of

WORDS = Words(dict.fromkeys(("status", "list", "renew", "withdraw", "help"), ()), {"accept": (), "reject": ()})
VOCABULARY = Vocabulary.of()
LIMITS = Limits()


def no_sheets(_data):
    return []


def work(raw):
    envelope = parse(Inbound(1, "m", "p", datetime.now(UTC), len(raw), raw, b"0" * 16), LIMITS)
    screen(envelope, Own())
    prove(envelope, Trust("dmarc", "mx"))
    read_files(envelope.parts, Context(VOCABULARY, LIMITS, no_sheets))
    for admin in (False, True):
        instructions(envelope.subject, text_of(envelope), WORDS, admin=admin)


def attached(kind, name, data):
    return (
        b"From: a@b.example\nContent-Type: %s\nContent-Disposition: attachment; filename=%s\n\n" % (kind, name) + data
    )


@pytest.mark.parametrize(
    "build",
    [
        pytest.param(lambda n: b"Subject: x\n" + b" a\n" * n + b"\nx", id="folded header"),
        pytest.param(lambda n: b"a:\x80\x81\x82\n" * n + b"\nx", id="eight-bit headers"),
        pytest.param(lambda n: b"Subject: " + b"=?x?q?=80=81=82?=" * n + b"\n\nx", id="encoded words"),
        pytest.param(lambda n: b"Subject: " + b"=?" * n + b"\n\nx", id="encoded words, never ended"),
        pytest.param(lambda n: b"To: " + b'"\\' * n + b"\n\nx", id="quotes, never closed"),
        pytest.param(lambda n: b"To: " + b"(" * n + b"\n\nx", id="comments, never closed"),
        pytest.param(lambda n: b"From: " + b"<" * n + b"@\n\nx", id="brackets"),
        pytest.param(lambda n: b"References: " + b"<a@" * n + b"\n\nx", id="references"),
        pytest.param(lambda n: b"Authentication-Results: mx; " + b"(a=b; " * n + b"\n\nx", id="results"),
        pytest.param(lambda n: b"Content-Type: a/b" + b'; x="\\' * n + b"\n\nx", id="parameters"),
        pytest.param(lambda n: b"Content-Type: a/b" + b"; x*1*=%" * n + b"\n\nx", id="extended parameters"),
        pytest.param(
            lambda n: b'Content-Type: multipart/mixed; boundary="b"\n\n' + b"\n--b" * n + b"x", id="near delimiters"
        ),
        pytest.param(lambda n: b'Content-Type: multipart/mixed; boundary="b"\n\n' + b"\n--b\n\nx" * n, id="many parts"),
        pytest.param(lambda n: b"From: a@b.example\n\n" + b"\n" * n, id="blank lines"),
        pytest.param(lambda n: b"From: a@b.example\n\n" + b"a" * n, id="one long line"),
        pytest.param(lambda n: b"From: a@b.example\n\n" + b"a: b@c\n" * n, id="labels"),
        pytest.param(lambda n: b"From: a@b.example\n\n" + b"@a.b" * n, id="hosts"),
        pytest.param(lambda n: b"From: a@b.example\n\n" + b"R-1 renew " * n, id="commands"),
        pytest.param(lambda n: b"From: a@b.example\nContent-Type: text/html\n\n" + b"<div>" * n, id="tags"),
        pytest.param(lambda n: b"Content-Transfer-Encoding: base64\n\n" + b"=" * n, id="padding"),
        pytest.param(lambda n: attached(b"text/csv", b"x.csv", b'"' * n), id="CSV of quotes"),
        pytest.param(lambda n: attached(b"text/csv", b"x.csv", b"a,;|\t" * n), id="CSV, one row"),
        pytest.param(lambda n: attached(b"text/vcard", b"x.vcf", b"BEGIN:VCARD\nN:" + b";" * n), id="vCard"),
        pytest.param(lambda n: attached(b"application/json", b"x.json", b'{"a":' * n), id="JSON, deep"),
        pytest.param(lambda n: attached(b"application/json", b"x.json", b"[{}," * n), id="JSON, wide"),
        pytest.param(lambda n: attached(b"text/rtf", b"x.rtf", b"{\\rtf1 " + b"{\\a" * n), id="RTF"),
        pytest.param(
            lambda n: attached(b"application/ms-tnef", b"winmail.dat", b"\x78\x9f\x3e\x22" + b"\1" * n), id="winmail"
        ),
    ],
)
def test_time_grows_with_the_mail_and_no_faster(build):
    work(build(10))

    def seconds(n):
        began = time.perf_counter()
        work(build(n))
        return time.perf_counter() - began

    small, large = min(seconds(15_000) for _ in range(2)), seconds(120_000)
    assert large < 1.5
    assert large < 20 * small + 0.2
