"""Commands in the middle of sentences: what is asked of which registration, and what is only spoken of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.mail import Asked
from bot.intake.requests import requested

EXPIRING = Asked("expired", ("R-77",))


def said(text, *, subject="", asked=None):
    return [(each.name, *each.refs) for each in requested(subject, text, asked)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "They chose another, so please take R-12 off our list.", [("withdraw", "R-12")], id="after a reason"
        ),
        pytest.param(
            "bitte R-12 und R-13 verlängern, R-14 lassen wir auslaufen.",
            [("renew", "R-12", "R-13")],
            id="one left alone",
        ),
        pytest.param("R-12 is dead, you can drop it. R-13 we keep.", [("withdraw", "R-12")], id="it"),
        pytest.param(
            "Our R-12, R-13 and R-14 lapse soon. Kindly extend all three.",
            [("renew", "R-12", "R-13", "R-14")],
            id="all three",
        ),
        pytest.param(
            "Can you renew R-12? And R-13 should be withdrawn.",
            [("renew", "R-12"), ("withdraw", "R-13")],
            id="two orders",
        ),
        pytest.param("¿me podéis mandar la lista de todos mis registros?", [("list",)], id="list in Spanish"),
        pytest.param("能否把我们目前所有的登记发一份清单给我？", [("list",)], id="list in Chinese"),
        pytest.param("Où en est notre demande R-12 ?", [("status", "R-12")], id="status in French"),
        pytest.param("R-12の延長をお願いいたします。", [("renew", "R-12")], id="Japanese"),
        pytest.param("How do I register a lead?", [("help",)], id="help"),
        pytest.param("Please do not withdraw R-12.", [], id="denied"),
        pytest.param("When do we have to renew R-12?", [], id="a question about the way"),
        pytest.param("Thanks for renewing R-12 so fast!", [], id="thanks"),
        pytest.param("Please renew R-12. No, please cancel R-12.", [], id="both of one is neither"),
        pytest.param("Please remove me from your mailing list.", [], id="a mailing list"),
    ],
)
def test_sentences(text, expected):
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Yes please, keep it going.", [("renew", "R-77")], id="kept"),
        pytest.param("We're still negotiating with them.", [("renew", "R-77")], id="still alive"),
        pytest.param(
            "Das Projekt ist geplatzt, die Registrierung kann gelöscht werden.", [("withdraw", "R-77")], id="given up"
        ),
        pytest.param("Ja tak, forlæng den gerne et halvt år.", [("renew", "R-77")], id="Danish"),
        pytest.param("Můžete to prosím prodloužit?", [("renew", "R-77")], id="Czech"),
        pytest.param("Kérjük, hosszabbítsák meg fél évvel.", [("renew", "R-77")], id="Hungarian"),
        pytest.param("Lütfen bu kaydı altı ay uzatın.", [("renew", "R-77")], id="Turkish"),
        pytest.param("Puteți să o retrageți, vă rog.", [("withdraw", "R-77")], id="Romanian"),
        pytest.param("Voitteko jatkaa sitä vielä?", [("renew", "R-77")], id="Finnish"),
        pytest.param("Nu mai dorim prelungirea, revenim.", [], id="denied in Romanian"),
        pytest.param("Thanks, I'll ask them.", [], id="nothing yet"),
    ],
)
def test_answers_to_an_expiry(text, expected):
    assert said(text, asked=EXPIRING) == expected


@given(st.text(max_size=300))
def test_never_fails(text):
    requested(text, text, EXPIRING)
