"""Text laid out for a terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.mail.paragraphs import wrap

LONG = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"


@pytest.mark.parametrize(
    ("text", "second"),
    [
        pytest.param(LONG, "fourteen fifteen", id="a paragraph"),
        pytest.param("- " + LONG, "  thirteen fourteen fifteen", id="a list item hangs"),
        pytest.param("> " + LONG, "> thirteen fourteen fifteen", id="a quote keeps its mark"),
        pytest.param("  Label       " + LONG, "              twelve thirteen fourteen fifteen", id="a column hangs"),
        pytest.param(
            "  1  EX-7F3K-2  " + LONG, "                twelve thirteen fourteen fifteen", id="the last column hangs"
        ),
    ],
)
def test_a_long_line_is_broken(text, second):
    first, rest = wrap(text).rstrip("\n").split("\n")
    assert len(first) <= 72
    assert rest == second


def test_an_address_is_never_cut():
    address = "https://nordlicht.example/" + "x" * 90
    assert wrap(f"See {address} for more") == f"See\n{address}\nfor more\n"


def test_blank_lines_do_not_pile_up():
    assert wrap("\n\na\n\n \n\nb\n\n") == "a\n\nb\n"


@given(st.text(alphabet="ab ->.1\n", max_size=400))
def test_no_word_is_lost_or_changed(text):
    marks = str.maketrans("", "", ">")
    assert wrap(text).translate(marks).split() == text.translate(marks).split()
