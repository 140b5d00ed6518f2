"""Predictions for a directory of mails: ``python -m benchmarks.reading DIR > predictions.jsonl``.

The directory holds ``*.eml`` and ``_context.json`` (the bot's address, admins, partners, and what the bot had sent
before), which fills a scratch store; every mail is then read as the bot's worker reads it, with the LEANSTACK rules.
The times are those of the reading alone, with its look-up of what a mail answers.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.world import BOX, NOW, load
from bot.domain.errors import Unreadable
from bot.domain.lead import EXTRA_FIELDS, FIELDS
from bot.domain.mail import Inbound, Instruction, Kind, Reading
from bot.workers.process import Processor


def reader(folder: Path) -> Processor:
    """The worker that reads this directory's mails: its store holds what ``_context.json`` says."""
    store, office = load(folder)
    return Processor(store, office, lambda: NOW)


def predict(processor: Processor, name: str, raw: bytes) -> dict[str, Any]:
    """One line of the predictions."""
    inbound = Inbound(1, BOX, "leanstack", NOW, len(raw), raw, bytes(16))
    try:
        mail = processor.read([inbound], park=False)[0]
    except Unreadable:
        return {"file": name, "kind": str(Kind.NOT_SUBMISSION), "leads": []}
    if mail.screened:
        return {"file": name, "kind": str(mail.screened.kind), "leads": []}
    if mail.reading is None or (mail.reading.kind is Kind.ADMIN_DECISION and not mail.proof.proven):
        return {"file": name, "kind": str(Kind.NOT_SUBMISSION), "leads": []}  # set aside: it decides nothing
    reading = mail.reading
    leads = [
        {field: lead.get(field) for field in (*FIELDS, *EXTRA_FIELDS) if lead.get(field)} for lead, _ in mail.leads
    ]
    line = {"file": name, "kind": str(reading.kind), "leads": leads, "attachment_issue": _has_issue(reading)}
    return line | ({"command": _command(reading.instructions)} if reading.instructions else {})


def _has_issue(reading: Reading) -> bool:
    return reading.kind is Kind.SUBMISSION and any(
        problem.code.startswith(("unsupported", "sheet", "paperwork", "encrypted")) for problem in reading.problems
    )


def _command(instructions: tuple[Instruction, ...]) -> dict[str, Any]:
    parts = [
        {"name": each.name, "refs": list(each.refs)}
        | ({"company": each.company} if each.company else {})
        | ({"reason": each.rest} if each.rest else {})
        for each in instructions
    ]
    return parts[0] if len(parts) == 1 else {"parts": parts}


def predictions(folder: Path) -> Iterator[tuple[dict[str, Any], float]]:
    """A prediction and its seconds for each mail."""
    processor = reader(folder)
    for path in sorted(folder.glob("*.eml")):
        raw = path.read_bytes()
        start = time.perf_counter()
        line = predict(processor, path.name, raw)
        yield line, time.perf_counter() - start


def main() -> int:
    """Print the predictions; the time goes to the error stream."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    seconds = []
    for line, took in predictions(parser.parse_args().folder):
        print(json.dumps(line, ensure_ascii=False))
        seconds.append(took)
    if seconds:
        print(
            f"{len(seconds)} mails, median {median(seconds) * 1000:.2f} ms, longest {max(seconds) * 1000:.1f} ms",
            file=sys.stderr,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
