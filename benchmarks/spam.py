"""What a spam filter makes of the bot's mails: ``python -m benchmarks.spam`` (Debian: spamassassin).

Every shape of every notice goes through SpamAssassin's local tests. Printed are its points and the rules that gave
them; above 0.5 the exit code is 1. What needs the network is left out: the relay's signature, lists of sending hosts.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bot.config import data_folder
from bot.mail.compose import Identity, compose
from bot.mail.render import Renderer
from bot.notices.samples import samples

_MOST = 0.5
_STATUS = re.compile(r"score=(-?[\d.]+).*?tests=(.*?)\s+autolearn", re.DOTALL)
_PREFERENCES = """
clear_headers
add_header all Status _YESNO_, score=_SCORE_ required=_REQD_ tests=_TESTSSCORES(,)_ autolearn=no
use_bayes 0
skip_rbl_checks 1
"""
_ON_TOP = """\
Return-Path: <{sender}>\r
Received: from relay.vendor.example (relay.vendor.example [93.184.215.14])\r
\tby mx.partner.example with ESMTPS; {now:%a, %d %b %Y %H:%M:%S +0000}\r
"""
"""What the receiving server puts on top of every mail."""


def main() -> int:
    """The exit code."""
    program = shutil.which("spamassassin")
    if program is None:
        print("SpamAssassin is not installed: apt-get install spamassassin", file=sys.stderr)
        return 2
    identity = Identity(
        "example", "Example Partner Program", "registrations@vendor.example", "bounces@vendor.example", "vendor.example"
    )
    renderer = Renderer([data_folder("templates")])
    worst = 0.0
    with tempfile.TemporaryDirectory() as folder:
        settings = Path(folder) / "user_prefs"
        settings.write_text(_PREFERENCES)
        for notice in samples():
            mail = compose(renderer.render(notice), notice, identity, bytes(16), datetime.now(UTC))
            head = _ON_TOP.format(sender=mail.sender, now=datetime.now(UTC))
            command = [program, "--local", "--prefspath", str(settings)]
            done = subprocess.run(command, input=head.encode() + mail.raw, capture_output=True, check=True)
            found = _STATUS.search(done.stdout.decode("utf-8", "replace"))
            if found is None:
                print(f"{notice.key}: SpamAssassin gave no score: {done.stderr.decode()[:300]}", file=sys.stderr)
                return 2
            points = float(found[1])
            worst = max(worst, points)
            print(f"{points:6.1f}  {notice.key.removeprefix('sample/'):<28} {''.join(found[2].split())}")
    print(f"worst: {worst:.1f}")
    return int(worst > _MOST)


if __name__ == "__main__":
    raise SystemExit(main())
