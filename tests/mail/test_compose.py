"""The finished bytes: what any mail program reads from them, and the form in which they travel."""

from __future__ import annotations

import email
import email.policy
import html
from dataclasses import replace
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.utils import parseaddr, parsedate_to_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.outcome import Notice, Thread
from bot.mail.compose import Identity, compose
from bot.mail.render import Rendered

IDENTITY = Identity("ls", "LEANSTACK Partner Program", "reg@vendor.example", "bounce@vendor.example", "vendor.example")
RENDERED = Rendered("Re: New lead", "Hello,\n\nit is yours.\n-- \nUs\n", "<p>it is yours</p>\n")
NOTICE = Notice("answer", "answer/1", ("maria@lind.example",), object(), refs=("LS-7F3K-2",))
NOW = datetime(2026, 11, 22, 16, 4, 9, tzinfo=UTC)
SEED = bytes(range(16))
SUBJECTS = [
    pytest.param("Re: New lead", id="plain"),
    pytest.param("Re: Größe & Qualität für Östberg", id="accents"),
    pytest.param("Re: 株式会社オーロラの新しい案件のご登録について（至急のお願い）", id="long Japanese"),
    pytest.param("👩‍👩‍👧 " * 30, id="emoji beyond one line"),
    pytest.param("word " * 38, id="many words"),
    pytest.param("x" * 200, id="one long word"),
    pytest.param("=?utf-8?q?not_encoded?=", id="looks encoded"),
]


def written(rendered=RENDERED, notice=NOTICE, identity=IDENTITY, seed=SEED):
    return compose(rendered, notice, identity, seed, NOW)


def read(mail):
    return email.message_from_bytes(mail.raw, policy=email.policy.default)


def test_who_writes_to_whom_and_when():
    mail = written(notice=replace(NOTICE, cc=("admin@vendor.example", "b@vendor.example")))
    message = read(mail)
    assert message["From"] == "LEANSTACK Partner Program <reg@vendor.example>"
    assert message["To"] == "maria@lind.example"
    assert message["Cc"] == "admin@vendor.example, b@vendor.example"
    assert parsedate_to_datetime(message["Date"]) == NOW
    assert message["Reply-To"] is None
    assert mail.recipients == ("maria@lind.example", "admin@vendor.example", "b@vendor.example")
    assert (mail.key, mail.kind, mail.program, mail.refs) == ("answer/1", "answer", "ls", ("LS-7F3K-2",))


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("Plain Name", id="atoms"),
        pytest.param('Acme, "Inc." (EU)', id="specials"),
        pytest.param("Société Générale: partenaires", id="accents"),
        pytest.param("パートナー登録" * 8, id="more than one encoded word"),
    ],
)
def test_the_display_name_is_read_as_it_was_set(name):
    sender = email.message_from_bytes(written(identity=replace(IDENTITY, from_name=name)).raw)["From"]
    display, address = parseaddr(sender)
    assert (str(make_header(decode_header(display))), address) == (name, "reg@vendor.example")


def test_a_stranger_is_answered_with_the_null_return_path():
    assert written().sender == "bounce@vendor.example"
    assert written(notice=replace(NOTICE, kind="stranger", stranger=True)).sender == ""


@pytest.mark.parametrize(
    ("kind", "auto"),
    [
        pytest.param("answer", "auto-replied", id="answer"),
        pytest.param("transcript", "auto-replied", id="transcript"),
        pytest.param("stranger", "auto-replied", id="stranger"),
        pytest.param("reminder", "auto-generated", id="reminder"),
        pytest.param("expired", "auto-generated", id="expiry"),
        pytest.param("nudge", "auto-generated", id="nudge"),
        pytest.param("digest", "auto-generated", id="digest"),
        pytest.param("case", "auto-generated", id="case"),
    ],
)
def test_machines_are_told_not_to_answer(kind, auto):
    message = read(written(notice=replace(NOTICE, kind=kind)))
    assert message["Auto-Submitted"] == auto
    assert message["X-Auto-Response-Suppress"] == "OOF, AutoReply"
    assert message["X-Regbot"] == kind


def test_the_same_notice_is_the_same_mail_and_another_is_another():
    assert written() == written()
    others = [written(notice=replace(NOTICE, key="answer/2")), written(seed=b"other"), written()]
    assert len({mail.message_id for mail in others}) == 3
    assert read(written())["Message-ID"] == written().message_id
    assert written().message_id.endswith("@vendor.example>")


def test_an_answer_joins_the_thread():
    thread = Thread("<c@lind.example>", ("<a@lind.example>", "<b@lind.example>"), "New lead")
    message = read(written(notice=replace(NOTICE, thread=thread)))
    assert message["In-Reply-To"] == "<c@lind.example>"
    assert message["References"].split() == ["<a@lind.example>", "<b@lind.example>", "<c@lind.example>"]


def test_a_long_thread_keeps_its_root_and_its_latest():
    thread = Thread("<last@x.example>", tuple(f"<{n}@x.example>" for n in range(60)))
    ids = read(written(notice=replace(NOTICE, thread=thread)))["References"].split()
    assert (ids[0], ids[-2:], len(ids)) == ("<0@x.example>", ["<59@x.example>", "<last@x.example>"], 10)


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param("", id="none"),
        pytest.param("no brackets", id="no brackets"),
        pytest.param("<a b@c>", id="blank inside"),
        pytest.param("<a@b>\r\nBcc: x@evil.example", id="a header behind it"),
    ],
)
def test_a_broken_message_id_does_no_harm(broken):
    message = read(written(notice=replace(NOTICE, thread=Thread(broken, (broken,)))))
    assert message["Bcc"] is None
    assert message["In-Reply-To"] in {None, "<a@b>"}


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_subject_arrives_as_it_was_written_on_short_lines(subject):
    mail = written(replace(RENDERED, subject=subject))
    head = mail.raw.partition(b"\r\n\r\n")[0]
    assert read(mail)["Subject"] == " ".join(subject.split())
    assert max(map(len, head.split(b"\r\n"))) <= 78
    assert head.isascii()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Plain.\n-- \nUs\n", id="ascii"),
        pytest.param("Größe: ½ – „gut“\n", id="accents"),
        pytest.param("株式会社オーロラ\n" * 3, id="japanese"),
        pytest.param("x" * 5000 + "\n", id="an endless word"),
        pytest.param("= at the end =\nFrom here\n.\n..\n", id="what transports trip over"),
    ],
)
def test_both_parts_arrive_whole_in_the_form_smtp_demands(text):
    mail = written(Rendered("s", text, f"<p>{text}</p>\n"))
    plain, page = read(mail).iter_parts()
    assert read(mail).get_content_type() == "multipart/alternative"
    assert plain.get_content().replace("\r\n", "\n") == text
    assert html.unescape(page.get_content().replace("\r\n", "\n")) == f"<p>{text}</p>\n"
    assert mail.raw.isascii()
    assert max(map(len, mail.raw.split(b"\r\n"))) <= 998
    assert b"\n" not in mail.raw.replace(b"\r\n", b"")
    assert b"\r" not in mail.raw.replace(b"\r\n", b"")


NAMES = [
    *("From", "To", "Cc", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "Auto-Submitted"),
    *("X-Auto-Response-Suppress", "X-Regbot", "MIME-Version", "Content-Type"),
]


@given(subject=st.text(max_size=200), address=st.text(min_size=1, max_size=60), name=st.text(max_size=60))
def test_nothing_that_anybody_writes_becomes_a_header(subject, address, name):
    thread = Thread(f"<{address}>", (address, f"<{name}>"), subject)
    notice = replace(NOTICE, to=(address, "b@c.example"), cc=(address,), thread=thread)
    mail = written(replace(RENDERED, subject=subject), notice, replace(IDENTITY, from_name=name))
    message = email.message_from_bytes(mail.raw)
    assert set(message.keys()) <= set(NAMES)
    assert len(message.keys()) == len(set(message.keys()))
    assert [part.get_content_type() for part in message.get_payload()] == ["text/plain", "text/html"]
    assert all("\r" not in one and "\n" not in one for one in mail.recipients)
