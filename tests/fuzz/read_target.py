"""Fuzzes the whole reading path for as long as wanted: ``python tests/fuzz/read_target.py -max_total_time=600 CORPUS``.

Needs ``pip install atheris``. A mail that raises, or takes longer than a second, is written out by libFuzzer as
``crash-*`` (``-artifact_prefix=`` says where); what it finds becomes a mail of tests/mails or tests/whole/hostile.py.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["bot.intake", "bot.matching"]):
    sys.path.insert(0, str(Path(__file__).parents[2]))
    from benchmarks.reading import predict, reader

_MAILS = Path(__file__).parents[1] / "mails"
_READER = reader(_MAILS)
_HEAD = b"From: Ines <ines@northgate-advisors.com>\r\nTo: bot@vendor.example\r\nIn-Reply-To: <%s>\r\nContent-Type: %s; charset=utf-8\r\n\r\n"
_KINDS = (b"text/plain", b"text/plain; format=flowed", b"text/html", b"text/csv", b"text/vcard", b"application/json")
_SENT = json.loads((_MAILS / "_context.json").read_text(encoding="utf-8"))["bot_messages"]
_ANSWERED = [message_id.strip("<>").encode() for message_id in _SENT]
_MOST_SECONDS = 1.0


def one_mail(data: bytes) -> None:
    """Read the input as a whole mail, or as the body of one: plain, page or file, fresh or in answer to the bot."""
    choice = data[0] if data else 0
    raw = data[1:]
    if choice % 8 < len(_KINDS):
        raw = _HEAD % (_ANSWERED[choice // 8 % len(_ANSWERED)], _KINDS[choice % 8]) + raw
    start = time.process_time()
    predict(_READER, "fuzzed.eml", raw)
    took = time.process_time() - start
    if took > _MOST_SECONDS:
        raise RuntimeError(f"took {took:.1f} s")


if __name__ == "__main__":
    predict(_READER, "warm.eml", _HEAD % (b"a@b", b"text/html") + b"<p>warm up</p>")  # word lists are read once
    atheris.Setup(sys.argv, one_mail)
    atheris.Fuzz()
