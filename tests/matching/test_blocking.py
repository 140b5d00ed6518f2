"""A company meets its other spellings on a key, and resembles them by the rare words that they share."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching.blocking import MOST_KEYS, filed, name_keys, question, words_of
from bot.matching.readings import established_keys, far_keys, near_keys, others, word_keys
from bot.matching.resemblance import WordCounts, resemblance, slips, spelled

COMMON = {"group": 9_000, "solutions": 8_000, "consulting": 5_000, "logistics": 4_000, "smith": 900, "blue": 900}
COUNTS = WordCounts(100_000, COMMON)
NAMES = st.text(st.characters(codec="utf-8"), max_size=80)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Acme Robotics GmbH", "ACME Robotics", id="without its legal form"),
        pytest.param("Smith & Jones Group", "Jones and Smith Group Ltd", id="in another order"),
        pytest.param("Zen Volt", "Zenvolt Inc.", id="run together"),
        pytest.param("International Business Machines", "IBM Corp.", id="by its initials"),
        pytest.param("Blue Riverside Logistics", "Blue Logistics", id="a word left out"),
        pytest.param("Signify (formerly Philips Lighting)", "Philips Lighting N.V.", id="by its former name"),
        pytest.param("Lumora", "Lumoar", id="two letters swapped near the end"),
        pytest.param("Müller Bau", "Mueller Bau", id="another way to write a letter"),
    ],
)
def test_a_company_is_asked_for_under_a_key_of_its_other_spelling(one: str, other: str) -> None:
    assert _meet(one, other)
    assert _meet(other, one)


def _meet(asked: str, known: str) -> bool:
    counts = WordCounts(100_000, dict.fromkeys(words_of(filed(known)), 1))
    meant = {word: others(word, counts.counts, counts) for word in words_of(filed(asked))}
    return bool(question(filed(asked), meant, counts).keys() & name_keys(filed(known)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Acme Robotics", "Blue Logistics", id="nothing in common"),
        pytest.param("", "Acme", id="no name"),
        pytest.param("—", "…", id="no word in either"),
    ],
)
def test_strangers_share_none(one: str, other: str) -> None:
    assert not name_keys(filed(one)) & name_keys(filed(other))
    assert not _meet(one, other)


@given(st.text("abcdefghij", min_size=3, max_size=20), st.data())
def test_a_word_and_its_slip_share_a_key(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("abcdefghij"))
    swapped = word[:at] + word[at : at + 2][::-1] + word[at + 2 :]
    slip = data.draw(
        st.sampled_from(
            [word[:at] + word[at + 1 :], word[:at] + letter + word[at:], word[:at] + letter + word[at + 1 :], swapped]
        )
    )
    assert word_keys(word) & word_keys(slip) or len(slip) < 3


@pytest.mark.parametrize(
    ("word", "established"),
    [
        pytest.param("sofwtaer", "software", id="two slips"),
        pytest.param("doftwarre", "software", id="one of them at the first letter"),
        pytest.param("consutlnig", "consulting", id="two slips in a long word"),
        pytest.param("visr", "visser", id="two letters less"),
        pytest.param("log", "logistics", id="shortened"),
        pytest.param("manuf", "manufacturing", id="shortened less"),
    ],
)
def test_a_word_got_badly_wrong_stands_for_one_that_many_names_hold(word: str, established: str) -> None:
    assert (near_keys(word) | far_keys(word)) & (word_keys(established) | established_keys(established))
    assert others(word, [established], WordCounts(1_000, {established: 40})) == [established]


def test_a_long_word_has_few_keys() -> None:
    assert len(word_keys("x" * 16 + "y" * 16) | established_keys("abcdefgh" * 4) | far_keys("hgfedcba" * 4)) < 120


@given(NAMES)
def test_any_text_is_filed_under_few_keys_and_resembles_itself(text: str) -> None:
    name = filed(text)
    assert len(name_keys(name)) <= 200
    assert all(len(word) <= 32 for word in words_of(name))
    assert not name or resemblance(name, name, COUNTS) == 1


@given(st.lists(st.sampled_from(sorted(COMMON)), min_size=1, max_size=12))
def test_few_keys_are_asked_for_however_common_the_words_are(words: list[str]) -> None:
    others = [f"{word}x{n}" for word in words for n in range(12)]
    counts = WordCounts(1_000_000, {**dict.fromkeys(words, 100_000), **dict.fromkeys(others, 50_000)})
    meant = {word: [f"{word}x{n}" for n in range(12)] for word in words}
    asked = question(" ".join(words), meant, counts)
    assert len(asked) <= MOST_KEYS
    assert list(asked.values()) == sorted(asked.values(), reverse=True)


@pytest.mark.parametrize(
    ("asked", "close", "far"),
    [
        pytest.param("acme group", "acme solutions", "blue group", id="a rare word counts, a common one does not"),
        pytest.param("acme logistcs", "acme logistics", "acme", id="a slip is nearer than a word less"),
        pytest.param("blue logistics", "blue riverside logistics", "smith logistics", id="a word left out"),
        pytest.param("acme robotics", "acme robotics group", "acme", id="what is added tells apart more"),
        pytest.param("acme mfg", "acme manufacturing", "acme brewing", id="an abbreviation"),
        pytest.param("acme soft", "acme software", "acme softalia", id="no abbreviation of a coined word"),
        pytest.param("philips lighting", "signify|philips lighting", "signify", id="a further name"),
    ],
)
def test_which_of_two_is_more_alike(asked: str, close: str, far: str) -> None:
    assert resemblance(asked, close, COUNTS) > resemblance(asked, far, COUNTS)


def test_two_words_that_many_bear_are_no_slips_of_each_other() -> None:
    rare = WordCounts(100_000, {"systems": 900, "polar": 2})
    many = WordCounts(100_000, {"systems": 900, "polar": 900, "solar": 900})
    assert resemblance("solar systems", "polar systems", rare) > 0.7
    assert resemblance("solar systems", "polar systems", many) < 0.3


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        pytest.param("acmee", "acme", 1, id="one letter more"),
        pytest.param("bcme", "acme", 1.5, id="at the first letter it weighs more"),
        pytest.param("technlogy", "technologies", 1, id="of another spelling of the word"),
        pytest.param("acme", "bolt", 0, id="another word"),
        pytest.param("abcd", "abef", 0, id="two in a short word"),
    ],
)
def test_slips(one: str, other: str, distance: float) -> None:
    assert slips(one, other) == distance


def test_a_slip_of_a_known_spelling_stands_for_its_word() -> None:
    assert "technologies" in spelled("technlogy")
    assert spelled("zzzzzzzz") == set()
