"""``regbot match``: judges labelled pairs of prospects, so that a manager can tune the rules on their own history."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from bot.cli.common import DEFAULT_CONFIG, Config, opened

if TYPE_CHECKING:
    from bot.domain.match import Judgement
    from bot.matching.aliases import Aliases
    from bot.rules.program import Program

_FIELDS = ("company", "url", "email")
_LABELS = ("same", "review", "different")


class Pair(NamedTuple):
    """A line of the file: two prospects by their fields, and the label that a person gave them, "" for none."""

    id: str
    sides: tuple[dict[str, str], dict[str, str]]
    label: str


def match(
    pairs: Annotated[
        Path,
        typer.Option(
            "--pairs", exists=True, dir_okay=False, readable=True, help="Pairs, a JSON object a line: id, a, b, label."
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a pair: id, label, evidence.")] = False,
    program: Annotated[str, typer.Option("--program", "-p", help="The program; default: the first.")] = "",
    config: Config = DEFAULT_CONFIG,
) -> None:
    """Judge pairs of prospects: same, review or different; compare with their labels, and say why.

    With a config file its program's rules and list of aliases are used, without one the rules that come with regbot.
    """
    asked = _read(pairs)
    rules, aliases = _rules(program, config)
    judged = _judge(asked, rules, aliases)
    if as_json:
        for pair, judgement in zip(asked, judged, strict=True):
            line = {"id": pair.id, "label": judgement.likeness.value, "evidence": list(judgement.evidence)}
            print(json.dumps(line, ensure_ascii=False))
    else:
        _show(asked, judged)


def _rules(name: str, config: Path) -> tuple[Program, Aliases]:
    from bot.config import load_program
    from bot.domain.errors import ConfigError
    from bot.matching.aliases import Aliases

    if not config.exists():
        return load_program(name or "leanstack"), Aliases()
    with opened(config) as (_, programs, store):
        name = name or next(iter(programs))
        if name not in programs:
            raise ConfigError([f"{config}: programs: there is no {name!r}; there are: {', '.join(programs)}"])
        return programs[name], Aliases(store.aliases(name))


def _judge(pairs: Sequence[Pair], rules: Program, aliases: Aliases) -> list[Judgement]:
    from bot.domain.match import Prospect
    from bot.intake.values import unwrap
    from bot.matching.domains import ignored
    from bot.matching.judge import judge_pair

    ignore = ignored(rules.match.ignore_domains)
    found = []
    for pair in pairs:
        one, other = (Prospect(side["company"], unwrap(side["url"]), side["email"]) for side in pair.sides)
        found.append(judge_pair(one, other, ignore, rules.match.thresholds, aliases))
    return found


def _read(file: Path) -> list[Pair]:
    """The pairs of a file; raises ConfigError with every line that is none."""
    from bot.domain.errors import ConfigError

    problems: list[str] = []
    found: list[Pair] = []
    try:
        lines = file.read_text("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise ConfigError([f"{file}: byte {error.start}: not UTF-8"]) from None
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                found.append(_pair(json.loads(line), number))
            except ValueError as error:  # JSONDecodeError is one
                problems.append(f"{file}: line {number}: {error}")
    if problems:
        raise ConfigError(problems)
    return found


def _pair(data: Any, number: int) -> Pair:
    if not isinstance(data, dict):
        raise ValueError("no JSON object")
    sides = []
    for key in ("a", "b"):
        side = data.get(key)
        if not isinstance(side, dict) or not all(isinstance(side.get(name, ""), str) for name in _FIELDS):
            raise ValueError(f'"{key}" must be an object with the texts {", ".join(_FIELDS)}')
        sides.append({name: side.get(name, "") for name in _FIELDS})
    label = data.get("label", "")
    if label not in ("", *_LABELS):
        raise ValueError(f'"label" is {label!r}; known are {", ".join(_LABELS)}')
    return Pair(str(data.get("id", number)), (sides[0], sides[1]), label)


def _show(pairs: Sequence[Pair], judged: Sequence[Judgement]) -> None:
    """Precision and recall of each label, then the pairs that were judged otherwise than labelled."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    labelled = [(pair, judgement) for pair, judgement in zip(pairs, judged, strict=True) if pair.label]
    counts = Counter((pair.label, judgement.likeness.value) for pair, judgement in labelled)
    right = sum(counts[label, label] for label in _LABELS)
    told = f"{len(pairs)} pairs, {len(labelled)} labelled"
    console.print(told + (f", {right / len(labelled):.1%} judged as labelled" if labelled else ""))
    table = Table("label", "precision", "recall", *(f"judged {label}" for label in _LABELS), box=None)
    for label in _LABELS:
        precision = _share(counts[label, label], sum(counts[other, label] for other in _LABELS))
        recall = _share(counts[label, label], sum(counts[label, other] for other in _LABELS))
        table.add_row(label, precision, recall, *(str(counts[label, other]) for other in _LABELS))
    console.print(table)
    for pair, judgement in zip(pairs, judged, strict=True):
        if judgement.likeness.value != pair.label:
            was = f", labelled {pair.label}" if pair.label else ""
            console.print(Text(f"\n{pair.id}: {judgement.likeness.value}{was}", style="bold"))
            for side in pair.sides:
                console.print(Text("  " + " | ".join(filter(None, side.values()))))
            for text in judgement.evidence:
                console.print(Text(f"  - {text}", style="dim"))


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "-"
