"""Leads written as labels and values, one a line or several: in any order, with bullets, dot leaders, check boxes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.domain.lead import Origin
from bot.intake.answers import said
from bot.intake.assign import Values, assign, is_empty
from bot.intake.entries import BULLETS, Entry, may_be, spaced, stacked
from bot.intake.headings import without_examples
from bot.intake.kinds import ticked, types_in
from bot.intake.lexicon import lexicon, tokens
from bot.intake.text import Line
from bot.intake.values import Own
from bot.intake.vocabulary import FULL_NAME, OTHER, Vocabulary, settle


@dataclass(slots=True)
class Labelled:
    """What labels gave: a group of entries a lead, and the lines that are no labelled values."""

    groups: list[list[Entry]] = field(default_factory=list)
    rest: list[Line] = field(default_factory=list)


_SEPARATORS = re.compile(r"\s*(?:\.{3,}|…+|_{3,}|\t+|=>|->|→|:=|=|\s[-–—]\s|\|)\s*[:：]?\s*")
_RULE = re.compile(r"[\s\-=_*~#+.·—–─━═]{3,}")
_JOINED = re.compile(r"\s*[,;|•·/]\s*|\t+|\s{2,}|\s[-–—]\s")
_NAMED = ("name", "name_or_first", "name_or_last", "customer")
_IDENTITY = frozenset({"email", "company", FULL_NAME, "first_name", "last_name", "url", "lead_type", *_NAMED})
_MOST_BOXES = 40


def read_labels(lines: Sequence[Line], vocabulary: Vocabulary) -> Labelled:
    """Find the labelled values in lines and group them by lead."""
    result = Labelled()
    entries = _entries(without_examples(lines), vocabulary, result.rest)
    if len(entries) < 3:
        loose = stacked(result.rest, vocabulary) or spaced(result.rest, vocabulary)
        taken = {entry.number for entry in loose}
        if loose:
            entries = sorted([*entries, *loose], key=lambda entry: entry.number)
            result.rest = [line for line in result.rest if line.number not in taken]
    result.groups = _group(entries)
    return result


def values_of(group: Sequence[Entry], part: str, vocabulary: Vocabulary, own: Own) -> Values:
    """A group's entries as values by field."""
    names = settle([entry.sense for entry in group])
    values: Values = {}
    for name, entry in zip(names, group, strict=True):
        if name and name != OTHER:
            assign(values, name, entry.text, Origin(part, f"line {entry.number}"), vocabulary, own)
    return values


def _entries(lines: Sequence[Line], vocabulary: Vocabulary, rest: list[Line]) -> list[Entry]:
    entries: list[Entry] = []
    waiting: Entry | None = None
    boxes: list[Line] = []
    paragraph = 0
    for line in lines:
        bare = line.text.strip()
        if not bare or _RULE.fullmatch(bare) or _is_head(bare, vocabulary):
            paragraph += 1
            if waiting is None:
                rest.append(line)
            continue
        if _is_box(bare, vocabulary) and (waiting is None or waiting.sense == "lead_type"):
            boxes.append(line)
            if waiting is None:
                waiting = Entry("lead_type", "", line.number, paragraph)
                entries.append(waiting)
            waiting.text = "\n".join(each.text.strip() for each in boxes[:_MOST_BOXES])
            continue
        pairs = list(_pairs(line, vocabulary, paragraph))
        if boxes:
            waiting, boxes = None, []
        if pairs:
            entries.extend(pairs)
            waiting = pairs[-1] if not pairs[-1].text else None
        elif waiting is not None:
            if may_be(waiting.sense, bare):
                waiting.text = bare.lstrip(BULLETS)
            else:
                rest.append(line)
            waiting = None
        elif (
            entries
            and line.text[:2] in ("  ", "\t")
            and entries[-1].paragraph == paragraph
            and entries[-1].sense == "notes"
        ):
            entries[-1].text += " " + bare
        else:
            rest.append(line)
    return entries


def _is_box(bare: str, vocabulary: Vocabulary) -> bool:
    return (
        bare[0] in "[(☐☑☒✓✔⬜✅□■○●◯◉-*•"
        and ticked(bare.lstrip("-*• ")) is not None
        and bool(types_in(bare, vocabulary, loose=True))
    )


def _pairs(line: Line, vocabulary: Vocabulary, paragraph: int) -> Iterator[Entry]:
    bare = line.text.strip()
    at = bare.find(":")
    if at < 0 or ((wide := bare.find("：")) >= 0 and wide < at):
        at = bare.find("：") if "：" in bare else at
    if at > 0:
        label = bare[:at].strip(BULLETS)
        sense = vocabulary.sense(label)
        text = bare[at + 1 :].strip()
        if sense == "customer" and "@" in text and text.count(",") > 1:
            return  # "New lead: Jane Doe, CFO at Acme, jane@acme.com": a sentence with a title
        if (kind := vocabulary.type_of(label)) and (answer := said([Line(1, text)])):
            yield Entry("lead_type" if answer == "yes" else OTHER, kind, line.number, paragraph)
            return
        if sense:
            if ":" in text or "：" in text:
                yield from _several(sense, text, line.number, paragraph, vocabulary)
            else:
                yield Entry(sense, text.lstrip("*_ "), line.number, paragraph)
            return
        if (":" in text or "：" in text) and len(bare) < 1000:
            found = list(_inside(bare, line.number, paragraph, vocabulary))
            if found:
                yield from found
                return
    match = _SEPARATORS.search(bare.lstrip(BULLETS), 1, 80)
    if match:
        inner = bare.lstrip(BULLETS)
        sense = vocabulary.sense(inner[: match.start()].strip(BULLETS))
        if (
            sense
            and len(inner[: match.start()]) > 1
            and not (match.group(0).strip() in ("|", "") and match.group(0).count("\t") == 0 and inner.count("|") > 2)
        ):
            yield Entry(sense, inner[match.end() :].strip(), line.number, paragraph)


def _several(sense: str, text: str, number: int, paragraph: int, vocabulary: Vocabulary) -> Iterator[Entry]:
    """The values of a line with several labels: each begins after a separator, with a known label and a colon."""
    current, value = sense, ""
    start = 0
    pieces: list[tuple[str, str]] = []
    for match in [*_JOINED.finditer(text), None]:
        end = match.start() if match else len(text)
        pieces.append((text[start:end], match.group(0) if match else ""))
        start = match.end() if match else start
    before = ""
    for piece, gap in pieces:
        label, colon, rest = _cut(piece)
        opens = colon and before != "/" and not rest.startswith("//")
        known = vocabulary.sense(label.strip(BULLETS)) if opens else None
        before = gap
        if known:
            yield Entry(current, value.rstrip(" ,;|•·/-–—\t"), number, paragraph)
            current, value = known, rest.strip() + gap
        else:
            value += piece + gap
    yield Entry(current, value.strip(" ,;|•·\t"), number, paragraph)


def _inside(bare: str, number: int, paragraph: int, vocabulary: Vocabulary) -> Iterator[Entry]:
    """Labelled values after an introduction: "New lead - name: Jane Doe, email: …"."""
    for match in _JOINED.finditer(bare):
        label, colon, rest = _cut(bare[match.end() :])
        if match.end() > 60 or "@" in bare[: match.start()]:
            return  # a sentence with a colon somewhere in it
        if colon and len(label) < 40 and (sense := vocabulary.sense(label.strip(BULLETS))):
            yield from _several(sense, rest.strip(), number, paragraph, vocabulary)
            return
    label, colon, rest = _cut(bare)
    inner, colon, text = _cut(rest)
    if colon and (sense := vocabulary.sense(inner.strip(BULLETS))):
        yield from _several(sense, text.strip(), number, paragraph, vocabulary)


def _cut(text: str) -> tuple[str, str, str]:
    narrow, wide = text.find(":"), text.find("：")
    at = min(narrow, wide) if narrow >= 0 and wide >= 0 else max(narrow, wide)
    return (text[:at], ":", text[at + 1 :]) if at >= 0 else (text, "", "")


def _is_head(bare: str, vocabulary: Vocabulary) -> bool:
    """Whether a line only opens the next lead: "Lead 2", "3.", "Second customer:"."""
    if len(bare) > 40 or "@" in bare or ": " in bare:
        return False
    words = tokens(bare)
    if not words or len(words) > 5:
        return False
    if vocabulary.sense(bare.rstrip(":： ")) not in (None, "customer", OTHER, "company", FULL_NAME):
        return False
    blocks = lexicon().blocks
    return all(word in blocks or word.isdigit() for word in words) and (len(words) > 1 or words[0].isdigit())


def _group(entries: Sequence[Entry]) -> list[list[Entry]]:
    """Entries by lead: a paragraph or a label that says again what the lead before has said opens the next."""
    groups: list[list[Entry]] = []
    group: list[Entry] = []
    said: dict[str, str] = {}
    for paragraph in _paragraphs(entries):
        if any(_again(entry, said) for entry in paragraph):
            groups.append(group)
            group, said = [], {}
        for entry in paragraph:
            if _again(entry, said):
                groups.append(group)
                group, said = [], {}
            group.append(entry)
            if not is_empty(entry.text):
                said[entry.sense] = entry.text
    groups.append(group)
    return [group for group in groups if any(entry.text for entry in group)]


def _again(entry: Entry, said: dict[str, str]) -> bool:
    return (
        entry.sense in _IDENTITY
        and entry.sense in said
        and not is_empty(entry.text)
        and said[entry.sense] != entry.text
    )


def _paragraphs(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    held: list[Entry] = []
    for entry in entries:
        if held and held[-1].paragraph != entry.paragraph:
            yield held
            held = []
        held.append(entry)
    if held:
        yield held
