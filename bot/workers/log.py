"""Log lines: an event's name and fields, ids and codes, never addresses or bodies: ``mail.handled inbound=7``."""

from __future__ import annotations

import logging
import re
import sys
import time
import traceback

_logger = logging.getLogger("regbot")
_LOCAL_PART = re.compile(r"[^\s<>()\[\]\"',;:=/@]{1,64}@(?=\w)")


class Log:
    """What the workers tell; nothing is put together below the level that is shown."""

    def info(self, event: str, **fields: object) -> None:
        """A step that went as it should."""
        if _logger.isEnabledFor(logging.INFO):
            _logger.info(line(event, fields))

    def warning(self, event: str, **fields: object) -> None:
        """Worth a look."""
        _logger.warning(line(event, fields))

    def error(self, event: str, **fields: object) -> None:
        """Something could not be done now; it is tried again, or a person is told."""
        _logger.error(line(event, fields))

    def exception(self, event: str, **fields: object) -> None:
        """Something nobody expected, with its traceback; for use where an exception is handled."""
        _logger.error(line(event, {**fields, "exception": traceback.format_exc().strip()}))


def line(event: str, fields: dict[str, object]) -> str:
    """The event and its fields as logfmt, on one line whatever they hold."""
    return " ".join([f"event={event}", *(f"{name}={_value(value)}" for name, value in fields.items())])


def _value(value: object) -> str:
    text = _LOCAL_PART.sub("*@", str(value))  # what a server or an exception says may name people
    if text and text.isprintable() and not any(char in text for char in ' "='):
        return text
    escaped = "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)
    return '"' + escaped.replace('"', '\\"') + '"'


def to_stderr(*, verbose: bool) -> None:
    """Log to stderr, each line with its instant (UTC) and level; without ``verbose`` only what is worth a look."""
    handler = logging.StreamHandler(sys.stderr)
    formatter = logging.Formatter("timestamp=%(asctime)s.%(msecs)03dZ level=%(levelname)s %(message)s")
    formatter.converter = time.gmtime
    formatter.default_time_format, formatter.default_msec_format = "%Y-%m-%dT%H:%M:%S", ""
    handler.setFormatter(formatter)
    _logger.handlers = [handler]
    _logger.propagate = False
    _logger.setLevel(logging.INFO if verbose else logging.WARNING)
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(name)s: %(message)s")
