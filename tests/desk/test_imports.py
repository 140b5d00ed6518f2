from datetime import date

import pytest

from bot.desk.imports import read_customers, read_partners
from bot.domain.errors import ConfigError
from bot.domain.partner import Customer, Partner

HEADER = "id,name,addresses,domains,plan,active,good_standing,agreement_on,certifications"


def problems(read, text):
    with pytest.raises(ConfigError) as caught:
        read(text, "leanstack", "f.csv")
    return caught.value.problems


def test_partners_are_read_with_all_they_say():
    text = (
        f"\ufeff{HEADER}\r\n"
        'acorn,"Acorn, Inc.",Joe@Acorn.com; ann@acorn.com ,ACORN.com,Mentor,yes,no,2025-03-01,Analyst;Mentor\r\n'
        "\r\nbirch,Birch,,birch.de,,no,,,\r\n"
    )
    assert read_partners(text, "leanstack", "f.csv") == [
        Partner(
            "acorn", "leanstack", "Acorn, Inc.", ("joe@acorn.com", "ann@acorn.com"), ("acorn.com",), plan="mentor",
            good_standing=False, agreement_on=date(2025, 3, 1), certifications=("Analyst", "Mentor"),
        ),
        Partner("birch", "leanstack", "Birch", (), ("birch.de",), active=False),
    ]  # fmt: skip


def test_a_cell_with_a_line_break_does_not_shift_the_lines():
    text = 'id,name,domains\na,"Two\nlines",a.com\nb,B,nonsense\n'
    assert problems(read_partners, text) == ("f.csv: line 4: domains: 'nonsense' is no domain such as partner.com",)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("id,name,addresses,plna\na,A,a@b.com,x\n", ["line 1: 'plna' is no column"], id="unknown column"),
        pytest.param("name,domains\nA,a.com\n", ["line 1: the column id is missing"], id="missing column"),
        pytest.param("", ["line 1: the column id is missing", "the column name is missing"], id="empty file"),
        pytest.param("id,name,id\na,A,b\n", ["line 1: the column id stands twice"], id="column twice"),
        pytest.param("id,name,domains\na,A\n", ["line 2: 2 cells where 3 are named"], id="short row"),
        pytest.param("id,name,domains\n,A,a.com\n", ["line 2: id: is empty"], id="no id"),
        pytest.param("id,name,domains\na,A,\n", ["line 2: addresses: a partner needs"], id="no sender"),
        pytest.param("id,name,addresses\na,A,joe\n", ["line 2: addresses: 'joe' is no address"], id="bad address"),
        pytest.param("id,name,domains,active\na,A,a.com,maybe\n", ["active: 'maybe' must be yes or no"], id="bad flag"),
        pytest.param("id,name,domains,joined_on\na,A,a.com,1.2.26\n", ["joined_on: '1.2.26' must be a day"], id="day"),
        pytest.param("id,name,domains\na,A,a.com\na,B,b.com\n", ["line 3: id a stands in line 2"], id="id twice"),
        pytest.param("id,name,domains\na,A,a.com\nb,B,A.com\n", ["line 3: sender a.com stands in line 2"], id="sender"),
        pytest.param('id,name\na,"A\n', ["unexpected end of data"], id="open quote"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text, told):
    found = problems(read_partners, text)
    assert len(found) >= len(told)
    assert all(any(words in problem for problem in found) for words in told), found


def test_all_problems_are_told_at_once():
    assert len(problems(read_partners, "id,name,domains,active\na,A,x,maybe\n,B,b.com,yes\n")) == 3


def test_customers_are_read():
    text = "domain;name;kind\nAcme.com;Acme;\nbig.com;Big Co;House\n"
    assert read_customers(text, "leanstack", "f.csv") == [
        Customer("leanstack", "acme.com", "Acme"),
        Customer("leanstack", "big.com", "Big Co", "house"),
    ]


def test_customers_problems():
    found = problems(read_customers, "domain,name,kind\nacme,Acme,friend\nb.com,B,\nB.com,B,\n")
    assert [problem.partition(": ")[2].partition(":")[0] for problem in found] == ["line 2", "line 2", "line 4"]
