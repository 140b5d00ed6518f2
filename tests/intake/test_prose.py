"""Leads in sentences: who, which company, which type, in the grammar of several languages."""

import pytest

from bot.config import folders, programs
from bot.desk.program import vocabulary_of
from bot.domain.lead import FIELDS
from bot.intake.extract import extract
from bot.intake.finish import finish
from bot.intake.mentions import fill_types
from bot.intake.naming import called
from bot.intake.quotes import Sections
from bot.intake.stated import by_label
from bot.intake.text import Line
from bot.intake.values import Own

VOCABULARY = vocabulary_of(programs.load_program("leanstack", folders.data_folder("rules")))
OWN = Own(frozenset({"ines@northgate.example"}), frozenset({"northgate.example"}))
Q, M = "Qualified Lead", "Managed Customer Lead"


def leads(text):
    lines = [Line(number, line) for number, line in enumerate(text.split("\n"), 1)]
    found = extract(Sections(new=lines), {}, "body", VOCABULARY, OWN, "Ines Barros").drafts
    return [
        tuple(draft.text(name) for name in FIELDS)
        for draft in (finish(each, OWN) for each in fill_types(found, text, "", VOCABULARY))
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Bitte Frau Ute Kern von der Nordwind AG registrieren, ute@nordwind.de, nordwind.de, qualifizierter Lead.",
            ("Ute", "Kern", "ute@nordwind.de", "nordwind.de", "Nordwind AG", Q),
            id="von der",
        ),
        pytest.param(
            "Ein Qualified Lead: Frau Lotte Kern von der Firma Kern Orgelbau, l.kern@kern-orgelbau.de, www.kern-orgelbau.de.",
            ("Lotte", "Kern", "l.kern@kern-orgelbau.de", "www.kern-orgelbau.de", "Kern Orgelbau", Q),
            id="von der Firma",
        ),
        pytest.param(
            "Bitte registrieren: Jutta Falk von der Werft an der Oste GmbH, jutta.falk@werft-oste.de, werft-oste.de, QL.",
            ("Jutta", "Falk", "jutta.falk@werft-oste.de", "werft-oste.de", "Werft an der Oste GmbH", Q),
            id="von der, and a river",
        ),
        pytest.param(
            "Register Luc Morin, buyer at Conserverie du bout du quai SAS, luc@cbq.fr, www.cbq.fr, qualified lead.",
            ("Luc", "Morin", "luc@cbq.fr", "www.cbq.fr", "Conserverie du bout du quai SAS", Q),
            id="small words to the legal form",
        ),
        pytest.param(
            "Register Ewa Lis of Tartak pod Sosnami sp. z o.o., ewa@tartak-ps.pl, tartak-ps.pl, managed customer.",
            ("Ewa", "Lis", "ewa@tartak-ps.pl", "tartak-ps.pl", "Tartak pod Sosnami sp. z o.o.", M),
            id="a place in a Polish name",
        ),
        pytest.param(
            "Inscrivez Luc Morin de la société Quai SAS, luc.morin@quai.fr, www.quai.fr, qualified lead.",
            ("Luc", "Morin", "luc.morin@quai.fr", "www.quai.fr", "Quai SAS", Q),
            id="the word company is no part of it",
        ),
        pytest.param(
            "Urgent: Berta Hale of Hale Lifts Ltd, berta@halelifts.co.uk, halelifts.co.uk, managed customer\n"
            "lead - their contract runs out in May. She is on the list too.",
            ("Berta", "Hale", "berta@halelifts.co.uk", "halelifts.co.uk", "Hale Lifts Ltd", M),
            id="a sentence goes on behind a dash",
        ),
        pytest.param(
            "Graag Joke van den Bos van Bakkerij Linde als gekwalificeerde lead, joke@bakkerijlinde.nl, bakkerijlinde.nl",
            ("Joke", "van den Bos", "joke@bakkerijlinde.nl", "bakkerijlinde.nl", "Bakkerij Linde", Q),
            id="van twice",
        ),
        pytest.param(
            "pls register omar diaz at polar kites (omar@polarkites.com / polarkites.com), managed customer",
            ("omar", "diaz", "omar@polarkites.com", "polarkites.com", "polar kites", M),
            id="small letters",
        ),
        pytest.param(
            "hola, registrar este q es ql\n\npolar kites\npolarkites.com\nomar diaz\nomar@polarkites.com",
            ("omar", "diaz", "omar@polarkites.com", "polarkites.com", "polar kites", Q),
            id="a code behind a verb in small letters",
        ),
        pytest.param(
            "Hallo zusammen,\n\nbitte Frau Ute Kern von der Buchstatt KG als Managed Customer Lead eintragen, ihre Mailadresse ist "
            "ute@buchstatt.de. Eine Internetadresse habe ich noch nicht.",
            ("Ute", "Kern", "ute@buchstatt.de", "", "Buchstatt KG", M),
            id="words inside of others say nothing",
        ),
        pytest.param(
            "Please register Jo Marsh of Marsh Tiles Ltd, jo@marshtiles.com, QL. The website is not the same as the mail domain.",
            ("Jo", "Marsh", "jo@marshtiles.com", "", "Marsh Tiles Ltd", Q),
            id="the web address is elsewhere",
        ),
        pytest.param(
            "有限会社あおば製菓の木村直子様(kimura@aoba-seika.jp)、https://aoba-seika.jp 、適格リードです。",
            ("直子", "木村", "kimura@aoba-seika.jp", "https://aoba-seika.jp", "有限会社あおば製菓", Q),
            id="Japanese",
        ),
        pytest.param(
            "请登记托管客户：联系人是何文斌，邮箱he@liantong.cn，他在宁波联通模具有限公司工作，网站liantong.cn",
            ("文斌", "何", "he@liantong.cn", "liantong.cn", "宁波联通模具有限公司", M),
            id="Chinese",
        ),
        pytest.param(
            "New QL: Jo Marsh, Marsh Tiles Ltd, marshtiles.com, jo@marshtile.com - sorry, it's jo@marshtiles.com.",
            ("Jo", "Marsh", "jo@marshtiles.com", "marshtiles.com", "Marsh Tiles Ltd", Q),
            id="put right",
        ),
        pytest.param(
            "Could you log Uli Kern as a managed customer? He buys for Kern Salz GmbH (kernsalz.de), u.kern@kernsalz.de. The"
            " parent group is Salzwelt AG, salzwelt.com, but please don't register it on the group.",
            ("Uli", "Kern", "u.kern@kernsalz.de", "kernsalz.de", "Kern Salz GmbH", M),
            id="a parent company beside",
        ),
        pytest.param(
            "Registren a Inés Rey: la conocí cuando estaba en Aceros Sur (acerossur.com), pero ahora lleva compras en Minas Rey"
            " S.A., minasrey.com, ines@minasrey.com. Lead calificado.",
            ("Inés", "Rey", "ines@minasrey.com", "minasrey.com", "Minas Rey S.A.", Q),
            id="a former employer beside",
        ),
        pytest.param(
            "Merci d'enregistrer en lead qualifié Maud Riou, acheteuse chez Filets de Groix SARL (filets-groix.fr). Son mail est"
            " celui de la maison mère : maud.riou@armor.fr (www.armor.fr).",
            ("Maud", "Riou", "maud.riou@armor.fr", "filets-groix.fr", "Filets de Groix SARL", Q),
            id="an address at the parent's",
        ),
        pytest.param(
            "한빛수산 주식회사 박서연 과장님을 적격 리드로 등록 바랍니다. 이메일은 sy@hanbit.co.kr, 홈페이지는 www.hanbit.co.kr입니다.",
            ("서연", "박", "sy@hanbit.co.kr", "www.hanbit.co.kr", "한빛수산 주식회사", Q),
            id="a host with a Korean ending",
        ),
        pytest.param(
            "Please reserve Edda Moor, CFO at Moor Peat Ltd., for us as a qualified lead; address and site follow.",
            ("Edda", "Moor", "", "", "Moor Peat Ltd.", Q),
            id="a position between, and no address",
        ),
        pytest.param(
            "Registren a Lía Prado, directora de TI de Textiles Prado S.A., como lead calificado. El correo y la página van mañana.",
            ("Lía", "Prado", "", "", "Textiles Prado S.A.", Q),
            id="a position in small letters, and no address",
        ),
        pytest.param(
            "Please register Moor Dairy Co. as a qualified lead. The contact is Amos Fell; his e-mail follows.",
            ("Amos", "Fell", "", "", "Moor Dairy Co.", Q),
            id="told who the contact is",
        ),
        pytest.param(
            "Bitte vormerken: Herr Jan Kern, IT-Leiter der Kern Mühlen GmbH, als qualifizierter Lead.",
            ("Jan", "Kern", "", "", "Kern Mühlen GmbH", Q),
            id="a position with the company's article",
        ),
        pytest.param(
            "株式会社あおば印刷\n営業部長 大野 誠 様\nohno@aoba.co.jp\nhttps://aoba.co.jp\n適格リード",
            ("誠", "大野", "ohno@aoba.co.jp", "https://aoba.co.jp", "株式会社あおば印刷", Q),
            id="Japanese, with a position before the name",
        ),
        pytest.param(
            "als managed customer eintragen jan adler adler dachbau gmbh j.adler@adler-dachbau.de www.adler-dachbau.de danke",
            ("jan", "adler", "j.adler@adler-dachbau.de", "www.adler-dachbau.de", "adler dachbau gmbh", M),
            id="no mark at all",
        ),
        pytest.param(
            "PLS REGISTER KEN MOOR MOOR TIMBER LTD KEN@MOORTIMBER.IE WWW.MOORTIMBER.IE QL",
            ("KEN", "MOOR", "KEN@MOORTIMBER.IE", "WWW.MOORTIMBER.IE", "MOOR TIMBER LTD", Q),
            id="all capitals",
        ),
        pytest.param(
            "금성광학 주식회사 김민준님을 관리 고객으로 등록 부탁드립니다. mj.kim@geumseong.co.kr https://geumseong.co.kr",
            ("민준", "김", "mj.kim@geumseong.co.kr", "https://geumseong.co.kr", "금성광학 주식회사", M),
            id="Korean, with particles",
        ),
    ],
)
def test_one_lead(text, expected):
    assert leads(text) == [expected]


@pytest.mark.parametrize(
    ("text", "companies"),
    [
        pytest.param(
            "Please add Ann Moss (ann@mosstiles.com) and Bo Reed (bo@reedboats.com), from Moss tiles Ltd (mosstiles.com) "
            "and Reed boats (reedboats.com) respectively.",
            ["Moss tiles Ltd", "Reed boats"],
            id="English",
        ),
        pytest.param(
            "Bitte eintragen: Max Adler (max@wasserwerk-sued.de) und Ute Krause (ute@krauseholz.de), von Wasserwerk süd GmbH "
            "(wasserwerk-sued.de) bzw. Krause Holz KG (krauseholz.de).",
            ["Wasserwerk süd GmbH", "Krause Holz KG"],
            id="German",
        ),
        pytest.param(
            "Registren a Ana Prado (ana@vinosdelsur.es) y Luis Mora (luis@acerosnorte.es), de Vinos del sur S.L. (vinosdelsur.es) "
            "y Aceros norte (acerosnorte.es) respectivamente.",
            ["Vinos del sur S.L.", "Aceros norte"],
            id="Spanish",
        ),
    ],
)
def test_companies_with_small_words_of_two_leads(text, companies):
    assert [lead[FIELDS.index("company")] for lead in leads(text)] == companies


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("Perdón, es Roca Lobo de apellido, y el mail a@roca.uy", ("last_name", "Roca Lobo"), id="Spanish"),
        pytest.param("Roe is the last name and her mail is a@roe.com", ("last_name", "Roe"), id="English"),
        pytest.param("Adler ist der Nachname", ("last_name", "Adler"), id="German"),
        pytest.param("C'est Morel son nom de famille", ("last_name", "Morel"), id="French"),
        pytest.param("È Bianchi di cognome", ("last_name", "Bianchi"), id="Italian"),
        pytest.param("Het is de Vries als achternaam", ("last_name", "de Vries"), id="Dutch"),
        pytest.param("Anna is on holiday", None, id="nothing bound to a label"),
    ],
)
def test_what_a_clause_binds_to_the_label_behind_it(text, told):
    assert next(by_label(text, VOCABULARY), None) == told


@pytest.mark.parametrize(
    ("said", "types"),
    [
        pytest.param("All are managed customers except Reed Boats, which is a qualified lead:", [M, Q, M], id="except"),
        pytest.param("tous des leads qualifiés sauf Reed Boats qui est un client géré :", [Q, M, Q], id="sauf"),
        pytest.param("The first two are qualified leads, the third is a managed customer.", [Q, Q, M], id="counted"),
        pytest.param("Les deux premiers comme leads qualifiés, le dernier client géré :", [Q, Q, M], id="the last"),
        pytest.param("Drei qualifizierte Leads:", [Q, Q, Q], id="plural"),
        pytest.param("Moss and Reed are qualified, Wren is a managed customer.", [Q, Q, M], id="by a word of each"),
        pytest.param("Some are qualified, others a managed customer.", ["", "", ""], id="not told which"),
        pytest.param(
            "Respectively a qualified lead, a managed customer and a qualified lead:", [Q, M, Q], id="respectively"
        ),
    ],
)
def test_types_of_several(said, types):
    rows = "\n".join(
        f"- {first} {last}, {last} {what}, {first.lower()}@{last.lower()}.com, {last.lower()}.com"
        for first, last, what in (("Ann", "Moss", "Tiles"), ("Bo", "Reed", "Boats"), ("Cy", "Wren", "Kites"))
    )
    assert [lead[-1] for lead in leads(f"{said}\n\n{rows}")] == types


def test_who_is_not_to_be_registered_is_no_lead():
    text = (
        "Please register Ann Moss, Moss Tiles, ann@mosstiles.com, mosstiles.com, QL.\n\n"
        "I also met Bo Reed (bo@reedboats.com, reedboats.com). He isn't ready, so please don't register him."
    )
    assert [lead[2] for lead in leads(text)] == ["ann@mosstiles.com"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param("Oops. It's Prys-Lloyd.", "Prys-Lloyd", id="after an excuse"),
        pytest.param("la personne s'appelle Maud Riou, merci", "Maud Riou", id="French"),
        pytest.param("Haar achternaam is Van der Zee.", "Van der Zee", id="Dutch"),
        pytest.param("the site is reedboats.com", "", id="a web address is no name"),
    ],
)
def test_what_a_reply_names(text, name):
    assert called(text) == name


def test_two_contacts_are_of_the_company_named_above_them():
    found = leads(
        "Seguem dois contatos da Olaria Itamar S/A, os dois como lead qualificado:\n\n1. Célia Borges (TI) – celia@olariaitamar.com.br\n"
        "2. Ruy dos Anjos – ruy@olariaitamar.com.br\n\nSite da empresa: olariaitamar.com.br\n\n"
        "Qualquer dúvida é só falar com a Bianca (bianca@northgate.example)."
    )
    rest = ("olariaitamar.com.br", "Olaria Itamar S/A", Q)
    assert found == [
        ("Célia", "Borges", "celia@olariaitamar.com.br", *rest),
        ("Ruy", "dos Anjos", "ruy@olariaitamar.com.br", *rest),
    ]


def test_a_colleague_is_of_the_company_whose_domain_the_address_has():
    found = leads(
        "Please register Ann Moss of Moss Tiles Ltd, ann@mosstiles.com, mosstiles.com, QL. And her colleague Bo Reed, "
        "bo@mosstiles.com, QL. And Cy Wren of Wren Kites, cy@wrenkites.com, wrenkites.com, QL."
    )
    assert [lead[3:5] for lead in found] == [
        ("mosstiles.com", "Moss Tiles Ltd"),
        ("mosstiles.com", "Moss Tiles Ltd"),
        ("wrenkites.com", "Wren Kites"),
    ]
