"""Each field checked, and what is wrong said so that a partner can act on it."""

from functools import partial

import pytest

from bot.domain.lead import FIELDS, Draft, Origin, Value
from bot.intake.fields import validate
from bot.intake.vocabulary import Vocabulary
from bot.matching.domains import ignored, prospect_domain

WORDS = Vocabulary.of(lead_types=[("Qualified Lead", ()), ("Managed Customer Lead", ())], confidence=0.7)
PROSPECT = partial(prospect_domain, ignore=ignored())
GOOD = {
    "first_name": "Ana",
    "last_name": "Prado",
    "email": "ana@pradocafe.com.br",
    "url": "www.pradocafe.com.br",
    "company": "Prado Café",
    "lead_type": "ql",
}


def check(sure=1.0, **changes):
    values = {name: text for name, text in (GOOD | changes).items() if text}
    return validate(Draft({name: Value(text, Origin("body"), sure) for name, text in values.items()}), WORDS, PROSPECT)


def test_a_good_lead_has_no_faults():
    lead, faults = check()
    assert not faults
    assert (lead.lead_type, lead.domain, lead.contact) == ("Qualified Lead", "pradocafe.com.br", "Ana Prado")


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        *(pytest.param(name, "", "missing", id=f"{name} missing") for name in FIELDS),
        pytest.param("email", "ana@", "address.invalid", id="address without domain"),
        pytest.param("email", "ana prado@cafe.br", "address.invalid", id="address with a space"),
        pytest.param("email", "ana@cafe.invalid", "address.invalid", id="address at a reserved name"),
        pytest.param("url", "coming soon", "url.invalid", id="words for a URL"),
        pytest.param("url", "http://192.168.0.1/", "url.invalid", id="an IP address"),
        pytest.param("url", "intranet.local", "url.no_domain", id="a private name"),
        pytest.param("lead_type", "hot", "lead_type.unknown", id="unknown type"),
        pytest.param("company", "???", "company.invalid", id="no letters"),
        pytest.param("last_name", "ana@pradocafe.com.br", "last_name.invalid", id="address for a name"),
    ],
)
def test_faults(name, text, code):
    lead, faults = check(**{name: text})
    assert [(fault.field, fault.code) for fault in faults] == [(name, code)]
    assert lead.get(name) == ""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("email", "jörg@überschär.de", id="internationalised address"),
        pytest.param("email", "joerg@xn--berschr-bxa3s.de", id="punycode"),
        pytest.param("url", "http://www.überschär.de/über", id="internationalised URL"),
        pytest.param("url", "acme.com", id="no scheme"),
        pytest.param("url", "https://acme.github.io", id="page on a platform"),
    ],
)
def test_odd_but_fine(name, text):
    lead, faults = check(**{name: text})
    assert not faults
    assert lead.get(name) == text


def test_an_unsure_value_is_asked_back():
    lead, faults = check(sure=0.5)
    assert {fault.code for fault in faults} == {"unsure"}
    assert {fault.got for fault in faults} >= {"Ana", "Prado Café"}
    assert lead.company == ""
