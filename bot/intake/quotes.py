"""What of a mail its author wrote now, what is quoted from earlier mails, what is forwarded, what is a signature."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from bot.intake.lexicon import key, lexicon
from bot.intake.replies import is_reply
from bot.intake.signature import signature_at
from bot.intake.text import Line
from bot.intake.words import Beginnings

_ADDRESS = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_HEADER = re.compile(r"[*_>\s]{0,8}([^\W\d_][^:：<>@\n]{0,24}?)\s{0,3}[*_]{0,2}\s?[:：][*_]{0,2}\s{0,3}(.*)")
_DATED = re.compile(r"\d{1,4}[./-]\s?\d{1,2}[./-]\s?\d{2,4}|20\d\d")
_TIMED = re.compile(r"\d{1,2}[:.]\d\d")
_MAX_FORWARDS = 5  # mails forwarded inside each other
_POSTSCRIPT = re.compile(r"\s{0,8}p\.?\s?s\.?\s?[:：.,\s-]\s{0,4}", re.IGNORECASE)
_FORWARD = re.compile(
    r"\s*\[?(?:fwd?|wg|vs|tr|rv|enc|i|doorst|vb|vl|pd|fs|továbbítás|yönlendirme|ilt|転送|转发|轉寄|전달|пересл|hl|tov)\s?[:：\]]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Forward:
    """A forwarded mail: who wrote it, and its lines (its own quotes cut off)."""

    name: str
    address: str
    subject: str
    lines: tuple[Line, ...]


@dataclass(slots=True)
class Sections:
    """A text taken apart: ``new`` is what the sender wrote now, ``tail`` its signature and what follows it."""

    new: list[Line] = field(default_factory=list)
    tail: list[Line] = field(default_factory=list)
    forwards: list[Forward] = field(default_factory=list)
    quotes: list[Line] = field(default_factory=list)
    quoted: bool = False


def take_apart(
    lines: Sequence[Line], *, subject: str, replied: bool, own: Collection[str], sender: str = ""
) -> Sections:
    """Split a text; ``own`` holds the bot's addresses, whose quoted mails are never a forward.

    ``sender`` is the display name that a signature may open with; ``replied`` that the headers name an earlier mail.
    """
    sections = Sections()
    forwarding = bool(_FORWARD.match(subject))
    body = _walk(lines, sections, forwarding=forwarding, reply=replied or is_reply(subject), own=own)
    end = signature_at(body, sender)
    sections.new, sections.tail = body[:end], body[end:]
    after = next((at for at, line in enumerate(sections.tail) if _POSTSCRIPT.match(line.text)), None)
    if after is not None:
        sections.new += [Line(line.number, _POSTSCRIPT.sub("", line.text)) for line in sections.tail[after:]]
        sections.tail = sections.tail[:after]
    return sections


def _walk(
    lines: Sequence[Line], sections: Sections, *, forwarding: bool, reply: bool, own: Collection[str], depth: int = 0
) -> list[Line]:
    body: list[Line] = []
    index = 0
    while index < len(lines):
        text = lines[index].text
        bare = text.strip()
        if bare[:3] == ">>>" == bare[-3:] and len(bare) > 12:  # GroupWise marks the first line alone
            sections.quoted = True
            sections.quotes += lines[index + 1 :]
            break
        if bare[:1] == ">":
            if not (reply or forwarding or depth or sections.quoted):
                body += _unquote(lines[index : index + 1])  # nothing is answered: pasted from elsewhere
                index += 1
                continue
            sections.quoted = True
            sections.quotes += _unquote(lines[index : index + 1])
            if forwarding and depth < _MAX_FORWARDS and (start := _forward_in_quotes(lines, index)):
                _add_forward(start, sections, own, depth)
                break
        elif bare and (
            kind := _opens(lines, index, bare) or (reply and own and _is_ours(lines, index, own) and "wrote")
        ):
            head = _unquote(lines[index:])
            if kind == "wrote":
                index = _skip_attribution(lines, index, body)
                sections.quoted = True
                if not _next_is_marked(lines, index):
                    sections.quotes += lines[index:]
                    break
                continue
            is_forward = kind == "forward" or forwarding or not reply
            if is_forward and depth < _MAX_FORWARDS and _add_forward(head, sections, own, depth):
                break
            sections.quoted = True
            sections.quotes += head
            break
        else:
            body.append(lines[index])
        index += 1
    return body


def _opens(lines: Sequence[Line], index: int, bare: str) -> str:
    """What starts here: "forward", "header", "wrote", or ``""``."""
    starts = _starts()
    lowered = bare.casefold().strip("*_ ")
    if starts.forward.begin(lowered):
        return "forward"
    if lowered[:2] == "--" and lowered.strip("- ") in starts.ruled:
        return "header"
    if starts.quote.begin(lowered) and (lowered[:1] in "-_" or len(lowered) < 40):
        return "header" if _header_block(lines, index + 1, need=2) or lowered[:2] == "--" else ""
    ends = bare[-1] in ":：" or (bare[:2] == "--" and bare[-2:] == "--")
    if ends and len(bare) < 300 and _is_attribution(lowered, starts) and _is_placed(lines, index, bare):
        return "wrote"
    if (":" in bare or "：" in bare) and _is_from(bare, starts) and _header_block(lines, index, need=3):
        return "header"
    return ""


def _is_attribution(lowered: str, starts: _Starts) -> bool:
    if any(word in lowered for word in starts.wrote):
        return True
    return bool("@" in lowered and re.search(r"\d{1,2}[:.]\d\d", lowered) and re.search(r"\d{4}", lowered))


def _is_placed(lines: Sequence[Line], index: int, bare: str) -> bool:
    """Whether a line that says "wrote" also says when, or by whose address, or has a quote under it."""
    told = bare + (lines[index - 1].text if index else "")
    return "@" in told or any(map(str.isdigit, told)) or _next_is_marked(lines, index + 1)


def _is_ours(lines: Sequence[Line], index: int, own: Collection[str]) -> bool:
    """Whether a line, with the next, names one of the bot's addresses and when it wrote, as Notes heads a quote."""
    text = lines[index].text
    if "@" not in text or len(text) > 200 or not any(found.casefold() in own for found in _ADDRESS.findall(text)):
        return False
    if text.rstrip()[-1] in ":：":
        return True
    after = " ".join([text, *(line.text for line in lines[index + 1 : index + 2])])
    return bool(_DATED.search(after) and _TIMED.search(after))


def _skip_attribution(lines: Sequence[Line], index: int, body: list[Line]) -> int:
    """Drop the attribution's earlier lines from the body where it was wrapped; give the index after it."""
    for _ in range(2):
        text = lines[index].text
        wrapped = "@" not in text or not re.search(r"\d", text)
        if (
            wrapped
            and body
            and body[-1].text.strip()
            and re.search(r"\d", body[-1].text)
            and body[-1].text.strip()[-1:] not in ".!?"
        ):
            body.pop()
        else:
            break
    return index + 1


def _next_is_marked(lines: Sequence[Line], index: int) -> bool:
    for line in lines[index:]:
        if line.text.strip():
            return line.text.lstrip()[:1] == ">"
    return False


def _is_from(bare: str, starts: _Starts) -> bool:
    label = bare.partition(":")[0].partition("：")[0]
    return len(label) < 48 and key(label) in starts.names["from"] and bool(_HEADER.match(bare))


def _header_block(lines: Sequence[Line], index: int, *, need: int) -> bool:
    """Whether the next few lines hold at least ``need`` different mail headers."""
    found: set[str] = set()
    names = _starts().names
    for line in lines[index : index + 9]:
        match = _HEADER.match(line.text)
        if match:
            word = key(match.group(1))
            found.update(sort for sort, words in names.items() if word in words)
    return "from" in found and len(found) >= need


def _unquote(lines: Sequence[Line]) -> list[Line]:
    return [Line(line.number, re.sub(r"^\s{0,3}(?:>\s?){1,9}", "", line.text)) for line in lines]


def _forward_in_quotes(lines: Sequence[Line], index: int) -> list[Line] | None:
    inner = _unquote(lines[index:])
    return inner if _header_block(inner, 0, need=3) else None


def _add_forward(lines: Sequence[Line], sections: Sections, own: Collection[str], depth: int) -> bool:
    """Read a forwarded mail's headers and lines; False when it is one of the bot's own mails, merely quoted."""
    names = _starts().names
    got: dict[str, str] = {}
    index = 0
    for index, line in enumerate(lines[:14]):  # noqa: B007
        match = _HEADER.match(line.text)
        sorts = [sort for sort, words in names.items() if match and key(match.group(1)) in words]
        if match and sorts:
            got.setdefault(sorts[0], match.group(2).strip())
        elif got and not line.text.strip() and len(got) >= 2:
            break
    address = _ADDRESS.search(got.get("from", ""))
    found = address.group(0) if address else ""
    if found.casefold() in own or not got:
        return False
    name = re.sub(r"[<\[(].*", "", got.get("from", "")).strip(" \"'*")
    rest = _unquote(lines[index + 1 :])
    inner = Sections()
    body = _walk(rest, inner, forwarding=True, reply=True, own=own, depth=depth + 1)
    if len(sections.forwards) < 5:
        sections.forwards.append(Forward("" if "@" in name else name, found, got.get("subject", ""), tuple(body)))
        sections.forwards.extend(inner.forwards)
    return True


@dataclass(frozen=True, slots=True)
class _Starts:
    quote: Beginnings
    ruled: frozenset[str]
    forward: Beginnings
    wrote: tuple[str, ...]
    names: dict[str, frozenset[str]]


@lru_cache(maxsize=1)
def _starts() -> _Starts:
    starts = lexicon().starts
    names = {sort: frozenset(map(key, starts.get(sort, ()))) for sort in ("from", "sent", "to", "subject", "cc")}
    ruled = frozenset(text.strip("- ") for text in starts["quote"] if text[:1] == "-") - {""}
    return _Starts(Beginnings(starts["quote"]), ruled, Beginnings(starts["forward"]), starts["wrote"], names)
