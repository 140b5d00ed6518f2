"""Files that partners attach, whole: each in the shapes that programs write, broken, hostile and unsupported."""

import csv
import io
import json
import pickle
import struct
import time
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.mail import Part
from bot.intake.formats import Context, read_files
from bot.intake.formats.rtf import decompress
from bot.intake.limits import Limits
from bot.intake.sheets import SheetRefused, read_sheets
from bot.intake.vocabulary import Vocabulary

LIMITS = Limits()
WORDS = Vocabulary.of(lead_types=(("Qualified Lead", ("QL",)), ("Managed Customer Lead", ("MC",))))
HEAD = ["First name", "Last name", "Email", "Company", "URL", "Lead type"]
ADA = ["Ada", "Byron", "ada@analytic.net", "Analytic, Ltd", "analytic.net", "Qualified Lead"]
LEAD = {"first_name": "Ada", "last_name": "Byron", "email": "ada@analytic.net", "company": "Analytic, Ltd", "url": "analytic.net", "lead_type": "Qualified Lead"}  # fmt: skip


def read(data, name="", kind="application/octet-stream", charset="", limits=LIMITS, **params):
    part = Part(
        "2", kind, data if isinstance(data, bytes) else data.encode(), charset, name, attached=True, params=params
    )
    return read_files([part], Context(WORDS, limits, lambda raw: read_sheets(raw, limits)))


def leads(contents):
    return [{name: value.text for name, value in draft.values.items()} for draft in contents.drafts]


def codes(contents):
    return [problem.code for problem in contents.problems]


def table(rows, delimiter=","):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv_of_any_delimiter_and_charset(delimiter, encoding):
    rows = [HEAD, ["Käthe", *ADA[1:]]]
    found = leads(read(table(rows, delimiter).encode(encoding), "x.csv", "text/csv"))
    assert found == [LEAD | {"first_name": "Käthe"}]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        pytest.param(table([HEAD, ADA]), "leads.csv", "application/vnd.ms-excel", id="CSV that says it is Excel"),
        pytest.param(table([HEAD, ADA]), "leads.xls", "application/vnd.ms-excel", id="CSV named as a sheet"),
        pytest.param(table([HEAD, ADA]), "", "text/csv", id="no name"),
        pytest.param(table([HEAD, ADA]), "leads.txt", "text/plain", id="a text file"),
        pytest.param("sep=;\n" + table([HEAD, ADA], ";"), "x.csv", "text/csv", id="Excel's sep line"),
        pytest.param("\r".join(table([HEAD, ADA]).split("\r\n")), "x.csv", "text/csv", id="old Mac line ends"),
        pytest.param("\n\nLeads of March\n\n" + table([HEAD, ADA]), "x.csv", "text/csv", id="title above"),
        pytest.param(table([ADA]), "x.csv", "text/csv", id="no header"),
        pytest.param(
            '"' + "\t".join(HEAD) + '"\n"' + "\t".join(ADA) + '"\n', "x.csv", "text/csv", id="rows quoted whole"
        ),
    ],
)
def test_csv_in_the_wild(text, name, kind):
    found = leads(read(text, name, kind))
    assert found == [LEAD]


def test_a_quote_that_is_never_closed_costs_one_row():
    text = (
        table([HEAD, ADA])
        + 'Max,"Planck,max@quanta.de,Quanta,quanta.de,MC\n'
        + "Lise,Meitner,l@kwi.de,KWI,kwi.de,MC\n" * 200
    )
    assert LEAD in leads(read(text, "x.csv"))


def test_a_text_file_without_table_is_a_text():
    contents = read("Company: Acme\nEmail: a@acme.net\n", "notes.txt", "text/plain")
    assert [part.data for part in contents.texts] == [b"Company: Acme\nEmail: a@acme.net\n"]
    assert not contents.texts[0].attached


def test_five_hundred_rows_are_read_and_a_hundred_thousand_refused():
    assert len(leads(read(table([HEAD, *[ADA] * 500]), "x.csv"))) == 500
    contents = read(table([HEAD]) + "a,b,c@d.net,e,f.net,QL\n" * 100_000, "x.csv")
    assert codes(contents) == ["sheet.rows"]
    assert contents.drafts == []
    assert "20,000 rows" in contents.problems[0].text


def test_a_csv_with_no_heading_known_says_so():
    assert codes(read("alpha,beta\n1,2\n", "x.csv")) == ["sheet.no_header"]


def workbook(sheets, extra=(), merged=()):
    """The smallest XLSX that opens: sheets by name, each a dict of cell to text."""
    out = io.BytesIO()
    spans = "".join(f'<mergeCell ref="{span}"/>' for span in merged)
    spans = f"<mergeCells>{spans}</mergeCells>" if merged else ""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        kinds = "".join(
            f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
            for n in range(1, len(sheets) + 1)
        )
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>{kinds}</Types>',
        )
        archive.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        names = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>' for n, name in enumerate(sheets, 1))
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>{names}</sheets></workbook>',
        )
        rels = "".join(
            f'<Relationship Id="r{n}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet{n}.xml"/>'
            for n in range(1, len(sheets) + 1)
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rels}</Relationships>',
        )
        for n, cells in enumerate(sheets.values(), 1):
            rows = "".join(
                f'<row r="{"".join(filter(str.isdigit, at))}"><c r="{at}" t="inlineStr"><is><t>{text}</t></is></c></row>'
                for at, text in cells.items()
            )
            archive.writestr(
                f"xl/worksheets/sheet{n}.xml",
                f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData>{spans}</worksheet>',
            )
        for name, data in extra:
            archive.writestr(name, data)
    return out.getvalue()


def cells(rows, first=1):
    return {f"{chr(65 + at)}{number}": text for number, row in enumerate(rows, first) for at, text in enumerate(row)}


def dressed(data, changes, parts=()):
    """A workbook with texts of its first sheet replaced, and more parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as archive:
        for name in old.namelist():
            text = old.read(name).decode()
            for before, after in changes if name.endswith("sheet1.xml") else ():
                assert before in text
                text = text.replace(before, after)
            archive.writestr(name, text)
        for name, text in parts:
            archive.writestr(name, text)
    return out.getvalue()


MAX = ["Max", "Adler", "max@adlerbau.de", "Adler Bau", "adlerbau.de", "Managed Customer Lead"]
STYLES = "<styleSheet><fonts><font/><font><strike/></font></fonts><cellXfs><xf fontId='0'/><xf fontId='1'/></cellXfs></styleSheet>"


def test_rows_that_are_hidden_or_struck_out_are_nobody():
    data = workbook({"S": cells([HEAD, ADA, MAX])})
    row, struck = '<row r="3">', [(f'r="{column}3"', f'r="{column}3" s="1"') for column in "ABCDEF"]
    assert leads(read(dressed(data, [(row, '<row r="3" hidden="1">')]), "x.xlsx")) == [LEAD]
    assert leads(read(dressed(data, struck, [("xl/styles.xml", STYLES)]), "x.xlsx")) == [LEAD]
    assert len(leads(read(dressed(data, struck), "x.xlsx"))) == 2


def test_a_link_under_a_word_is_the_web_address():
    data = workbook({"S": cells([HEAD, [*ADA[:4], "website", ADA[5]]])})
    link = ("</sheetData>", '</sheetData><hyperlinks><hyperlink ref="E2" r:id="rId1"/></hyperlinks>')
    target = '<Relationships><Relationship Id="rId1" Target="https://analytic.net/?a=b"/></Relationships>'
    linked = dressed(data, [link], [("xl/worksheets/_rels/sheet1.xml.rels", target)])
    said = '<c r="E2" t="inlineStr"><is><t>website</t></is></c>'
    formula = '<c r="E2" t="str"><f>HYPERLINK("https://analytic.net","website")</f><v>website</v></c>'
    assert "https://analytic.net/" in leads(read(linked, "x.xlsx"))[0]["url"]
    assert "https://analytic.net" in leads(read(dressed(data, [(said, formula)]), "x.xlsx"))[0]["url"]


def test_xlsx_header_below_a_title_and_several_sheets():
    data = workbook({"Leads": {"A1": "Leads 2025"} | cells([HEAD, ADA], 4), "Notes": {"A1": "How to fill this in"}})
    contents = read(data, "leads.xlsx")
    assert leads(contents) == [LEAD]
    assert contents.drafts[0].values["email"].origin.where == "Leads C5"


def test_xlsx_of_which_a_sheet_only_explains_the_other():
    shown = ["Jane", "Doe", "jane@doe-inc.net", "Doe Inc", "doe-inc.net", "QL"]
    data = workbook({"READ ME": cells([HEAD, shown]), "Leads": cells([HEAD, ADA])})
    assert leads(read(data, "leads.xlsx")) == [LEAD]


def test_xlsx_merged_cells_hold_for_each_row():
    rows = [HEAD, ADA, [*ADA[:2], "bo@analytic.net", "", "", ""]]
    contents = read(workbook({"Leads": cells(rows)}, merged=("D2:D3", "E2:E3", "F2:F3")), "leads.xlsx")
    assert leads(contents) == [LEAD, LEAD | {"email": "bo@analytic.net"}]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(workbook({"S": {"A1": "Company", "XFD1048576": "x"}}), "sheet.rows", id="the last cell of all"),
        pytest.param(workbook({"S": {"A1": "Company", "XFD20000": "x"}}), "sheet.cells", id="too many cells"),
        pytest.param(workbook({"S": {"A1": "Company"}}, [("xl/media/a.bin", b"\0" * 60_000_000)]), "sheet.inflated", id="a zip bomb"),
        pytest.param(b"PK\x03\x04 broken", "sheet.broken", id="a broken archive"),
        pytest.param(workbook({"S": {"A1": "x"}})[:-30], "sheet.broken", id="an archive cut off"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "sheet.protected", id="a password"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "sheet.broken", id="a broken old workbook"),
        pytest.param(workbook({"S": {"A1": "nothing here"}}), "sheet.no_header", id="no table in it"),
    ],
)  # fmt: skip
def test_workbooks_that_are_not_read(data, code):
    began = time.perf_counter()
    contents = read(data, "leads.xlsx")
    assert codes(contents) == [code]
    assert contents.problems[0].part == "leads.xlsx"
    assert time.perf_counter() - began < 2


def test_a_refused_sheet_crosses_processes():
    again = pickle.loads(pickle.dumps(SheetRefused("sheet.rows", "why")))
    assert (again.code, str(again)) == ("sheet.rows", str(SheetRefused("sheet.rows", "why")))


CARD = "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Byron;Ada;;Dr.;\r\nFN:Ada Byron\r\nORG:Analytic\\, Ltd;Sales\r\nEMAIL;type=HOME:home@x.net\r\nEMAIL;type=WORK;type=pref:ada@analytic.net\r\nitem1.URL:analytic.net\r\nTEL:+44 1\r\nTITLE:CTO\r\nNOTE:Qualified Lead\r\nEND:VCARD\r\n"  # fmt: skip


def test_vcard():
    (found,) = leads(read(CARD, "ada.vcf", "text/vcard"))
    assert {name: found[name] for name in LEAD} == LEAD
    assert (found["phone"], found["job_title"]) == ("+44 1", "CTO")


def test_vcard_of_old_phones_and_many_in_a_file():
    old = "BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;J=C3=B6=\nrg\nORG:Acme\nEND:VCARD\n"
    found = leads(read(old + CARD.replace("\r\n ", ""), "x.vcf"))
    assert (found[0]["first_name"], found[0]["last_name"], found[0]["company"]) == ("Jörg", "Müller", "Acme")
    assert len(found) == 2


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('{"partner": "X", "leads": [%s]}', id="in a list"),
        pytest.param("[%s]", id="a list"),
        pytest.param("%s", id="one object"),
        pytest.param("%s\n", id="a line an object"),
        pytest.param('{"data": {"items": [%s]}}', id="deep"),
    ],
)
def test_json(text):
    lead = '{"firstName": "Ada", "last_name": "Byron", "e-mail": "ada@analytic.net", "Company": "Analytic, Ltd", "URL": "analytic.net", "leadType": "Qualified Lead"}'
    assert leads(read(text % lead, "x.json", "application/json")) == [LEAD]


def test_json_with_objects_inside():
    text = '{"company": {"name": "Analytic, Ltd", "website": "analytic.net"}, "contacts": [{"firstName": "Ada", "lastName": "Byron", "email": "ada@analytic.net"}], "leadType": "Qualified Lead"}'
    assert leads(read(text, "x.json")) == [LEAD]


def test_json_of_columns_and_rows_and_of_answers():
    answers = [{"field": label, "value": value} for label, value in zip(HEAD, ADA, strict=True)]
    assert leads(read(json.dumps({"data": {"columns": HEAD, "rows": [ADA]}}), "x.json")) == [LEAD]
    assert leads(read(json.dumps({"response": {"answers": answers}}), "x.json")) == [LEAD]


@pytest.mark.parametrize("rows", [[["2026-01-01", "called"], ["2026-01-02", "wrote"]], [[1, 2], [3, 4]], [[]]])
def test_json_with_rows_of_something_else_beside_its_leads(rows):
    lead = dict(zip(HEAD, ADA, strict=True))
    assert leads(read(json.dumps({**lead, "history": rows}), "x.json")) == [LEAD]
    assert leads(read(json.dumps({"errors": rows, "leads": [lead]}), "x.json")) == [LEAD]


def test_json_s_owners_are_no_contacts():
    lead = dict(zip(HEAD, ADA, strict=True)) | {"owner": {"fullName": "Joy Ito", "email": "joy@other.net"}}
    assert leads(read(json.dumps({"edges": [{"node": lead}]}), "x.json")) == [LEAD]


@pytest.mark.parametrize("text", ["{", "[" * 100_000, "null", '{"a": 1}', "", '{"email": "a@b.net"}'])
def test_json_without_leads_says_so(text):
    assert codes(read(text or " ", "x.json")) == ["file.no_leads"]


def test_attached_mail_gives_its_text_under_its_headers_and_its_files():
    inner = (
        "From: Ada Byron <ada@analytic.net>\r\nSubject: Offer\r\nX-Other: y\r\n"
        'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n\r\nHello\r\n--b\r\n'
        f"Content-Type: text/csv; name=x.csv\r\n\r\n{table([HEAD, ADA])}\r\n--b--\r\n"
    )
    contents = read(inner, "", "message/rfc822")
    assert leads(contents) == [LEAD]
    (text,) = contents.texts
    assert "From: Ada Byron <ada@analytic.net>\nSubject: Offer" in text.data.decode()
    assert "Hello" in text.data.decode()
    assert "X-Other" not in text.data.decode()


def test_attached_mails_inside_attached_mails_end():
    raw = "Subject: x\n\nend"
    for _ in range(60):
        raw = "Content-Type: message/rfc822\n\n" + raw
    assert read(raw, "", "message/rfc822").texts == []


def winmail(*attributes):
    data = struct.pack("<IH", 0x223E9F78, 1)
    for level, name, value in attributes:
        data += struct.pack("<BHHI", level, name, 2, len(value)) + value + struct.pack("<H", sum(value) % 65536)
    return data


def properties(*items):
    data = struct.pack("<I", len(items))
    for kind, name, value in items:
        data += struct.pack("<HHII", kind, name, 1, len(value)) + value + b"\0" * (-len(value) % 4)
    return data


RTF = rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}\pard Company: Gr\'fcn \u8364?\par Email: a@gruen.de\par}"
HTML_RTF = rb"{\rtf1\ansi\fromhtml1{\*\htmltag84 <p>}\htmlrtf {\htmlrtf0 Company: Acme{\*\htmltag92 </p>}\htmlrtf\par}\htmlrtf0 }"


def stored(rtf):
    return struct.pack("<IIII", len(rtf) + 12, len(rtf), 0x414C454D, 0) + rtf


@pytest.mark.parametrize(
    ("data", "kind", "text"),
    [
        pytest.param(winmail((1, 0x800C, b"Company: Acme\0")), "text/plain", "Company: Acme", id="plain body"),
        pytest.param(winmail((1, 0x9003, properties((0x102, 0x1013, b"<p>Acme</p>")))), "text/html", "<p>Acme</p>", id="page"),
        pytest.param(winmail((1, 0x9003, properties((0x1F, 0x1000, "Grün\0".encode("utf-16-le"))))), "text/plain", "Grün", id="Unicode body"),
        pytest.param(winmail((1, 0x9003, properties((3, 0x1009, b""), (0x102, 0x1009, b"")))), "", "", id="property list cut off"),
        pytest.param(winmail((1, 0x9003, properties((0x102, 0x1009, stored(RTF))))), "text/plain", "Company: Grün €\nEmail: a@gruen.de\n", id="rich text"),
        pytest.param(winmail((1, 0x9003, properties((0x102, 0x1009, stored(HTML_RTF))))), "text/html", "<p>Company: Acme</p>", id="page in rich text"),
    ],
)  # fmt: skip
def test_winmail_text(data, kind, text):
    contents = read(data, "winmail.dat", "application/ms-tnef")
    if kind:
        assert [(part.content_type, part.data.decode()) for part in contents.texts] == [(kind, text)]
    else:
        assert codes(contents) == ["mail.part_broken"]


def test_winmail_files():
    data = winmail((2, 0x9002, b"\0" * 14), (2, 0x8010, b"LEADS~1.CSV\0"), (2, 0x800F, table([HEAD, ADA]).encode()),
                   (2, 0x9005, properties((0x1F, 0x3707, "leads.csv\0".encode("utf-16-le")))))  # fmt: skip
    contents = read(data, "winmail.dat")
    assert leads(contents) == [LEAD]
    assert contents.drafts[0].values["email"].origin.part == "leads.csv"


def test_compressed_rich_text():
    """The example of MS-OXRTFCP section 3.1.1."""
    data = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
    )
    assert decompress(data, LIMITS) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"


def der(tag, *pieces):
    body = b"".join(pieces)
    size = bytes([len(body)]) if len(body) < 128 else b"\x82" + len(body).to_bytes(2, "big")
    return bytes([tag]) + size + body


SIGNED, DATA, ENVELOPED = (bytes.fromhex("2a864886f70d01070" + last) for last in "213")
MAIL = b"Content-Type: text/plain\r\n\r\nCompany: Acme\r\n"


@pytest.mark.parametrize(
    "octets", [der(4, MAIL), der(0x24, der(4, MAIL[:20]), der(4, MAIL[20:])), b"\x24\x80" + der(4, MAIL) + b"\0\0"], ids=["whole", "in pieces", "indefinite"]
)  # fmt: skip
def test_opaque_signature_is_opened(octets):
    content = der(0x30, der(6, DATA), der(0xA0, octets))
    data = der(0x30, der(6, SIGNED), der(0xA0, der(0x30, der(2, b"\1"), content)))
    (text,) = read(data, "smime.p7m", "application/pkcs7-mime").texts
    assert text.data.strip() == b"Company: Acme"


@pytest.mark.parametrize(
    ("data", "name", "kind", "code"),
    [
        pytest.param(b"%PDF-1.4", "form.pdf", "application/pdf", "unsupported.pdf", id="PDF"),
        pytest.param(b"%PDF-1.4", "form", "application/octet-stream", "unsupported.pdf", id="PDF without ending"),
        pytest.param(b"\xff\xd8\xff" + b"x" * 20_000, "IMG_1.jpeg", "image/jpeg", "unsupported.image", id="photograph"),
        pytest.param(b"PK\x03\x04", "lead.docx", "application/octet-stream", "unsupported.document", id="Word"),
        pytest.param(b"PK\x03\x04", "leads.zip", "application/zip", "unsupported.archive", id="archive"),
        pytest.param(b"\xd0\xcf\x11\xe0", "mail.msg", "application/vnd.ms-outlook", "unsupported.mail", id="saved mail"),
        pytest.param(b"abc", "leads.numbers", "application/octet-stream", "unsupported.sheet", id="Numbers"),
        pytest.param(b"abc", "a.xyz", "application/octet-stream", "unsupported.file", id="anything"),
        pytest.param(b"%PDF-1.4", "W-9 signed.pdf", "application/pdf", "paperwork", id="tax form"),
        pytest.param(b"%PDF-1.4", "ACH_form.pdf", "application/pdf", "paperwork", id="bank form"),
        pytest.param(b"%PDF-1.4", "Bankverbindung.pdf", "application/pdf", "paperwork", id="bank form, German"),
        pytest.param(b"%PDF-1.4 Request for Taxpayer", "scan.pdf", "application/pdf", "paperwork", id="tax form by its words"),
        pytest.param(b"0\x80\x06\x09*\x86H\x86\xf7\r\x01\x07\x03", "smime.p7m", "application/pkcs7-mime", "encrypted.smime", id="encrypted"),
        pytest.param(b"-----BEGIN PGP MESSAGE-----", "encrypted.asc", "application/octet-stream", "encrypted.pgp", id="PGP-encrypted"),
        pytest.param(b"rubbish", "winmail.dat", "application/ms-tnef", "mail.part_broken", id="broken winmail"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named(data, name, kind, code):
    contents = read(data, name, kind)
    assert codes(contents) == [code]
    assert contents.problems[0].part == name
    assert contents.problems[0].text.endswith(".")


@pytest.mark.parametrize(
    ("data", "name", "kind", "params"),
    [
        pytest.param(b"x", "smime.p7s", "application/pkcs7-signature", {}, id="S/MIME signature"),
        pytest.param(b"x", "signature.asc", "application/pgp-signature", {}, id="PGP signature"),
        pytest.param(b"x" * 50_000, "image001.png", "image/png", {}, id="Outlook's logo"),
        pytest.param(b"x" * 50_000, "photo.png", "image/png", {"in-related": "yes"}, id="picture of the page"),
        pytest.param(b"x" * 100, "dot.gif", "image/gif", {}, id="tracking pixel"),
        pytest.param(b"BEGIN:VCALENDAR", "m.ics", "text/calendar", {}, id="appointment"),
        pytest.param(b"Reporting-MTA: x", "", "message/delivery-status", {}, id="delivery report"),
        pytest.param(b"Version: 1", "", "application/pgp-encrypted", {}, id="PGP version part"),
    ],
)
def test_what_holds_no_data_is_passed_over(data, name, kind, params):
    contents = read(data, name, kind, **params)
    assert (contents.drafts, contents.problems, contents.texts) == ([], [], [])


KINDS = [
    "x.csv",
    "x.json",
    "x.vcf",
    "x.xlsx",
    "x.eml",
    "x.html",
    "x.rtf",
    "winmail.dat",
    "smime.p7m",
    "x.pdf",
    "x.txt",
    "x.ics",
]
STARTS = [
    b"",
    b"PK\x03\x04",
    b"\x78\x9f\x3e\x22\1\0",
    b"{\\rtf1",
    b"BEGIN:VCARD\n",
    b"[{",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"0\x80" + der(6, SIGNED) + der(6, DATA),
]


@given(st.sampled_from(KINDS), st.sampled_from(STARTS), st.binary(max_size=300))
def test_any_file_is_survived(name, start, rest):
    read(start + rest, name)


@given(st.binary(max_size=200))
def test_any_damage_to_a_winmail_is_survived(noise):
    whole = winmail((1, 0x9003, properties((0x102, 0x1009, stored(RTF)))), (2, 0x9002, b""), (2, 0x800F, b"x"))
    middle = len(whole) // 2
    read(whole[:middle] + noise + whole[middle:], "winmail.dat")


def test_a_page_called_a_workbook_is_a_text():
    contents = read("<html><table><tr><td>Company</td></tr></table></html>", "leads.xls", "application/vnd.ms-excel")
    assert [part.content_type for part in contents.texts] == ["text/html"]
    assert contents.problems == []
