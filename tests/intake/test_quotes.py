"""Where what the sender wrote ends, and the mail that it answers begins, however the mail program writes it."""

import pytest

from bot.intake.quotes import take_apart
from bot.intake.text import Line

_BOT = "leads@vendor.example"
_WHO = f"Vendor Desk <{_BOT}>"
_QUOTED = "Hello Anna,\n\nwe have registered:\n\nFirst name: Jo\nEmail: jo@acmewerk.test\nCompany: Acme Werk"


def written(text, *, sender=""):
    lines = [Line(number, line) for number, line in enumerate(text.splitlines())]
    sections = take_apart(lines, subject="Re: Registered", replied=True, own={_BOT}, sender=sender)
    assert not sections.forwards
    return [line.text for line in sections.new if line.text.strip()]


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(f"---- On Tue, 22 Jul 2025 12:10:20 +0530 {_WHO} wrote ---", id="Zoho"),
        pytest.param(f"---- Le mar., 22 juil. 2025 12:10:20 +0200 {_WHO} a écrit ----", id="Zoho, French"),
        pytest.param(f'>>> "Vendor Desk" <{_BOT}> 22.07.2025 12:10 >>>', id="GroupWise"),
        pytest.param(
            f"{_WHO}\n22.07.2025 12:10\n\nAn\nanna@partner.test\nKopie\n\nThema\n[R-2] Registered", id="Notes"
        ),
        pytest.param(
            f"{_WHO} 22.07.2025 12:10\n\nAn: anna@partner.test\nThema: [R-2] Registered", id="Notes, one line"
        ),
        pytest.param(
            f'------ Original Message ------\nFrom "Vendor Desk" <{_BOT}>\nTo anna@partner.test\nDate 22.07.2025',
            id="eM",
        ),
        pytest.param(f"Quoting {_WHO}:", id="Horde"),
        pytest.param(f"Вторник, 22 июля 2025, 12:10 +03:00 от {_WHO}:", id="Mail.ru"),
        pytest.param(
            f"差出人: {_WHO}\n送信日時: 2025年7月22日 12:10\n宛先: anna\n件名: [R-2] Registered", id="Outlook, Japanese"
        ),
        pytest.param(
            f"보낸 사람: {_WHO}\n보낸 날짜: 2025년 7월 22일\n받는 사람: Anna\n제목: [R-2]", id="Outlook, Korean"
        ),
    ],
)
def test_the_answered_mail_is_no_new_text(head):
    assert written(f"Thanks, that was quick.\n\n{head}\n\n{_QUOTED}\n") == ["Thanks, that was quick."]


def test_an_address_of_ours_in_a_sentence_begins_no_quote():
    text = f"Our colleague will write to {_BOT} before 12:30.\n\nCompany: Acme Werk"
    assert written(text)[-1] == "Company: Acme Werk"


@pytest.mark.parametrize("rule", ["*" * 36, "=" * 20, "－" * 12, "+-" * 10 + "+"])
def test_a_rule_above_the_own_name_opens_the_signature(rule):
    text = f"ご登録ありがとうございました。\n\n{rule}\n株式会社北野商会\n長田 直子 (Nagata Naoko)\nTEL 011-555-0182\n{rule}"
    assert written(text, sender="長田 直子") == ["ご登録ありがとうございました。"]


def test_a_rule_of_a_table_opens_none():
    text = "Please register:\n\nACCOUNT\n----------\nAcme Werk, jo@acmewerk.test, owner Anna Moor of our office, Qualified Lead, 2025"
    assert len(written(text, sender="Anna Moor")) == 4
