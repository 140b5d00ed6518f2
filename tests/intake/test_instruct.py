"""Which lines are instructions, to partners and admins, in which words; and which prose is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands import words
from bot.domain.mail import Asked
from bot.intake.instruct import Words, instructions

WORDS = Words(
    partner=dict.fromkeys(("status", "list", "renew", "withdraw", "help"), ()), admin={"accept": (), "reject": ()}
)
TWO = Asked("case", ("R-2040", "R-2041"))


def said(subject, text, *, admin=False, asked=None):
    found = instructions(subject, text, WORDS, admin=admin, asked=asked)
    return [(each.name, *each.refs, *([each.company] if each.company else [])) for each in found]


@pytest.mark.parametrize(
    ("subject", "text", "expected"),
    [
        pytest.param("status", "", [("status",)], id="subject alone"),
        pytest.param("STATUS R-1042?", "", [("status", "R-1042")], id="subject with a reference"),
        pytest.param("LS-7F3K-2 status", "", [("status", "LS-7F3K-2")], id="reference first"),
        pytest.param("Ours", "Hi,\n\nlist my registrations\n\nRegards", [("list",)], id="line after a greeting"),
        pytest.param("renew R-1042", "renew R-1042\n\n/Anders", [("renew", "R-1042")], id="said twice is one"),
        pytest.param("renew", "R-1042\nR-1043", [("renew", "R-1042", "R-1043")], id="references under the subject"),
        pytest.param("x", "renew r-1042, r-1043 & R-1044", [("renew", "R-1042", "R-1043", "R-1044")], id="several, lower case"),
        pytest.param(
            "x", "RENEW R-1042\nWITHDRAW R-1043 lost\n\nSTATUS R-1044",
            [("renew", "R-1042"), ("withdraw", "R-1043"), ("status", "R-1044")], id="three lines",
        ),
        pytest.param("x", "please withdraw Acme Fasteners - they signed elsewhere", [("withdraw", "Acme Fasteners")], id="company"),
        pytest.param("x", "cancel our registration for Juniper Lane Ltd, they left", [("withdraw", "Juniper Lane Ltd")], id="company after words"),
        pytest.param("x", "What's the status of Acme Fasteners?", [("status", "Acme Fasteners")], id="status of a company"),
        pytest.param("x", "Could you please tell me the\nstatus of R-1042 and R-1043?", [("status", "R-1042", "R-1043")], id="wrapped"),
        pytest.param("x", "We lost this deal. Please withdraw LS-7F3K-2.", [("withdraw", "LS-7F3K-2")], id="second sentence"),
        pytest.param("x", "Hi Dana, please renew R-1042. Talks go on.", [("renew", "R-1042")], id="greeting in the line"),
        pytest.param("Re: [R-1098] expires soon", "RENEW", [("renew", "R-1098")], id="one word, reference in the subject"),
        pytest.param("Re: [R-1098] expires soon", "yes please renew", [("renew", "R-1098")], id="yes, please"),
        pytest.param("x", "Bitte R-1042 verlängern.", [("renew", "R-1042")], id="German"),
        pytest.param("x", "Bitte ziehen Sie die Registrierung R-1044 zurück, der Kunde sagte ab.", [("withdraw", "R-1044")], id="German, verb apart"),
        pytest.param("Renouvellement R-1042", "", [("renew", "R-1042")], id="French noun"),
        pytest.param("x", "Bonjour,\n\nmerci de renouveler l'enregistrement R-1042.", [("renew", "R-1042")], id="French"),
        pytest.param("x", "Por favor, retiren el registro R-1050 porque firmó.", [("withdraw", "R-1050")], id="Spanish"),
        pytest.param("x", "Gostaria de renovar R-1050", [("renew", "R-1050")], id="Portuguese"),
        pytest.param("x", "Graag R-1050 verlengen", [("renew", "R-1050")], id="Dutch"),
        pytest.param("x", "Proszę odnowić R-1050", [("renew", "R-1050")], id="Polish"),
        pytest.param("x", "Прошу продлить R-1050", [("renew", "R-1050")], id="Russian"),
        pytest.param("x", "R-1042を取り下げてください", [("withdraw", "R-1042")], id="Japanese, glued"),
        pytest.param("x", "请撤回R-1042", [("withdraw", "R-1042")], id="Chinese"),
        pytest.param("一覧", "", [("list",)], id="Japanese subject"),
        pytest.param("Hilfe", "", [("help",)], id="German help"),
    ],
)  # fmt: skip
def test_partner_instructions(subject, text, expected):
    assert said(subject, text) == expected


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        pytest.param("Commission", "is the revenue share on Qualified Leads still 20%?", id="question"),
        pytest.param("x", "Please don't renew R-1042", id="negated"),
        pytest.param("x", "We will withdraw R-1044 next week", id="announced"),
        pytest.param("List of leads attached", "see file", id="noun in a subject"),
        pytest.param("Status update: new lead Acme", "", id="a heading"),
        pytest.param("x", "List:\nAcme\nFoo", id="a list follows"),
        pytest.param("New lead", "First name: Ada\nStatus: new", id="a label"),
        pytest.param("x", "Thanks! We saw the status page and will renew interest.", id="words in passing"),
        pytest.param("Re: renew R-1042", "Thanks!", id="thanks for the transcript"),
        pytest.param("x", "ACCEPT R-1120", id="a partner decides nothing"),
        pytest.param("x", "Quote:\nrenew R-1042", id="not at the top"),
    ],
)
def test_prose_is_no_instruction(subject, text):
    assert said(subject, text) == []


def test_reason_is_kept_as_written():
    (found,) = instructions("Re: x", "Please reject R-1115 because they are an existing customer.", WORDS, admin=True)
    assert found.rest == "because they are an existing customer"


def test_everything_is_said_as_such():
    (found,) = instructions("x", "renew all", WORDS)
    assert (found.refs, found.rest) == ((), "all")


def test_lines_by_reference_are_one_command():
    assert said("x", "R-41: renew\nR-42: let it run out\nR-43: renew") == [("renew", "R-41", "R-43")]


def test_all_but_some_is_not_all():
    assert said("x", "renew all except R-42") == []


def test_given_synonyms_count():
    words = Words(partner={"status": ("kde to vázne",)})
    assert [each.name for each in instructions("kde to vázne R-1042", "", words)] == ["status"]


@given(st.text(max_size=300), st.text(max_size=600), st.booleans())
def test_any_text_is_survived(subject, text, admin):
    for found in instructions(subject, text, WORDS, admin=admin, asked=TWO):
        assert found.name in {*WORDS.partner, *WORDS.admin}


@given(
    st.lists(
        st.sampled_from(["renew", "R-1042", "please", "accept", ",", "-", "?", "all", "A", "Acme", "\n", "ja", "を"]),
        max_size=12,
    )
)
def test_any_mixture_of_its_own_words_is_survived(pieces):
    for admin in (False, True):
        instructions("", " ".join(pieces), WORDS, admin=admin, asked=TWO)


@pytest.mark.parametrize(
    ("kind", "text", "name"),
    [
        pytest.param("offer", "ACCEPT", "accept", id="the word"),
        pytest.param("offer", "Yes please", "accept", id="a yes"),
        pytest.param("offer", "Reject", "reject", id="the other word"),
        pytest.param("offer", "No, thanks", "reject", id="a no"),
        pytest.param("answer", "ACCEPT", "", id="where nothing was offered"),
        pytest.param("answer", "Confirmed, thanks", "", id="a courtesy"),
    ],
)
def test_a_partner_accepts_only_what_was_offered(kind, text, name):
    asked = Asked(kind, ("LS-7F3K-2",), threaded=("LS-7F3K-2",))
    all_words = Words(partner=words("partner"), admin=words("admin"), answers=words("partner", answers=True))
    found = instructions("Re: The place is yours to take", text, all_words, asked=asked)
    assert [one.name for one in found] == ([name] if name else [])
