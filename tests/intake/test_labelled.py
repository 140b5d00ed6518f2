"""Labelled values among what is none of a lead's data: remarks, quotes, signatures, forms' own fields."""

import pytest

from tests.intake.written import ADA, ADA_BLOCK, MAX, MAX_BLOCK, leads


def test_who_writes_from_where_opens_no_quote(processor):
    said = leads(processor, f"The buyer sits at the parent and writes from there:\n\n{ADA_BLOCK}Type: QL\n")
    assert [lead["email"] for lead in said] == [ADA["email"]]


def test_a_status_ticked_in_a_form_is_the_type(processor):
    form = f"{ADA_BLOCK}Status ....: [ ] Managed Customer Lead  [x] Qualified Lead\nNewsletter : [x] yes  [ ] no\n"
    assert [lead["lead_type"] for lead in leads(processor, form)] == ["Qualified Lead"]


def test_a_remark_beside_an_address_gives_way_to_the_label(processor):
    body = (
        "Contact: Ada Byron (has only that one address)\n"
        "E-mail: ada@calculus.com (their parent's mail, www.calculus.com)\n"
        "Phone: +44 20 5550 0101\nCompany: Analytic Ltd\nCompany website: analytic.net\nType: QL\n"
    )
    assert leads(processor, body) == [{**ADA, "email": "ada@calculus.com", "phone": "+44 20 5550 0101"}]


def test_a_bullet_set_in_does_not_go_on_with_the_company(processor):
    body = "  * Client: Analytic Ltd\n     * Seat: 4 Mill Lane\n     * Site: analytic.net\n  * Contact: Ada Byron, ada@analytic.net\n  * Type: QL\n"
    assert leads(processor, body) == [ADA]


FORWARDED = (
    "Please register her as a qualified lead.\n\nVon: Byron, Ada <ada@analytic.net>\nGesendet: Montag, 14. Juli 2025 07:58\n"
    "An: Ines Barros <ines@northgate-advisors.com>\nBetreff: Angebot\n\nwir warten auf das Angebot.\n\nFreundliche Grüße\n\n"
)


@pytest.mark.parametrize(
    "signature",
    [
        pytest.param(
            "i. V. Ada Byron\nLeitung Rechenzentrum\n\nAnalytic Ltd\nMill Lane 4\nanalytic.net\n",
            id="signs for another",
        ),
        pytest.param(
            "Ada Byron, Head of Numbers\nResearch Team\nAnalytic Ltd\nanalytic.net\n", id="a department before"
        ),
        pytest.param(
            "Ada\n\nAda Byron\nOwner | Analytic Ltd\nO: +44 20 5550 0101\nanalytic.net\n", id="first name above"
        ),
        pytest.param("BYRON Ada | Analytic Ltd | analytic.net\n", id="in one line"),
    ],
)
def test_a_forwarded_signature_names_its_company(processor, signature):
    (lead,) = leads(processor, FORWARDED + signature, subject="WG: Angebot")
    assert {name: lead.get(name) for name in ADA} == ADA


def test_labels_that_no_list_knows_are_read_by_their_values(processor):
    body = (
        "Legal styling: Analytic Ltd\nNamed signer: Ada Byron\nE-mail: ada@analytic.net\nWeb: analytic.net\nType: QL\n"
    )
    assert leads(processor, body) == [ADA]


def test_two_last_names_with_a_label_each_are_one(processor):
    body = "Nombre: Ada\nApellido paterno: Byron\nApellido materno: Milbanke\nCorreo: ada@analytic.net\nEmpresa: Analytic Ltd\n"
    assert [lead["last_name"] for lead in leads(processor, body)] == ["Byron Milbanke"]


@pytest.mark.parametrize("cut", [" - ", " / ", ", "])
@pytest.mark.parametrize("title", ["Lead reg - ", "Classification: "])
def test_a_subject_of_pieces_is_no_label(processor, title, cut):
    pieces = cut.join(["Ada Byron", "Analytic Ltd", "ada@analytic.net", "analytic.net", "QL"])
    assert leads(processor, "", subject=title + pieces) == [ADA]


@pytest.mark.parametrize(
    "company",
    [
        pytest.param("Analytic Ltd, 4 Mill Lane, London", id="an address"),
        pytest.param("Analytic Ltd (formerly Engines & Co.)", id="a former name"),
        pytest.param("Analytic Ltd (HQ: London)", id="a labelled remark"),
    ],
)
def test_a_companys_name_ends_where_a_remark_begins(processor, company):
    (lead,) = leads(processor, ADA_BLOCK.replace("Analytic Ltd", company) + "Type: QL\n")
    assert lead == ADA


def test_quoted_lines_that_answer_nothing_are_pasted(processor):
    pasted = "".join(f"> {line}\n" for line in f"{ADA_BLOCK}Type: QL".splitlines())
    assert leads(processor, f"please register:\n\n{pasted}") == [ADA]
    assert leads(processor, f"On 1 July 2025 bot@vendor.example wrote:\n{pasted}") == []


def test_a_page_on_a_service_is_a_web_address_where_the_label_says_so(processor):
    page = "https://www.instagram.com/analytic"
    assert leads(
        processor,
        ADA_BLOCK.replace("analytic.net\n", f"{page}\n", 2).replace("@" + page, "@analytic.net") + "Type: QL\n",
    ) == [{**ADA, "url": page}]


def test_an_owner_is_the_contact_where_the_address_was_made_of_the_name(processor):
    body = "Firma: Kröll Holzbau e.U.\nInhaber: Ing. Max Kröll\nE-Mail: m.kroell@kroell-holzbau.at\nWeb: kroell-holzbau.at\nTyp: QL\n"
    (lead,) = leads(processor, body)
    assert (lead["first_name"], lead["last_name"]) == ("Max", "Kröll")


def test_lines_parted_by_dashes_are_listed(processor):
    listed = (
        "Nouveaux leads qualifiés :\n\nBYRON Ada - Analytic Ltd - ada@analytic.net - analytic.net\n"
        "LE GOFF Maël - Voiles Le Goff SARL - m.legoff@voiles-legoff.fr - voiles-legoff.fr\n"
    )
    found = [(lead["first_name"], lead["last_name"], lead["company"]) for lead in leads(processor, listed)]
    assert found == [("Ada", "BYRON", "Analytic Ltd"), ("Maël", "LE GOFF", "Voiles Le Goff SARL")]


@pytest.mark.parametrize(
    "said",
    [
        "(will ask)",
        "(noch offen)",
        "(à confirmer)",
        "da chiedere",
        "TBC, they are moving",
        "（確認中）",
        "추후 확인",
        "[nog niet bekend]",
        "уточню",
    ],
)
def test_words_in_place_of_a_value_are_none(processor, said):
    body = f"First name: Ada\nLast name: {said}\nEmail: ada@analytic.net\nCompany: Analytic Ltd\nWebsite: analytic.net\nType: QL\n"
    (lead,) = leads(processor, body)
    assert lead.get("last_name", "") == ""
    assert lead["company"] == "Analytic Ltd"


@pytest.mark.parametrize(
    "said", ["Ada - last name to follow", "Ada, Nachname folgt noch (kommt)", "Ada – nom à confirmer"]
)
def test_a_remark_on_the_name_that_is_lacking_is_none(processor, said):
    (lead,) = leads(
        processor, f"Name: {said}\nEmail: ada@analytic.net\nCompany: Analytic Ltd\nWebsite: analytic.net\nType: QL\n"
    )
    assert (lead["first_name"], lead.get("last_name", "")) == ("Ada", "")


@pytest.mark.parametrize(
    "beside",
    [
        pytest.param(
            "Company registration no.: 20815534\nCompany size: 85\nOffer URL: https://docs.northgate.net/o/1\n",
            id="English",
        ),
        pytest.param(
            "Handelsregister: HRB 20815534, Amtsgericht Köln\nFrühere Firma: Krause Bau (krause-bau.de)\n", id="German"
        ),
        pytest.param(
            "Billing e-mail: bills@analytic.net\nWebsite (old): www.analytix.net\nCompany (former): Analytix\n",
            id="another's",
        ),
        pytest.param(
            "Email facturation: f@analytic.net\nNom de l'ancien contact: Roe\nÜnvan: Director\n",
            id="French and Turkish",
        ),
    ],
)
def test_labels_like_the_wanted_ones_are_passed_over(processor, beside):
    company, rest = ADA_BLOCK.splitlines(keepends=True)[2], ADA_BLOCK.splitlines(keepends=True)
    text = f"{company}{beside}{''.join(line for line in rest if line != company)}Last name of previous contact: Roe\nType: QL\n"
    assert [{name: lead[name] for name in ADA} for lead in leads(processor, text)] == [ADA]


def test_labels_near_the_lead_types_give_no_type(processor):
    body = f"Company type: GmbH\nCustomer number: 4711\n{MAX_BLOCK}Lead type: managed customer\n"
    assert leads(processor, body) == [MAX]
