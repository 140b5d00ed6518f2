"""What a partner answers in a word: a confirmation where the program demands one, a yes to "did you mean ...?"."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.config import folders
from tests.servers.dovecot import Dovecot
from tests.servers.sink import Sink
from tests.whole.world import World, eml, text_of

ACME = "Acme Fasteners [north]"
PROSE = b"Please register Nell Carver at Brightwater Foods, nell@brightwaterfoods.com, www.brightwaterfoods.com, Qualified Lead."


def rules_with(folder: Path, old: str, new: str) -> str:
    """A rules file like LEANSTACK's but for one line."""
    text = (folders.data_folder("rules") / "leanstack.toml").read_text("utf-8")
    assert old in text
    (folder / "rules.toml").write_text(text.replace(old, new), "utf-8")
    return str(folder / "rules.toml")


@pytest.fixture
def strict(tmp_path: Path, imap: Dovecot, sink: Sink) -> Iterator[World]:
    rules = rules_with(tmp_path, 'attestation = "implied"', 'attestation = "explicit"')
    with World(tmp_path, imap, sink, f"sqlite:///{tmp_path / 'r.db'}", rules=rules) as made:
        yield made


@pytest.fixture
def careful(tmp_path: Path, imap: Dovecot, sink: Sink) -> Iterator[World]:
    rules = rules_with(tmp_path, "confidence = 0.7", "confidence = 0.99")
    with World(tmp_path, imap, sink, f"sqlite:///{tmp_path / 'r.db'}", rules=rules) as made:
        yield made


def reply(world: World, body: str, name: str = "c1") -> str:
    """Answer the bot's last mail; gives the text of what comes back."""
    (asked,) = world.sent()
    world.receive(
        eml("completion", subject="Re: lead", id=name, headers=f"In-Reply-To: {asked['Message-ID']}\n", body=body)
    )
    (answer,) = world.sent()
    return text_of(answer)


def prose() -> bytes:
    head, _, _ = eml("accepted").partition(b"\r\n\r\n")
    return head + b"\r\n\r\n" + PROSE


class TestAttestation:
    def test_in_the_first_mail_is_enough(self, strict: World) -> None:
        strict.receive(
            eml("accepted").replace(b"\r\n\r\n", b"\r\n\r\nWe confirm our business relationship with them.\r\n\r\n", 1)
        )
        assert strict.states() == {ACME: "accepted"}

    def test_that_lacks_is_asked_for_and_one_line_gives_it(self, strict: World) -> None:
        strict.receive(eml("accepted"))
        assert strict.states() == {ACME: "incomplete"}
        reply(strict, "I confirm")
        assert strict.states() == {ACME: "accepted"}

    def test_is_not_given_by_anything_else(self, strict: World) -> None:
        strict.receive(eml("accepted"))
        strict.sent()
        strict.receive(eml("instruction", subject="Re: lead", id="i1", headers="", body="We confirm the meeting."))
        assert strict.states() == {ACME: "incomplete"}


class TestDidYouMean:
    def test_one_word_takes_what_was_proposed(self, careful: World) -> None:
        careful.receive(prose())
        assert [str(r.state) for r in careful.registrations()] == ["incomplete"]
        assert "is registered for you" in reply(careful, "Yes")
        (registration,) = careful.registrations()
        assert (str(registration.state), registration.lead.contact) == ("accepted", "Nell Carver")
        assert dict(registration.lead.extra) == {}

    def test_the_question_shows_the_value_and_the_answer_to_send(self, careful: World) -> None:
        careful.receive(prose())
        (asked,) = careful.sent()
        text = text_of(asked)
        assert "did you mean Brightwater Foods?" in text.replace("Did", "did")
        assert "reply with the one word: Yes" in text

    def test_another_value_replaces_one_and_yes_takes_the_rest(self, careful: World) -> None:
        careful.receive(prose())
        reply(careful, "Yes, but:\nCompany: Brightwater Holdings")
        (registration,) = careful.registrations()
        assert (str(registration.state), registration.lead.company) == ("accepted", "Brightwater Holdings")

    def test_no_asks_for_the_value_itself(self, careful: World) -> None:
        careful.receive(prose())
        assert "please send the company name" in reply(careful, "No")
        (registration,) = careful.registrations()
        assert (str(registration.state), registration.lead.company) == ("incomplete", "")

    def test_what_was_proposed_is_shown_nowhere_else(self, careful: World) -> None:
        careful.receive(prose())
        careful.sent()
        ref = careful.registrations()[0].ref
        careful.receive(eml("instruction", subject=f"STATUS {ref}", id="i1", headers="", body=""))
        (transcript,) = careful.sent()
        assert "proposed" not in transcript.as_string().casefold()
