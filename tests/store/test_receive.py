"""A mail that was received is kept, once, with its first receipt; a kill at any instant loses nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.domain.mail import InboundState
from bot.store import Cursor, Fetched, Store
from tests.store.things import BOX, DAY, NOW, PROGRAM, fetched, finish, receive


def test_a_mail_is_kept_as_it_came(store: Store) -> None:
    raw = bytes(range(256)) * 4
    assert receive(store, Fetched(3, NOW, raw, 90_000_000, truncated=True)) == 1
    (mail,) = store.claimable(PROGRAM, 10)
    assert (mail.mailbox, mail.program, mail.raw, mail.size, mail.truncated) == (BOX, PROGRAM, raw, 90_000_000, True)
    assert mail.received_at == NOW
    assert mail.received_at.utcoffset() == timedelta(0)


def test_every_mail_gets_a_seed_of_its_own(store: Store) -> None:
    receive(store, *(fetched(uid) for uid in range(1, 21)))
    seeds = {mail.seed for mail in store.claimable(PROGRAM, 50)}
    assert len(seeds) == 20
    assert {len(seed) for seed in seeds} == {16}


def test_the_cursor_stands_behind_the_last_mail(store: Store) -> None:
    assert store.cursor(BOX) is None
    receive(store, fetched(4), fetched(9))
    receive(store)
    assert store.cursor(BOX) == Cursor(7, 9)
    assert store.cursor("elsewhere") is None


def test_fetching_again_after_a_kill_stores_nothing_twice(store: Store) -> None:
    assert receive(store, fetched(1), fetched(2)) == 2
    assert receive(store, fetched(1), fetched(2), fetched(3)) == 1
    assert len(store.claimable(PROGRAM, 10)) == 3


@pytest.mark.parametrize(
    ("first", "second", "new"),
    [
        pytest.param(fetched(1, "x"), fetched(2, "x"), 1, id="the same again"),
        pytest.param(
            fetched(1, "x", head="Received: from a\r\n\tby b\r\nDelivered-To: x\r\n"),
            fetched(2, "x", head="Received: from c by d\r\n"),
            1,
            id="by another way",
        ),
        pytest.param(
            fetched(1, "x", head="Message-ID:\r\n <1@a>\r\n"),
            fetched(2, "x", head="message-id: <1@a>\r\n"),
            1,
            id="a header folded otherwise",
        ),
        pytest.param(
            fetched(1, "x", head="Message-ID: <1@a>\r\n"),
            fetched(2, "y", head="Message-ID: <1@a>\r\n"),
            2,
            id="a Message-ID used for two mails",
        ),
        pytest.param(
            fetched(1, "x", head="Message-ID: <1@a>\r\n"),
            fetched(2, "x", head="Message-ID: <2@a>\r\n"),
            2,
            id="the same words sent again on purpose",
        ),
        pytest.param(
            Fetched(1, NOW, b"Subject: big\r\n\r\n", 30_000_000, truncated=True),
            Fetched(2, NOW, b"Subject: big\r\n\r\n", 40_000_000, truncated=True),
            2,
            id="two large mails of which only the headers were fetched",
        ),
        pytest.param(Fetched(1, NOW, b"", 0), Fetched(2, NOW, b"", 0), 1, id="two empty mails"),
    ],
)
def test_copies(store: Store, first: Fetched, second: Fetched, new: int) -> None:
    assert receive(store, first) + receive(store, second) == new
    assert len(store.claimable(PROGRAM, 10)) == new
    copies = store.mails([InboundState.IGNORED])
    assert [copy.why for copy in copies] == ["duplicate"] * (2 - new)
    assert [row.uid for row in store.unfiled(BOX, 7)] == ([2] if new == 1 else [])


def test_copies_within_one_batch(store: Store) -> None:
    assert receive(store, fetched(1, "x"), fetched(2, "x"), fetched(2, "x")) == 1


def test_the_same_mail_in_two_mailboxes_counts_in_each(store: Store) -> None:
    assert receive(store, fetched(1, "x")) + receive(store, fetched(1, "x"), box="second") == 2


def test_a_changed_uidvalidity_tells_unfiled_mails_their_new_uid(store: Store) -> None:
    receive(store, fetched(5, "done"), fetched(6, "waiting"))
    finish(store, store.claimable(PROGRAM, 1)[0].id)
    assert receive(store, fetched(1, "done"), fetched(2, "waiting"), fetched(3, "late"), validity=8) == 1
    assert store.cursor(BOX) == Cursor(8, 3)
    assert [(row.uid, row.state) for row in store.unfiled(BOX, 8)] == [(1, InboundState.DONE)]
    assert store.unfiled(BOX, 7) == []
    assert len(store.claimable(PROGRAM, 10)) == 2


def test_a_changed_uidvalidity_files_away_what_was_filed_before(store: Store) -> None:
    receive(store, fetched(5, "done"))
    (mail,) = store.claimable(PROGRAM, 1)
    finish(store, mail.id)
    store.filed([mail.id], NOW)
    assert receive(store, fetched(1, "done"), validity=8) == 0
    assert store.claimable(PROGRAM, 10) == []
    assert [(row.uid, row.state) for row in store.unfiled(BOX, 8)] == [(1, InboundState.IGNORED)]


def test_an_emptied_mailbox_starts_anew(store: Store) -> None:
    receive(store, fetched(5))
    receive(store, validity=8)
    assert store.cursor(BOX) == Cursor(8, 0)


def test_mails_are_handed_out_by_receipt_not_by_uid(store: Store) -> None:
    receive(store, fetched(1, at=NOW), fetched(2, at=NOW - DAY), fetched(3, at=NOW + DAY), fetched(4, at=NOW))
    texts = [mail.raw.split()[-1] for mail in store.claimable(PROGRAM, 10)]
    assert texts == [b"2", b"1", b"4", b"3"]
    assert len(store.claimable(PROGRAM, 2)) == 2
    assert store.claimable("plaidcloud", 10) == []


@pytest.mark.parametrize(
    ("room", "handed"),
    [
        pytest.param(10, 1, id="one larger than the room is still handed out"),
        pytest.param(2_500, 2, id="as many as fit"),
        pytest.param(1_000_000, 3, id="all"),
    ],
)
def test_large_mails_are_handed_out_in_smaller_batches(store: Store, room: int, handed: int) -> None:
    receive(store, *(fetched(uid, f"{uid}" * 1_000) for uid in (1, 2, 3)))
    assert len(store.claimable(PROGRAM, 10, max_bytes=room)) == handed


def test_finished_mails_are_filed_once(store: Store) -> None:
    receive(store, fetched(1), fetched(2), fetched(3))
    done, ignored, _ = store.claimable(PROGRAM, 10)
    finish(store, done.id)
    finish(store, ignored.id, state=InboundState.IGNORED)
    rows = store.unfiled(BOX, 7)
    assert [(row.uid, row.state) for row in rows] == [(1, InboundState.DONE), (2, InboundState.IGNORED)]
    assert store.unfiled(BOX, 7, limit=1) == rows[:1]
    store.filed([row.id for row in rows], NOW)
    assert store.unfiled(BOX, 7) == []


def test_a_parked_mail_keeps_its_receipt_when_it_is_tried_again(store: Store) -> None:
    receive(store, fetched(1, at=NOW - DAY), fetched(2))
    first, second = store.claimable(PROGRAM, 10)
    store.attempted([first.id])
    store.park(first.id, "no\0 boundary \udce4 found", NOW)
    store.park(second.id, "worse", NOW)
    assert [(mail.id, mail.attempts, mail.state) for mail in store.parked_list(PROGRAM)] == [
        (second.id, 1, InboundState.PARKED),
        (first.id, 2, InboundState.PARKED),
    ]
    shown = store.parked_show(first.id)
    assert shown is not None
    assert shown[0].why.startswith("no")
    assert shown[1].raw == first.raw
    assert store.parked_retry([first.id, 999]) == 1
    assert [(mail.id, mail.received_at, mail.seed) for mail in store.claimable(PROGRAM, 10)] == [
        (first.id, NOW - DAY, first.seed)
    ]
    assert store.parked_retry() == 1
    assert store.parked_list() == []


def test_parking_leaves_a_finished_mail_alone(store: Store) -> None:
    receive(store, fetched(1))
    (mail,) = store.claimable(PROGRAM, 1)
    finish(store, mail.id)
    store.park(mail.id, "too late", NOW)
    assert store.parked_list() == []
    assert store.verify() is None


def test_parking_is_in_the_journal(store: Store) -> None:
    receive(store, fetched(1))
    store.park(store.claimable(PROGRAM, 1)[0].id, "broken", NOW)
    assert [line.event.name for line in store.journal(PROGRAM)] == ["mail.parked"]


def test_an_unknown_mail_is_none(store: Store) -> None:
    assert store.inbound(4711) is None
    assert store.parked_show(4711) is None


def test_two_that_fetch_the_same_mailbox_at_once_store_each_mail_once(store: Store, url: str) -> None:
    mails = [fetched(uid) for uid in range(1, 41)]
    stores = [Store(url) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        new = list(pool.map(lambda one: receive(one, *mails), stores))
    for one in stores:
        one.close()
    assert sum(new) == 40
    assert len(store.claimable(PROGRAM, 100)) == 40
