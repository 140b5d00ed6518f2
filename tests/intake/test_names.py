"""Whole names split as their bearers do."""

import pytest

from bot.intake.names import split


@pytest.mark.parametrize(
    ("full", "email", "first", "last"),
    [
        pytest.param("Amelia Hartley", "", "Amelia", "Hartley", id="two words"),
        pytest.param("Tremblay, Geneviève", "", "Geneviève", "Tremblay", id="last name first, with a comma"),
        pytest.param("Dr. Friederike Ansorge", "", "Friederike", "Ansorge", id="title"),
        pytest.param("Jane Doe, PhD", "", "Jane", "Doe", id="degree behind a comma"),
        pytest.param("Herr Prof. Dr.-Ing. Hans Meier", "", "Hans", "Meier", id="several titles"),
        pytest.param("Ludwig van der Heide", "", "Ludwig", "van der Heide", id="particles"),
        pytest.param("Noor Al-Hadithi", "", "Noor", "Al-Hadithi", id="hyphenated article"),
        pytest.param("LE GOFF Maëlle", "", "Maëlle", "LE GOFF", id="last name in capitals, first"),
        pytest.param("Maëlle LE GOFF", "", "Maëlle", "LE GOFF", id="last name in capitals, last"),
        pytest.param("van der LINDE BOS Anna", "", "Anna", "van der LINDE BOS", id="in capitals, with particles"),
        pytest.param("Anna LINDE III", "", "Anna", "LINDE III", id="in capitals, the third"),
        pytest.param("Rosa Villalobos Cárdenas", "r@x.mx", "Rosa", "Villalobos Cárdenas", id="two last names"),
        pytest.param("Ana Lucia Prado", "ana.lucia@x.com", "Ana", "Lucia Prado", id="the address tells"),
        pytest.param("Ana Prado Lima", "aprado@x.com", "Ana", "Prado Lima", id="the address tells by an initial"),
        pytest.param("Ingrid Marie Thorsen", "", "Ingrid Marie", "Thorsen", id="two first names"),
        pytest.param(
            "Locatelli Niccolò", "n.locatelli@x.it", "Niccolò", "Locatelli", id="last name first, by the address"
        ),
        pytest.param("Sunita Deshpande", "sunita.d@x.in", "Sunita", "Deshpande", id="the address is the first name's"),
        pytest.param("Suparman", "", "Suparman", "", id="one name"),
        pytest.param("林雅婷", "a@x.tw", "雅婷", "林", id="chinese"),
        pytest.param("欧阳明月", "a@x.cn", "明月", "欧阳", id="chinese, surname of two signs"),
        pytest.param("大久保健太郎", "a@x.jp", "健太郎", "大久保", id="japanese, surname of three signs"),
        pytest.param("鈴木 一郎 様", "", "一郎", "鈴木", id="japanese with honorific"),
        pytest.param("김민준 과장님", "", "민준", "김", id="korean with rank"),
        pytest.param("周雨桐 采购总监", "a@x.cn", "雨桐", "周", id="chinese with a position"),
        pytest.param("구매팀장 이서연", "", "서연", "이", id="korean with a position before"),
        pytest.param("司徒浩然 副總", "a@x.tw", "浩然", "司徒", id="chinese with a rank"),
        pytest.param("Inés Ruiz de la Vega", "", "Inés", "Ruiz de la Vega", id="a double last name in iz"),
        pytest.param("Burcu Aksoy'u", "", "Burcu", "Aksoy", id="turkish, declined"),
        pytest.param("de heer Wouter van Dijk", "", "Wouter", "van Dijk", id="dutch honorific of two words"),
        pytest.param("Szűcs Pál", "szucs.pal@x.hu", "Pál", "Szűcs", id="hungarian"),
        pytest.param("Halmos-Kis Dorottya", "h@x.hu", "Dorottya", "Halmos-Kis", id="hungarian with two last names"),
        pytest.param("Claudia Weber", "c@x.hu", "Claudia", "Weber", id="a foreigner in hungary"),
        pytest.param("Nguyễn Thị Mai", "", "Thị Mai", "Nguyễn", id="vietnamese"),
        pytest.param("Lim Wei Ling", "", "Wei Ling", "Lim", id="chinese in latin letters"),
        pytest.param('Margaret "Peggy" Ashdown', "", "Margaret", "Ashdown", id="nickname in quotes"),
        pytest.param("Eberhard Graf von Sayn", "", "Eberhard", "Graf von Sayn", id="title of nobility in the middle"),
        pytest.param("Frau von Bülow", "", "", "von Bülow", id="last name alone"),
        pytest.param("Mr. Walter Pike, Jr.", "", "Walter", "Pike Jr", id="junior behind a comma"),
        pytest.param("Henry Ashford III", "", "Henry", "Ashford III", id="the third"),
        pytest.param("Громова Татьяна Олеговна", "", "Татьяна Олеговна", "Громова", id="patronymic last"),
        pytest.param("Татьяна Олеговна Громова", "", "Татьяна Олеговна", "Громова", id="patronymic in the middle"),
        pytest.param("Кравченко Олег", "", "Олег", "Кравченко", id="cyrillic last name first"),
        pytest.param("Olga Petrovna Sidorova", "", "Olga Petrovna", "Sidorova", id="patronymic in latin letters"),
        pytest.param("Luis Álvarez de Toledo", "", "Luis", "Álvarez de Toledo", id="two last names with a particle"),
        pytest.param("Mr Hugh St. Aubyn", "", "Hugh", "St. Aubyn", id="a saint with a full stop"),
        pytest.param("Ms St. Aubyn", "", "", "St. Aubyn", id="a saint behind a title"),
        pytest.param("Ruth ST. AUBYN", "", "Ruth", "ST. AUBYN", id="a saint in capitals"),
        pytest.param("Nest ferch Rhodri", "", "Nest", "ferch Rhodri", id="welsh"),
        pytest.param("Pádraig Ó Conaire", "", "Pádraig", "Ó Conaire", id="irish"),
        pytest.param("Dara O Malley", "domalley@x.com", "Dara", "O Malley", id="irish without a mark, by the address"),
        pytest.param("Dara O. Malley", "", "Dara O.", "Malley", id="an initial"),
        pytest.param("Karl v. d. Recke", "", "Karl", "v. d. Recke", id="shortened particles"),
        pytest.param("Célia Barros Teixeira", "celia.teixeira@x.pt", "Célia", "Barros Teixeira", id="portuguese"),
        pytest.param("Célia Helena Teixeira", "c@x.pt", "Célia Helena", "Teixeira", id="portuguese first names"),
        pytest.param("", "", "", "", id="nothing"),
    ],
)
def test_split(full, email, first, last):
    assert split(full, email=email)[:2] == (first, last)


@pytest.mark.parametrize(
    ("full", "email", "first", "last"),
    [
        pytest.param("FAVRE ROSSET Aline", "", "Aline", "FAVRE ROSSET", id="two last names in capitals"),
        pytest.param("de MEURY Jean-Luc", "", "Jean-Luc", "de MEURY", id="particle before capitals"),
        pytest.param("Rossi Mario", "", "Mario", "Rossi", id="no capitals"),
        pytest.param("von Planta Gian-Marco", "gian@x.ch", "Gian-Marco", "von Planta", id="with a particle"),
        pytest.param("Beat Bürgi", "beat.buergi@x.ch", "Beat", "Bürgi", id="not so, by the address"),
        pytest.param("García Prado Ana", "ana.garcia@x.es", "Ana", "García Prado", id="two last names"),
        pytest.param("García José Luis", "j@x.es", "José Luis", "García", id="two first names"),
        pytest.param("Иван Громов", "", "Иван", "Громов", id="not so, by the names"),
    ],
)
def test_split_where_the_label_says_last_name_first(full, email, first, last):
    assert split(full, email=email, turned=True)[:2] == (first, last)
