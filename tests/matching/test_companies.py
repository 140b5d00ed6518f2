"""A company's name taken apart, in the scripts and legal forms of the world."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching.companies import company_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Müller Bau GmbH & Co. KG", "Mueller Bau", id="DE"),
        pytest.param("Gärtnerei Lenz e.K.", "Gaertnerei Lenz", id="DE sole trader"),
        pytest.param("Alpenblick OG", "Alpenblick", id="AT"),
        pytest.param("Moulin Vert SARL", "Le Moulin Vert", id="FR"),
        pytest.param("S.A.S. Dupont", "Dupont", id="FR in front"),
        pytest.param("Bakkerij Jansen B.V.", "Bakkerij Jansen", id="NL"),
        pytest.param("Janssens BVBA", "Janssens", id="BE"),
        pytest.param("Cantina Rossetti S.r.l.", "Cantina Rossetti Società a responsabilità limitata", id="IT"),
        pytest.param("Aceros del Bajío S.A. de C.V.", "Aceros del Bajio", id="MX"),
        pytest.param("Viña Sur Limitada", "Vina Sur", id="CL"),
        pytest.param("Padaria Sol Ltda. ME", "Padaria Sol", id="BR"),
        pytest.param("Metalúrgica Norte, Unipessoal Lda", "Metalurgica Norte", id="PT"),
        pytest.param("Talleres Ebro, S.L.U.", "Talleres Ebro", id="ES"),
        pytest.param("Ørsted A/S", "Orsted", id="DK"),
        pytest.param("Fjord Fisk ASA", "Fjord Fisk", id="NO"),
        pytest.param("AB Volvin", "Volvin", id="SE"),
        pytest.param("Oy Sampo Ab", "Sampo", id="FI"),
        pytest.param("Jökull ehf.", "Jokull", id="IS"),
        pytest.param("Osaühing Põhjatäht", "Põhjatäht OÜ", id="EE"),
        pytest.param("SIA Baltais", "Baltais", id="LV"),
        pytest.param("UAB „Baltijos Stiklas“", "Baltijos Stiklas, UAB", id="LT"),
        pytest.param("Meble Nowak Sp. z o.o. Sp. k.", "Meble Nowak", id="PL"),
        pytest.param("Pivovar Jelen, spol. s r.o.", "Pivovar Jelen", id="CZ"),
        pytest.param("Duna Kft.", "Duna Korlátolt Felelősségű Társaság", id="HU"),
        pytest.param("S.C. Carpati S.R.L.", "Carpati", id="RO"),
        pytest.param("„Калина“ ЕООД", "Калина", id="BG"),
        pytest.param("Jadran d.o.o.", "Jadran", id="HR"),
        pytest.param("Ελιά Α.Ε.", "Ελιά", id="GR"),
        pytest.param("ООО «Северный лес»", "Северный лес", id="RU"),
        pytest.param("ТОВ Дніпро", "Дніпро", id="UA"),
        pytest.param("ТОО Алатау", "Алатау", id="KZ"),
        pytest.param("Toprak Gıda San. ve Tic. Ltd. Şti.", "Toprak Gida", id="TR"),
        pytest.param('שופרסל בע"מ', "שופרסל", id="IL"),
        pytest.param("شركة الراجحي المحدودة", "الراجحي", id="SA"),
        pytest.param("Nile Foods S.A.E.", "Nile Foods", id="EG"),
        pytest.param("Al Noor Trading FZ-LLC", "Al Noor Trading", id="AE"),
        pytest.param("Sunrise Foods (Pty) Ltd", "Sunrise Foods Proprietary Limited", id="ZA"),
        pytest.param("PINNACLE DENTAL PTY. LIMITED", "Pinnacle Dental Pty Ltd", id="AU"),
        pytest.param("Ganga Textiles Pvt. Ltd.", "Ganga Textiles Private Limited", id="IN"),
        pytest.param("Merlion Pte Ltd", "Merlion", id="SG"),
        pytest.param("Batik Indah Sdn. Bhd.", "Batik Indah", id="MY"),
        pytest.param("PT Samudra Makmur", "Samudra Makmur, PT. Tbk", id="ID"),
        pytest.param("Công ty TNHH Sao Mai", "Sao Mai", id="VN"),
        pytest.param("บริษัท ไทยเบฟ จำกัด (มหาชน)", "ไทยเบฟ", id="TH"),
        pytest.param("北极星物流有限公司", "北极星物流", id="CN"),
        pytest.param("株式会社日立製作所", "(株)日立製作所", id="JP"),
        pytest.param("주식회사 한빛", "㈜한빛", id="KR"),
        pytest.param("Copper Kettle Co", "The Copper Kettle Company Inc.", id="US"),
        pytest.param("Ellis Brothers plc", "Ellis Bros. PLC", id="GB"),
        pytest.param("Castle & Moat", "Castle and Moat", id="and"),
        pytest.param("P&G", "P & G", id="letters around an ampersand"),
        pytest.param("I.B.M.", "IBM", id="dots"),
        pytest.param("Hewlett-Packard", "Hewlett Packard", id="hyphen"),
        pytest.param("Nguyen's", "Nguyen", id="possessive"),
        pytest.param("Ｍüller", "MULLER", id="width"),
    ],
)
def test_one_core(one, other):
    assert company_name(one).core == company_name(other).core


@pytest.mark.parametrize(
    ("name", "also"),
    [
        ("Signify (formerly Philips Lighting)", ("philips", "lighting")),
        ("Patel Foods LLC d/b/a Subway", ("subway",)),
        ("Deutsche Bank (DB)", ("db",)),
        ("Nordlicht GmbH, vormals Polarstern", ("polarstern",)),
    ],
)
def test_other_names(name, also):
    assert company_name(name).also == (also,)


def test_a_name_that_is_only_a_legal_form_is_a_name():
    assert company_name("GmbH").core == ("gmbh",)


def test_initials_leave_out_joining_words_and_legal_forms():
    assert company_name("Massachusetts Institute of Technology Inc.").initials == "mit"


@given(st.text(max_size=40))
def test_any_text_is_a_name(text):
    name = company_name(text)
    assert all(word.isascii() and word.isalnum() and word == word.lower() for word in (*name.words, *name.core))
    assert bool(name.words) == bool(name.core)
    assert company_name(f"  {text}\n") == name
