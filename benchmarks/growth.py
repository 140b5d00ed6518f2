"""How the time to read a mail grows with bad input: ``python -m benchmarks.growth``.

Each family is a hostile text, page or structure at doubling sizes; it goes through parse, screen, read and validate.
Printed are the processor times and the exponent over the three largest sizes (1 is linear); above 1.3 the exit is 1.
"""

from __future__ import annotations

import base64
import math
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from benchmarks.reading import predict, reader

_SIZES = (16_384, 32_768, 65_536, 131_072, 262_144)
_MOST = 1.3
_TOO_QUICK = 0.01  # seconds below which the clock says more than the code
_MAILS = Path(__file__).resolve().parents[1] / "tests" / "mails"
_HEAD = "From: Ines <ines@northgate-advisors.com>\r\nTo: bot@vendor.example\r\nSubject: Lead\r\nMIME-Version: 1.0\r\n"

Family = Callable[[int], bytes]
"""A mail of about so many bytes."""


def _text(unit: str, before: str = "", kind: str = "text/plain") -> Family:
    def mail(size: int) -> bytes:
        body = before + unit * (size // len(unit.encode()))
        return f"{_HEAD}Content-Type: {kind}; charset=utf-8\r\n\r\n{body}".encode()

    return mail


def _page(unit: str, before: str = "", after: str = "") -> Family:
    return lambda size: _text(unit, before, "text/html")(size) + after.encode()


def _header(unit: str) -> Family:
    return lambda size: f"{_HEAD}{unit * (size // len(unit))}X-End: y\r\n\r\nHello\r\n".encode()


def _deep(size: int) -> bytes:
    levels = size // 64
    parts = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\r\n\r\n--b{n}\r\n' for n in range(levels))
    return f"{_HEAD}{parts}Content-Type: text/plain\r\n\r\nHello\r\n".encode()


def _wide(size: int) -> bytes:
    part = "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n"
    return f'{_HEAD}Content-Type: multipart/mixed; boundary="b"\r\n\r\n{part * (size // len(part))}'.encode()


def _base64(size: int) -> bytes:
    body = base64.encodebytes(b"Name: x\nEmail: a@b.co\n" * (size // 30)).decode()
    return f"{_HEAD}Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n{body}".encode()


def _file(name: str, unit: str, before: str = "") -> Family:
    def mail(size: int) -> bytes:
        body = base64.encodebytes((before + unit * (size // len(unit))).encode()).decode()
        head = (
            f'--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="{name}"\r\n'
        )
        return (
            f'{_HEAD}Content-Type: multipart/mixed; boundary="b"\r\n\r\n{head}'
            f"Content-Transfer-Encoding: base64\r\n\r\n{body}\r\n--b--\r\n"
        ).encode()

    return mail


FAMILIES: Mapping[str, Family] = {
    "blank lines": _text("\n"),
    "lines of spaces": _text(" " * 70 + "\n"),
    "quote marks on lines": _text("> \n"),
    "quote marks in one line": _text("> "),
    "nested quotes": _text(">>>> a b c\n"),
    "one line of letters": _text("a"),
    "one line of words": _text("Aa bb "),
    "one line of spaces": _text(" ", "Name:"),
    "dots": _text("a."),
    "dot leaders": _text("Name ........ x\n"),
    "digits": _text("1 2-"),
    "at signs": _text("a@"),
    "addresses on lines": _text("Ann Lee, a@b.co, Acme Ltd\n"),
    "labels on lines": _text("Name: x\n"),
    "labels in one line": _text("Name: x, "),
    "labels without values": _text("first name\nlast name\ne-mail\n"),
    "colons": _text("a:b "),
    "bars": _text("| a | b |\n"),
    "tabs": _text("name\temail\tcompany\n"),
    "commas": _text("Ann,a@b.co,Acme\n", "name,email,company\n"),
    "brackets": _text("<(["),
    "stars": _text("*_~"),
    "attributions": _text("On 1 May 2025 at 10:00, x@y.zz wrote:\n"),
    "mail headers in the text": _text("From: a@b.co\nSent: 1\nTo: c\nSubject: d\n\n"),
    "signatures": _text("-- \nBest regards\nAnn\n"),
    "sentences": _text("Please register Ann Lee of Acme Ltd. "),
    "sentences on lines": _text("Please register Ann Lee of Acme Ltd, a@b.co.\n\n"),
    "check boxes": _text("[ ] Qualified [x] Managed\n"),
    "links": _text("https://a.example/"),
    "Japanese": _text("株式会社田中様"),
    "joiners": _text("a\u200d\u200b"),
    "confirmations": _text("I confirm I confirm\n"),
    "commands": _text("withdraw LS-7F3K-2 and renew "),
    "nested blocks": _page("<div>a"),
    "nested tables": _page("<table><tr><td>"),
    "rows": _page("<tr><td>a<td>b@c.de", "<table>"),
    "open tags": _page("<a href='"),
    "comments": _page("<!-- "),
    "style sheet": _page(".a{b:c} ", "<style>", "</style>x"),
    "style of an element": _page("color: ", "<p style='", "'>x"),
    "entities": _page("&#64;&amp;"),
    "lists": _page("<ul><li>a"),
    "struck text": _page("<s>a</s>"),
    "many headers": _header("X-A: b\r\n"),
    "one long header": _header("X-A: (\"<,;\\\r\n "),
    "encoded words": _header("Subject: =?utf-8?b?4oK\r\n"),
    "references": _header("References: <a@b.c>\r\n <a\r\n"),
    "authentication results": _header("Authentication-Results: mx; ((dkim=pass;\r\n"),
    "deep multiparts": _deep,
    "many parts": _wide,
    "base64": _base64,
    "CSV file": _file("a.csv", "Ann,Lee,a@b.co,Acme\n", "first name,last name,email,company\n"),
    "CSV with open quotes": _file("a.csv", '"a,'),
    "vCards": _file("a.vcf", "BEGIN:VCARD\nFN:Ann Lee\nEND:VCARD\n"),
    "vCard folded": _file("a.vcf", " a\n", "BEGIN:VCARD\nFN:x\n"),
    "JSON": _file("a.json", "[{"),
    "RTF": _file("a.rtf", "{\\b ", "{\\rtf1"),
}  # fmt: skip


def exponent(sizes: list[int], times: list[float]) -> float:
    """The slope of times over sizes, both as logarithms (least squares)."""
    xs, ys = [math.log(size) for size in sizes], [math.log(took) for took in times]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum((a - x) ** 2 for a in xs)


def main() -> int:
    """Measure every family; the exit is 1 where one grows too fast."""
    processor = reader(_MAILS)
    slow = []
    print(f"{'family':28}" + "".join(f"{size // 1024:>8} KB" for size in _SIZES) + "   exponent")
    for name, family in FAMILIES.items():
        times = [_seconds(lambda raw: predict(processor, "x.eml", raw), family(size)) for size in _SIZES]
        slope = exponent(list(_SIZES[-3:]), times[-3:]) if times[-1] > _TOO_QUICK else 0.0
        slow += [name] if slope > _MOST else []
        shown = "".join(f"{took * 1000:8.1f} ms" for took in times)
        print(
            f"{name:28}{shown}   {f'{slope:.2f}' if slope else 'too quick'}{'  <-- too fast' if slope > _MOST else ''}"
        )
    print(
        f"{len(slow)} of {len(FAMILIES)} grow faster than n^{_MOST}: {', '.join(slow)}"
        if slow
        else "none is superlinear"
    )
    return 1 if slow else 0


def _seconds(work: Callable[[bytes], object], raw: bytes) -> float:
    """The least processor time of three runs."""
    best = math.inf
    for _ in range(3):
        start = time.process_time()
        work(raw)
        best = min(best, time.process_time() - start)
    return max(best, 1e-6)


if __name__ == "__main__":
    sys.exit(main())
