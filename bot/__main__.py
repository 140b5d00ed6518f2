"""The command ``regbot``."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Run the command line; an expected failure is one message on stderr and an exit code, never a traceback."""
    gc.set_threshold(50_000, 20, 100)  # looking for circles after every 700 objects takes a tenth of all time
    from bot.cli.app import run  # noqa: PLC0415  so that an import of this module costs nothing

    sys.exit(run())


if __name__ == "__main__":
    main()
