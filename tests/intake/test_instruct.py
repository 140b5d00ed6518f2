"""Which lines are instructions, to partners and admins, in which words; and which prose is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands import words
from bot.domain.mail import Asked
from bot.intake.instruct import Words, instructions
from bot.intake.text import Line

WORDS = Words(
    partner=dict.fromkeys(("status", "list", "renew", "withdraw", "help"), ()), admin={"accept": (), "reject": ()}
)
ONE = Asked("case", ("R-1115",))
TWO = Asked("case", ("R-1120", "R-1131"))
_ADMIN = Words(partner=words("partner"), admin=words("admin"), answers=words("partner", answers=True))


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


@pytest.mark.parametrize(
    ("text", "asked", "expected"),
    [
        pytest.param("ACCEPT R-1120\n\nDana", TWO, [("accept", "R-1120")], id="with a reference"),
        pytest.param("Reject: existing customer", ONE, [("reject", "R-1115")], id="reason"),
        pytest.param("approve — first come", TWO, [("accept", "R-1120")], id="first come is the earliest"),
        pytest.param("Accepted 👍\n\nSent from my iPhone", ONE, [("accept", "R-1115")], id="phone"),
        pytest.param(
            "Accept R-1120\nReject R-1131 - late", TWO, [("accept", "R-1120"), ("reject", "R-1131")], id="two lines"
        ),
        pytest.param(
            "Accept R-1120, reject R-1131 (late)", TWO, [("accept", "R-1120"), ("reject", "R-1131")], id="one line"
        ),
        pytest.param("R-1120 yes, R-1131 no", TWO, [("accept", "R-1120"), ("reject", "R-1131")], id="references first"),
        pytest.param("accept A and reject B", TWO, [("accept", "R-1120"), ("reject", "R-1131")], id="options"),
        pytest.param(
            "Approve the first one, decline the other",
            TWO,
            [("accept", "R-1120"), ("reject", "R-1131")],
            id="the other",
        ),
        pytest.param("accept both", TWO, [("accept", "R-1120", "R-1131")], id="both"),
        pytest.param("ok", ONE, [("accept", "R-1115")], id="ok"),
        pytest.param("No, existing customer", ONE, [("reject", "R-1115")], id="no"),
        pytest.param("no objections", ONE, [("accept", "R-1115")], id="no objections is a yes"),
        pytest.param("not approved", ONE, [("reject", "R-1115")], id="not approved is a no"),
        pytest.param("Genehmigt.\n\nGruß", ONE, [("accept", "R-1115")], id="German yes"),
        pytest.param("abgelehnt, Bestandskunde", ONE, [("reject", "R-1115")], id="German no"),
        pytest.param("Refusé : déjà client", ONE, [("reject", "R-1115")], id="French no"),
        pytest.param("aprobado", ONE, [("accept", "R-1115")], id="Spanish yes"),
        pytest.param("承認します", ONE, [("accept", "R-1115")], id="Japanese yes"),
        pytest.param("拒绝：已是客户", ONE, [("reject", "R-1115")], id="Chinese no"),
        pytest.param("ACCEPT", TWO, [("accept",)], id="two cases, none named: the desk asks"),
    ],
)
def test_decisions(text, asked, expected):
    assert said("Re: [C-81] Decision needed", text, admin=True, asked=asked) == expected


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        pytest.param("OK, but let me check first", ONE, id="a condition"),
        pytest.param("Accept?", ONE, id="a question"),
        pytest.param("Thanks, will look", ONE, id="thanks"),
        pytest.param("don't know yet", ONE, id="undecided"),
        pytest.param("ok thanks", None, id="about nothing"),
    ],
)
def test_undecided(text, asked):
    assert said("Re: your mail", text, admin=True, asked=asked) == []


_LISTED = [
    Line(number, text)
    for number, text in enumerate(
        [
            "Conflict C-81: Fjordkaai Ltd has been registered by two partners.",
            " A) R-1131  Heron Consulting      received 2025-03-08 16:20",
            " B) R-1120  Pellworm Digital      received 2025-03-03 05:08",
            "Reply with ACCEPT <reference> or REJECT <reference> <reason>",
        ]
    )
]


def decided(text, asked):
    found = instructions("Re: [C-81] Decision needed", text, _ADMIN, admin=True, asked=asked, quotes=_LISTED)
    return [(each.name, *each.refs) for each in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Met both. Iver has their letter, so accept R-1131 please. I call Ada.", [("accept", "R-1131")], id="so"),
        pytest.param("Nobody there knows R-1120, so:\n\nACCEPT R-1131\n", [("accept", "R-1131")], id="below its reason"),
        pytest.param("Der Kunde kennt R-1131 nicht, deshalb bitte R-1120 annehmen.", [("accept", "R-1120")], id="German"),
        pytest.param("Le client ignore R-1131, donc merci d'accepter R-1120.", [("accept", "R-1120")], id="French"),
        pytest.param("El cliente no conoce R-1131, así que por favor aprobar R-1120.", [("accept", "R-1120")], id="Spanish"),
        pytest.param("Approved, first come first served.", [("accept", "R-1120")], id="the dates decide"),
        pytest.param("First come, first served - approve the earlier one.", [("accept", "R-1120")], id="the rule first"),
        pytest.param("First come first served. Approved.", [("accept", "R-1120")], id="the rule in a sentence of its own"),
        pytest.param("The earlier one wins.", [("accept", "R-1120")], id="the pick first"),
        pytest.param("approve A", [("accept", "R-1131")], id="the letter is the list's"),
        pytest.param("Approve Pellworm", [("accept", "R-1120")], id="by the partner's name"),
        pytest.param("Heron Consulting gets it.", [("accept", "R-1131")], id="the partner's name first"),
        pytest.param("R-1120 came first, so it wins.", [("accept", "R-1120")], id="it"),
        pytest.param("R-1131 is weaker, so approve the other one.", [("accept", "R-1120")], id="the other"),
        pytest.param(
            "Please reject R-1131 (came later) and accept R-1120.", [("reject", "R-1131"), ("accept", "R-1120")], id="two in one"
        ),
        pytest.param("Pellworm was there first, so they get it.", [("accept", "R-1120")], id="they"),
        pytest.param("Wer zuerst kommt, mahlt zuerst: genehmigt.", [("accept", "R-1120")], id="a proverb"),
        pytest.param("Please accept the one received on 3 March.", [("accept", "R-1120")], id="by its day"),
        pytest.param("Option B please.", [("accept", "R-1120")], id="an option alone"),
        pytest.param("Heron Consulting", [("accept", "R-1131")], id="a name alone"),
        pytest.param("R-1131:\nI need to look at the letter.", [], id="a heading"),
        pytest.param("R-1131?", [], id="a reference in doubt"),
        pytest.param("Both look sound to me, can Ada have a look?", [], id="both"),
        pytest.param(
            "Heron's registration is a duplicate, reject it. Accept Pellworm's.", [("accept", "R-1120"), ("reject", "R-1131")],
            id="by name, one each",
        ),
        pytest.param("If they do not answer by Friday, accept R-1120.", [], id="a condition"),
        pytest.param("Should we accept R-1120?", [], id="a question"),
        pytest.param("Waiting for legal. Do not accept R-1120 yet.", [], id="not yet"),
        pytest.param("I can't accept R-1120 before I have heard from them.", [], id="unable yet"),
        pytest.param("I'll call them, then accept R-1120 or R-1131.", [], id="one or the other"),
        pytest.param("We accepted R-1120 in spring, let me look.", [], id="a tale"),
        pytest.param("Accept R-1120. On reflection: reject R-1120.", [("accept", "R-1120")], id="the line at the top stands"),
        pytest.param("On one hand, accept R-1120. On the other, reject R-1120.", [], id="both of one"),
        pytest.param("So accept R-9999, please.", [], id="none of the case's"),
    ],
)  # fmt: skip
def test_decisions_in_sentences(text, expected):
    assert decided(text, TWO) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Nobody on our side works them. Please go ahead and approve.", "accept", id="please"),
        pytest.param("Sieht gut aus, freigeben bitte.", "accept", id="German"),
        pytest.param("They buy from us already, so we have to decline this one.", "reject", id="so"),
        pytest.param("On our house list since 2019. So reject, please: house account.", "reject", id="reason behind"),
        pytest.param("I'm fine with this.", "accept", id="fine"),
        pytest.param("Pode aprovar.", "accept", id="Portuguese"),
        pytest.param("Rechácenlo por favor, ya es cliente.", "reject", id="Spanish"),
        pytest.param("Please turn this one down, it's a customer of ours.", "reject", id="turned down"),
        pytest.param("No way, they are our customer.", "reject", id="no way"),
        pytest.param("Hold on, I need to check with legal first.", "", id="to be checked"),
        pytest.param("Forwarded to Kenji, he will decide.", "", id="for another"),
        pytest.param("Turn this one down please, they buy from us directly.", "reject", id="without a command's word"),
        pytest.param("Das müssen wir leider ablehnen, die sind schon Kunde.", "reject", id="in German, without one"),
        pytest.param("On ne peut pas accepter, ils sont clients chez nous.", "reject", id="in French, without one"),
        pytest.param("No podemos aprobar este, es cliente nuestro.", "reject", id="in Spanish, without one"),
        pytest.param("これは却下してください。直接の取引先です。", "reject", id="in Japanese, with a topic before it"),
        pytest.param("They can have it, we know nobody there.", "accept", id="given away"),
        pytest.param("Kann durch, wir haben da niemanden.", "accept", id="in German, let through"),
        pytest.param("Można zaakceptować, nie mamy konfliktu.", "accept", id="in Polish, may be accepted"),
        pytest.param("Could you let it through? No conflict.", "accept", id="a polite question"),
        pytest.param("Can't approve this until I hear from sales.", "", id="not until"),
        pytest.param("They asked us to let it through.", "", id="what others want"),
        pytest.param("I don't think we should turn this down.", "", id="denied"),
        pytest.param("Should I turn this one down?", "", id="asked back"),
        pytest.param("No sé si podemos aprobar este.", "", id="unsure in Spanish"),
        pytest.param("Their board turns everything down.", "", id="said of others"),
        pytest.param("We approved a similar one last month, I need to look at it.", "", id="a tale"),
        pytest.param("I'd rather not approve this before Thursday.", "", id="rather not"),
        pytest.param("Before we approve, who is their contact?", "", id="a question"),
    ],
)
def test_decisions_of_the_only_case_in_sentences(text, expected):
    assert [name for name, *_ in decided(text, ONE)] == ([expected] if expected else [])


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


_CASE = Asked("case", ("LS-7F3K-2",), threaded=("LS-7F3K-2",))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("QUEUE", ("queue", ""), id="queue"),
        pytest.param("queue", ("queue", ""), id="a word alone in small letters"),
        pytest.param("SHARE they both did the work", ("share", "they both did the work"), id="share with a reason"),
        pytest.param("SPLIT 40/60", ("split", "40/60"), id="split"),
        pytest.param("Split: 40% for the new one", ("split", "40% for the new one"), id="split with a colon"),
        pytest.param("ASK Who is your contact there?", ("ask", "Who is your contact there?"), id="a question"),
        pytest.param("ASK if they have met the board.", ("ask", "if they have met the board."), id="a condition"),
        pytest.param("Hi,\n\nASK: since when?", ("ask", "since when?"), id="behind a greeting"),
        pytest.param("Share this with sales, please.", None, id="share in passing"),
        pytest.param("Ask Priya, she knows them.", None, id="ask in passing"),
        pytest.param("Split the difference?", None, id="split in passing"),
        pytest.param("Queue them up for Monday's call", None, id="queue in passing"),
    ],
)
def test_the_words_that_people_also_use_in_passing_count_only_when_meant(text, said):
    found = instructions("Re: Please decide", text, _ADMIN, admin=True, asked=_CASE)
    assert (found[0].name, found[0].rest) == said if said else found == ()


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
    found = instructions("Re: The place is yours to take", text, _ADMIN, asked=asked)
    assert [one.name for one in found] == ([name] if name else [])
