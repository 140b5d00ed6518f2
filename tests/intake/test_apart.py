"""A contact and a company that stand together under one label."""

import pytest

from tests.intake.written import leads


def lead(processor, body):
    (found,) = leads(processor, body)
    return found.get("first_name"), found.get("last_name"), found.get("company")


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("Contact: Ada Byron, Analytic Engines", id="behind the name"),
        pytest.param("Contact: Analytic Engines - Ms Ada Byron", id="before the name"),
        pytest.param("Contact: Analytic Engines / Ada Byron", id="before a slash"),
        pytest.param("Contacto: Ada Byron de Analytic Engines", id="joined by a word"),
        pytest.param("Company: Analytic Engines - Ada Byron", id="under the company's label"),
    ],
)
def test_the_domain_tells_the_company(processor, line):
    body = f"1) {line}\n   Email: ada@analyticengines.net\n   URL: analyticengines.net\n   Type: QL\n"
    assert lead(processor, body) == ("Ada", "Byron", "Analytic Engines")


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("Contact: Byron & Lovelace, Ada Byron", id="a name of the company's"),
        pytest.param("Company: Byron & Lovelace - Ms Ada Byron", id="behind a dash"),
    ],
)
def test_no_person_is_two(processor, line):
    body = f"{line}\nEmail: a.byron@byronlovelace.net\nURL: byronlovelace.net\nType: Qualified Lead\n"
    assert lead(processor, body) == ("Ada", "Byron", "Byron & Lovelace")


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("Byron, Ada", id="last name first"),
        pytest.param("Ada Byron", id="plain"),
        pytest.param("Ada de Byron", id="with a particle"),
    ],
)
def test_a_name_is_no_company_where_the_domain_is_called_by_it(processor, name):
    first, last, company = lead(
        processor, f"Contact: {name}\nEmail: office@byron.net\nURL: byron.net\nType: Qualified Lead\n"
    )
    assert (first, last.split()[-1], company) == ("Ada", "Byron", None)


ROWS = "Firm;Contact;E-mail;Web;Type\n{};{}@rigi.net;rigi.net;QL\n{};{}@etzel.net;etzel.net;QL\nUto;Salis Andrea;info@uto.net;uto.net;QL\n"


@pytest.mark.parametrize(
    ("filled", "first"),
    [
        pytest.param(("Rigi;Buol Reto", "r.buol", "Etzel;Casutt Ursina", "u.casutt"), "Andrea", id="shown by two"),
        pytest.param(("Rigi;Buol Reto", "r.buol", "Etzel;Ursina Casutt", "ursina.casutt"), "Salis", id="not in all"),
        pytest.param(("Rigi;Buol Reto", "info", "Etzel;Casutt Ursina", "office"), "Salis", id="shown by none"),
    ],
)
def test_names_of_one_list_stand_in_one_order(processor, filled, first):
    found = leads(processor, ROWS.format(*filled))
    assert found[2]["first_name"] == first
