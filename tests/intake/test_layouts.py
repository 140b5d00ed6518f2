"""The shapes in which people lay out two leads in a mail's text: each says the same."""

import pytest

from tests.intake.written import ADA, ADA_BLOCK, MAX, MAX_BLOCK, block, leads


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(
            "Ada Byron / Analytic Ltd / ada@analytic.net / analytic.net / QL\n"
            "Max Adler / Adler Bau GmbH / max@adlerbau.de / www.adlerbau.de / MCL\n",
            id="listed with slashes",
        ),
        pytest.param(
            "COMPANY        CONTACT   E-MAIL           WEB             TYPE\n"
            "Analytic Ltd   Ada Byron ada@analytic.net analytic.net    QL\n"
            "Adler Bau GmbH Max Adler max@adlerbau.de  www.adlerbau.de MCL\n",
            id="columns that touch",
        ),
        pytest.param(
            "+----------+-------+--------------+----------------+----------+\n"
            "| Company  | Name  | E-mail       | Web            | Type     |\n"
            "+----------+-------+--------------+----------------+----------+\n"
            "| Analytic | Ada   | ada@         | analytic.net   | qua-     |\n"
            "| Ltd      | Byron | analytic.net |                | lified   |\n"
            "+----------+-------+--------------+----------------+----------+\n"
            "| Adler    | Max   | max@         | www.adlerbau.de| managed  |\n"
            "| Bau GmbH | Adler | adlerbau.de  |                | customer |\n"
            "+----------+-------+--------------+----------------+----------+\n",
            id="a grid whose cells are wrapped",
        ),
        pytest.param(
            "         One               Two\n"
            "Company  Analytic Ltd      Adler Bau GmbH\n"
            "Contact  Ada Byron         Max Adler\n"
            "Email    ada@analytic.net  max@adlerbau.de\n"
            "Website  analytic.net      www.adlerbau.de\n"
            "Type     QL                MCL\n",
            id="side by side",
        ),
        pytest.param(
            "Qualified leads:\n\nCompany | Contact | Email | Web\nAnalytic Ltd | Ada Byron | ada@analytic.net | analytic.net\n\n"
            "Managed customers:\n\nCompany | Contact | Email | Web\nAdler Bau GmbH | Max Adler | max@adlerbau.de | www.adlerbau.de\n",
            id="a table for each type",
        ),
        pytest.param(
            "1. Analytic Ltd\n   - Contact: Ada Byron\n   - Email: ada@analytic.net\n   - Web: analytic.net\n   - Type: QL\n"
            "2. Adler Bau GmbH\n   - Contact: Max Adler\n   - Email: max@adlerbau.de\n   - Web: www.adlerbau.de\n   - Type: MCL\n",
            id="labels under numbered companies",
        ),
        pytest.param(
            "a) Ada Byron\n   * Company: Analytic Ltd\n   * Email: ada@analytic.net\n   * Web: analytic.net\n   * Type: QL\n"
            "b) Max Adler\n   * Company: Adler Bau GmbH\n   * Email: max@adlerbau.de\n   * Web: www.adlerbau.de\n   * Type: MCL\n",
            id="labels under lettered names",
        ),
        pytest.param(
            "1. Analytic Ltd\n   - Ada Byron\n   - ada@analytic.net\n   - analytic.net\n   - Qualified Lead\n"
            "2. Adler Bau GmbH\n   - Max Adler\n   - max@adlerbau.de\n   - www.adlerbau.de\n   - Managed Customer Lead\n",
            id="bullets under numbered companies",
        ),
        pytest.param(f"Lead 1: qualified\n{ADA_BLOCK}\nLead 2: managed\n{MAX_BLOCK}", id="types by number"),
        pytest.param(
            f"All qualified unless marked otherwise.\n\n1)\n{ADA_BLOCK}\n2) (managed customer!)\n{MAX_BLOCK}",
            id="unless marked otherwise",
        ),
        pytest.param(
            f"ANALYTIC DATA\n\n{ADA_BLOCK.replace('Company: Analytic Ltd', 'Company:    Analytic' + chr(10) + '            Ltd')}"
            f"Type: QL\n\n{MAX_BLOCK}Type: MCL\n",
            id="a value over two lines",
        ),
        pytest.param(
            "".join(
                f"[Company] {lead['company']}\n[Contact] {lead['first_name']} {lead['last_name']}\n[E-mail] {lead['email']}\n"
                f"[Website] {lead['url']}\n[Lead type] {lead['lead_type']}\n\n"
                for lead in (ADA, MAX)
            ),
            id="labels in brackets",
        ),
        pytest.param(
            "".join(
                f"Cognome e nome: {lead['last_name']} {lead['first_name']}\n"
                + block(lead, email="Email", company="Azienda", url="Sito", lead_type="Tipo")
                + "\n"
                for lead in (ADA, MAX)
            ),
            id="labels that name the last name first",
        ),
        pytest.param(
            "Analytic Ltd (qualified)\nContact: Ada Byron\nEmail: ada@analytic.net\nWeb: analytic.net\n\n"
            "Adler Bau GmbH (managed customer)\nContact: Max Adler\nEmail: max@adlerbau.de\nWeb: www.adlerbau.de\n",
            id="headlines with the type",
        ),
        pytest.param(
            "Client | Who | Reach | Site | Stage | Class\n:--- | :--- | :---: | --- | --- | ---:\n"
            "**Analytic Ltd** | Ada Byron | [ada@analytic.net](mailto:ada@analytic.net) | `analytic.net` | demo | Qualified\n"
            "~~Old Works~~ | ~~Jan Old~~ | ~~jan@oldworks.pl~~ | ~~oldworks.pl~~ | | ~~QL~~\n"
            "_Adler Bau GmbH_ | Max Adler | <max@adlerbau.de> | [www.adlerbau.de](https://www.adlerbau.de/) | sent | Managed\n",
            id="Markdown without outer bars",
        ),
        pytest.param(
            " | Lead A | Lead B\n--- | --- | ---\nCompany | Analytic Ltd | Adler Bau GmbH\nContact | Ada Byron | Max Adler\n"
            "Email | ada@analytic.net | max@adlerbau.de\nWeb | analytic.net | www.adlerbau.de\nType | Qualified | Managed\n",
            id="Markdown with the headings on the left",
        ),
        pytest.param(
            "*Surname, given name*\n*Employer*\n*E-mail*\n*Web page*\n*Reg. type*\nByron, Ada\nAnalytic Ltd\n"
            "ada@analytic.net\nanalytic.net\nQualified\nAdler, Max\nAdler Bau GmbH\nmax@adlerbau.de\nwww.adlerbau.de\n"
            "Managed Customer\n",
            id="a cell a line",
        ),
        pytest.param(
            "Hi, the columns are last name, first name, company, e-mail, site and type:\n\n"
            "Byron | Ada | Analytic Ltd | ada@analytic.net | analytic.net | QL\n"
            "Adler | Max | Adler Bau GmbH | max@adlerbau.de | www.adlerbau.de | MCL\n",
            id="columns named in a sentence",
        ),
        pytest.param(
            "QUALIFIED (1)\n\nCompany\tContact\tEmail\tWeb\nAnalytic Ltd\tAda Byron\tada@analytic.net\tanalytic.net\n\n"
            "MANAGED (1)\n\nCompany\tContact\tEmail\tWeb\nAdler Bau GmbH\tMax Adler\tmax@adlerbau.de\twww.adlerbau.de\n",
            id="a table below each type's name",
        ),
        pytest.param(
            "Format: first name, last name, email, company, website, type\n\n"
            "Ada, Byron, ada@analytic.net, Analytic Ltd, analytic.net, QL\n"
            "Max, Adler, max@adlerbau.de, Adler Bau GmbH, www.adlerbau.de, MCL\n",
            id="headings after a word",
        ),
    ],
)
def test_every_text_says_the_same(processor, body):
    assert leads(processor, body) == [ADA, MAX]


def test_the_author_s_own_card_is_no_lead(processor):
    card = "--b\r\nContent-Type: text/vcard; name={0}.vcf\r\n\r\nBEGIN:VCARD\r\nFN:{1}\r\nEMAIL:{2}\r\nORG:{3}\r\nEND:VCARD\r\n"
    body = "--b\r\n\r\nA qualified lead, see the card.\r\n" + "".join(
        (
            card.format("ada", "Ada Byron", "ada@analytic.net", "Analytic Ltd"),
            card.format("ines", "Ines Barros", "ines.barros.private@gmail.com", "Northgate Advisors"),
        )
    )
    found = leads(processor, f"{body}--b--\r\n", "multipart/mixed; boundary=b")
    assert [lead["email"] for lead in found] == ["ada@analytic.net"]


def test_the_owner_on_a_board_signs_nothing(processor):
    body = "Name\nAnalytic Ltd\n\nOwner\nInes Barros\n\nContact\nAda Byron\n\nE-Mail\nada@analytic.net\n\nSite\nanalytic.net\n\nTags\nQualified, Q3\n"
    assert leads(processor, body) == [ADA]


def test_a_bar_with_a_backslash_parts_no_cells(processor):
    body = "Company | Contact | Email\n--- | --- | ---\nByron \\| Sons | Ada Byron | ada@analytic.net\n"
    assert leads(processor, body)[0]["company"] == "Byron | Sons"


def test_a_label_and_its_value_tell_whose_address_it_is(processor):
    page = (
        "<dl><dt>Prospect<dd>Analytic Ltd<dt>Person in charge<dd>Ada Byron<dt>Contact address<dd>ada@analytic.net</dl>"
    )
    street = "Company: Analytic Ltd\nAddress: 1 Mill Lane, Ely\nContact: Ada Byron\nMailbox: ada@analytic.net\n"
    given = {"first_name": "Ada", "last_name": "Byron", "email": "ada@analytic.net", "company": "Analytic Ltd"}
    assert leads(processor, page, "text/html") == [given]
    assert leads(processor, street) == [given]


def test_positions_are_no_names(processor):
    body = (
        "Ada Byron; CEO; ada@analytic.net; Analytic Ltd; analytic.net; QL\n"
        "Max Adler; ; max@adlerbau.de; Adler Bau GmbH; www.adlerbau.de; MCL\n"
    )
    assert leads(processor, body) == [{**ADA, "job_title": "CEO"}, MAX]


def test_a_cell_holds_both_addresses(processor):
    row = "Analytic Ltd | Ada Byron | ada@analytic.net / analytic.net | QL"
    assert leads(processor, f"Company | Contact | E-mail / Web | Type\n{row}\n") == [ADA]


def test_a_type_told_once_is_every_leads(processor):
    found = leads(processor, f"Type: MCL (both)\n\n{ADA_BLOCK}\n{MAX_BLOCK}")

    assert found == [ADA | {"lead_type": MAX["lead_type"]}, MAX]


def test_types_that_a_form_offers_are_not_given(processor):
    found = leads(processor, f"{ADA_BLOCK}Lead type (Qualified Lead / Managed Customer Lead):\n")

    assert found == [{name: text for name, text in ADA.items() if name != "lead_type"}]


def test_the_subject_adds_the_company_that_the_text_leaves_out(processor):
    found = leads(processor, "Contact is Ada Byron, ada@analytic.net\n", subject="QL: Analytic Ltd (analytic.net)")

    assert found == [ADA]


def test_a_number_that_the_domain_bears_is_the_companys(processor):
    (lead,) = leads(
        processor, "1. FC Nordau GmbH\nName: Ada Byron\nEmail: ada@1fcnordau.de\nWeb: 1fcnordau.de\nType: QL\n"
    )
    assert lead["company"] == "1. FC Nordau GmbH"


@pytest.mark.parametrize(
    "contacts",
    [
        pytest.param(
            "Contact 1: Ada Byron <ada@analytic.net>\nContact 2: Jo Roe <jo@analytic.net>\n", id="named with addresses"
        ),
        pytest.param(
            "Contact 1: Ada Byron\nEmail 1: ada@analytic.net\nContact 2: Jo Roe\nEmail 2: jo@analytic.net\n\n",
            id="a label each",
        ),
    ],
)
def test_what_follows_numbered_contacts_is_all_of_theirs(processor, contacts):
    found = leads(processor, f"{contacts}Company: Analytic Ltd\nWebsite: analytic.net\nType (both): Qualified Lead\n")
    assert found == [ADA, {**ADA, "first_name": "Jo", "last_name": "Roe", "email": "jo@analytic.net"}]


def test_a_company_below_a_strangers_contact_is_not_shared(processor):
    found = leads(
        processor, "Contact: Jo Roe <jo@roe.net>\n\nContact: Ada Byron <ada@analytic.net>\nCompany: Analytic Ltd\n"
    )
    assert [lead.get("company") for lead in found] == [None, "Analytic Ltd"]
