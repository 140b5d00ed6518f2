"""Bytes to text under right, wrong, missing and absurd declarations."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.charset import decode

GERMAN = "Käthe Öttinger, Straße, Budget 40.000 €"
JAPANESE = "会社名: 株式会社北空、担当者: 山田太郎、種別: 見込み客"
RUSSIAN = "Компания: Рога и Копыта, контакт: Иван Петров, должность: директор по закупкам"
FRENCH = "Société Générale à Orléans, prénom Hélène, à bientôt"


@pytest.mark.parametrize(
    ("text", "written", "declared"),
    [
        pytest.param(GERMAN, "utf-8", "utf-8", id="as declared"),
        pytest.param(GERMAN, "utf-8", "", id="UTF-8, undeclared"),
        pytest.param(GERMAN, "utf-8", "iso-8859-1", id="UTF-8 declared as Latin-1"),
        pytest.param(GERMAN, "utf-8", "us-ascii", id="UTF-8 declared as ASCII"),
        pytest.param(GERMAN, "utf-8-sig", "", id="UTF-8 with a mark"),
        pytest.param(GERMAN, "cp1252", "", id="Western, undeclared"),
        pytest.param(GERMAN, "cp1252", "iso-8859-1", id="euro sign declared as Latin-1"),
        pytest.param(GERMAN, "cp1252", "utf-8", id="Western declared as UTF-8"),
        pytest.param(GERMAN, "cp1252", "no-such-charset", id="unknown charset"),
        pytest.param(FRENCH, "cp1252", "", id="French, undeclared"),
        pytest.param("Grüße", "cp1252", "", id="one short word"),
        pytest.param("Léa N'Diaye", "cp1252", "utf-8", id="one short name declared as UTF-8"),
        pytest.param(GERMAN, "utf-16", "", id="UTF-16 with a mark"),
        pytest.param("Company,Email\n", "utf-16-le", "", id="UTF-16 without a mark"),
        pytest.param("Company,Email\n", "utf-16-be", "utf-8", id="UTF-16, the other way round"),
        pytest.param(JAPANESE, "iso2022_jp", "iso-2022-jp", id="ISO-2022-JP"),
        pytest.param(JAPANESE, "iso2022_jp", "us-ascii", id="ISO-2022-JP declared as ASCII"),
        pytest.param(JAPANESE, "cp932", "shift_jis", id="Shift_JIS"),
        pytest.param(JAPANESE, "cp932", "", id="Shift_JIS, undeclared"),
        pytest.param("登記公司", "big5", "big5", id="Big5"),
        pytest.param("公司注册", "gb18030", "gb2312", id="GB2312"),
        pytest.param("회사명", "cp949", "ks_c_5601-1987", id="Korean"),
        pytest.param(RUSSIAN, "cp1251", "windows-1251", id="Cyrillic"),
        pytest.param(RUSSIAN, "cp1251", "", id="Cyrillic, undeclared"),
        pytest.param(RUSSIAN, "koi8-r", "koi8-r", id="KOI8-R"),
        pytest.param("", "utf-8", "utf-8", id="nothing"),
    ],
)
def test_decode(text, written, declared):
    assert decode(text.encode(written), declared) == text


def test_a_page_may_declare_itself():
    page = f'<html><head><meta charset="windows-1251"></head><body>{RUSSIAN}</body></html>'
    assert RUSSIAN in decode(page.encode("cp1251"), "", "text/html")


def test_a_letter_cut_in_half_spoils_only_itself():
    data = (GERMAN * 3).encode() + "ü".encode()[:1]
    assert decode(data, "utf-8").startswith(GERMAN * 3)


@given(
    st.binary(max_size=300),
    st.one_of(st.text(max_size=12), st.sampled_from(["utf-7", "punycode", "hex", "base64", "idna", "utf-16"])),
)
def test_anything_is_decoded(data, charset):
    assert isinstance(decode(data, charset), str)


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200))
def test_utf8_is_always_read_right(text):
    if not text.startswith("\ufeff"):
        assert decode(text.encode(), "utf-8") == text
