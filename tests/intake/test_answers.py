"""What counts as a yes, a no, and a line that confirms."""

import pytest

from bot.intake.answers import attests, said
from bot.intake.choices import chosen
from bot.intake.text import lines_of


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        pytest.param("Yes", "yes", id="one word"),
        pytest.param("Hi,\n\nYes, that's right, thanks", "yes", id="after a greeting"),
        pytest.param("LS-7F3K-2\nYes", "yes", id="under its reference"),
        pytest.param("Yes, and the URL is acme.com", "yes", id="and more"),
        pytest.param("ja", "yes", id="German"),
        pytest.param("Oui.", "yes", id="French"),
        pytest.param("Sí, correcto", "yes", id="Spanish"),
        pytest.param("Dat klopt", "yes", id="Dutch"),
        pytest.param("はい", "yes", id="Japanese"),
        pytest.param("对的", "yes", id="Chinese"),
        pytest.param("No, it is jane@acme.com", "no", id="no and another value"),
        pytest.param("das stimmt nicht", "no", id="German no"),
        pytest.param("Yesterday we met them", "", id="a word that begins like it"),
        pytest.param("The URL is acme.com", "", id="a value"),
        pytest.param("Ok is what they call it", "", id="a sentence that begins with it"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_said(text, meaning):
    assert said(lines_of(text)) == meaning


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Company: Acme\nI confirm.\nEmail: a@acme.com", id="a line of its own"),
        pytest.param("We hereby confirm that we have a\nbusiness relationship with Acme.", id="a wrapped sentence"),
        pytest.param("New lead below. I confirm this.", id="the second sentence of a line"),
        pytest.param("Hiermit bestätigt", id="German"),
        pytest.param("Eine Geschäftsbeziehung besteht, das bestätige ich", id="German, verb last"),
        pytest.param("Je confirme la relation commerciale avec cette société.", id="French"),
        pytest.param("Confirmo", id="Spanish"),
        pytest.param("Confermiamo il rapporto con il cliente", id="Italian"),
        pytest.param("Ik bevestig dit", id="Dutch"),
        pytest.param("取引関係があることを確認しました。", id="Japanese"),
        pytest.param("我确认", id="Chinese"),
    ],
)
def test_confirms(text):
    assert attests(lines_of(text))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("I confirm the meeting on Tuesday", id="something else"),
        pytest.param("Do you confirm?", id="a question"),
        pytest.param("I confirm that we have no relationship with them", id="a denial"),
        pytest.param("I can only confirm this next week", id="later"),
        pytest.param("They say that I confirm", id="in passing"),
        pytest.param("Please confirm receipt", id="a request"),
        pytest.param("", id="nothing"),
    ],
)
def test_does_not_confirm(text):
    assert not attests(lines_of(text))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param("the first one", "Qualified Lead", id="in words"),
        pytest.param("The second, please.", "Managed Customer Lead", id="politely"),
        pytest.param("option 2", "Managed Customer Lead", id="numbered"),
        pytest.param("b)", "Managed Customer Lead", id="lettered"),
        pytest.param("das erste", "Qualified Lead", id="German"),
        pytest.param("the first call with them was in May", "", id="in a sentence"),
        pytest.param("12", "", id="a number of two digits"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_a_type_picked_by_its_place(text, kind):
    assert chosen(text, ("Qualified Lead", "Managed Customer Lead")) == kind
