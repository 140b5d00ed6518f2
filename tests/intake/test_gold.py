"""Whole mails and what a person reads in them: the project's own table, and the gold corpus where it lies beside it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.reading import predict, reader
from bot.domain.lead import FIELDS
from bot.intake.values import host_of

ROOT = Path(__file__).parents[2]
OWN = ROOT / "tests" / "mails"
GOLD = ROOT.parent / "shared" / "gold"


def shown(lead):
    values = {name: (lead.get(name) or "").rstrip(".") for name in FIELDS}  # "Ltd." may end a sentence
    return values | {"url": host_of(values["url"]), "email": values["email"].casefold()}


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in sorted(OWN.glob("*.eml"))])
def test_own_mails(path, processor):
    gold = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))

    read = predict(processor, path.name, path.read_bytes())

    assert read["kind"] == gold["kind"]
    assert [shown(lead) for lead in read["leads"]] == [shown(lead) for lead in gold["leads"]]


@pytest.mark.skipif(not GOLD.is_dir(), reason="no gold corpus at ../shared/gold")
def test_gold_corpus(tmp_path):
    predictions = tmp_path / "predictions.jsonl"
    mails = GOLD / "mails"
    processor = reader(mails)
    lines = [json.dumps(predict(processor, path.name, path.read_bytes())) for path in sorted(mails.glob("*.eml"))]
    predictions.write_text("\n".join(lines), encoding="utf-8")
    floors = ["--min-kind", "0.99", "--min-recall", "0.97", "--min-precision", "0.99", "--min-command", "0.98"]

    score = subprocess.run(
        [sys.executable, GOLD / "score.py", mails, predictions, *floors], capture_output=True, text=True, check=False
    )

    assert score.returncode == 0, score.stdout + score.stderr
