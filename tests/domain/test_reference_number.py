"""The number behind a reference is found again, so that no number is given out twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import reference

WIDER = 32**4
"""The first number that needs five digits."""


@given(number=st.integers(1, 32**9))
def test_a_number_is_found_again(number: int) -> None:
    assert reference.number(reference.make("LS", number)) == number


@pytest.mark.parametrize(
    "number",
    [
        pytest.param(1, id="the first"),
        pytest.param(WIDER - 1, id="the last of four digits"),
        pytest.param(WIDER, id="the first of five digits"),
        pytest.param(WIDER + 32**5, id="the first of six digits"),
    ],
)
def test_where_references_grow(number: int) -> None:
    assert reference.number(reference.make("LS", number)) == number
