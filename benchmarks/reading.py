"""Predictions for a directory of mails: ``python -m benchmarks.reading DIR > predictions.jsonl``.

The directory holds ``*.eml`` and ``_context.json`` (the bot's address, admins, partners, and what the bot had sent
before); every mail goes the product's own way: parse, screen, prove, read, validate, with the LEANSTACK rules.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from bot.config import folders, programs
from bot.desk.program import vocabulary_of
from bot.domain.errors import Unreadable
from bot.domain.lead import EXTRA_FIELDS, FIELDS
from bot.domain.mail import Asked, Envelope, Inbound, Instruction, Kind, Reading
from bot.intake.authenticate import Trust, prove
from bot.intake.fields import validate
from bot.intake.limits import Limits
from bot.intake.mime import authserv_id, parse
from bot.intake.reader import REFERENCE, Sender, read
from bot.intake.screen import Own, screen
from bot.intake.sheets import read_sheets
from bot.intake.vocabulary import Vocabulary
from bot.matching.domains import ignored, prospect_domain

_KINDS = {"incomplete": "answer", "admin_review": "case", "expiry": "expired", "expired": "expired"}
_LIMITS = Limits()


@dataclass(frozen=True)
class World:
    """What the directory's context says."""

    own: Own
    admins: frozenset[str]
    partners: frozenset[str]
    domains: frozenset[str]
    sent: Mapping[str, Mapping[str, Any]]
    vocabulary: Vocabulary


def load(folder: Path) -> World:
    """Read ``_context.json``."""
    said = json.loads((folder / "_context.json").read_text(encoding="utf-8"))
    bot = said["bot_address"].casefold()
    program = programs.load_program("leanstack", folders.data_folder("rules"))
    return World(
        own=Own(frozenset({bot}), frozenset()),
        admins=frozenset(map(str.casefold, said.get("admins", ()))),
        partners=frozenset(map(str.casefold, said.get("partner_addresses", ()))),
        domains=frozenset(map(str.casefold, said.get("partner_domains", ()))),
        sent=said.get("bot_messages", {}),
        vocabulary=vocabulary_of(program),
    )


def asked_by(world: World, envelope: Envelope, text: str) -> Asked | None:
    """What the mail answers, found by thread, else by a reference it names."""
    ids = (*envelope.in_reply_to, *reversed(envelope.references))
    found = [world.sent[message_id] for message_id in ids if message_id in world.sent][:1]
    named = set(REFERENCE.findall(f"{envelope.subject}\n{text}"))
    found += [message for message in world.sent.values() if message.get("ref") in named and message not in found]
    asked = [_asked(message) for message in found]
    return (
        replace(
            asked[0],
            refs=tuple(dict.fromkeys(ref for each in asked for ref in each.refs)),
            pending={ref: lead for each in reversed(asked) for ref, lead in each.pending.items()},
            missing={ref: names for each in reversed(asked) for ref, names in each.missing.items()},
        )
        if asked
        else None
    )


def _asked(message: Mapping[str, Any]) -> Asked:
    ref = message.get("ref", "")
    pending = message.get("pending", [])
    refs = message.get("refs") or [ref]
    names = (
        refs
        if len(refs) == len(pending)
        else [ref if len(pending) == 1 else f"{ref}/{at}" for at in range(1, len(pending) + 1)]
    )
    return Asked(
        kind=_KINDS.get(message.get("type", ""), message.get("type", "")),
        refs=tuple(refs),
        pending=dict(zip(names, pending, strict=False)),
        missing={name: tuple(fields) for name, fields in zip(names, message.get("missing", []), strict=False)},
    )


def predict(world: World, name: str, raw: bytes) -> dict[str, Any]:
    """One line of the predictions."""
    inbound = Inbound(1, "inbox", "leanstack", datetime(2025, 6, 1, tzinfo=UTC), len(raw), raw, bytes(16))
    try:
        envelope = parse(inbound, _LIMITS)
    except Unreadable:
        return {"file": name, "kind": str(Kind.NOT_SUBMISSION), "leads": []}
    screened = screen(envelope, world.own)
    if screened:
        return {"file": name, "kind": str(screened.kind), "leads": []}
    reading = _read(world, envelope)
    leads = []
    for draft in reading.drafts:
        lead, _ = validate(draft, world.vocabulary, partial(_prospect))
        leads.append({field: lead.get(field) for field in (*FIELDS, *EXTRA_FIELDS) if lead.get(field)})
    line = {"file": name, "kind": str(reading.kind), "leads": leads, "attachment_issue": _has_issue(reading)}
    return line | ({"command": _command(reading.instructions)} if reading.instructions else {})


def _read(world: World, envelope: Envelope) -> Reading:
    from bot.intake.body import plain_start  # noqa: PLC0415

    author = envelope.from_.key
    trust = Trust("dmarc", authserv_id(envelope.header("authentication-results")))
    role = "admin" if author in world.admins and prove(envelope, trust).proven else "partner"
    known = author in world.partners or any(author.endswith(("@" + domain, "." + domain)) for domain in world.domains)
    if role == "partner" and not known:
        role = "unknown"
    sender = Sender(role, {author}, {envelope.from_.domain}, world.own.addresses)
    asked = asked_by(world, envelope, plain_start(envelope))
    return read(
        envelope, world.vocabulary, _LIMITS, sender=sender, asked=asked, sheets=partial(read_sheets, limits=_LIMITS)
    )


def _prospect(url: str, email: str) -> str:
    return prospect_domain(url, email, _IGNORED)


_IGNORED = ignored()


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
    world = load(folder)
    for path in sorted(folder.glob("*.eml")):
        raw = path.read_bytes()
        start = time.perf_counter()
        line = predict(world, path.name, raw)
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
