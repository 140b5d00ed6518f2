"""``regbot run``: serve the inboxes, or drain them once."""

from __future__ import annotations

import gc
import signal
import threading
from typing import Annotated

import typer

from bot.cli.common import DEFAULT_CONFIG, Config, settings_and_programs


def run(
    once: Annotated[bool, typer.Option("--once", help="Drain the inboxes, do what is due, deliver, and end.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Log every step.")] = False,
    config: Config = DEFAULT_CONFIG,
) -> None:
    """Serve the inboxes until stopped (SIGTERM or Ctrl-C).

    With --once the exit code is 1 when a mail was parked, an inbox was out of reach or a delivery failed for good.
    """
    from bot.config import missing
    from bot.domain.errors import ConfigError

    settings, programs = settings_and_programs(config)
    if problems := missing(settings):
        raise ConfigError([f"{config}: {problem}" for problem in problems])

    from bot.daemon import Bot
    from bot.workers.log import to_stderr

    to_stderr(verbose=verbose)
    with Bot(settings, programs) as bot:
        gc.freeze()  # what the start made stays: no search for circles visits it
        gc.set_threshold(50_000, 20, 100)  # the work's own circles are few, but must not pile up over many mails
        if once:
            raise typer.Exit(bot.once())
        stop = threading.Event()
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda *_: stop.set())
        bot.run(stop)
