"""A mail goes out at least once, and by one worker at a time; what fails is seen."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.store import Store
from tests.store.things import DAY, NOW, PROGRAM, mail, ref, write

LEASE = 60.0
MINUTE = timedelta(minutes=1)


def queue(store: Store, count: int = 1) -> None:
    write(store, mails=[mail(f"answer/{number}", refs=(ref(number),)) for number in range(1, count + 1)])


def claimed(store: Store, *, after: timedelta = timedelta(0), limit: int = 10) -> list[str]:
    return [row.mail.key for row in store.outbox_claim("me", limit, NOW + after, LEASE)]


def test_a_mail_is_claimed_as_it_was_written(store: Store) -> None:
    queue(store)
    (row,) = store.outbox_claim("me", 10, NOW, LEASE)
    assert row.mail == mail("answer/1", refs=(ref(1),))
    assert (row.attempts, row.created_at) == (1, NOW)


def test_a_key_is_written_once_for_ever(store: Store) -> None:
    write(store, mails=[mail("answer/1"), mail("answer/1", to="else@north.example"), mail("answer/2")])
    write(store, mails=[mail("answer/2"), mail("answer/1"), mail("answer/3")])
    rows = store.outbox_claim("me", 10, NOW, LEASE)
    assert [row.mail.key for row in rows] == ["answer/1", "answer/2", "answer/3"]
    assert rows[0].mail.recipients == ("ann@north.example",)


def test_oldest_first_and_no_more_than_asked_for(store: Store) -> None:
    queue(store, 5)
    assert claimed(store, limit=2) == ["answer/1", "answer/2"]
    assert claimed(store, limit=9) == ["answer/3", "answer/4", "answer/5"]


def test_a_claim_is_left_alone_until_its_lease_ends(store: Store) -> None:
    queue(store)
    claimed(store)
    assert store.outbox_next() == NOW + MINUTE
    assert claimed(store, after=MINUTE - timedelta(microseconds=1)) == []
    (row,) = store.outbox_claim("you", 10, NOW + MINUTE, LEASE)
    assert row.attempts == 2


def test_a_sent_mail_is_done(store: Store) -> None:
    queue(store)
    (row,) = store.outbox_claim("me", 10, NOW, LEASE)
    store.outbox_sent([row.id], NOW + MINUTE)
    assert claimed(store, after=DAY) == []
    assert store.outbox_next() is None
    (shown,) = store.outbox_list(["sent"])
    assert (shown.sent_at, shown.recipients, shown.refs) == (NOW + MINUTE, ("ann@north.example",), (ref(1),))


def test_a_retried_mail_waits(store: Store) -> None:
    queue(store)
    (row,) = store.outbox_claim("me", 10, NOW, LEASE)
    store.outbox_retry([(row.id, NOW + DAY, "451 greylisted\0")])
    assert claimed(store, after=DAY - MINUTE) == []
    assert [shown.error for shown in store.outbox_list()] == ["451 greylisted\N{REPLACEMENT CHARACTER}"]
    assert claimed(store, after=DAY) == ["answer/1"]


def test_a_failed_mail_is_seen_and_can_be_sent_again(store: Store) -> None:
    queue(store, 2)
    rows = store.outbox_claim("me", 10, NOW, LEASE)
    store.outbox_failed([(row.id, "550 no such user") for row in rows], NOW)
    assert claimed(store, after=DAY) == []
    assert [shown.error for shown in store.troubles(PROGRAM, NOW).failed] == ["550 no such user"] * 2
    assert store.troubles(PROGRAM, NOW + MINUTE).failed == ()
    assert store.outbox_requeue([rows[0].id, 4711], NOW) == 1
    assert claimed(store) == ["answer/1"]
    assert store.outbox_requeue(None, NOW) == 1
    assert claimed(store) == ["answer/2"]


@pytest.mark.parametrize("state", [pytest.param("queued", id="waiting"), pytest.param("failed", id="failed")])
def test_a_dropped_mail_never_goes_out(store: Store, state: str) -> None:
    queue(store)
    (shown,) = store.outbox_list()
    if state == "failed":
        store.outbox_failed([(shown.id, "550")], NOW)
    assert store.outbox_drop([shown.id]) == 1
    assert store.outbox_drop([shown.id]) == 0
    assert store.outbox_requeue([shown.id], NOW) == 0
    assert claimed(store, after=DAY) == []
    assert [one.state for one in store.outbox_list(["dropped"])] == ["dropped"]


def test_a_mail_that_another_worker_sent_meanwhile_has_not_failed(store: Store) -> None:
    queue(store)
    (row,) = store.outbox_claim("slow", 1, NOW, LEASE)
    store.outbox_sent([row.id], NOW)
    store.outbox_failed([(row.id, "given up")], NOW)
    assert [shown.state for shown in store.outbox_list(["sent", "failed"])] == ["sent"]


def test_nothing_to_note_is_no_work(store: Store) -> None:
    store.outbox_sent([], NOW)
    store.outbox_retry([])
    store.outbox_failed([], NOW)
    assert store.outbox_list() == []


def test_no_two_workers_claim_one_mail(store: Store, url: str) -> None:
    queue(store, 120)

    def work(name: str) -> list[str]:
        mine, keys = Store(url), []
        while rows := mine.outbox_claim(name, 7, NOW, LEASE):
            keys += [row.mail.key for row in rows]
            mine.outbox_sent([row.id for row in rows], NOW)
        mine.close()
        return keys

    with ThreadPoolExecutor(6) as pool:
        keys = [key for part in pool.map(work, "abcdef") for key in part]
    assert sorted(keys) == sorted(f"answer/{number}" for number in range(1, 121))
    assert len(store.outbox_list(["sent"])) == 120
