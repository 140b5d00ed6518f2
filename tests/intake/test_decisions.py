"""What an admin's answer to a case decides: a word, a line for each registration, or a sentence."""

import pytest

from bot.commands import words
from bot.domain.mail import Asked
from bot.intake.instruct import Words, instructions
from bot.intake.text import Line

WORDS = Words(partner=words("partner"), admin=words("admin"), answers=words("partner", answers=True))
ONE = Asked("case", ("R-2015",))
TWO = Asked("case", ("R-2040", "R-2041"))
_LISTED = [
    Line(number, text)
    for number, text in enumerate(
        [
            "Conflict C-12: Fjordkaai Ltd has been registered by two partners.",
            " A) R-2041  Heron Consulting      received 2025-03-08 16:20",
            " B) R-2040  Pellworm Digital      received 2025-03-03 05:08",
            "Reply with ACCEPT <reference> or REJECT <reference> <reason>",
        ]
    )
]


def decided(text, asked, quotes=(), subject="Re: [C-12] Decision needed"):
    found = instructions(subject, text, WORDS, admin=True, asked=asked, quotes=quotes)
    return [(each.name, *each.refs) for each in found]


@pytest.mark.parametrize(
    ("text", "asked", "expected"),
    [
        pytest.param("ACCEPT R-2040\n\nDana", TWO, [("accept", "R-2040")], id="with a reference"),
        pytest.param("Reject: existing customer", ONE, [("reject", "R-2015")], id="reason"),
        pytest.param("approve — first come", TWO, [("accept", "R-2040")], id="first come is the earliest"),
        pytest.param("Accepted 👍\n\nSent from my iPhone", ONE, [("accept", "R-2015")], id="phone"),
        pytest.param(
            "Accept R-2040\nReject R-2041 - late", TWO, [("accept", "R-2040"), ("reject", "R-2041")], id="two lines"
        ),
        pytest.param(
            "Accept R-2040, reject R-2041 (late)", TWO, [("accept", "R-2040"), ("reject", "R-2041")], id="one line"
        ),
        pytest.param("R-2040 yes, R-2041 no", TWO, [("accept", "R-2040"), ("reject", "R-2041")], id="references first"),
        pytest.param("accept A and reject B", TWO, [("accept", "R-2040"), ("reject", "R-2041")], id="options"),
        pytest.param(
            "Approve the first one, decline the other",
            TWO,
            [("accept", "R-2040"), ("reject", "R-2041")],
            id="the other",
        ),
        pytest.param("accept both", TWO, [("accept", "R-2040", "R-2041")], id="both"),
        pytest.param("ok", ONE, [("accept", "R-2015")], id="ok"),
        pytest.param("No, existing customer", ONE, [("reject", "R-2015")], id="no"),
        pytest.param("no objections", ONE, [("accept", "R-2015")], id="no objections is a yes"),
        pytest.param("not approved", ONE, [("reject", "R-2015")], id="not approved is a no"),
        pytest.param("Genehmigt.\n\nGruß", ONE, [("accept", "R-2015")], id="German yes"),
        pytest.param("abgelehnt, Bestandskunde", ONE, [("reject", "R-2015")], id="German no"),
        pytest.param("Refusé : déjà client", ONE, [("reject", "R-2015")], id="French no"),
        pytest.param("aprobado", ONE, [("accept", "R-2015")], id="Spanish yes"),
        pytest.param("承認します", ONE, [("accept", "R-2015")], id="Japanese yes"),
        pytest.param("拒绝：已是客户", ONE, [("reject", "R-2015")], id="Chinese no"),
        pytest.param("ACCEPT", TWO, [("accept",)], id="two cases, none named: the desk asks"),
    ],
)
def test_decisions(text, asked, expected):
    assert decided(text, asked) == expected


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
    assert decided(text, asked, subject="Re: your mail") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Met both. Iver has their letter, so accept R-2041 please. I call Ada.", [("accept", "R-2041")], id="so"),
        pytest.param("Nobody there knows R-2040, so:\n\nACCEPT R-2041\n", [("accept", "R-2041")], id="below its reason"),
        pytest.param("Der Kunde kennt R-2041 nicht, deshalb bitte R-2040 annehmen.", [("accept", "R-2040")], id="German"),
        pytest.param("Le client ignore R-2041, donc merci d'accepter R-2040.", [("accept", "R-2040")], id="French"),
        pytest.param("El cliente no conoce R-2041, así que por favor aprobar R-2040.", [("accept", "R-2040")], id="Spanish"),
        pytest.param("Approved, first come first served.", [("accept", "R-2040")], id="the dates decide"),
        pytest.param("First come, first served - approve the earlier one.", [("accept", "R-2040")], id="the rule first"),
        pytest.param("First come first served. Approved.", [("accept", "R-2040")], id="the rule in a sentence of its own"),
        pytest.param("The earlier one wins.", [("accept", "R-2040")], id="the pick first"),
        pytest.param("approve A", [("accept", "R-2041")], id="the letter is the list's"),
        pytest.param("Approve Pellworm", [("accept", "R-2040")], id="by the partner's name"),
        pytest.param("Heron Consulting gets it.", [("accept", "R-2041")], id="the partner's name first"),
        pytest.param("R-2040 came first, so it wins.", [("accept", "R-2040")], id="it"),
        pytest.param("R-2041 is weaker, so approve the other one.", [("accept", "R-2040")], id="the other"),
        pytest.param(
            "Please reject R-2041 (came later) and accept R-2040.", [("reject", "R-2041"), ("accept", "R-2040")], id="two in one"
        ),
        pytest.param("Pellworm was there first, so they get it.", [("accept", "R-2040")], id="they"),
        pytest.param("Wer zuerst kommt, mahlt zuerst: genehmigt.", [("accept", "R-2040")], id="a proverb"),
        pytest.param("Please accept the one received on 3 March.", [("accept", "R-2040")], id="by its day"),
        pytest.param("Option B please.", [("accept", "R-2040")], id="an option alone"),
        pytest.param("Heron Consulting", [("accept", "R-2041")], id="a name alone"),
        pytest.param("R-2041:\nI need to look at the letter.", [], id="a heading"),
        pytest.param("R-2041?", [], id="a reference in doubt"),
        pytest.param("Both look sound to me, can Ada have a look?", [], id="both"),
        pytest.param(
            "Heron's registration is a duplicate, reject it. Accept Pellworm's.", [("accept", "R-2040"), ("reject", "R-2041")],
            id="by name, one each",
        ),
        pytest.param("If they do not answer by Friday, accept R-2040.", [], id="a condition"),
        pytest.param("Should we accept R-2040?", [], id="a question"),
        pytest.param("Waiting for legal. Do not accept R-2040 yet.", [], id="not yet"),
        pytest.param("I can't accept R-2040 before I have heard from them.", [], id="unable yet"),
        pytest.param("I'll call them, then accept R-2040 or R-2041.", [], id="one or the other"),
        pytest.param("We accepted R-2040 in spring, let me look.", [], id="a tale"),
        pytest.param("Accept R-2040. On reflection: reject R-2040.", [("accept", "R-2040")], id="the line at the top stands"),
        pytest.param("On one hand, accept R-2040. On the other, reject R-2040.", [], id="both of one"),
        pytest.param("So accept R-9999, please.", [], id="none of the case's"),
    ],
)  # fmt: skip
def test_decisions_in_sentences(text, expected):
    assert decided(text, TWO, _LISTED) == expected


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
    assert [name for name, *_ in decided(text, ONE, _LISTED)] == ([expected] if expected else [])


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
    found = instructions("Re: Please decide", text, WORDS, admin=True, asked=ONE)
    assert (found[0].name, found[0].rest) == said if said else found == ()
