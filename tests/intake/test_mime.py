"""Raw bytes to an Envelope: what is broken spoils only itself, what is hostile is bounded."""

import base64
import re
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.errors import Unreadable
from bot.domain.mail import Inbound
from bot.intake.limits import Limits, problem
from bot.intake.mime import bodies, files, parse
from bot.intake.screen import Own, screen

LIMITS = Limits()


def inbound(raw, size=None, truncated=False):
    return Inbound(1, "m", "p", datetime.now(UTC), size or len(raw), raw, b"0" * 16, truncated)


def read(raw, limits=LIMITS):
    return parse(inbound(raw.encode() if isinstance(raw, str) else raw), limits)


@pytest.mark.parametrize(
    ("value", "subject"),
    [
        pytest.param("plain", "plain", id="ascii"),
        pytest.param("=?utf-8?B?UsOpcG9uc2U=?=", "Réponse", id="base64"),
        pytest.param("=?iso-8859-1?Q?Gr=FC=DFe_aus?= Wien", "Grüße aus Wien", id="quoted-printable, then plain"),
        pytest.param("=?utf-8?B?5pel?= =?utf-8?B?5pys?=", "日本", id="neighbours join"),
        pytest.param("=?utf-8?B?5pc=?= =?utf-8?B?pQ==?=", "日", id="a letter split between words"),
        pytest.param("=?utf-8?Q?Lead=0D=0ACc:_x@y.example?=", "Lead Cc: x@y.example", id="line break smuggled in"),
        pytest.param("=?no-such-charset?Q?abc?=", "abc", id="unknown charset"),
        pytest.param("=?utf-8?B?!!!?= x", "x", id="broken base64"),
        pytest.param("=?utf-8?X?abc?=", "=?utf-8?X?abc?=", id="unknown encoding"),
        pytest.param("folded\n  over\n\tlines", "folded over lines", id="folded"),
    ],
)
def test_subject(value, subject):
    assert read(f"Subject: {value}\n\n").subject == subject


def test_raw_eight_bit_headers_are_read():
    assert read("Subject: Grüße\n\n".encode("cp1252")).subject == "Grüße"
    assert read("Subject: Grüße 日本\n\n").subject == "Grüße 日本"


@pytest.mark.parametrize(
    ("value", "people"),
    [
        pytest.param("a@b.example", [("", "a@b.example")], id="bare"),
        pytest.param("Ada Byron <a@b.example>", [("Ada Byron", "a@b.example")], id="named"),
        pytest.param(
            '"Byron, Ada" <a@b.example>, c@d.example',
            [("Byron, Ada", "a@b.example"), ("", "c@d.example")],
            id="comma in quotes",
        ),
        pytest.param("=?utf-8?Q?Jos=C3=A9=2C_P?= <a@b.example>", [("José, P", "a@b.example")], id="encoded comma"),
        pytest.param(
            "admin@vendor.example <evil@x.example>", [("admin@vendor.example", "evil@x.example")], id="address as name"
        ),
        pytest.param("Ada (home; x) <a@b.example>", [("Ada", "a@b.example")], id="comment"),
        pytest.param("undisclosed-recipients:;", [], id="empty group"),
        pytest.param("Team: a@b.example, c@d.example;", [("", "a@b.example"), ("", "c@d.example")], id="group"),
        pytest.param("<<a@b.example>>", [("<", "a@b.example")], id="doubled brackets"),
        pytest.param("", [], id="empty"),
    ],
)
def test_addresses(value, people):
    assert [(person.name, person.addr) for person in read(f"To: {value}\nX: y\n\n").to] == people


def test_every_author_is_kept():
    envelope = read("From: a@b.example\nFrom: c@d.example\n\n")
    assert [person.addr for person in envelope.froms] == ["a@b.example", "c@d.example"]


@pytest.mark.parametrize(
    "value",
    ["<[a@b]>", "", "no brackets", "<a b@c>", "<" + "x" * 600 + "@y>"],
    ids=["brackets", "empty", "bare", "space", "long"],
)
def test_message_id_is_never_empty(value):
    found = read(f"Message-ID: {value}\nFrom: a@b.example\n\n").message_id
    assert found.startswith("<")
    assert found.endswith(">")
    assert " " not in found


def test_message_id_of_a_mail_without_one_is_stable():
    raw = "From: a@b.example\n\ntext"
    assert read(raw).message_id == read(raw).message_id != read(raw + "!").message_id


def test_threads():
    envelope = read("In-Reply-To: <a@b> (x)\nReferences: <1@x>\n <2@x>garbage<3@x>\n\n")
    assert envelope.in_reply_to == ("<a@b>",)
    assert envelope.references == ("<1@x>", "<2@x>", "<3@x>")


@pytest.mark.parametrize(
    ("head", "name"),
    [
        pytest.param("Content-Disposition: attachment; filename=leads.csv", "leads.csv", id="token"),
        pytest.param(
            'Content-Disposition: attachment; filename="my; leads.csv"', "my; leads.csv", id="semicolon in quotes"
        ),
        pytest.param(
            "Content-Disposition: attachment; filename*=utf-8''Gr%C3%BC%C3%9Fe.csv", "Grüße.csv", id="RFC 2231"
        ),
        pytest.param(
            "Content-Disposition: attachment; filename*0=lea; filename*1=ds.csv", "leads.csv", id="RFC 2231 in pieces"
        ),
        pytest.param(
            'Content-Disposition: attachment; filename="=?utf-8?B?R3LDvMOfZS5jc3Y=?="', "Grüße.csv", id="encoded word"
        ),
        pytest.param('Content-Type: text/csv; name="leads.csv"', "leads.csv", id="name of the type"),
        pytest.param("Content-Disposition: attachment; filename*=", "", id="broken"),
    ],
)
def test_file_names(head, name):
    (part,) = files(read(f"{head}\n\nx").parts)
    assert part.filename == name


@pytest.mark.parametrize(
    ("encoding", "body", "data"),
    [
        pytest.param("base64", "aGVsbG8=", b"hello", id="base64"),
        pytest.param("base64", "aGVs\n bG8", b"hello", id="base64 without padding"),
        pytest.param("BASE64", "aGVs!bG8=", b"hello", id="base64 with rubbish"),
        pytest.param("quoted-printable", "a=3Db=\nc", b"a=bc", id="quoted-printable"),
        pytest.param("quoted-printable", "a=XYb", b"a=XYb", id="quoted-printable, broken"),
        pytest.param("x-uuencode", "begin 644 a\n%:&5L;&\\\n \nend\n", b"hello", id="uuencode"),
        pytest.param("8bit", "plain", b"plain", id="8bit"),
        pytest.param("nonsense", "plain", b"plain", id="unknown"),
    ],
)
def test_transfer_encodings(encoding, body, data):
    (part,) = read(f"Content-Transfer-Encoding: {encoding}\n\n{body}").parts
    assert part.data == data


def test_tree_of_alternatives_and_files():
    message = EmailMessage()
    message["From"] = "a@b.example"
    message.set_content("text")
    message.add_alternative("<p>html</p>", subtype="html")
    message.add_attachment(b"a,b\n", maintype="text", subtype="csv", filename="x.csv")
    envelope = read(message.as_bytes())
    assert [part.content_type for versions in bodies(envelope.parts) for part in versions] == [
        "text/plain",
        "text/html",
    ]
    assert len(bodies(envelope.parts)) == 1
    assert [part.filename for part in files(envelope.parts)] == ["x.csv"]
    assert [part.path for part in envelope.parts] == ["1.1", "1.2", "2"]


@pytest.mark.parametrize(
    ("raw", "texts"),
    [
        pytest.param(
            'Content-Type: multipart/mixed; boundary="b"\n\n--b\n\none\n--b\n\ntwo', ["one", "two"], id="never closed"
        ),
        pytest.param('Content-Type: multipart/mixed; boundary="b"\n\nno parts', ["no parts"], id="no delimiter"),
        pytest.param("Content-Type: multipart/mixed\n\nno boundary", ["no boundary"], id="no boundary"),
        pytest.param(
            'Content-Type: multipart/mixed; boundary="b"\n\npre\n--bb\nx\n--b\n\none\n--b--\npost',
            ["one"],
            id="prefix, preamble, epilogue",
        ),
        pytest.param(
            'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b  \r\n\r\none\r\n--b--\r\n',
            ["one"],
            id="blanks after it",
        ),
        pytest.param(
            "From: a@b.example\nthis is no header\nSubject: x\n\nbody", ["body"], id="rubbish between headers"
        ),
        pytest.param("From: a@b.example\nthis is the body", ["this is the body"], id="no blank line"),
        pytest.param("From a@b Mon Jan 1\nFrom: a@b.example\n\nbody", ["body"], id="mbox line"),
        pytest.param("Content-Type: text\n\nbody", ["body"], id="type without subtype"),
        pytest.param("Content-Type: ;;;=\n\nbody", ["body"], id="type of rubbish"),
    ],
)
def test_broken_trees(raw, texts):
    envelope = read(raw)
    assert [part.data.decode().strip() for part in envelope.parts] == texts


def test_signed_text_is_taken_out_of_its_armour():
    raw = (
        "Content-Type: text/plain\n\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nCompany: Acme\n- - a dash\n"
        "-----BEGIN PGP SIGNATURE-----\nabc\n-----END PGP SIGNATURE-----\n"
    )
    assert read(raw).parts[0].data.strip() == b"Company: Acme\n- a dash"


def nested(depth):
    raw = b"text"
    for level in range(depth):
        raw = (
            b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (level, level) + raw + b"\n--b%d--\n" % level
        )
    return raw


@pytest.mark.parametrize(
    ("raw", "limits", "code"),
    [
        pytest.param(nested(25), LIMITS, "mail.nesting", id="nested"),
        pytest.param(nested(3_000), LIMITS, "mail.nesting", id="nested beyond any stack"),
        pytest.param(
            b'Content-Type: multipart/mixed; boundary="b"\n\n' + b"--b\n\nx\n" * 300,
            LIMITS,
            "mail.parts",
            id="many parts",
        ),
        pytest.param(b"X: " + b"y" * 300_000 + b"\n\nbody", LIMITS, "mail.headers", id="long headers"),
    ],
)
def test_limits(raw, limits, code):
    envelope = read(raw, limits)
    assert code in envelope.problems
    assert len(envelope.parts) <= limits.parts
    assert problem(code, limits).text.endswith(".")


def test_too_large_a_mail_keeps_its_headers_only():
    envelope = parse(inbound(b"Subject: big\n\nbody", size=60_000_000, truncated=True), LIMITS)
    assert envelope.subject == "big"
    assert envelope.parts == ()
    assert envelope.truncated
    assert "25 MB" in problem(envelope.problems[0], LIMITS).text


def test_no_header_at_all_is_unreadable():
    with pytest.raises(Unreadable):
        read("\n\nbody")


def test_only_the_topmost_run_of_results_is_believed():
    raw = (
        "Authentication-Results: mx; dmarc=fail\nReceived: x\nAuthentication-Results: mx; dmarc=pass\n"
        "Authentication-Results: other; dkim=pass\nFrom: a@b.example\n\n"
    )
    found = read(raw).headers["authentication-results"]
    assert found == ("mx; dmarc=fail", "other; dkim=pass")


HEADERS = st.sampled_from(
    [
        "From",
        "To",
        "Subject",
        "Message-ID",
        "Content-Type",
        "Content-Transfer-Encoding",
        "Content-Disposition",
        "References",
        "List-Id",
    ]
)
VALUES = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        ['multipart/mixed; boundary="b"', 'multipart/alternative; boundary="b"', "text/html; charset=utf-16", "message/rfc822",
         "=?utf-8?B?w6?=", "base64", "quoted-printable", "attachment; filename*0*=utf-8''%", '"', "<a@b>, (", "text/calendar"]
    ),
)  # fmt: skip
BODIES = st.lists(
    st.one_of(
        st.binary(max_size=60),
        st.sampled_from([b"\n--b\n", b"\n--b--\n", b"Content-Type: text/html\n\n", b"\n\n", b"<p>"]),
    ),
    max_size=12,
)


@settings(max_examples=300)
@given(st.lists(st.tuples(HEADERS, VALUES), max_size=8), BODIES)
def test_anything_is_parsed_and_screened(headers, pieces):
    head = "".join(f"{name}: {value}\n" for name, value in headers).encode("utf-8", "surrogatepass")
    try:
        envelope = read(head + b"\n" + b"".join(pieces))
    except Unreadable:
        return
    assert "\n" not in envelope.subject
    assert "\r" not in envelope.subject
    assert not any("\n" in value or "\r" in value for values in envelope.headers.values() for value in values)
    screen(envelope, Own())


@settings(max_examples=200)
@given(st.binary(max_size=400))
def test_any_bytes_are_parsed_or_have_no_header(raw):
    try:
        assert read(raw).headers
    except Unreadable:
        assert not re.match(rb"[A-Za-z-]+:", raw)


@given(st.binary(max_size=300))
def test_attached_bytes_come_back_as_they_were(data):
    raw = b"Content-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n\n" + base64.encodebytes(data)
    assert read(raw).parts[0].data == data
