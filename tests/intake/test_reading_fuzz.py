"""Whatever a mail holds, reading it raises nothing and takes less than a second."""

import time
from datetime import UTC, datetime
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.world import load
from bot.domain.errors import Unreadable
from bot.domain.mail import Asked, Inbound
from bot.intake.fields import validate
from bot.intake.limits import Limits
from bot.intake.mime import parse
from bot.intake.reader import Sender, clues, read
from bot.intake.screen import Own, screen
from bot.intake.sheets import read_sheets
from bot.matching.domains import ignored, prospect_domain

LIMITS = Limits()
SENDER = Sender("partner", {"ines@northgate-advisors.com"}, {"northgate-advisors.com"}, {"bot@vendor.example"})
ASKED = Asked(
    "answer", ("P-1",), {"P-1": {"email": "a@acme.com", "company": "Acme"}}, {"P-1": ("url", "lead_type", "last_name")}
)
HEAD = b"From: Ines <ines@northgate-advisors.com>\r\nTo: bot@vendor.example\r\nSubject: %s\r\nContent-Type: %s; charset=utf-8\r\n\r\n"


@pytest.fixture(scope="module")
def vocabulary(request):
    _, office = load(request.config.rootpath / "tests" / "mails")
    handle(HEAD % (b"Lead", b"text/html") + b"<p>warm up</p>", office.vocabulary)  # word lists are read once
    return office.vocabulary


def read_in_a_second(raw, vocabulary, asked=None):
    """Processor time: on a loaded machine the clock on the wall counts what others do."""
    start = time.process_time()
    handle(raw, vocabulary, asked)
    assert time.process_time() - start < 1.0


def handle(raw, vocabulary, asked=None):
    inbound = Inbound(1, "inbox", "leanstack", datetime(2025, 6, 1, tzinfo=UTC), len(raw), raw, bytes(16))
    try:
        envelope = parse(inbound, LIMITS)
    except Unreadable:
        return
    screen(envelope, Own(frozenset({"bot@vendor.example"}), frozenset()))
    clues(envelope)
    reading = read(envelope, vocabulary, LIMITS, sender=SENDER, asked=asked, sheets=partial(read_sheets, limits=LIMITS))
    for draft in reading.drafts:
        validate(draft, vocabulary, partial(prospect_domain, ignore=ignored()))


PIECES = st.sampled_from(
    [
        "Name: ", "Email: ", "Company: ", "URL: ", "Lead type: ", "jane@acme.com", "acme.com", "www.acme.com", "QL", "Jane Doe",
        "\n", "\n\n", "\t", "  ", ",", ";", "|", ": ", "> ", "--\n", "Thanks,\n", "From: ", "Sent: ", "To: ", "Subject: ", "[x] ", "[ ] ",
        "On Monday 3 May 2025 Jane <j@a.com> wrote:\n", "---------- Forwarded message ---------\n", "株式会社", "田中様", "@", "<", ">", "(", ")",
        "\u200f", "\u00a0", "first name\n", "last name\n", "~~", "](", "[", "Ltd", "&", "...", "•\t", "1. ", "Lead 2\n", "\x00", "\ud7a3", "é",
    ]
)  # fmt: skip
TAGS = st.sampled_from(
    ["<table>", "</table>", "<tr>", "</tr>", "<td colspan=3>", "<td rowspan=2>", "</td>", "<p>", "</p>", "<br>", "<s>", "</s>", "<a href='mailto:a@b.co'>",
     "</a>", "<div style='display:none'>", "</div>", "<blockquote type=cite>", "<style>.x{display:none}</style>", "<!--", "-->", "<li>", "<input type=checkbox checked>"]
)  # fmt: skip


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=60), asked=st.booleans())
def test_any_text(pieces, asked, vocabulary):
    text = "".join(pieces).encode("utf-8", "replace")
    read_in_a_second(HEAD % (b"Lead", b"text/plain; format=flowed") + text, vocabulary, ASKED if asked else None)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(st.one_of(TAGS, PIECES), max_size=60))
def test_any_page(pieces, vocabulary):
    read_in_a_second(HEAD % (b"Lead", b"text/html") + "".join(pieces).encode("utf-8", "replace"), vocabulary)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.binary(max_size=400), subject=st.binary(max_size=60))
def test_any_bytes(raw, subject, vocabulary):
    read_in_a_second(HEAD % (subject.replace(b"\n", b" "), b"text/plain") + raw, vocabulary)
    read_in_a_second(raw, vocabulary)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        pytest.param("text/plain", "\n" * 200_000, id="blank lines"),
        pytest.param("text/plain", "> " * 100_000, id="quote marks in one line"),
        pytest.param("text/plain", ">\n" * 50_000, id="quoted lines"),
        pytest.param("text/plain", "a@" * 100_000, id="at signs"),
        pytest.param("text/plain", "a." * 100_000, id="dots"),
        pytest.param("text/plain", "Name: " * 30_000, id="labels in one line"),
        pytest.param("text/plain", "Name: x\n" * 20_000, id="labels on lines"),
        pytest.param("text/plain", "A, b@c.de\n" * 5_000, id="addresses on lines"),
        pytest.param("text/plain", "Aa " * 60_000, id="capital words"),
        pytest.param("text/plain", "name\temail\tcompany\n" * 8_000, id="headings on lines"),
        pytest.param("text/plain", "first name\nlast name\nemail\n" * 8_000, id="bare labels on lines"),
        pytest.param("text/plain", "On 1 x@y.zz wrote:\n" * 20_000, id="attributions"),
        pytest.param("text/plain", "From: a@b.co\nSent: 1\nTo: c\n" * 5_000, id="header blocks"),
        pytest.param("text/plain", "1 " * 100_000, id="digits"),
        pytest.param("text/plain", "[ ] QL " * 20_000, id="boxes"),
        pytest.param("text/html", "<div>" * 60_000, id="nested blocks"),
        pytest.param("text/html", "<table><tr><td>" * 2_000, id="nested tables"),
        pytest.param("text/html", "<td colspan=1000 rowspan=1000>x" * 3_000, id="spans"),
        pytest.param("text/html", "<p style='" + "color: " * 20_000 + "'>x</p>", id="style"),
        pytest.param("text/html", "<style>" + ".a{" * 30_000 + "</style>x", id="style sheet"),
    ],
)
def test_long_texts_are_read_in_a_second(kind, text, vocabulary):
    read_in_a_second(HEAD % (b"Lead", kind.encode()) + text.encode(), vocabulary)
