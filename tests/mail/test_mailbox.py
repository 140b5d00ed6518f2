"""The mailbox against a real Dovecot: what is fetched, filed, waited for, and what is said when it cannot be."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.errors import ConfigError, MailboxUnavailable
from bot.mail.mailbox import Arrived, Filing, Mailbox
from bot.mail.server import Server
from tests.servers.certificate import Certificate
from tests.servers.dovecot import Dovecot
from tests.servers.wire import Wire

NOON = datetime(2026, 3, 29, 12, 0, 0, tzinfo=UTC)
BIG = 300_000  # bytes: longer than what one round trip brings


def mail(number: int, size: int = 0) -> bytes:
    head = f"From: ann@partner.example\r\nSubject: lead {number}\r\n\r\n".encode()
    return head + b"Company: Acme\r\n" + b"x" * 60 * (size // 62 > 0) + b"\r\nxxxx" * (size // 6)


@contextmanager
def opened(server: Dovecot, user: str, **options: object) -> Iterator[Mailbox]:
    mailbox = Mailbox("test", Server(server.host, server.port, "none", user, server.password), **options)  # type: ignore[arg-type]
    with closing(mailbox):
        mailbox.open()
        yield mailbox


def drain(mailbox: Mailbox, after: int = 0, batch: int = 100) -> list[Arrived]:
    return [arrived for mails in mailbox.new(after, batch) for arrived in mails]


def subjects(mails: list[bytes]) -> list[str]:
    return [raw.split(b"Subject: ")[1].split(b"\r\n")[0].decode() for raw in mails]


def test_new_mails_come_whole_in_order_and_in_batches(imap: Dovecot) -> None:
    user = imap.user()
    imap.deposit(user, *(mail(n) for n in range(1, 8)), received_at=NOON)
    with opened(imap, user) as mailbox:
        lists = list(mailbox.new(0, batch=3))
        assert [[arrived.uid for arrived in mails] for mails in lists] == [[1, 2, 3], [4, 5, 6], [7]]
        assert [arrived.raw for mails in lists for arrived in mails] == [mail(n) for n in range(1, 8)]
        assert {arrived.received_at for mails in lists for arrived in mails} == {NOON}
        assert lists[0][0].received_at.utcoffset() == timedelta(0)
        assert lists[0][0].size == len(mail(1))


@pytest.mark.parametrize(
    ("after", "uids"),
    [
        pytest.param(2, [3], id="only what is above the cursor"),
        pytest.param(3, [], id="nothing new: the last mail is not given again"),
        pytest.param(40, [], id="a cursor beyond the mailbox"),
    ],
)
def test_the_cursor_is_respected(imap: Dovecot, after: int, uids: list[int]) -> None:
    user = imap.user()
    imap.deposit(user, mail(1), mail(2), mail(3))
    with opened(imap, user) as mailbox:
        assert [arrived.uid for arrived in drain(mailbox, after)] == uids


def test_an_empty_mailbox_gives_nothing(imap: Dovecot) -> None:
    with opened(imap, imap.user()) as mailbox:
        assert drain(mailbox) == []


def test_fetching_leaves_the_mails_unread(imap: Dovecot) -> None:
    user = imap.user()
    imap.deposit(user, mail(1), mail(2, BIG))
    with opened(imap, user, limit=BIG // 2) as mailbox:
        drain(mailbox)
    assert imap.flags(user) == ["", ""]


def test_a_mail_longer_than_one_answer_is_complete(imap: Dovecot) -> None:
    user = imap.user()
    imap.deposit(user, mail(1), mail(2, BIG), mail(3))
    with opened(imap, user) as mailbox:
        assert [arrived.raw for arrived in drain(mailbox)] == [mail(1), mail(2, BIG), mail(3)]


@pytest.mark.parametrize(
    ("limit", "truncated"),
    [
        pytest.param(len(mail(2, BIG)) - 1, True, id="one byte over the limit"),
        pytest.param(len(mail(2, BIG)), False, id="just within the limit"),
        pytest.param(1000, True, id="far over a limit below the first answer"),
    ],
)
def test_an_oversized_mail_comes_as_its_headers_only(imap: Dovecot, limit: int, truncated: bool) -> None:
    user = imap.user()
    imap.deposit(user, mail(1), mail(2, BIG), mail(3))
    with opened(imap, user, limit=limit) as mailbox:
        small, big, last = drain(mailbox)
    assert big.truncated is truncated
    assert big.size == len(mail(2, BIG))
    assert big.raw == (mail(2, BIG).partition(b"Company")[0] if truncated else mail(2, BIG))
    assert (small.raw, small.truncated, last.raw) == (mail(1), False, mail(3))


def test_endless_headers_are_cut(imap: Dovecot) -> None:
    user = imap.user()
    imap.deposit(user, b"Subject: endless\r\n" + b"X-Filler: yes\r\n" * 100_000 + b"\r\nbody\r\n")
    with opened(imap, user, limit=1_000_000) as mailbox:
        [arrived] = drain(mailbox)
    assert arrived.truncated
    assert arrived.raw.startswith(b"Subject: endless")
    assert len(arrived.raw) < 200_000


def test_a_batch_of_big_mails_is_handed_over_in_handfuls(imap: Dovecot) -> None:
    user = imap.user()
    imap.deposit(user, *(mail(n, 5_000_000) for n in range(4)))
    with opened(imap, user) as mailbox:
        assert [[arrived.uid for arrived in mails] for mails in mailbox.new(0)] == [[1, 2], [3, 4]]


def test_a_mail_that_vanished_is_left_out(imap: Dovecot) -> None:
    user = imap.user()
    imap.deposit(user, *(mail(n) for n in range(1, 7)))
    with opened(imap, user) as mailbox:
        lists = mailbox.new(0, batch=3)
        first = next(lists)
        next(path for path in imap.maildir(user).glob("*/*") if b"lead 5" in path.read_bytes()).unlink()
        rest = [arrived.uid for mails in lists for arrived in mails]
        assert ([arrived.uid for arrived in first], rest) == ([1, 2, 3], [4, 6])


def test_a_mail_the_server_cannot_read_does_not_keep_back_the_others(imap: Dovecot) -> None:
    user = imap.user()
    imap.deposit(user, mail(1), mail(2), mail(3), received_at=NOON)
    with opened(imap, user) as mailbox:
        assert len(drain(mailbox)) == 3
    locked = sorted((imap.maildir(user) / "cur").iterdir())[1]
    locked.chmod(0)
    with opened(imap, user) as mailbox:
        for _ in range(2):  # Dovecot ends the session at such a mail: once for the batch, once for the mail
            with pytest.raises(MailboxUnavailable, match="cannot fetch mail"):
                drain(mailbox)
            mailbox.open()
        one, two, three = drain(mailbox)
    assert (one.raw, three.raw) == (mail(1), mail(3))
    assert (two.uid, two.raw, two.received_at) == (2, b"", NOON)


def test_a_mailbox_made_anew_has_another_uidvalidity(imap: Dovecot) -> None:
    user = imap.user()
    imap.deposit(user, mail(1))
    with opened(imap, user) as mailbox:
        before = mailbox.open()
    imap.forget_uids(user)
    with opened(imap, user) as mailbox:
        assert mailbox.open() != before
        assert [arrived.raw for arrived in drain(mailbox)] == [mail(1)]


@pytest.mark.parametrize(
    ("server", "way"),
    [
        pytest.param("imap", Filing.MOVED, id="MOVE"),
        pytest.param("imap_plain", Filing.COPIED, id="no MOVE: copied and expunged by UID"),
        pytest.param("imap_prefixed", Filing.MOVED, id="all folders below INBOX"),
    ],
)
def test_filed_mails_lie_in_their_folder_only(request: pytest.FixtureRequest, server: str, way: Filing) -> None:
    imap: Dovecot = request.getfixturevalue(server)
    user = imap.user()
    imap.deposit(user, mail(1), mail(2), mail(3))
    with opened(imap, user) as mailbox:
        mailbox.ensure_folders(["Handled/Done", "Ignored"])
        mailbox.ensure_folders(["Handled/Done", "Ignored"])
        assert mailbox.file([1, 3], "Handled/Done") is way
    assert subjects(imap.mails(user)) == ["lead 2"]
    assert sorted(subjects(imap.mails(user, "Handled/Done"))) == ["lead 1", "lead 3"]
    assert "Handled" in (imap.maildir(user) / "subscriptions").read_text()


def test_without_uidplus_mails_are_flagged_and_stay(imap_bare: Dovecot) -> None:
    user = imap_bare.user()
    imap_bare.deposit(user, mail(1), mail(2))
    with opened(imap_bare, user) as mailbox:
        assert mailbox.file([1], "Processed") is Filing.FLAGGED
        assert [arrived.uid for arrived in drain(mailbox)] == [1, 2]
    assert imap_bare.flags(user) == ["Sa", ""]  # a: the first keyword of the folder


def test_a_mail_somebody_marked_deleted_is_not_expunged_with_ours(imap_plain: Dovecot) -> None:
    user = imap_plain.user()
    imap_plain.deposit(user, mail(1), mail(2))
    marked = next(path for path in (imap_plain.maildir(user) / "new").iterdir() if b"lead 2" in path.read_bytes())
    marked.rename(imap_plain.maildir(user) / "cur" / f"{marked.name}:2,T")
    with opened(imap_plain, user) as mailbox:
        mailbox.file([arrived.uid for arrived in drain(mailbox) if b"lead 1" in arrived.raw], "Processed")
    assert subjects(imap_plain.mails(user)) == ["lead 2"]


def test_filing_makes_the_folder_again_that_somebody_removed(imap: Dovecot) -> None:
    user = imap.user()
    imap.deposit(user, mail(1), mail(2))
    with opened(imap, user) as mailbox:
        mailbox.file([1], "Processed")
        gone = imap.maildir(user, "Processed")
        for path in (*gone.glob("*/*"), *gone.glob("dovecot*"), *gone.glob("maildirfolder")):
            path.unlink()
        for name in ("cur", "new", "tmp", ""):
            (gone / name).rmdir()
        assert mailbox.file([2], "Processed") is Filing.MOVED
    assert subjects(imap.mails(user, "Processed")) == ["lead 2"]


def test_filing_what_vanished_is_no_error(imap: Dovecot) -> None:
    user = imap.user()
    imap.deposit(user, mail(1), mail(2))
    with opened(imap, user) as mailbox:
        mailbox.file([1], "Processed")
        assert mailbox.file([1, 2], "Processed") is Filing.MOVED
    assert len(imap.mails(user, "Processed")) == 2


def test_names_of_folders_may_be_in_any_script(imap: Dovecot) -> None:
    user = imap.user()
    imap.deposit(user, mail(1))
    with opened(imap, user) as mailbox:
        mailbox.file([1], "Erledigt – 済み")
        assert drain(mailbox) == []


@contextmanager
def stopped(wire: Wire) -> Iterator[None]:
    yield
    wire.stop()


def later(seconds: float, action: object, *arguments: object) -> threading.Timer:
    timer = threading.Timer(seconds, action, arguments)  # type: ignore[arg-type]
    timer.start()
    return timer


@pytest.mark.parametrize("server", [pytest.param("imap", id="IDLE"), pytest.param("imap_plain", id="polling")])
def test_idle_sees_a_mail_that_comes(request: pytest.FixtureRequest, server: str) -> None:
    imap: Dovecot = request.getfixturevalue(server)
    user = imap.user()
    imap.deposit(user, mail(1))
    with opened(imap, user) as mailbox:
        drain(mailbox)
        timer = later(0.3, imap.deposit, user, mail(2))
        started = time.monotonic()
        assert mailbox.idle(10 if server == "imap" else 1, threading.Event())
        assert time.monotonic() - started < 5
        timer.join()
        assert [arrived.raw for arrived in drain(mailbox, 1)] == [mail(2)]


def test_idle_returns_at_once_for_a_mail_that_came_while_filing(imap: Dovecot) -> None:
    user = imap.user()
    imap.deposit(user, mail(1))
    with opened(imap, user) as mailbox:
        drain(mailbox)
        imap.deposit(user, mail(2))
        mailbox.file([1], "Processed")  # the server tells of mail 2 here, and only here
        started = time.monotonic()
        assert mailbox.idle(20, threading.Event())
        assert time.monotonic() - started < 2


@pytest.mark.parametrize("server", [pytest.param("imap", id="IDLE"), pytest.param("imap_plain", id="polling")])
@pytest.mark.parametrize(
    ("how", "within"), [pytest.param("wake", 0.8, id="woken"), pytest.param("stop", 2.0, id="stopped")]
)
def test_idle_ends_when_told_to(request: pytest.FixtureRequest, server: str, how: str, within: float) -> None:
    imap: Dovecot = request.getfixturevalue(server)
    user = imap.user()
    imap.deposit(user, mail(1))
    with opened(imap, user) as mailbox:
        drain(mailbox)
        stop = threading.Event()
        timer = later(0.2, stop.set if how == "stop" else mailbox.wake)
        started = time.monotonic()
        assert not mailbox.idle(30, stop)
        assert time.monotonic() - started < within
        timer.join()
        assert len(drain(mailbox)) == 1  # the session goes on


def test_news_that_comes_in_pieces_is_heard(imap: Dovecot) -> None:
    user, wire = imap.user(), Wire(imap.port)
    server = Server(wire.host, wire.port, "none", user, imap.password)
    with stopped(wire), closing(Mailbox("test", server)) as mailbox:
        mailbox.open()
        timers = [later(0.2, wire.crumble), later(0.3, imap.deposit, user, mail(1))]
        assert mailbox.idle(10, threading.Event())
        for timer in timers:
            timer.join()
        assert [arrived.raw for arrived in drain(mailbox)] == [mail(1)]


def test_idle_times_out_without_news(imap: Dovecot) -> None:
    with opened(imap, imap.user()) as mailbox:
        assert not mailbox.idle(0.2, threading.Event())
        assert not mailbox.idle(0.2, threading.Event())


def test_mail_already_handled_does_not_end_idle(imap_bare: Dovecot) -> None:
    user = imap_bare.user()
    imap_bare.deposit(user, mail(1), mail(2))
    with opened(imap_bare, user) as mailbox:
        assert drain(mailbox, 2) == []
        assert not mailbox.idle(0.2, threading.Event())


def test_a_connection_that_dies_in_idle_is_noticed_and_can_be_opened_anew(imap_own: Dovecot) -> None:
    user = imap_own.user()
    imap_own.deposit(user, mail(1))
    with opened(imap_own, user) as mailbox:
        drain(mailbox)
        timer = later(0.3, imap_own.halt)
        started = time.monotonic()
        with pytest.raises(MailboxUnavailable) as caught:
            mailbox.idle(30, threading.Event())
        assert time.monotonic() - started < 10
        assert not caught.value.permanent
        timer.join()
        with pytest.raises(MailboxUnavailable, match=r"cannot be reached.*check host, port and tls"):
            mailbox.open()
        imap_own.start()
        mailbox.open()
        assert [arrived.raw for arrived in drain(mailbox)] == [mail(1)]


def test_a_connection_that_dies_between_commands_is_noticed(imap_own: Dovecot) -> None:
    with opened(imap_own, imap_own.user()) as mailbox:
        imap_own.halt()
        with pytest.raises(MailboxUnavailable, match="inbox test"):
            drain(mailbox)
        with pytest.raises(MailboxUnavailable, match="is not open"):
            drain(mailbox)


@pytest.mark.parametrize(
    "stopping", [pytest.param(False, id="at the next sign of life"), pytest.param(True, id="at the end")]
)
def test_a_wire_that_goes_silent_in_idle_does_not_hold_up_for_ever(imap: Dovecot, stopping: bool) -> None:
    wire, stop = Wire(imap.port), threading.Event()
    server = Server(wire.host, wire.port, "none", imap.user(), imap.password)
    with stopped(wire), closing(Mailbox("test", server, patience=20 if stopping else 1)) as mailbox:
        mailbox.open()
        timers = [later(0.3, wire.silence), later(0.6 if stopping else 60, stop.set)]
        started = time.monotonic()
        with pytest.raises(MailboxUnavailable, match="cannot wait for mail"):
            mailbox.idle(1, stop)
        assert time.monotonic() - started < 5
        for timer in timers:
            timer.cancel()
            timer.join()


def refusal(server: Server) -> MailboxUnavailable:
    mailbox = Mailbox("leanstack", server)
    with closing(mailbox), pytest.raises(MailboxUnavailable) as caught:
        mailbox.open()
    return caught.value


def test_a_refused_login_names_the_inbox_the_user_and_the_setting(imap: Dovecot) -> None:
    error = refusal(Server(imap.host, imap.port, "none", "ann", "wrong"))
    assert error.permanent
    assert "inbox leanstack" in str(error)
    assert f"127.0.0.1:{imap.port}" in str(error)
    assert "'ann'" in str(error)
    assert "correct username or password" in str(error)
    assert "wrong" not in str(error)


def test_a_login_refused_for_the_moment_is_no_lasting_refusal(imap_ailing: Dovecot) -> None:
    error = refusal(Server(imap_ailing.host, imap_ailing.port, "none", "ann", "not the static one"))
    assert "UNAVAILABLE" in str(error)
    assert not error.permanent


def test_a_password_beyond_ascii_is_tried_and_refused(imap: Dovecot) -> None:
    assert "refused the login" in str(refusal(Server(imap.host, imap.port, "none", "ann", "pässword")))


def test_a_folder_that_is_not_there_is_named(imap: Dovecot) -> None:
    mailbox = Mailbox("test", Server(imap.host, imap.port, "none", imap.user(), imap.password), folder="Nowhere")
    with closing(mailbox), pytest.raises(MailboxUnavailable, match="cannot open the folder Nowhere"):
        mailbox.open()


@pytest.mark.parametrize("tls", ["tls", "starttls"])
def test_tls_with_a_trusted_certificate(imap_tls: Dovecot, tls_certificate: Certificate, tls: str) -> None:
    user = imap_tls.user()
    imap_tls.deposit(user, mail(1))
    port = imap_tls.imaps if tls == "tls" else imap_tls.port
    server = Server("localhost", port, tls, user, imap_tls.password, tls_certificate.cert)  # type: ignore[arg-type]
    with closing(Mailbox("test", server)) as mailbox:
        mailbox.open()
        assert [arrived.raw for arrived in drain(mailbox)] == [mail(1)]
        timer = later(0.3, imap_tls.deposit, user, mail(2, BIG))
        assert mailbox.idle(10, threading.Event())
        timer.join()
        assert [arrived.raw for arrived in drain(mailbox, 1)] == [mail(2, BIG)]
        assert not mailbox.idle(0.2, threading.Event())


@pytest.mark.parametrize(
    ("tls", "port", "words"),
    [
        pytest.param("tls", "imaps", "certificate is not trusted", id="unknown authority"),
        pytest.param("starttls", "port", "certificate is not trusted", id="unknown authority, STARTTLS"),
        pytest.param("tls", "port", "does not speak TLS there", id="TLS on the plain port"),
    ],
)
def test_tls_is_never_given_up(imap_tls: Dovecot, tls: str, port: str, words: str) -> None:
    error = refusal(Server("localhost", getattr(imap_tls, port), tls, "ann", "secret"))  # type: ignore[arg-type]
    assert words in str(error)
    assert error.permanent


def test_a_server_without_starttls_gets_no_password(imap: Dovecot) -> None:
    error = refusal(Server("localhost", imap.port, "starttls", "ann", "secret"))
    assert "does not offer STARTTLS" in str(error)
    assert error.permanent


@pytest.mark.parametrize("host", ["imap.example.com", "192.0.2.7"])
def test_plain_text_is_for_loopback_only(host: str) -> None:
    with pytest.raises(ConfigError, match='set "tls" or "starttls"'):
        Server(host, 143, "none")


def test_an_authority_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="ca_file"):
        Server("localhost", 993, "tls", ca_file=tmp_path / "missing.pem").context()


def test_the_password_is_never_shown() -> None:
    assert "hush" not in repr(Server("localhost", 993, "tls", "ann", "hush"))
