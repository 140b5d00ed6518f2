"""Mails that an earlier run left behind."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from bot.store import Fetched
from tests.servers.dovecot import Dovecot
from tests.servers.sink import Sink
from tests.whole.world import World, eml


def test_mail_that_ended_the_bot_each_time_is_parked_and_the_others_are_handled(
    tmp_path: Path, imap: Dovecot, sink: Sink, store_url: str
) -> None:
    with World(tmp_path, imap, sink, store_url) as world:
        mails = [eml("accepted"), eml("missing")]
        fetched = [
            Fetched(number, world.now + timedelta(seconds=number), raw, len(raw)) for number, raw in enumerate(mails, 1)
        ]
        world.bot.store.receive("leanstack", "leanstack", 1, fetched, world.now)
        killer = world.bot.store.claimable("leanstack", 1)[0]
        for _ in range(3):
            world.bot.store.attempted([killer.id])
        assert world.receive() == 1
        assert [mail.id for mail in world.bot.store.parked_list()] == [killer.id]
        assert "ended" in world.bot.store.parked_list()[0].why
        assert world.states() == {"Hopper Marine [north]": "incomplete"}
        assert world.bot.store.parked_retry() == 1
        world.receive()
        assert world.states()["Acme Fasteners [north]"] == "accepted"
