"""Labels and lead types, however they are written."""

import pytest

from bot.intake.kinds import one_type, types_in
from bot.intake.vocabulary import LAST_FIRST, Vocabulary

QUALIFIED, MANAGED = "Qualified Lead", "Managed Customer Lead"
WORDS = Vocabulary.of(
    lead_types=[(QUALIFIED, ("QL", "New Lead")), (MANAGED, ("MC", "Client"))], labels={"company": ["Outfit"]}
)


@pytest.mark.parametrize(
    ("label", "name"),
    [
        pytest.param("First name", "first_name", id="plain"),
        pytest.param("contact_first_name", "first_name", id="snake case"),
        pytest.param("firstName", "first_name", id="camel case"),
        pytest.param("E\u2011mail\u00a0", "email", id="odd hyphen and space"),
        pytest.param("1. Company URL*", "url", id="number and star"),
        pytest.param("Ｕ Ｒ Ｌ", "url", id="full width"),
        pytest.param("Vorname / First name", "first_name", id="two languages"),
        pytest.param("Contact (Last, First)", "full_name", id="aside"),
        pytest.param("QL/MC", "lead_type", id="the types themselves"),
        pytest.param("Outfit", "company", id="the program's own"),
        pytest.param("Lead owner", "other", id="known and nobody's data"),
        pytest.param("Shop name", "company", id="a shop's name"),
        pytest.param("Contact no.", "phone", id="a number, and no name"),
        pytest.param("Betreuung bei uns", "other", id="the partner's own side"),
        pytest.param("客户类别", "lead_type", id="Chinese"),
        pytest.param("Último nome do contacto", "last_name", id="Portuguese"),
        pytest.param("Decision maker e-mail", "email", id="of whom, before it"),
        pytest.param("Correo del responsable", "email", id="of whom, behind it"),
        pytest.param("担当者メール", "email", id="of whom, in one word"),
        pytest.param("Rep e-mail", None, id="of nobody known"),
        pytest.param("Website (old)", "other", id="of what was before"),
        pytest.param("E-Mail (Buchhaltung)", "other", id="of another office"),
        pytest.param("会社名（旧）", "other", id="of what was before, in Japanese"),
        pytest.param("Address", "other", id="any address"),
        pytest.param("Favourite colour", None, id="unknown"),
    ],
)
def test_field_of(label, name):
    assert WORDS.field_of(label) == name


@pytest.mark.parametrize(
    ("label", "sense"),
    [
        pytest.param("Family name, given names", LAST_FIRST, id="in a list"),
        pytest.param("Contact [LAST, First]", LAST_FIRST, id="in an aside"),
        pytest.param("Surname & first name", LAST_FIRST, id="joined"),
        pytest.param("Given names, family name", "full_name", id="the other way round"),
        pytest.param("Name, Vorname", LAST_FIRST, id="in German"),
        pytest.param("Kontaktperson (Name Vorname)", LAST_FIRST, id="in an aside, without a comma"),
        pytest.param("Referente (Cognome/Nome)", LAST_FIRST, id="in an aside, with a slash"),
        pytest.param("Sukunimi Etunimi", LAST_FIRST, id="in Finnish, without a comma"),
        pytest.param("Nume/Prenume", LAST_FIRST, id="in Romanian, with a slash"),
        pytest.param("Фамилия, имя", LAST_FIRST, id="in Russian"),
        pytest.param("Vorname Name", "full_name", id="in German, the other way round"),
        pytest.param("Contact first name", "first_name", id="one name of two words"),
    ],
)
def test_order_of_names(label, sense):
    assert WORDS.sense(label) == sense


@pytest.mark.parametrize(
    ("labels", "names"),
    [
        pytest.param(["Nombre", "Apellidos"], ["first_name", "last_name"], id="first beside last"),
        pytest.param(["Nombre", "Empresa"], ["full_name", "company"], id="alone"),
        pytest.param(["Name", "Contact"], ["company", "full_name"], id="the company's beside a contact"),
        pytest.param(["Prénom", "Nom"], ["first_name", "last_name"], id="last beside first"),
        pytest.param(["Client name", "Company"], ["full_name", "company"], id="the client's beside a company"),
        pytest.param(["お客様名", "ご担当者"], ["company", "full_name"], id="the client's beside a contact"),
    ],
)
def test_fields_of_neighbours(labels, names):
    assert WORDS.fields_of(labels) == names


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param("ql", QUALIFIED, id="any case"),
        pytest.param("Lead qualifié (Qualified Lead)", QUALIFIED, id="said twice"),
        pytest.param("betreuter Kunde", MANAGED, id="german"),
        pytest.param("[ ] Qualified Lead  [x] Managed Customer Lead", MANAGED, id="ticked"),
        pytest.param("[ ] Qualified Lead  [ ] Managed Customer Lead", "", id="nothing ticked"),
        pytest.param("Qualified Lead / Managed Customer Lead", "", id="both"),
        pytest.param("MC (not a qualified lead)", MANAGED, id="the other one negated"),
        pytest.param("hot", "", id="unknown"),
    ],
)
def test_one_type(text, kind):
    assert one_type(text, WORDS) == kind


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        pytest.param("as a Qualified Lead, please", [QUALIFIED], id="phrase"),
        pytest.param("three QLs and one MC", [QUALIFIED, MANAGED], id="abbreviations in capitals"),
        pytest.param("a new lead, our client", [], id="words that anybody uses"),
        pytest.param("we managed to meet a qualified engineer", [], id="plain words"),
        pytest.param("Qualified Leadとして登録", [QUALIFIED], id="stuck to another script"),
        pytest.param("Qualified Lead로 등록", [QUALIFIED], id="with a Korean particle"),
        pytest.param("как управляемого клиента", [MANAGED], id="declined in Russian"),
    ],
)
def test_types_in_sentences(text, kinds):
    assert [kind for kind, _, _ in types_in(text, WORDS)] == kinds
