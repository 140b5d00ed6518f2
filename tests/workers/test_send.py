"""How long a mail waits for its next attempt."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.workers.send import pause


@pytest.mark.parametrize(
    ("attempts", "least", "most"),
    [
        pytest.param(1, 24, 36, id="first"),
        pytest.param(2, 48, 72, id="doubled"),
        pytest.param(9, 2880, 4320, id="an hour at most"),
        pytest.param(1000, 2880, 4320, id="however often"),
    ],
)
def test_pause(attempts: int, least: int, most: int) -> None:
    for _ in range(50):
        assert timedelta(seconds=least) <= pause(attempts) <= timedelta(seconds=most)
