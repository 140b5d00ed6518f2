"""Mails as broken software and ill will write them; each is built from a good one, so that it would be answered."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Callable, Iterable

from tests.whole.world import eml

GOOD = eml("accepted")
HEAD, _, BODY = GOOD.partition(b"\r\n\r\n")
LEAD = b"First name: Ada\r\nLast name: Byron\r\nEmail: ada@acme.com\r\nCompany: Acme\r\nURL: acme.com\r\nLead type: Qualified Lead\r\n"
PAYLOAD = "<script>alert(1)</script>"


def header(old: bytes, new: bytes) -> bytes:
    """The good mail with one header changed."""
    assert old in HEAD
    return HEAD.replace(old, new) + b"\r\n\r\n" + BODY


def typed(content: bytes, body: bytes, encoding: bytes = b"8bit") -> bytes:
    """The good mail with another body."""
    head = HEAD.replace(b"Content-Type: text/plain; charset=utf-8", b"Content-Type: " + content)
    return head.replace(b"Encoding: 8bit", b"Encoding: " + encoding) + b"\r\n\r\n" + body


def value(field: bytes, new: str) -> bytes:
    """The good mail with another value of a field."""
    lines = [field + b": " + new.encode() if line.startswith(field + b":") else line for line in GOOD.split(b"\r\n")]
    return b"\r\n".join(lines)


def multipart(parts: Iterable[bytes], kind: bytes = b"mixed") -> bytes:
    """The good mail as a multipart of these parts, given with their headers."""
    body = b"".join(b"--b\r\n" + part + b"\r\n" for part in parts) + b"--b--\r\n"
    return typed(b"multipart/" + kind + b'; boundary="b"', body)


def attached(name: str, data: bytes, content: bytes = b"application/octet-stream") -> bytes:
    """The good mail without a lead in its text, and with a file."""
    file = base64.encodebytes(data).replace(b"\n", b"\r\n")
    head = b'Content-Type: %s\r\nContent-Disposition: attachment; filename="%s"\r\n' % (content, name.encode())
    note = b"Content-Type: text/plain\r\n\r\nPlease register the leads in the file.\r\n"
    return multipart([note, head + b"Content-Transfer-Encoding: base64\r\n\r\n" + file])


def nested(depth: int) -> bytes:
    """Multiparts within multiparts."""
    opening = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(depth))
    closing = b"".join(b"\r\n--b%d--\r\n" % n for n in reversed(range(depth)))
    return multipart([opening + b"Content-Type: text/plain\r\n\r\n" + LEAD + closing])


def forwarded(depth: int) -> bytes:
    """Mails within mails."""
    inner = b"Content-Type: text/plain\r\n\r\n" + LEAD
    for _ in range(depth):
        inner = (
            b"Content-Type: message/rfc822\r\n\r\nFrom: a@b.example\r\nSubject: Fwd\r\nMIME-Version: 1.0\r\n" + inner
        )
    return multipart([inner])


def csv(rows: int) -> bytes:
    """A list of leads, about 30 bytes a row."""
    lines = [b"First name,Last name,Email,Company,URL,Lead type"]
    lines += [b"F%d,L,a@x%d.com,X%d,x%d.com,QL" % (n, n, n, n) for n in range(rows)]
    return b"\r\n".join(lines)


def zipped(files: dict[str, bytes]) -> bytes:
    """An archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def workbook(sheet: bytes) -> bytes:
    """A minimal XLSX around one sheet's XML."""
    main = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    office = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = b"http://schemas.openxmlformats.org/package/2006/relationships"
    relation = b'<Relationships xmlns="%s"><Relationship Id="r1" Type="%s/%s" Target="%s"/></Relationships>'
    return zipped(
        {
            "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "_rels/.rels": relation % (package, office, b"officeDocument", b"xl/workbook.xml"),
            "xl/workbook.xml": b'<workbook %s xmlns:r="%s"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>'
            % (main, office),
            "xl/_rels/workbook.xml.rels": relation % (package, office, b"worksheet", b"worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml": b"<worksheet %s><sheetData>%s</sheetData></worksheet>" % (main, sheet),
        }
    )


XLSX = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CELL = b'<row r="%d"><c r="%s" t="inlineStr"><is><t>x</t></is></c></row>'
FAR_CELL = CELL % (1, b"A1") + CELL % (1_048_576, b"XFD1048576")
HTML = b"text/html; charset=utf-8"

MAILS: dict[str, Callable[[], bytes]] = {
    "Message-ID in brackets": lambda: header(b"<a1@northwind.example>", b"<[a1@northwind.example]>"),
    "Message-ID empty": lambda: header(b"Message-ID: <a1@northwind.example>", b"Message-ID:"),
    "Message-ID missing": lambda: header(b"Message-ID: <a1@northwind.example>\r\n", b""),
    "Message-ID with NUL": lambda: header(b"<a1@", b"<a\x001@"),
    "Message-ID of 100 kB": lambda: header(b"<a1@", b"<" + b"a" * 100_000 + b"@"),
    "Message-ID that injects": lambda: header(b"<a1@northwind.example>", b"=?utf-8?q?=3Ca1=40n=3E=0D=0ABcc:_x=40evil.example?="),
    "References that are 5,000": lambda: header(b"Subject:", b"References: " + b"<r@x.example>\r\n " * 5000 + b"\r\nSubject:"),
    "References with lone surrogates": lambda: header(b"Subject:", b"References: <\xed\xa0\x80@x>\r\nSubject:"),
    "two From headers": lambda: header(b"From: Mia", b"From: Eve <eve@evil.example>\r\nFrom: Mia"),
    "two addresses in From": lambda: header(b"<mia@northwind.example>\r\nTo", b"<mia@northwind.example>, eve@evil.example\r\nTo"),
    "From without address": lambda: header(b"Mia Lind <mia@northwind.example>", b"Mia Lind"),
    "From that is a group": lambda: header(b"Mia Lind <mia@northwind.example>", b"undisclosed: ;"),
    "From with quotes unclosed": lambda: header(b"Mia Lind <", b'"Mia \\" Lind <'),
    "From with 10,000 brackets": lambda: header(b"Mia Lind <", b"(" * 10_000 + b"Mia <"),
    "no headers at all": lambda: b"\r\n\r\n" + BODY,
    "headers only": lambda: HEAD,
    "no bytes": lambda: b"",
    "NUL bytes only": lambda: b"\x00" * 5000,
    "random bytes": lambda: bytes(range(256)) * 200,
    "NUL bytes in the text": lambda: GOOD.replace(b"Ada", b"A\x00da").replace(b"Subject: New", b"Subject: N\x00ew"),
    "bare LF and CR": lambda: GOOD.replace(b"\r\n", b"\n").replace(b"Email", b"\rEmail"),
    "CR only": lambda: GOOD.replace(b"\r\n", b"\r"),
    "header name with blanks": lambda: header(b"Subject: ", b"Sub ject : \r\nX Y: z\r\nSubject: "),
    "header without colon": lambda: header(b"Subject:", b"this is no header\r\nSubject:"),
    "20,000 headers": lambda: header(b"Subject:", b"X-A: b\r\n" * 20_000 + b"Subject:"),
    "one header of 1 MB": lambda: header(b"Subject: ", b"X-A: " + b"a" * 1_000_000 + b"\r\nSubject: "),
    "encoded words without end": lambda: header(b"Subject: New", b"Subject: " + b"=?utf-8?b?4oK" * 3000 + b" New"),
    "encoded word of unknown charset": lambda: header(b"Subject: New", b"Subject: =?x-klingon?q?=ff?= New"),
    "Subject that injects": lambda: header(b"Subject: New", b"Subject: =?utf-8?q?New=0D=0ABcc:_x=40evil.example?= New"),
    "name that injects": lambda: header(b"Mia Lind <", b"=?utf-8?q?Mia=0D=0ABcc:_x=40evil.example=0D=0A?= <"),
    "Date of nonsense": lambda: header(b"Sun, 22 Nov 2026 10:00:00 +0000", b"Sun, 99 Nov 99999 99:99:99 +9999"),
    "name* of RFC 2231": lambda: typed(b"text/plain; charset*=x''%ff; name*0*=utf-8''%zz; name*1=b", LEAD),
    "Content-Type of nonsense": lambda: typed(b";;;=", LEAD),
    "unknown charset": lambda: typed(b"text/plain; charset=x-klingon", LEAD),
    "charset with NUL": lambda: typed(b"text/plain; charset=ut\x00f", LEAD),
    "charset idna": lambda: typed(b"text/plain; charset=idna", LEAD.replace(b"Byron", b"." * 300)),
    "charset rot13": lambda: typed(b"text/plain; charset=rot13", LEAD),
    "charset base64": lambda: typed(b"text/plain; charset=zip", LEAD),
    "UTF-16 of odd length": lambda: typed(b"text/plain; charset=utf-16", b"\xff\xfe" + LEAD.decode().encode("utf-16-le") + b"x"),
    "UTF-7": lambda: typed(b"text/plain; charset=utf-7", LEAD.replace(b"Byron", b"+ADw-script+AD4-")),
    "base64 garbage": lambda: typed(b"text/plain", b"=====!!!\xff" * 5000, b"base64"),
    "unknown transfer encoding": lambda: typed(b"text/plain", LEAD, b"x-uuencode-9"),
    "quoted-printable garbage": lambda: typed(b"text/plain", b"=ZZ=\r\n==" * 5000 + LEAD, b"quoted-printable"),
    "uuencode garbage": lambda: typed(b"text/plain", b"begin 666 x\r\n" + b"M\xff\xff\r\n" * 1000, b"x-uuencode"),
    "multipart without boundary": lambda: typed(b"multipart/mixed", LEAD),
    "multipart without parts": lambda: typed(b'multipart/mixed; boundary="b"', b""),
    "multipart with an empty boundary": lambda: typed(b'multipart/mixed; boundary=""', b"--\r\n\r\n" + LEAD),
    "multipart within itself": lambda: multipart([b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n\r\n' + LEAD]),
    "500 levels of multipart": lambda: nested(500),
    "100 mails within mails": lambda: forwarded(100),
    "2,000 mails within mails": lambda: forwarded(2000),
    "10,000 parts": lambda: multipart([b"Content-Type: text/plain\r\n\r\n" + LEAD] + [b"\r\nx"] * 10_000),
    "10,000 boundaries": lambda: typed(b'multipart/mixed; boundary="b"', b"--b\r\n" * 10_000),
    "one line of 1 MB": lambda: typed(b"text/plain", LEAD + b"a" * 1_000_000),
    "one word line of 1 MB": lambda: typed(b"text/plain", LEAD + b"lead company " * 80_000),
    "50,000 blank lines": lambda: typed(b"text/plain", b"Hello\r\n" + b"\r\n" * 50_000 + LEAD),
    "50,000 quote marks": lambda: typed(b"text/plain", LEAD + b">" * 50_000 + b"\r\n" + b"> \r\n" * 20_000),
    "20,000 labels": lambda: typed(b"text/plain", b"Company: Acme\r\n" * 20_000),
    "20,000 colons": lambda: typed(b"text/plain", b"a:b: c :" * 20_000),
    "50,000 pipes": lambda: typed(b"text/plain", b"|" * 50_000 + b"\r\n" + b"| a | b |\r\n" * 5_000),
    "20,000 addresses": lambda: typed(b"text/plain", b"".join(b"a%d@b%d.com, " % (n, n) for n in range(20_000))),
    "HTML of 5,000 nested tables": lambda: typed(HTML, b"<table><tr><td>" * 5_000 + LEAD),
    "HTML of 50,000 nested divs": lambda: typed(HTML, b"<div>" * 50_000 + LEAD),
    "HTML of 20,000 cells": lambda: typed(HTML, b"<table>" + b"<tr><td>Company<td>x</tr>" * 10_000),
    "HTML with colspan of a million": lambda: typed(HTML, b"<table><tr><td colspan=1000000 rowspan=1000000>Company<td>x</table>"),
    "HTML cut off": lambda: typed(HTML, b"<html><body><table><tr><td title='" + LEAD),
    "CSV of 3 MB": lambda: attached("leads.csv", csv(100_000), b"text/csv"),
    "CSV of one line": lambda: attached("leads.csv", b"First name," * 100_000, b"text/csv"),
    "CSV of quotes unclosed": lambda: attached("leads.csv", b'"Company","' + b"x\r\n" * 50_000, b"text/csv"),
    "CSV with NUL": lambda: attached("leads.csv", csv(3).replace(b"F1", b"F\x001"), b"text/csv"),
    "XLSX that is a bomb": lambda: attached("leads.xlsx", workbook(b" " * 80_000_000), XLSX),
    "XLSX with a cell at the far end": lambda: attached("leads.xlsx", workbook(FAR_CELL), XLSX),
    "XLSX that is no archive": lambda: attached("leads.xlsx", b"PK\x03\x04" + b"\x00" * 500, XLSX),
    "XLSX without parts": lambda: attached("leads.xlsx", zipped({"a": b"b"}), XLSX),
    "archive": lambda: attached("leads.zip", zipped({"leads.csv": csv(3)}), b"application/zip"),
    "winmail.dat cut off": lambda: attached("winmail.dat", b"\x78\x9f\x3e\x22\x01\x00\x01\xff\xff\xff\x7f", b"application/ms-tnef"),
    "vCard garbage": lambda: attached("a.vcf", b"BEGIN:VCARD\r\nN;CHARSET=x:" + b";" * 5000, b"text/vcard"),
    "JSON of 100,000 brackets": lambda: attached("a.json", b"[" * 100_000, b"application/json"),
    "RTF of 100,000 braces": lambda: attached("a.rtf", b"{\\rtf1" + b"{" * 100_000, b"application/rtf"),
    "file name that escapes": lambda: attached("../../../etc/\x07passwd\r\n.csv", csv(2), b"text/csv"),
    "company that is a script": lambda: value(b"Company", f"Acme {PAYLOAD}"),
    "name that is a script": lambda: value(b"First name", f'"><img src=x onerror=alert(1)>{PAYLOAD}'),
    "company that injects": lambda: value(b"Company", "Acme\u2028Bcc: x@evil.example\u0085Bcc: x@evil.example"),
    "company that is a template": lambda: value(b"Company", "{{ n.__class__.__mro__ }} {% for x in y %}"),
    "company of direction marks": lambda: value(b"Company", "\u202eemcA\u202c \u200b\u200f\ufeff"),
    "company of 1,000 characters": lambda: value(b"Company", "A" * 1000),
    "company that is a formula": lambda: value(b"Company", '=HYPERLINK("http://evil.example","x")'),
    "address that injects": lambda: value(b"Email", "ada@acme-fasteners.com%0d%0aBcc: x@evil.example"),
    "URL that is a script": lambda: value(b"URL", "javascript:alert(1)"),
    "URL of a million labels": lambda: value(b"URL", "http://" + "a." * 5000 + "com"),
    "URL of odd ports": lambda: value(b"URL", "http://[::1:99999999/\x00@evil.example:x/"),
}  # fmt: skip
