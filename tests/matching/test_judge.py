"""Whether two prospects are the same company, by example and by what must always hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.match import Likeness, Prospect, Thresholds
from bot.matching.domains import ignored
from bot.matching.judge import judge_pair
from bot.matching.rarity import by_kind, from_counts

IGNORE = ignored()
THRESHOLDS = Thresholds(typo=0.8, alike=0.85, rare=0.8)


def at(company, url="", email=None):
    """A prospect that writes from its own domain unless told otherwise."""
    return Prospect(company, url, f"ana@{url.partition('/')[0]}" if email is None and url else email or "")


def judged(one, other):
    return judge_pair(one, other, IGNORE, THRESHOLDS)


SAME = [
    pytest.param(
        at("Kowalski Meble", "kowalski.pl"), at("Kowalski Meble Sp. z o.o.", "www.kowalski.pl"), id="legal form"
    ),
    pytest.param(at("Ponte Nova", "pontenova.pt"), at("Ponta Nova", "pontenova.pt"), id="typing error"),
    pytest.param(at("Harvest Moon", "harvestmoon.ie"), at("HM Foods", "harvestmoon.ie"), id="renamed"),
    pytest.param(at("Golden Stag", "zlatyjelen.cz"), at("Zlatý Jelen", "zlatyjelen.cz"), id="translated"),
    pytest.param(at("世界樹木", "shijie.cn"), at("World Trees", "shijie.cn"), id="in another script"),
    pytest.param(at("Lantern Press", "", "ed@lantern.ie"), at("Lantern Press Ltd", "lantern.ie"), id="mail domain"),
    pytest.param(
        at("Rosebud", "", "rose.bud@gmail.com"), at("Rosebud Salon", "", "rosebud+x@googlemail.com"), id="free mail box"
    ),
    pytest.param(at("Deli", "facebook.com/deli"), at("The Deli", "https://m.facebook.com/deli/", ""), id="page"),
    pytest.param(
        at("Surf", "surf.business.site"), at("Surf School", "https://surf.business.site/menu", ""), id="tenant"
    ),
]
REVIEW = [
    pytest.param(
        at("Sage Garden", "sagegarden.com"), at("Sage Garden", "sagegarden.net"), id="same name, other domain"
    ),
    pytest.param(at("Veltrona GmbH", "veltrona.de"), at("Veltrona France", "veltrona.fr"), id="other country"),
    pytest.param(at("Veltrona", "veltrona.com"), at("Veltrona Energy", "veltrona-energy.com"), id="subsidiary"),
    pytest.param(at("Faculty of Law", "law.uni.edu"), at("Faculty of Arts", "arts.uni.edu"), id="departments"),
    pytest.param(
        at("Kanzlei Berg", "hof.de/berg"), at("Tischlerei Lutz", "hof.de/lutz"), id="several firms on one site"
    ),
    pytest.param(
        at("Hotel Alpen", "alpen.at", "x@group.at"), at("Hotel Edel", "edel.at", "x@group.at"), id="shared mail domain"
    ),
    pytest.param(at("Café Luna", "", "luna@gmail.com"), at("Cafe Luna", "cafeluna.fr"), id="same name, free mail"),
    pytest.param(at("Burger Bros", "burgerbros.com"), at("Burger Bros Store 12", "", "x@gmail.com"), id="outlet"),
]
DIFFERENT = [
    pytest.param(at("Delta Dental", "deltadental.com"), at("Delta Faucet", "deltafaucet.com"), id="a common word"),
    pytest.param(at("Harbor Cafe", "harborcafe.us"), at("Harbor Safe", "harborsafe.com"), id="a letter, another word"),
    pytest.param(
        at("Tiny Tots", "facebook.com/tinytots", ""), at("Tiny Toes", "facebook.com/tinytoes", ""), id="pages"
    ),
    pytest.param(
        at("Jones", "isp.net/~jones", "j@isp.net"),
        at("Smith", "isp.net/~smith", "s@isp.net"),
        id="home pages of one provider",
    ),
    pytest.param(at("Kim Flowers", "", "kim@naver.com"), at("Park Flowers", "", "park@naver.com"), id="free mail"),
    pytest.param(at("Haifa University", "haifa.ac.il"), at("Tel Aviv University", "tau.ac.il"), id="public suffix"),
    pytest.param(
        at("Huber", "http://members.aon.at/huber", ""), at("Moser", "http://members.aon.at/moser", ""), id="home pages"
    ),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_same(one, other):
    assert judged(one, other).likeness is Likeness.SAME


@pytest.mark.parametrize(("one", "other"), REVIEW)
def test_review(one, other):
    assert judged(one, other).likeness is Likeness.REVIEW


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different(one, other):
    assert judged(one, other).likeness is Likeness.DIFFERENT


NAMES = st.sampled_from(
    [
        "Veltrona",
        "Delta Dental",
        "Müller Bau",
        "Калина",
        "世界樹木",
        "P&G",
        "Amazon.com",
        "University of York",
        "Bar",
        "",
    ]
)
URLS = st.sampled_from(
    [
        "",
        "veltrona.com",
        "law.uni.edu",
        "uni.edu/arts",
        "facebook.com/delta",
        "x.wixsite.com/home",
        "amazon.com",
        "127.0.0.1",
    ]
)
EMAILS = st.sampled_from(
    ["", "a@veltrona.com", "a@gmail.com", "b@gmail.com", "a@amazon.com", "a@nhs.net", "no address"]
)
PROSPECTS = st.builds(
    Prospect, NAMES | st.text(max_size=12), URLS | st.text(max_size=12), EMAILS | st.text(max_size=12)
)


@given(PROSPECTS, PROSPECTS)
def test_whichever_stands_first(one, other):
    assert judged(one, other) == judged(other, one)


@given(PROSPECTS)
def test_never_different_from_itself(one):
    named = any(char.isalnum() for char in one.company)
    assert judged(one, one).likeness is not Likeness.DIFFERENT or not named


@given(PROSPECTS, PROSPECTS, st.sampled_from(["GmbH", "Ltd.", "S.A.", "株式会社", "ООО"]))
def test_a_legal_form_never_parts_what_is_same(one, other, form):
    if one.company.strip() and judged(one, other).likeness is Likeness.SAME:
        longer = Prospect(f"{one.company} {form}", one.url, one.email)
        assert judged(longer, other).likeness is not Likeness.DIFFERENT


@given(PROSPECTS, PROSPECTS)
def test_case_and_spacing_make_no_difference(one, other):
    loud = Prospect(f" {one.company.upper()}  ", f" {one.url} ", f"{one.email.upper()} ")
    if loud.company.casefold().split() == one.company.casefold().split():
        assert judged(loud, other).likeness is judged(one, other).likeness


@given(PROSPECTS, PROSPECTS)
def test_evidence_is_given(one, other):
    judgement = judged(one, other)
    assert all(judgement.evidence)
    assert bool(judgement.reason) == (judgement.likeness is not Likeness.DIFFERENT)


@pytest.mark.parametrize(("rarer", "commoner"), [("veltrona", "delta"), ("delta", "logistics"), ("logistics", "group")])
def test_rarity_by_kind(rarer, commoner):
    assert by_kind(rarer) > by_kind(commoner)


def test_a_register_knows_how_common_a_word_is():
    rarity = from_counts(1000, {"veltrona": 800})
    assert rarity("veltrona") < 0.2 < rarity("siemens")


def test_the_few_names_of_one_house_make_no_word_common():
    rarity = from_counts(3, {"siemens": 3})
    assert rarity("siemens") == by_kind("siemens")
