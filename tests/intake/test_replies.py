"""Replies to what the bot asked of several leads at once, or of one: which lead and which type each clause means."""

import json

import pytest

from benchmarks.reading import predict, reader

_TYPES = {"managed": "Managed Customer Lead", "qualified": "Qualified Lead"}
_TWO, _ONE, _GAPS = "<p1@vendor.example>", "<p2@vendor.example>", "<p3@vendor.example>"


def _lead(first, last, email, url, company, lead_type=""):
    return {
        "first_name": first,
        "last_name": last,
        "email": email,
        "url": url,
        "company": company,
        "lead_type": lead_type,
    }


_STONE = _lead("Imre", "Vadas", "imre@korund-stone.com", "korund-stone.com", "Korund Limeworks Ltd")
_BRONZE = _lead("Orla", "Quane", "orla@lochbronze.com", "lochbronze.com", "Loch Bronze Craft")
_ANA = _lead("Ana", "Ruano", "", "ruano-textil.com", "Ruano Textil SL", "Qualified Lead")
_LEO = _lead("Leo", "Pazos", "leo@pazos-vidrio.com", "", "Pazos Vidrio SL", "Qualified Lead")


@pytest.fixture(scope="module")
def answered(tmp_path_factory):
    folder = tmp_path_factory.mktemp("asked")

    def asked(ref, pending, missing):
        return {"type": "incomplete", "to": "anna@moor-partner.net", "ref": ref, "pending": pending, "missing": missing}

    said = {
        "bot_address": "leads@vendor.example",
        "partner_domains": ["moor-partner.net"],
        "bot_messages": {
            _TWO: asked("P-1", [_STONE, _BRONZE], [["lead_type"], ["lead_type"]]),
            _ONE: asked("P-2", [_BRONZE], [["lead_type"]]),
            _GAPS: asked("P-3", [_ANA, _LEO], [["email"], ["url"]]),
        },
    }
    (folder / "_context.json").write_text(json.dumps(said), encoding="utf-8")
    processor = reader(folder)

    def read(asked, text):
        head = f"From: Anna <anna@moor-partner.net>\nTo: leads@vendor.example\nSubject: Re: To complete\nIn-Reply-To: {asked}\n"
        raw = f"{head}Message-ID: <{abs(hash(text))}@moor-partner.net>\nContent-Type: text/plain; charset=utf-8\n\n{text}\n"
        leads = predict(processor, "mail.eml", raw.encode())["leads"]
        return {lead["company"]: lead for lead in leads}

    return read


@pytest.mark.parametrize(
    ("text", "stone", "bronze"),
    [
        pytest.param("Korund is a managed customer, the bronze one is a fresh qualified lead.", "managed", "qualified", id="short"),
        pytest.param("Limeworks: managed\nLoch: qualified", "managed", "qualified", id="lines"),
        pytest.param("Imre is qualified and Orla is a managed customer.", "qualified", "managed", id="first names"),
        pytest.param("The first is a managed customer, the other one a qualified lead.", "managed", "qualified", id="order"),
        pytest.param("Loch Bronze ist ein Qualified Lead, Korund ein Managed Customer.", "managed", "qualified", id="German"),
        pytest.param("Korund and Loch Bronze are both managed customers.", "managed", "managed", id="one type for two"),
        pytest.param("Korund is managed, thanks. I will ask about Loch.", "managed", None, id="one of them"),
    ],
)  # fmt: skip
def test_types_of_two(answered, text, stone, bronze):
    leads = answered(_TWO, text)
    wanted = {"Korund Limeworks Ltd": stone, "Loch Bronze Craft": bronze}
    assert {name: lead["lead_type"] for name, lead in leads.items()} == {
        name: _TYPES[kind] for name, kind in wanted.items() if kind
    }


def test_a_new_lead_beside_the_answers(answered):
    new = "First name: Ada\nLast name: Lunde\nEmail: ada@lundefisk.com\nCompany: Lunde Fisk AS\nURL: lundefisk.com"
    leads = answered(
        _TWO, f"Korund is managed, the bronze one qualified. And a new one:\n\n{new}\nLead type: Qualified Lead"
    )
    assert set(leads) == {"Korund Limeworks Ltd", "Loch Bronze Craft", "Lunde Fisk AS"}


@pytest.mark.parametrize(
    "text",
    ["Ana: ana@ruano-textil.com\nPazos: www.pazos-vidrio.com", "The mail is ana@ruano-textil.com; Leo has www.pazos-vidrio.com"],
)  # fmt: skip
def test_different_gaps(answered, text):
    leads = answered(_GAPS, text)
    assert leads["Ruano Textil SL"]["email"] == "ana@ruano-textil.com"
    assert leads["Pazos Vidrio SL"]["url"] == "www.pazos-vidrio.com"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param(
            "Qualified, scusate! (Managed customer erano i due di ieri.)", "qualified", id="an aside in brackets"
        ),
        pytest.param("Managed - I mixed them up, last week's was the qualified one.", "managed", id="the clause alone"),
        pytest.param(
            "So managed customer please. The qualified leads follow next week.", "managed", id="others to come"
        ),
        pytest.param("Not managed. Qualified.", "qualified", id="denied"),
        pytest.param("It may be a managed one or a qualified one, I'll ask.", None, id="undecided"),
    ],
)
def test_the_type_that_is_meant(answered, text, kind):
    leads = answered(_ONE, text)
    assert [lead.get("lead_type") for lead in leads.values()] == ([_TYPES[kind]] if kind else [])
