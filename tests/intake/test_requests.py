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


_THREE = Asked("expired", ("R-41", "R-42", "R-43"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "All three please, talks go on. Please renew them.", [("renew", "R-41", "R-42", "R-43")], id="them"
        ),
        pytest.param("Please extend R-41 to R-43.", [("renew", "R-41", "R-42", "R-43")], id="a range"),
        pytest.param("R-41 yes, R-42 no, R-43 yes please.", [("renew", "R-41", "R-43")], id="yes and no"),
        pytest.param("Bitte alle drei verlängern.", [("renew", "R-41", "R-42", "R-43")], id="all three"),
        pytest.param(
            "Could you renew R-41 and R-42? Both are still very much alive. R-43 can lapse.",
            [("renew", "R-41", "R-42")],
            id="both of the two named before",
        ),
        pytest.param("Both are still very much alive.", [], id="both of three"),
        pytest.param("R-43 can lapse. The other two please renew.", [("renew", "R-41", "R-42")], id="the others"),
        pytest.param(
            "On laisse expirer R-41. Merci de renouveler les deux autres.",
            [("renew", "R-42", "R-43")],
            id="the others in French",
        ),
        pytest.param("Please renew the others.", [], id="others than none"),
        pytest.param(
            "Bitte R-41 und R-43 verlängern, beide sind noch aktiv. R-42 kann auslaufen.",
            [("renew", "R-41", "R-43")],
            id="both in German",
        ),
        pytest.param("Please renew all except R-42.", [("renew", "R-41", "R-43")], id="all but one"),
        pytest.param(
            "Merci de prolonger R-41 et R-43 ; nous laissons expirer R-42.", [("renew", "R-41", "R-43")], id="two"
        ),
    ],
)
def test_several_at_their_end(text, expected):
    assert said(text, asked=_THREE) == expected


@pytest.mark.parametrize(
    ("subject", "text", "company"),
    [
        pytest.param(
            "our pipeline",
            "You can take Larkfield Joinery off our books, they went elsewhere. So please withdraw that registration."
            " Our other file, Birch Cabinets, stays.",
            "Larkfield Joinery",
            id="told of before",
        ),
        pytest.param("Froid du Golfe SA", "Merci de retirer ce prospect de nos enregistrements.", "Froid du Golfe SA", id="subject"),
        pytest.param("Holzbau Kern GmbH", "bitte diese Registrierung zurückziehen.", "Holzbau Kern GmbH", id="German"),
        pytest.param("x", "Können Sie Holzbau Kern von unserer Liste streichen?", "Holzbau Kern", id="before its verb"),
        pytest.param("x", "株式会社みどり工業の登録を取り下げてください。", "株式会社みどり工業", id="Japanese"),
        pytest.param("x", "Podem cancelar o nosso registo da Padaria Lua?", "Padaria Lua", id="Portuguese"),
        pytest.param("x", "Graag onze registratie voor Bakkerij De Linde intrekken.", "Bakkerij De Linde", id="Dutch"),
        pytest.param("x", "The deal with Mesa Optics is dead. Could you cancel our registration?", "Mesa Optics", id="English"),
    ],
)  # fmt: skip
def test_a_company_in_place_of_a_reference(subject, text, company):
    (found,) = requested(subject, text, None)
    assert (found.name, found.refs, found.company) == ("withdraw", (), company)


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        pytest.param(
            "Small change", "Please remove Peter from the cc. Our registrations are fine.", id="a person in copy"
        ),
        pytest.param("x", "We met Acme Tools yesterday. Please send us your logo.", id="no command"),
        pytest.param("Lead Update", "Please withdraw this registration.", id="a title that is no name"),
    ],
)
def test_no_company_is_taken_for_one(subject, text):
    assert requested(subject, text, None) == ()


@pytest.mark.parametrize(
    "text",
    [
        "I need an overview - please send me the list of everything we have registered with you.",
        "Könnt ihr mir eine Aufstellung schicken, was wir aktuell bei euch registriert haben?",
        "Pourriez-vous m'envoyer la liste de tout ce que nous avons enregistré ?",
        "¿Me pueden enviar un listado de todo lo que tenemos registrado?",
        "Kunnen jullie een overzicht sturen van alles wat wij hebben geregistreerd?",
        "Proszę o zestawienie wszystkiego, co mamy zarejestrowane.",
    ],
)
def test_a_list_asked_for_in_words(text):
    assert said(text) == [("list",)]


@given(st.text(max_size=300))
def test_never_fails(text):
    requested(text, text, EXPIRING)
