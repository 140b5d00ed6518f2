"""The command ``regbot``."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Run the command line; an expected failure is one message on stderr and an exit code, never a traceback."""
    gc.set_threshold(200_000, 20, 100)  # a start makes half as many, all to stay; every 700 takes a tenth of all time
    from bot.cli.app import run  # noqa: PLC0415  so that an import of this module costs nothing

    code = run()
    gc.freeze()  # the end of the process frees everything: no search for circles before it
    sys.exit(code)


if __name__ == "__main__":
    main()
