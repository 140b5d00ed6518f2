"""A short answer is understood by what it answers, found by thread or by reference."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.lead import Lead
from bot.domain.mail import Asked
from bot.domain.outcome import ThreadAsk
from bot.domain.registration import State
from bot.store import Store
from tests.store.things import NOW, PROGRAM, mail, ref, registration, write

REQUIRED = ("first_name", "email", "url", "company")


@pytest.fixture
def talk(store: Store) -> Store:
    """One incomplete registration, one held and one expired; two mails went out."""
    incomplete = replace(
        registration(1, state=State.INCOMPLETE),
        lead=Lead(company="Acme", email="ada@acme.example", extra={"phone": "123"}),
    )
    held = registration(2, state=State.HELD, domain="b.example")
    expired = registration(3, state=State.EXPIRED, domain="c.example", expires_at=NOW)
    mails = [mail("answer/1", refs=(ref(2), ref(1))), mail("digest/2"), mail("case/3", refs=(ref(2),))]
    write(store, incomplete, held, expired, mails=mails)
    return store


PENDING = {
    "pending": {ref(1): {"email": "ada@acme.example", "company": "Acme", "phone": "123"}},
    "missing": {ref(1): ("first_name", "url")},
}


@pytest.mark.parametrize(
    ("ask", "asked"),
    [
        pytest.param(
            ThreadAsk(("<answer/1@bot.example>",)),
            Asked("answer", (ref(2), ref(1)), threaded=(ref(2), ref(1)), **PENDING),
            id="thread",
        ),
        pytest.param(
            ThreadAsk(("<other@x>", "<case/3@bot.example>", "<answer/1@bot.example>")),
            Asked("case", (ref(2),), threaded=(ref(2),)),
            id="the first mail of the thread that is known",
        ),
        pytest.param(
            ThreadAsk(("<case/3@bot.example>",), (ref(1), ref(9))),
            Asked("case", (ref(2), ref(1)), threaded=(ref(2),), **PENDING),
            id="thread, and a reference in the text",
        ),
        pytest.param(ThreadAsk((), (ref(1),)), Asked("answer", (ref(1),), **PENDING), id="an incomplete reference"),
        pytest.param(ThreadAsk((), (ref(2),)), Asked("case", (ref(2),)), id="a held reference"),
        pytest.param(ThreadAsk((), (ref(3),)), Asked("expired", (ref(3),)), id="an expired reference"),
        pytest.param(ThreadAsk(("<digest/2@bot.example>",)), Asked("digest"), id="a mail that spoke of nothing"),
        pytest.param(ThreadAsk(("<other@x>",), (ref(9),)), None, id="nothing the bot sent"),
        pytest.param(ThreadAsk(("<a\0\udce4@x>",)), None, id="a Message-ID that cannot be looked up"),
        pytest.param(ThreadAsk(tuple(f"<{n}@x>" for n in range(1_500))), None, id="a very long thread"),
    ],
)
def test_context(talk: Store, ask: ThreadAsk, asked: Asked | None) -> None:
    ask = replace(ask, sender="ann@north.example")
    if asked and ask.message_ids:
        asked = replace(asked, written_at=NOW)
    assert talk.context(PROGRAM, {5: ask}, REQUIRED) == ({5: asked} if asked else {})


@pytest.mark.parametrize("sender", ["sue@north.example", "joe@elsewhere.example", ""])
@pytest.mark.parametrize(
    "ask", [ThreadAsk(("<answer/1@bot.example>",)), ThreadAsk((), (ref(1),))], ids=["thread", "ref"]
)
def test_of_another_partners_lead_nothing_is_given(talk: Store, ask: ThreadAsk, sender: str) -> None:
    asked = talk.context(PROGRAM, {5: replace(ask, sender=sender)}, REQUIRED)[5]
    assert ref(1) in asked.refs
    assert (asked.pending, asked.missing, asked.proposed) == ({}, {}, {})


def test_each_mail_of_a_batch_gets_its_own_context(talk: Store) -> None:
    found = talk.context(PROGRAM, {1: ThreadAsk((), (ref(2),)), 2: ThreadAsk((), (ref(3),)), 3: ThreadAsk(())})
    assert {number: asked.refs for number, asked in found.items()} == {1: (ref(2),), 2: (ref(3),)}


def test_another_program_does_not_know_the_thread(talk: Store) -> None:
    assert talk.context("plaidcloud", {1: ThreadAsk(("<answer/1@bot.example>",), (ref(1),))}, REQUIRED) == {}
