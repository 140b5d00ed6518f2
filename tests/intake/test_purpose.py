"""Mails that name people and companies and register none: lists for sale, letters to many, questions."""

import pytest

from bot.domain.lead import Draft, Origin, Value
from bot.intake.purpose import applies, unmeant

_FULL = {
    "email": "jo@acmewerk.test",
    "company": "Acme Werk GmbH",
    "url": "acmewerk.test",
    "lead_type": "Qualified Lead",
}
_FIRM = {"company": "Acme Werk GmbH", "url": "acmewerk.test", "lead_type": "Qualified Lead"}


def drafts(*leads):
    return [Draft({name: Value(text, Origin("body")) for name, text in lead.items()}) for lead in leads]


@pytest.mark.parametrize(
    "text",
    [
        "We are selling verified contact data. Sample rows below. Full list: 38,400 contacts, only USD 299.",
        "Wir verkaufen Adressen von Entscheidern. Ein Musterdatensatz: ... Gesamte Liste: 12.500 Kontakte für 349 EUR.",
        "Would you be interested in acquiring the attendees list? Sample contacts: ... I'll share the counts and pricing.",
        "Ofrecemos base de datos de decisores. Muestra gratis: ... 80.000 contactos por solo USD 250.",
        "2025年最新买家数据。样本如下：... 完整名单50000条，仅199美元。",
    ],
)
def test_lists_for_sale(text):
    assert unmeant(drafts(_FULL), text) == "addresses are offered for sale"


@pytest.mark.parametrize(
    "text",
    [
        "Is Acme Werk GmbH (acmewerk.test) already a customer of yours? If not we bring them as a qualified lead.",
        "Ist die Acme Werk GmbH schon Kunde? Es wäre ein Qualified Lead.",
        "Please do not register anything yet: Acme Werk GmbH, acmewerk.test, may become a qualified lead.",
        "En fråga innan jag skickar in något: ska vi registrera moderbolaget, Acme Werk GmbH?",
        "¿Acme Werk GmbH ya está registrada por alguien?",
        "Acme Werk GmbHはすでに登録されていますか？",
        "In this issue: how Acme Werk GmbH became a managed customer. Unsubscribe here.",
    ],
)
def test_questions_and_letters(text):
    assert unmeant(drafts(_FIRM), text)


@pytest.mark.parametrize(
    ("lead", "text"),
    [
        pytest.param(
            _FULL, "Customer database of 12,500 contacts, budget USD 40,000, price list sent.", id="a project"
        ),
        pytest.param(
            _FULL, "Please register Acme. Just a question: when is the commission paid?", id="a question beside"
        ),
        pytest.param(_FULL, "Is anybody else already on Acme Werk GmbH?", id="with a contact's address"),
        pytest.param(_FIRM, "Can you register Acme Werk GmbH (acmewerk.test) as a qualified lead?", id="a request"),
        pytest.param(_FULL, "Read more on our site. Unsubscribe", id="a footer"),
    ],
)
def test_what_registers(lead, text):
    assert unmeant(drafts(lead), text) == ""


def test_one_of_several_may_wait():
    assert unmeant(drafts(_FULL, _FULL), "The second one: please don't register it yet.") == ""


def test_applicants():
    assert applies("Hiermit bewerbe ich mich als Buchhalterin.")
    assert not applies("Please register Acme.")
