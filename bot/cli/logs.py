"""Log lines: an event's name and fields, ids and codes, never addresses or bodies."""

from __future__ import annotations

import logging
import sys


def to_stderr(*, verbose: bool) -> None:
    """Log to stderr in ``key=value`` lines; without ``verbose`` only what is worth a look."""
    import structlog

    level = logging.INFO if verbose else logging.WARNING
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(name)s: %(message)s")
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"], bool_as_flag=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
