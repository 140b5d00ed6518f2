"""What a real Postfix reports of an answer that its next host refused, read by the bot."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.servers.dovecot import Dovecot
from tests.servers.postfix import Postfix
from tests.servers.script import Taken
from tests.servers.sink import Sink
from tests.trust.test_bounces import LEE, MIA, failing
from tests.whole.world import BOT, World, eml

VERP = '[mail]\nbounce_address = "bounces+{id}@vendor.example"\n'


@dataclass
class Through:
    """A relay by whose port mails go to the sink."""

    port: int
    sink: Sink

    @property
    def mails(self) -> list[Taken]:
        return self.sink.mails


@pytest.mark.parametrize("extra", ["", VERP], ids=["to the inbox", "to a return path of its own"])
def test_a_report_by_postfix(tmp_path: Path, imap: Dovecot, sink: Sink, postfix_relay: Postfix, extra: str) -> None:
    sink.script.recipients[LEE] = "550 5.1.1 no such user here"
    relay = Through(postfix_relay.relay, sink)
    with World(tmp_path, imap, relay, f"sqlite:///{tmp_path / 'r.db'}", extra=extra) as world:  # type: ignore[arg-type]
        lead = eml("accepted").replace(MIA.encode(), LEE.encode())
        world.receive(lead.replace(b"northwind.example", b"southgate.example"))
        (report,) = sink.wait(1)
        assert (report.sender, report.recipients[0].partition("@")[2]) == ("", "vendor.example")
        assert (report.recipients[0] == BOT) is not bool(extra)
        world.receive(report.data)
        assert failing(world) == [LEE]
        assert len(sink.mails) == 1
