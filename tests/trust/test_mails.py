"""Every mail of the folder gets the treatment of the table: its state, and the one answer that it may get, or none."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from bot.domain.mail import InboundState
from tests.servers.dovecot import Dovecot
from tests.servers.sink import Sink
from tests.whole.world import ADMIN, World

HERE = Path(__file__).parent
TABLE = {
    row["mail"]: row for row in csv.DictReader((HERE / "treatment.tsv").read_text("utf-8").splitlines(), delimiter="\t")
}
OWN_HEADERS = {
    *(
        "from",
        "to",
        "cc",
        "subject",
        "date",
        "message-id",
        "in-reply-to",
        "references",
        "auto-submitted",
        "mime-version",
    ),
    *("x-auto-response-suppress", "x-regbot", "content-type"),
}


def raw(name: str) -> bytes:
    return (HERE / "mails" / f"{name}.eml").read_bytes().replace(b"\n", b"\r\n")


@pytest.fixture(scope="module")
def treated(
    tmp_path_factory: pytest.TempPathFactory, imap: Dovecot
) -> Iterator[tuple[dict[str, str], list[EmailMessage]]]:
    """All of them handled by one bot: each one's state by its name, and all that was sent."""
    folder, sink = tmp_path_factory.mktemp("mails"), Sink()
    with World(folder, imap, sink, f"sqlite:///{folder / 'r.db'}", lists=["own-resellers.vendor.example"]) as world:
        names = sorted(TABLE)
        assert world.receive(*map(raw, names)) == 0
        rows = sorted(world.bot.store.mails(list(InboundState)), key=lambda row: row.received_at)
        yield dict(zip(names, (row.state.value for row in rows), strict=True)), world.sent()
    sink.stop()


def test_the_folder_and_the_table_are_the_same_and_all_mails_differ() -> None:
    files = {path.stem for path in (HERE / "mails").glob("*.eml")}
    assert files == set(TABLE)
    assert len({raw(name) for name in files}) == len(files) >= 120


@pytest.mark.parametrize("name", sorted(TABLE))
def test_treatment(treated: tuple[dict[str, str], list[EmailMessage]], name: str) -> None:
    states, sent = treated
    answers = [mail for mail in sent if f"<{name}@mails.example>" in str(mail["In-Reply-To"])]
    kinds = [str(mail["X-Regbot"]).partition(";")[0] for mail in answers]
    assert (states[name], kinds) == (
        TABLE[name]["state"],
        [TABLE[name]["answer"]] if TABLE[name]["answer"] != "-" else [],
    )


def test_every_answer_has_the_bot_s_own_headers_only_and_goes_to_the_author(
    treated: tuple[dict[str, str], list[EmailMessage]],
) -> None:
    _, sent = treated
    for mail in sent:
        names = [name.lower() for name in mail]
        assert set(names) <= OWN_HEADERS
        assert len(set(names)) == len(names)
        assert mail["Cc"] is None


def test_nobody_was_answered_beyond_the_table(treated: tuple[dict[str, str], list[EmailMessage]]) -> None:
    _, sent = treated
    replies = [mail for mail in sent if mail["In-Reply-To"]]
    assert len(replies) == sum(row["answer"] != "-" for row in TABLE.values())
    assert all(str(mail["To"]) == ADMIN for mail in sent if mail not in replies)
