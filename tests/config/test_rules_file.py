"""A program's rules file: every way to get it wrong, each told by its key."""

from pathlib import Path

import pytest

from bot.config import load_program
from bot.domain.errors import ConfigError


@pytest.mark.parametrize(
    ("name", "old", "new", "problem"),
    [
        pytest.param("leanstack", "limit = 50", "limit = 0", "cap.limit: must be at least 1, not 0", id="a cap of 0"),
        pytest.param("leanstack", "months = 6", 'months = "6"', 'term.months: must be a whole number, not the text "6"', id="text for a number"),
        pytest.param("leanstack", "months = 6", "months = 0", 'term.months: must be at least 1 (or days; or the whole section "unset")', id="a term of nothing"),
        pytest.param("leanstack", "months = 6", "months = 6\ndays = 3", "term.days: a term is counted in months or in days, not in both", id="months and days"),
        pytest.param("leanstack", "months = 6", "months = 6.0", "term.months: must be a whole number, not 6.0", id="a broken number"),
        pytest.param("leanstack", "limit = 50", "limit = true", "cap.limit: must be a whole number, not true", id="true for a number"),
        pytest.param("leanstack", "limit = 50", 'limit = "unset"', 'cap.limit: must be a whole number, not "unset"', id="unset where the section has to be"),
        pytest.param("leanstack", "[30, 14, 3]", "[181, 14]", "notify.reminders_before: 181 days is not within the term of 6 calendar months", id="a reminder before the term"),
        pytest.param("leanstack", "[30, 14, 3]", "[3, 3]", "notify.reminders_before: a day is named twice", id="a reminder twice"),
        pytest.param("leanstack", "[30, 14, 3]", "[30, 0]", "notify.reminders_before.1: must be at least 1, not 0", id="a reminder too late"),
        pytest.param("leanstack", 'zone = "UTC"', 'zone = "Mars/Base"', "zone: 'Mars/Base' is no IANA time zone such as Europe/Berlin or UTC", id="an unknown zone"),
        pytest.param("leanstack", 'zone = "UTC"', 'zone = "../etc"', "zone: '../etc' is no IANA time zone such as Europe/Berlin or UTC", id="a zone outside"),
        pytest.param("leanstack", '"url", ', '"urll", ', "intake.required.3: 'urll' is not known; did you mean 'url'?", id="an unknown field"),
        pytest.param("leanstack", '"url", ', '"email", ', "intake.required: 'email' is named twice", id="a field twice"),
        pytest.param("leanstack", 'synonyms = ["Qualified"', 'synonyms = ["MCL"', "intake.lead_types: 'mcl' is named twice", id="a synonym of two types"),
        pytest.param("leanstack", "[partner]", '[intake.labels]\nurll = ["Web"]\n[partner]', "intake.labels.urll: is no field", id="labels of no field"),
        pytest.param("leanstack", 'prefix = "LS"', 'prefix = "l5"', "prefix: 'l5' must be two to five capital letters", id="a prefix that no reference has"),
        pytest.param("leanstack", 'name = "leanstack"', 'name = "Lean Stack"', "name: 'Lean Stack' must be of small letters, digits, - and _, and open with a letter", id="a name with a blank"),
        pytest.param("leanstack", 'on_match = "hold"', 'on_match = "hodl"', "conflict.on_match: 'hodl' is not known; did you mean 'hold'?", id="a slip in a word"),
        pytest.param("leanstack", "early = ", "earlyy = ", "renewal.earlyy: unknown key; did you mean 'early'?", id="a slip in a key"),
        pytest.param("leanstack", "[cap]", "[capp]", "capp: unknown key; did you mean 'cap'?", id="a slip in a section"),
        pytest.param("leanstack", "[cap]", "[capp]", 'cap: is missing (write "unset" where the policy does not say)', id="silence must be spelled"),
        pytest.param("leanstack", 'window_days = "unset"', "", 'renewal.window_days: is missing (or "unset" where the policy does not say)', id="silence within a section too"),
        pytest.param("leanstack", 'attestation = "implied"', 'attestation = "unset"', 'intake.attestation: must be "implied" or "explicit", not "unset"', id="unset where a word is needed"),
        pytest.param("leanstack", "confidence = 0.7", "confidence = 1.2", "intake.confidence: must be at most 1, not 1.2", id="surer than sure"),
        pytest.param("leanstack", "confidence = 0.7", "confidence = nan", "intake.confidence: must be a finite number", id="not a number"),
        pytest.param("leanstack", "days = 90", "days = 2020-01-01", "renewal.days: must be a whole number, not a date", id="a date for a number"),
        pytest.param("leanstack", "ignore_domains = []", 'ignore_domains = ["Hub.Example"]', "match.ignore_domains: 'Hub.Example' is no domain in small letters", id="a domain in capitals"),
        pytest.param("leanstack", 'contact = ""', 'contact = ""\nlinks = { Help = "javascript:x" }', "notify.links.Help: must be a web address that starts with https://", id="a link that runs"),
        pytest.param("leanstack", 'policy = "You can have', 'policy = ""\n# ', "cap.policy: must not be empty", id="a rule without its sentence"),
        pytest.param("plaidcloud", 'plans = "unset"', "plans = []", 'partner.plans: an empty list admits nobody; write "unset" where any plan will do', id="no plan admits"),
        pytest.param("plaidcloud", "reminders_before = []", "reminders_before = [3]", 'notify.reminders_before: nothing expires to be reminded of while term is "unset"', id="reminders of nothing"),
        pytest.param("plaidcloud", 'term = "unset"', "term = 6", "term: must be a table, not 6", id="a number for a section"),
    ],
)  # fmt: skip
def test_wrong(rules, problems, name, old, new, problem):
    assert any(line.startswith(problem) for line in problems(rules(name, (old, new))))


def test_all_problems_at_once(rules, problems):
    found = problems(
        rules(
            "leanstack",
            ("limit = 50", "limit = 0"),
            ('zone = "UTC"', 'zone = "Nowhere"'),
            ("[30, 14, 3]", "[300, 200]"),
            ("[renewal]", "[renewals]"),
            ('inactive = "reject"', 'inactive = "perhaps"'),
            ('title = "LEANSTACK Partner Program"', ""),
        )
    )
    assert [line.partition(":")[0] for line in found] == [
        "renewals",
        "title",
        "partner.inactive",
        "renewal",
        "cap.limit",
        "zone",
        "notify.reminders_before",
        "notify.reminders_before",
    ]


def test_a_renewal_needs_a_term(rules, problems):
    path = rules(
        "leanstack", ("[term]\nmonths = 6", "[[x]]\nmonths = 6"), ('name = "lean', 'term = "unset"\nname = "lean')
    )
    assert 'renewal: nothing expires to be renewed while term is "unset"' in problems(path)


def test_a_name_that_is_not_there_is_helped():
    with pytest.raises(ConfigError, match=r"no rules of this name come with regbot; did you mean 'leanstack'\?"):
        load_program("leanstak")


def test_a_path_starts_at_the_folder_given(rules):
    path = rules("leanstack", ("limit = 50", "limit = 7"))
    assert load_program(path.name, path.parent).cap.limit == 7
    assert load_program(str(path), Path("/elsewhere")).cap.limit == 7
