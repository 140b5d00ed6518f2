"""Tables to leads: upright, transposed, forms, headless; titles, totals and examples are nobody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.grid import read_grid
from bot.intake.layout import is_grid
from bot.intake.vocabulary import Vocabulary

WORDS = Vocabulary.of(lead_types=(("Qualified Lead", ("QL",)), ("Managed Customer Lead", ("MC",))))
HEAD = ["First name", "Last name", "Email", "Company", "URL", "Lead type"]
ADA = ["Ada", "Byron", "ada@analytic.net", "Analytic Ltd", "analytic.net", "QL"]
MAX = ["Max", "Planck", "max@quanta.de", "Quanta GmbH", "www.quanta.de", "MC"]


def leads(*rows):
    found = read_grid(rows, WORDS, "x.csv")
    return [{name: value.text for name, value in draft.values.items()} for draft in found]


def lead(row):
    return dict(zip(["first_name", "last_name", "email", "company", "url", "lead_type"], row, strict=True))


BOTH = [lead(ADA), lead(MAX)]


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([HEAD, ADA, MAX], id="plain"),
        pytest.param([["Leads 2025", "", ""], [], ["As of", "2025-04-01"], HEAD, ADA, MAX], id="header in row 4"),
        pytest.param([["No.", *HEAD], ["1", *ADA], ["2", *MAX]], id="numbered"),
        pytest.param([HEAD, ADA, [""] * 6, MAX], id="blank row"),
        pytest.param([HEAD, ADA, HEAD, MAX], id="header repeated"),
        pytest.param([HEAD, ADA, MAX, ["Total", "2", "", "", "", ""]], id="total"),
        pytest.param([HEAD, ADA, MAX, ["", "", "", "* = required", "", ""]], id="footnote"),
        pytest.param([[*HEAD[:4], "URL (https://…)", HEAD[5]], ADA, MAX], id="a remark in a heading"),
        pytest.param([HEAD, ["-----"] * 6, ADA, MAX], id="rule under the header"),
        pytest.param([["Example:", "Jane", "Doe", "jane@example.com"], HEAD, ADA, MAX], id="example above"),
        pytest.param([HEAD, ["e.g. ", "Doe", "jane.doe@example.com", "Example Inc", "", ""], ADA, MAX], id="example below"),
        pytest.param([[*HEAD, "Owner"], [*ADA, "Tom"], [*MAX, "Tom"]], id="a column that is none of a lead's data"),
        pytest.param([[*HEAD, ""], [*ADA, ""], [*MAX, "x"]], id="column without heading"),
        pytest.param([list(pair) for pair in zip(HEAD, ADA, MAX, strict=True)], id="transposed"),
        pytest.param([["Field", "Lead 1", "Lead 2"], *(list(t) for t in zip(HEAD, ADA, MAX, strict=True))], id="transposed, headed"),
        pytest.param([[label + ":", value] for row in (ADA, MAX) for label, value in zip(HEAD, row, strict=True)], id="labels and values"),
        pytest.param(
            [["First name", ADA[0], "Last name", ADA[1]], ["Email:", ADA[2], "Company:", ADA[3]], ["URL", ADA[4], "Lead type", ADA[5]],
               ["First name", MAX[0], "Last name", MAX[1]], ["Email", MAX[2], "Company", MAX[3]], ["URL", MAX[4], "Lead type", MAX[5]]],
            id="a form, two labels a row",
        ),
        pytest.param([HEAD, ADA, MAX, ["Total accounts", "2", "", "", "", ""]], id="total, in words"),
        pytest.param([HEAD, ADA, MAX, ["", "", "", "Gesamtzahl Kunden", "2", ""]], id="total beside the first column"),
        pytest.param([HEAD, ADA, MAX, ["Copyright (c) 2025 CRM Cloud, inc. All rights reserved."]], id="a report's footer"),
        pytest.param([HEAD, ADA, MAX, ["As of 12.07.2025", "", "", "", "", ""]], id="a date below"),
        pytest.param(
            [["", "Lead 1", "Lead 2"], ["Company"] * 3, *(list(t) for t in zip(HEAD[3:5], ADA[3:5], MAX[3:5], strict=True)), ["Contact"] * 3,
               *(list(t) for t in zip(HEAD[:3], ADA[:3], MAX[:3], strict=True)), ["Registration"] * 3, [HEAD[5], ADA[5], MAX[5]]],
            id="transposed, with titles over all columns",
        ),
        pytest.param([["Our rep", "Rep e-mail", *HEAD], ["Joy", "joy@ours.net", *ADA], ["Joy", "joy@ours.net", *MAX]], id="the seller's address too"),
        pytest.param([["Rep", "Email", *HEAD], ["Joy", "joy@ours.net", *ADA], ["Joy", "joy@ours.net", *MAX]], id="two columns of addresses"),
        pytest.param([[*HEAD[:2], "Reach", *HEAD[3:]], ADA, MAX], id="a heading that nobody knows, over addresses"),
        pytest.param([[*HEAD[:3], "Haus", *HEAD[4:]], ADA, MAX], id="a heading that nobody knows, over companies"),
        pytest.param([[*HEAD, "Status"], [*ADA, "open"], [*MAX, "open"]], id="two columns that may be the type"),
        pytest.param([["Contact", "Contact", "", "Company", "Company", ""], ["First name", "Last name", "Email", "Name", "Web", "Type"], ADA, MAX], id="two storeys"),
        pytest.param([["Our rep", "", "Customer", "", "", "", "", ""], ["Name", "Email", *HEAD], ["Joy Ito", "joy@ours.net", *ADA], ["Joy Ito", "joy@ours.net", *MAX]],
                     id="the seller's name and address in the upper storey's words"),
        pytest.param([[*HEAD, "", *HEAD], [*ADA, "", *MAX]], id="side by side"),
        pytest.param([HEAD, ADA, MAX, ["", "", "", "Sous-total MC", "1", ""]], id="subtotal"),
        pytest.param([HEAD, ["(voorbeeld) Jan", "Jansen", "jan@voorbeeldbv.nl", "Voorbeeld BV", "", ""], ADA, MAX], id="an example in brackets"),
        pytest.param([HEAD, ADA, MAX, ["For information only, please do not register:"], ["Old", "Ann", "a@old.net", "Old", "", ""]], id="rows not to be registered"),
        pytest.param([HEAD, [*ADA[:3], "Analytic Ltd\n1 Mill Lane", *ADA[4:]], MAX], id="a postal address below the company"),
    ],
)  # fmt: skip
def test_every_layout_says_the_same(rows):
    assert leads(*rows) == BOTH


def test_ticked_columns_give_the_type():
    rows = [
        ["Company", "E-mail", "Qualified Lead", "Managed Customer Lead"],
        ["Acme", "a@acme.net", "x", ""],
        ["Bee", "b@bee.net", "", "✓"],
    ]
    assert [each["lead_type"] for each in leads(*rows)] == ["Qualified Lead", "Managed Customer Lead"]


@pytest.mark.parametrize(
    ("rows", "kinds"),
    [
        pytest.param(
            [["Lead type of all:", "QL"], [], HEAD[:5], ADA[:5], MAX[:5]], ["QL", "QL"], id="said beside a label above"
        ),
        pytest.param([["QL", "Qualified Lead"], ["MC", "Managed Customer Lead"], HEAD, ADA, MAX], ["QL", "MC"], id="a legend"),
        pytest.param([["Type", *HEAD[:5]], ["QL", *ADA[:5]], ["", *MAX[:5]]], ["QL", "QL"], id="once above those below"),
        pytest.param([HEAD, ADA, [*MAX[:5], ""]], ["QL", ""], id="left out"),
        pytest.param([HEAD, ADA, ["Ed", "Lee", "ed@analytic.net", "", "", ""]], ["QL", "QL"], id="merged with the company"),
    ],
)  # fmt: skip
def test_a_type_that_is_said_once(rows, kinds):
    written = {"Qualified Lead": "QL", "Managed Customer Lead": "MC"}
    found = [each.get("lead_type", "") for each in leads(*rows)]
    assert [written.get(kind, kind) for kind in found] == kinds


def test_labels_above_their_values():
    rows = [
        ["Submitted by", "E-mail"],
        ["Joy", "joy@ours.net"],
        HEAD[:2],
        ADA[:2],
        HEAD[2:4],
        ADA[2:4],
        HEAD[4:],
        ADA[4:],
    ]
    assert leads(*rows) == [lead(ADA)]


def test_of_two_columns_of_customers_one_is_the_contact():
    assert leads(["Prospect", "Lead", "Mail"], ["Analytic", "Ada Byron", "ada.byron@analytic.net"]) == [
        {"company": "Analytic", "full_name": "Ada Byron", "email": "ada.byron@analytic.net"}
    ]


def test_of_two_contacts_the_address_s_own_counts():
    rows = [["Contact (partner)", "Contact (customer)", "E-mail", "Company"], ["Joy Ito", "Ada Byron", "ada.byron@analytic.net", "Analytic"]]  # fmt: skip
    assert leads(*rows) == [{"company": "Analytic", "full_name": "Ada Byron", "email": "ada.byron@analytic.net"}]


def test_a_contact_in_two_rows_is_one():
    rows = [["Firma", "Adler Bau GmbH"], ["Ansprechpartner", "Max Adler\nGeschäftsführer"], ["Kontakt", "Tel. 040 1234567\nmax@adlerbau.de"]]  # fmt: skip
    assert leads(*rows) == [
        {
            "company": "Adler Bau GmbH",
            "full_name": "Max Adler",
            "job_title": "Geschäftsführer",
            "email": "max@adlerbau.de",
        }
    ]


def test_a_title_tells_whose_name_stands_below_it():
    rows = [["Company", "Company"], ["Name", "Acme"], ["Contact person", "Contact person"], ["Name", "Ann Lee"], ["Mail", "ann@acme.net"]]  # fmt: skip
    assert leads(*rows) == [{"company": "Acme", "full_name": "Ann Lee", "email": "ann@acme.net"}]


def test_placeholders_are_empty():
    assert leads(HEAD, ["Ada", "Byron", "n/a", "Analytic Ltd", "-", "tbd"]) == [
        {"first_name": "Ada", "last_name": "Byron", "company": "Analytic Ltd"}
    ]


def test_one_full_name_column_is_left_to_the_reader():
    assert leads(["Name", "Organisation", "E-mail"], ["Ada Byron", "Analytic", "a@analytic.net"]) == [
        {"full_name": "Ada Byron", "company": "Analytic", "email": "a@analytic.net"}
    ]


def test_headless_table_is_read_unsurely():
    found = read_grid([ADA, MAX], WORDS, "x.csv")
    assert [{name: value.text for name, value in draft.values.items()} for draft in found] == BOTH
    assert all(value.sure < 0.8 for draft in found for value in draft.values.values())


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([["Acme", "Foo"], ["Bar", "Baz"]], id="words"),
        pytest.param([["Company", "Acme"]], id="one label"),
        pytest.param([], id="nothing"),
        pytest.param([[""]], id="an empty cell"),
        pytest.param([HEAD], id="a header alone"),
    ],
)
def test_no_lead_is_made_up(rows):
    assert leads(*rows) == []


def test_origin_is_a_cell_or_a_row():
    (draft,) = read_grid([HEAD, ADA], WORDS, "x.xlsx", "Leads")
    assert (draft.values["email"].origin.part, draft.values["email"].origin.where) == ("x.xlsx", "Leads C2")
    (draft,) = read_grid([HEAD, ADA], WORDS, "x.csv")
    assert draft.values["email"].origin.where == "row 2"


def test_layout_is_no_grid():
    assert is_grid([HEAD, ADA], WORDS)
    assert not is_grid([["Hello", "World"], ["a", "b"]], WORDS)


@pytest.mark.parametrize(
    "before",
    [
        pytest.param([], id="nothing"),
        pytest.param([["MC", "Example Inc", "jane@example.com"]], id="an example of the group"),
        pytest.param([["", "", "ann@oak.com"], ["", "", "bea@oak.com"]], id="addresses of no group"),
    ],
)
def test_a_type_said_once_is_that_of_the_rows_below_it(before):
    rows = [["QL", "Elm Ltd", "cy@elm.com"], ["", "Fir Ltd", "di@fir.com"], ["MC", "Ash Ltd", "ed@ash.com"]]
    found = leads(["Type", "Company", "Email"], *before, *rows)
    assert [each.get("lead_type") for each in found[-3:]] == ["QL", "QL", "MC"]


CELLS = st.one_of(st.sampled_from([*HEAD, *ADA, "", "x", "Total", "Name:", "-", "QL/MC"]), st.text(max_size=8))


@given(st.lists(st.lists(CELLS, max_size=6), max_size=8))
def test_any_table_is_survived(rows):
    for draft in read_grid(rows, WORDS, "x"):
        assert draft.values
        assert all(value.text for value in draft.values.values())


@given(st.permutations(list(range(6))))
def test_order_of_columns_means_nothing(order):
    rows = [[row[at] for at in order] for row in (HEAD, ADA, MAX)]
    assert leads(*rows) == BOTH


@pytest.mark.parametrize(
    "heads",
    [
        pytest.param(["Unvan", "Firma"], id="a word for both"),
        pytest.param(["Organisation", "Société"], id="positions under a word for companies"),
    ],
)
def test_of_two_columns_of_companies_the_cells_tell_which_holds_them(heads):
    found = leads(
        [*HEAD[:3], *heads, *HEAD[4:]], [*ADA[:3], "Genel Müdür", *ADA[3:]], [*MAX[:3], "Satın Alma", *MAX[3:]]
    )
    assert [each["company"] for each in found] == ["Analytic Ltd", "Quanta GmbH"]
    assert found[0]["job_title"] == "Genel Müdür"


def test_a_column_of_positions_gives_no_company():
    assert "company" not in leads(["Name", "Unvan", "E-posta"], ["Ada Byron", "Genel Müdür", "ada@analytic.net"])[0]


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([["Lead"] * 4, ["First name", "Ada", "Last name", "Byron"], ["Email:", ADA[2], "Company:", ADA[3]], ["URL", ADA[4], "Lead type", "QL"]],
                     id="under a title"),
        pytest.param([["Vorname", "Ada", "Nachname", "Byron"], ["E-Mail", ADA[2], "Firma", ADA[3]], ["Web", ADA[4], "Lead-Typ", "QL"], ["Quelle", "Telefon", "Notiz", "-"]],
                     id="a value that is the word of a label"),
    ],
)  # fmt: skip
def test_a_form_of_two_labels_a_row(rows):
    assert leads(*rows) == [lead(ADA)]
