"""Leads written as labels and values, one a line or several: in any order, with bullets, dot leaders, check boxes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.domain.lead import Origin
from bot.intake.answers import said
from bot.intake.assign import Values, assign
from bot.intake.entries import BULLETS, Entry, indent, may_be, section_of, sense_beside, spaced, stacked
from bot.intake.grouping import NAMED, grouped
from bot.intake.headings import type_head, without_examples
from bot.intake.kinds import ticked, types_in
from bot.intake.lexicon import lexicon, tokens
from bot.intake.settling import settle_by_values
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
_SENTENCE_ENDS = re.compile(r"\w \w+ \w{2,}[.!?] [^\W\d_]")
_BOXED = re.compile(r"[-*•\s]{0,4}[\[【「『<]\s?([^\[\]【】「」『』<>]{2,40})[\]】」』>]\s?")
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
    settle_by_values(entries, vocabulary)
    result.groups = grouped(entries)
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
    section, margin = "", _FAR
    for line in lines:
        bare = line.text.strip()
        if _parts(bare, vocabulary) or (waiting is None and type_head(bare, vocabulary)):
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
            if (section or (waiting and waiting.sense)) == "company" and pairs[0].sense in NAMED:
                pairs[0].sense, section = "company", ""
            entries.extend(pairs)
            waiting = pairs[-1] if not pairs[-1].text else None
            margin = _FAR
        elif waiting is not None and may_be(waiting.sense, bare):
            waiting.text, waiting = bare.lstrip(BULLETS), None
            margin = max(indent(line.text), 1)
        elif entries and _goes_on(entries[-1], line.text, margin, paragraph):
            entries[-1].text += " " + bare
        else:
            waiting, section = None, section_of(bare, vocabulary)
            rest.append(line)
    return entries


def _parts(bare: str, vocabulary: Vocabulary) -> bool:
    """Whether a line parts paragraphs: a blank one, a rule, one that only opens the next lead."""
    return not bare or bool(_RULE.fullmatch(bare)) or _is_head(bare, vocabulary)


_OPENS = re.compile(r"\s*[*•◦▪‣○●·–—-]\s")
_LABEL = re.compile(r"\s*[^\W\d_][^:：]{0,30}\s?[:：](?:\s|$)")
_FAR = 4  # columns by which a line is set in that goes on with the one above it


def _goes_on(entry: Entry, text: str, margin: int, paragraph: int) -> bool:
    """Whether a line is set in as what goes on with the value above it; a bullet or a label opens another one."""
    if entry.paragraph != paragraph or not entry.text or "@" in text:
        return False
    if entry.sense != "notes" and (_OPENS.match(text) or _LABEL.match(text)):
        return False
    if entry.sense == "notes":
        return text[:2] in ("  ", "\t")
    return entry.sense in _WRAPPED and indent(text) >= margin and len(entry.text) + len(text) < _LONGEST_NAME


_WRAPPED = frozenset({"company", "job_title", FULL_NAME, *NAMED})
_LONGEST_NAME = 120


def _is_box(bare: str, vocabulary: Vocabulary) -> bool:
    return (
        bare[0] in "[(☐☑☒✓✔⬜✅□■○●◯◉-*•"
        and ticked(bare.lstrip("-*• ")) is not None
        and bool(types_in(bare, vocabulary, loose=True))
    )


def _pairs(line: Line, vocabulary: Vocabulary, paragraph: int) -> Iterator[Entry]:
    bare = line.text.strip()
    boxed = _BOXED.match(bare)
    if boxed and (sense := vocabulary.sense(boxed[1])):
        yield Entry(sense, bare[boxed.end() :].strip(" :："), line.number, paragraph)
        return
    at = bare.find(":")
    if at < 0 or ((wide := bare.find("：")) >= 0 and wide < at):
        at = bare.find("：") if "：" in bare else at
    if at > 0:
        label = bare[:at].strip(BULLETS)
        text = bare[at + 1 :].strip()
        sense = sense_beside(label, text, vocabulary)
        if sense in ("customer", "lead_type") and "@" in text and len(_JOINED.findall(text)) > 1:
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
            and not (sense == "customer" and len(_JOINED.findall(inner[match.end() :])) > 1)
            and not (inner[0].islower() and _SENTENCE_ENDS.search(inner, match.end()))  # "lead - it ends soon. She"
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
