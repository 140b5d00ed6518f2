"""Every limit is a setting, and passing it brings an answer that says which one it was and what to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.servers.dovecot import Dovecot
from tests.servers.sink import Sink
from tests.whole.hostile import LEAD, XLSX, attached, csv, multipart, nested, typed, workbook
from tests.whole.world import World, eml, text_of

PLAIN = b"Content-Type: text/plain\r\n\r\n"
ROW = b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>x</t></is></c></row>'
XML = b"".join(ROW % (n, n) for n in range(1, 31))
ASK = b"Please register the leads in this mail.\r\n"


def sheet() -> bytes:
    return attached("leads.xlsx", workbook(XML), XLSX)


@pytest.mark.parametrize(
    ("limits", "raw", "said"),
    [
        pytest.param("mail_bytes = 2_000_000", lambda: eml("accepted") + b"x" * 2_100_000, "2.1 MB", id="mail size"),
        pytest.param("parts = 5", lambda: multipart([PLAIN + LEAD] + [PLAIN + b"x"] * 9), "more than 5 parts", id="parts"),
        pytest.param("nesting = 4", lambda: nested(9).replace(b"Subject: New", b"Subject: Register", 1), "more than 4 levels deep", id="nesting"),
        pytest.param("sheet_rows = 20", lambda: attached("a.csv", csv(30)), "more than 20 rows", id="rows of a CSV file"),
        pytest.param("sheet_rows = 20", sheet, "more than 20 rows", id="rows of a workbook"),
        pytest.param("sheet_cells = 100", lambda: attached("a.csv", csv(30)), "more than 100 cells", id="cells of a CSV file"),
        pytest.param("sheet_cells = 20", sheet, "more than 20 cells", id="cells of a workbook"),
        pytest.param("inflated_bytes = 1_048_576", lambda: attached("a.xlsx", workbook(XML + b" " * 2_000_000), XLSX), "unpacks to more than 1 MB", id="inflated size"),
        pytest.param("leads = 4", lambda: attached("a.csv", csv(6)), "up to 4 leads. The 2 beyond", id="leads a mail"),
        pytest.param("text_chars = 1_000", lambda: typed(b"text/plain", ASK + LEAD + b"and more of it\r\n" * 400), "text is very long", id="text"),
        pytest.param("header_chars = 2_000", lambda: eml("accepted").replace(b"Subject:", b"X-A: b\r\n" * 400 + b"Subject:"), "headers are unusually long", id="headers"),
    ],
)  # fmt: skip
def test_limit(limits: str, raw: Callable[[], bytes], said: str, tmp_path: Path, imap: Dovecot, sink: Sink) -> None:
    with World(tmp_path, imap, sink, f"sqlite:///{tmp_path / 'r.db'}", extra=f"[limits]\n{limits}\n") as world:
        world.receive(raw())
        (answer,) = world.sent()
        assert said in text_of(answer)


def test_list_of_500_is_read_whole(tmp_path: Path, imap: Dovecot, sink: Sink) -> None:
    with World(tmp_path, imap, sink, f"sqlite:///{tmp_path / 'r.db'}") as world:
        world.receive(attached("leads.csv", csv(500), b"text/csv"))
        states = [str(registration.state) for registration in world.registrations()]
        assert (states.count("accepted"), states.count("rejected")) == (50, 450)
        assert "500 leads" in text_of(world.sent()[0])


def test_list_of_100_000_gets_a_polite_no(tmp_path: Path, imap: Dovecot, sink: Sink) -> None:
    with World(tmp_path, imap, sink, f"sqlite:///{tmp_path / 'r.db'}") as world:
        world.receive(attached("leads.csv", csv(100_000), b"text/csv"))
        (answer,) = world.sent()
        assert world.registrations() == []
        assert "more than 20,000 rows, so it was not read. Please split it into smaller files." in text_of(answer)
