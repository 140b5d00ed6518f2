"""HTML as a reader sees it: lines and tables of cells, hidden and struck-out text left out (P12)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.intake.cards import BOXES, Span, cards_in, holds_cards, set_apart
from bot.intake.controls import CONTROLS, caption_of, shown
from bot.intake.hidden import hidden_names, is_hidden, look_of
from bot.intake.nesting import shallow
from bot.intake.signature import is_signature_box
from bot.intake.text import Line, clean, lines_of
from bot.intake.values import addresses, links, unwrap


@dataclass(frozen=True, slots=True)
class Table:
    """A table's cells as texts, merged ones repeated; ``number`` is the line before which it stands."""

    number: int
    rows: tuple[tuple[str, ...], ...]


Block = Line | Table

_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 "
        "h6 header hr li main nav ol p pre section table tbody td tfoot th thead tr ul",
    )
)
_SKIPPED = frozenset(
    re.findall(
        r"\w+",
        "head style script title meta link noscript template object iframe svg button s strike del xml",
    )
)
_MAX_DEPTH = 250
_SPACES = re.compile(r"[ \t]+")


@dataclass(slots=True)
class _Page:
    """What has been read so far."""

    blocks: list[Block] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    number: int = 1
    hides: frozenset[str] = frozenset()
    cards: list[Span] = field(default_factory=list)

    def flush(self, *, gap: bool = False) -> None:
        text = _tidy("".join(self.line)) if self.line else ""
        self.line.clear()
        if text:
            self.blocks.append(Line(self.number, text))
            self.number += 1
        elif gap and self.blocks and not (isinstance(self.blocks[-1], Line) and not self.blocks[-1].text):
            self.blocks.append(Line(self.number, ""))
            self.number += 1


def _tidy(text: str) -> str:
    """A run of text as a browser shows it, in one line."""
    text = clean(text.replace("\n", " ").replace("\r", " "))
    return (_SPACES.sub(" ", text) if "  " in text or "\t" in text else text).strip()


def blocks_of(html: str) -> list[Block]:
    """The lines and tables of a page, in order; empty lines stand where paragraphs end."""
    tree = LexborHTMLParser(shallow(html))
    if tree.body is None:
        return []
    page = _Page(hides=hidden_names(html))
    _walk(tree.body, page, 0, shaded=False)
    page.flush()
    return set_apart(page.blocks, page.cards) if page.cards else page.blocks


def lines_only(blocks: list[Block]) -> list[Line]:
    """Blocks with every table flattened, a row a line, its cells apart by tabs."""
    lines: list[Line] = []
    for block in blocks:
        if isinstance(block, Line):
            lines.append(block)
        else:
            lines.extend(Line(block.number, "\t".join(" ".join(cell.split()) for cell in row)) for row in block.rows)
    return lines


def _walk(node: LexborNode, page: _Page, depth: int, *, shaded: bool) -> None:
    """Read a node's children; ``shaded`` when a background lies behind them, on which white text can be seen."""
    child = node.child
    boxes: list[Span] = []
    while child is not None:
        tag = child.tag or ""
        start = len(page.blocks)
        if tag == "-text":
            page.line.append((child.text_content or "").replace("\n", " ").replace("\r", " "))
        elif tag == "br":
            page.flush(gap=not page.line)
        elif tag[:1] not in "-_!" and tag not in _SKIPPED and depth < _MAX_DEPTH:
            _element(child, tag, page, depth, shaded=shaded)
            if tag in BOXES and len(page.blocks) > start:
                boxes.append((start, len(page.blocks)))
        child = child.next
    if len(boxes) > 1:
        page.cards += cards_in(page.blocks, boxes)


def _element(node: LexborNode, tag: str, page: _Page, depth: int, *, shaded: bool) -> None:
    attributes = node.attributes
    look = look_of(attributes.get("style") or "")
    shaded = shaded or bool(attributes.get("bgcolor")) or look.shade
    if is_hidden(attributes, look, page.hides, shaded=shaded):
        return
    if tag == "table" and (rows := _rows(node, page, depth, shaded=shaded)):
        page.flush(gap=True)
        page.line.append(caption_of(node))
        page.flush()
        page.blocks.append(Table(page.number, rows))
        page.number += len(rows)
        return
    is_block = tag in _BLOCKS
    if is_block:
        page.flush()
    if tag == "a":
        _anchor(node, attributes.get("href") or "", page, depth, shaded=shaded)
    elif tag == "blockquote" and (attributes.get("type") == "cite" or "gmail_quote" in (attributes.get("class") or "")):
        _quoted(node, page, depth, shaded=shaded)
    elif tag in CONTROLS:
        page.line.append(shown(node, tag, attributes))
    elif tag == "pre":
        typed = lines_of(node.text())
        page.blocks.extend(Line(page.number + line.number, line.text) for line in typed)
        page.number += len(typed) + 1
    else:
        if attributes and is_signature_box(attributes):
            page.blocks.append(Line(page.number, "--"))
        elif tag == "li":
            page.line.append("- ")
        _walk(node, page, depth + 1, shaded=shaded)
    if is_block:
        page.flush(gap=tag in ("p", "table", "ul", "ol", "h1", "h2", "h3", "tr", "blockquote", "hr") and not page.line)
        if tag in ("p", "table", "ul", "ol", "hr", "h1", "h2", "h3"):
            page.flush(gap=True)


def _quoted(node: LexborNode, page: _Page, depth: int, *, shaded: bool) -> None:
    inner = _Page(number=page.number, hides=page.hides)
    _walk(node, inner, depth + 1, shaded=shaded)
    inner.flush()
    page.blocks.extend(Line(line.number, f"> {line.text}") for line in lines_only(inner.blocks))
    page.number = inner.number


def _anchor(node: LexborNode, href: str, page: _Page, depth: int, *, shaded: bool) -> None:
    """A link: its text, and its target where the text does not say it."""
    start = len(page.line)
    _walk(node, page, depth + 1, shaded=shaded)
    shown = "".join(page.line[start:])
    target = href.strip()
    if target.lower().startswith("mailto:"):
        address = target[7:].partition("?")[0]
        if address and not addresses(shown):
            page.line.append(f" <{address}>")
    elif target.lower().startswith("http") and not links(shown) and not addresses(shown) and shown.strip():
        page.line.append(f" <{unwrap(target)[:500]}>")


def _rows(table: LexborNode, page: _Page, depth: int, *, shaded: bool) -> tuple[tuple[str, ...], ...]:
    """The cells of a table that holds no other and has at least two columns; ``()`` for one that is layout."""
    if len(table.css("table")) > 1:  # itself and one inside
        return ()
    rows: list[tuple[str, ...]] = []
    spans: dict[int, tuple[str, int]] = {}
    for row in _table_rows(table):
        attributes = row.attributes
        look = look_of(attributes.get("style") or "")
        if not is_hidden(attributes, look, page.hides, shaded=True) and len(rows) < 20_000:
            ground = shaded or bool(attributes.get("bgcolor")) or look.shade
            rows.append(tuple(_cells(row, spans, page, depth, shaded=ground)))
    width = max((len(row) for row in rows), default=0)
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    if width < 2 or not filled or any(cell.count("\n") > 5 for row in filled for cell in row) or holds_cards(filled):
        return ()
    return tuple(filled)


def _table_rows(table: LexborNode) -> Iterator[LexborNode]:
    child = table.child
    while child is not None:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from _table_rows(child)
        child = child.next


def _cells(
    row: LexborNode, spans: dict[int, tuple[str, int]], page: _Page, depth: int, *, shaded: bool
) -> Iterator[str]:
    column = 0
    cell = row.child
    while cell is not None or column in spans:
        if column in spans:
            text, left = spans.pop(column)
            if left > 1:
                spans[column] = (text, left - 1)
            yield text
            column += 1
            continue
        if cell is not None and cell.tag in ("td", "th") and column < 200:
            attributes = cell.attributes
            look = look_of(attributes.get("style") or "")
            dark = shaded or bool(attributes.get("bgcolor")) or look.shade
            gone = is_hidden(attributes, look, page.hides, shaded=dark)
            text = "" if gone else _cell(cell, page, depth, shaded=dark)
            down, across = _span(attributes.get("rowspan")), _span(attributes.get("colspan"))
            for _ in range(across):
                if down > 1:
                    spans[column] = (text, down - 1)
                yield text
                column += 1
        cell = cell.next if cell is not None else None


def _span(text: str | None) -> int:
    return max(1, min(int(text), 100)) if text and text.strip().isdecimal() else 1


def _cell(cell: LexborNode, page: _Page, depth: int, *, shaded: bool) -> str:
    only = cell.child
    if only is not None and only.tag == "-text" and only.next is None:
        return _tidy(only.text_content or "")
    inner = _Page(hides=page.hides)
    _walk(cell, inner, depth + 1, shaded=shaded)
    inner.flush()
    return "\n".join(line.text for line in lines_only(inner.blocks) if line.text)
