"""What a log line looks like: one line whatever the fields hold, nothing below the level that is shown."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

import pytest

from bot.workers.log import Log, line, to_stderr


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    """Leave the process's logging as it was found."""
    logger = logging.getLogger("regbot")
    handlers, level, propagate = logger.handlers, logger.level, logger.propagate
    yield
    logger.handlers, logger.propagate = handlers, propagate
    logger.setLevel(level)


@pytest.mark.parametrize(
    ("fields", "written"),
    [
        pytest.param({}, "event=mail.handled", id="no fields"),
        pytest.param({"inbound": 7, "why": "submission"}, "event=mail.handled inbound=7 why=submission", id="plain"),
        pytest.param({"why": "no answer in time"}, 'event=mail.handled why="no answer in time"', id="words"),
        pytest.param({"why": 'says "no"'}, 'event=mail.handled why="says \\"no\\""', id="quotes"),
        pytest.param(
            {"why": "refused the login of 'ada.b+x@north.example' (<bob@south.example>: gone)"},
            "event=mail.handled why=\"refused the login of '*@north.example' (<*@south.example>: gone)\"",
            id="addresses",
        ),
        pytest.param({"why": ""}, 'event=mail.handled why=""', id="empty"),
        pytest.param({"why": "a\r\nevent=forged"}, 'event=mail.handled why="a\\r\\nevent=forged"', id="line breaks"),
        pytest.param({"why": "\x1b[31m\u2028"}, 'event=mail.handled why="\\x1b[31m\\u2028"', id="control characters"),
    ],
)
def test_a_line(fields: dict[str, object], written: str) -> None:
    assert line("mail.handled", fields) == written


@pytest.mark.parametrize(("verbose", "events"), [(False, ["b", "c", "d"]), (True, ["a", "b", "c", "d"])])
def test_what_is_shown(capsys: pytest.CaptureFixture[str], verbose: bool, events: list[str]) -> None:
    to_stderr(verbose=verbose)
    log = Log()
    log.info("a")
    log.warning("b")
    log.error("c")
    try:
        raise KeyError("gone")
    except KeyError:
        log.exception("d")
    shown = capsys.readouterr().err
    assert re.findall(r"event=(\w)", shown) == events
    assert all(
        re.match(r"timestamp=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z level=[A-Z]+ ", row) for row in shown.splitlines()
    )
    assert "KeyError: 'gone'" in shown
