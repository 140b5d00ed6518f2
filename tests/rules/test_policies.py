"""The rules that come with regbot: each carries its sentence, word for word, and says what it means."""

import re
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from bot.config import load_program
from bot.domain.lead import EXTRA_FIELDS, FIELDS
from bot.rules.describe import meanings
from bot.rules.intake import FieldName

TEXTS = Path(__file__).parents[3] / "shared" / "policies"
UNSAID = {("plaidcloud", "partner.agreement_policy")}


def sentences(value, where=""):
    """Every policy sentence of a program with its key."""
    for field in fields(value):
        inner, key = getattr(value, field.name), f"{where}{field.name}"
        if is_dataclass(inner):
            yield from sentences(inner, f"{key}.")
        elif field.name.endswith("policy") or field.name == "statement":
            yield key, inner


@pytest.mark.parametrize("name", ["leanstack", "plaidcloud"])
def test_every_rule_carries_its_sentence(name):
    found = dict(sentences(load_program(name)))
    empty = {(name, key) for key, sentence in found.items() if not sentence}
    checked = load_program(name).partner.certification is not None
    assert empty - UNSAID == (set() if checked else {(name, "partner.certification_policy")})


@pytest.mark.parametrize(("name", "file"), [("leanstack", "002_*.txt"), ("plaidcloud", "000_*.txt")])
def test_the_sentences_stand_in_the_policy_word_for_word(name, file):
    texts = list(TEXTS.glob(file)) if TEXTS.is_dir() else []
    if not texts:
        pytest.skip("the programs' texts are not beside this checkout")
    text = re.sub(r"\s+", " ", texts[0].read_text("utf-8"))
    for key, sentence in sentences(load_program(name)):
        assert (sentence or "") in text, key


def test_leanstack_s_figures():
    rules = load_program("leanstack")
    assert rules.intake.required == FIELDS
    assert [kind.name for kind in rules.intake.lead_types] == ["Qualified Lead", "Managed Customer Lead"]
    assert (rules.term.months, rules.renewal.days, rules.renewal.max, rules.cap.limit) == (6, 90, 1, 50)
    assert rules.notify.reminders_before == (30, 14, 3)
    assert rules.partner.plans == ("mentor", "accelerator", "enterprise")
    assert rules.notify.cc == ("held",)


def test_plaidcloud_invents_nothing():
    rules = load_program("plaidcloud")
    assert (rules.term, rules.renewal, rules.cap, rules.partner.plans) == (None, None, None, None)
    assert rules.partner.certification == "PlaidCloud Analyst"
    assert "Partner Advisor" in rules.notify.contact


def test_rules_know_the_fields_of_a_lead():
    assert FieldName.__args__ == FIELDS + EXTRA_FIELDS


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("leanstack", "At most 500 leads"),
        ("leanstack", "A partner may have 50 registrations outstanding at a time, accepted or held"),
        ("leanstack", "lasts 6 calendar months"),
        ("leanstack", "can be renewed once for 90 days"),
        ("leanstack", "reminded 30, 14 and 3 days before"),
        ("leanstack", "a mentor, accelerator or enterprise plan; without, its registration is refused"),
        ("leanstack", "that another partner has registered is held for an admin"),
        ("plaidcloud", "The policy does not say how long a registration lasts; it does not expire."),
        ("plaidcloud", "The policy does not say how many registrations a partner may have."),
        ("plaidcloud", "without a certified PlaidCloud Analyst is held for an admin"),
        ("plaidcloud", "For questions mails name your Partner Advisor."),
    ],
)
def test_the_rules_in_plain_words(name, said):
    assert any(said in meaning.text for meaning in meanings(load_program(name)))


def test_each_meaning_stands_beside_its_sentence():
    told = list(meanings(load_program("leanstack")))
    (cap,) = (meaning for meaning in told if "outstanding at a time" in meaning.text)
    assert cap.policy == "You can have up to 50 outstanding registrations at any given time."
    assert any(meaning.policy == "" for meaning in told)
    assert all(meaning.text.endswith(".") for meaning in told)
