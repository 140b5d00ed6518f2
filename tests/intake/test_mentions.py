"""What a mail's text says of leads told elsewhere: beside a labelled one, in its file, in a list below."""

from email.message import EmailMessage

import pytest

from benchmarks.reading import predict
from tests.intake.written import ADA_BLOCK, leads

Q, M = "Qualified Lead", "Managed Customer Lead"
ROWS = (
    "Contact,Mail,Account,Web\nAda Byron,ADA@analytic.net,Analytic Limited,https://www.analytic.net/en/\n"
    "Max Adler,max@adlerbau.de,Adler Bau GmbH,www.adlerbau.de\nLuc Morin,luc@quai.fr,Quai SAS,quai.fr\n"
)


def types(processor, text):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = (
        "Ines Barros <ines@northgate-advisors.com>",
        "bot@vendor.example",
        "Leads",
    )
    mail.set_content(text)
    mail.add_attachment(ROWS.encode(), maintype="text", subtype="csv", filename="leads.csv")
    said = predict(processor, "x.eml", mail.as_bytes())["leads"]
    return {lead["email"].casefold(): lead.get("lead_type", "") for lead in said}


@pytest.mark.parametrize(
    ("first", "said", "others"),
    [
        pytest.param(M, "The attached sheet has her again and two more; those are qualified leads.", Q, id="English"),
        pytest.param(M, "Im Anhang steht sie noch einmal mit zwei weiteren, das sind Qualified Leads.", Q, id="German"),
        pytest.param(Q, "Les autres, dans le fichier, sont des\nManaged Customer Leads.", M, id="French, wrapped"),
        pytest.param(Q, "En el archivo están los demás: Managed Customer Lead.", M, id="Spanish"),
        pytest.param(M, "No anexo está a mesma e mais dois; esses dois são Qualified Lead.", Q, id="Portuguese"),
        pytest.param(Q, "Pozostałe w załączniku to Managed Customer Leads.", M, id="Polish"),
        pytest.param(Q, "残りは添付の通りで、Managed Customer Lead です。", M, id="Japanese"),
        pytest.param(Q, "The attached has two more, is one of them a Managed Customer Lead?", "", id="a question"),
        pytest.param(Q, "The attached has two more, of some type.", "", id="no type said"),
    ],
)
def test_the_others_are_in_the_file(processor, first, said, others):
    found = types(processor, f"{ADA_BLOCK}Lead type: {first}\n\n{said}\n\nInes\n")
    assert found == {"ada@analytic.net": first, "max@adlerbau.de": others, "luc@quai.fr": others}


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(
            "Both sit at Kiel Harbour Services GmbH, site is kielharbour.de. The first is a qualified lead, the last one a managed customer.\n\n"
            "1) Ada Byron – Wharfinger – abyron@kielharbour.de\n2) Max Adler – Quay Warden – madler@kielharbour.de, +49 431 555 010\n",
            id="English",
        ),
        pytest.param(
            "Les deux travaillent chez Kiel Harbour Services GmbH, site : kielharbour.de. Le premier est un lead qualifié, le dernier un client géré.\n\n"
            "- Ada Byron, Wharfinger, abyron@kielharbour.de\n- Max Adler, Quay Warden, madler@kielharbour.de\n",
            id="French",
        ),
        pytest.param(
            "Los dos son de Kiel Harbour Services GmbH, web kielharbour.de. El primero es Qualified Lead y el segundo Managed Customer Lead.\n\n"
            "1) Ada Byron (Wharfinger) abyron@kielharbour.de\n2) Max Adler (Quay Warden) madler@kielharbour.de\n",
            id="Spanish",
        ),
    ],
)
def test_contacts_of_one_company_that_is_named_above(processor, body):
    said = leads(processor, body, subject="2 contacts")
    names = ("first_name", "last_name", "job_title", "company", "url", "lead_type")
    house = ("Kiel Harbour Services GmbH", "kielharbour.de")
    assert [tuple(lead.get(name) for name in names) for lead in said] == [
        ("Ada", "Byron", "Wharfinger", *house, Q),
        ("Max", "Adler", "Quay Warden", *house, M),
    ]
