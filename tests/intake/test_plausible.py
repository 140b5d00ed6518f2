"""Legacy charsets told by what their bytes would say."""

from __future__ import annotations

import pytest

from bot.intake.plausible import Nearby, likeliest
from bot.intake.vocabulary import Vocabulary

_TABLES = [
    pytest.param("Firma;Jméno;Příjmení\nPekárna Žižka;Bořivoj;Štěpánský", "cp1250 iso8859-2 cp852", id="Czech"),
    pytest.param("Firma;Imię;Nazwisko\nZakład Źródło;Łukasz;Gęślicki", "cp1250 iso8859-2 cp852", id="Polish"),
    pytest.param("Cég;Név\nTiszai Gőzmalom;Kő Ödön", "cp1250 iso8859-2", id="Hungarian"),
    pytest.param("Tvrtka;Ime\nŽitni Put;Šime Čačić", "cp1250 iso8859-2", id="Croatian"),
    pytest.param(
        "Компания;Имя;Фамилия\nСеверный Мёд;Аюна;Жаргалова", "cp1251 koi8-u cp866 iso8859-5 mac-cyrillic", id="Russian"
    ),
    pytest.param("Компанія;Прізвище\nЛьвівські Пироги;Їжакевич", "cp1251 koi8-u", id="Ukrainian"),
    pytest.param("姓名|公司|电子邮件\n欧阳思远|杭州龙井茶叶有限公司|a@b.example", "gb18030", id="simplified Chinese"),
    pytest.param("姓名,公司,電子郵件\n林淑芬,高雄機械股份有限公司,a@b.example", "big5hkscs", id="traditional Chinese"),
    pytest.param("会社名,担当者名,メールアドレス\n株式会社浅草表具,能登 十和子", "cp932 euc-jp", id="Japanese"),
    pytest.param("회사명,이름,이메일\n푸른숲가구,박서준", "cp949", id="Korean"),
    pytest.param("Société;Nom;Prénom\nChâteau Bélair;Côté;Noémie\nForêts;Gaël", "cp1252 mac-roman cp850", id="French"),
    pytest.param("Firma;Straße\nBäcker & Söhne;Jürgen Groß", "cp1252 mac-roman cp850", id="German"),
    pytest.param("Empresa;Negócio\nPadaria São Tomé;Assunção Magalhães", "cp1252 mac-roman", id="Portuguese"),
    pytest.param("Virksomhed\nBlåbær ApS;Søren Ågård", "cp1252 mac-roman", id="Danish"),
    pytest.param("Şirket;Adı\nYıldız Gıda;Işıl Öztürk", "cp1254", id="Turkish"),
    pytest.param("Įmonė;Vardas\nŽąsų ūkis;Ūla Čepaitė", "cp1257", id="Lithuanian"),
    pytest.param("Εταιρεία;Όνομα\nΘάλασσα ΑΕ;Κυριακή Βλάχου", "cp1253 iso8859-7", id="Greek"),
    pytest.param("חברה;שם\nכרמל תעשיות;דנה לוי", "cp1255", id="Hebrew"),
    pytest.param("الشركة;الاسم\nشركة البحر;ليلى الفارسي", "cp1256", id="Arabic"),
    pytest.param("Acme;Renée O’Brien – “Best”", "cp1252", id="one accent among quotes"),
    pytest.param("Acme;Zoë", "cp1252", id="one accent"),
]


@pytest.mark.parametrize(("text", "charsets"), _TABLES)
def test_a_tables_charset_is_told_by_its_letters(text, charsets):
    nearby = Nearby(known=Vocabulary.of().sense)
    for charset in charsets.split():
        data = text.encode(charset)
        assert data.decode(likeliest(data, "", nearby)) == text, charset


def test_the_mails_own_text_decides_where_the_letters_cannot():
    data = "Dvořák".encode("cp1250")
    assert data.decode(likeliest(data, "", Nearby("Dobrý den, v příloze. Říha"))) == "Dvořák"
