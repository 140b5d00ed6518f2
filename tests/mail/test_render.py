"""What people get to read: every notice in text and HTML, from the house's templates and from an operator's own."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import ConfigError
from bot.domain.outcome import Notice, Thread
from bot.mail.check import check
from bot.mail.render import Renderer
from bot.notices.answer import Answer
from bot.notices.common import FieldShown, LeadLine, Reason
from bot.notices.samples import samples

TEMPLATES = Path(__file__).parents[2] / "templates"
RENDERER = Renderer([TEMPLATES])
SAMPLES = {notice.key.removeprefix("sample/"): notice for notice in samples()}
HOUSE = SAMPLES["answer/accepted"].view.house
AT = datetime(2026, 11, 22, 16, 4, 9, tzinfo=UTC)
every_sample = pytest.mark.parametrize("notice", [pytest.param(notice, id=name) for name, notice in SAMPLES.items()])


class Page(HTMLParser):
    """The elements of a page, its links and its visible words."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.links, self.words, self.lang = [], [], [], ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.lang = self.lang or dict(attrs).get("lang", "")
        self.links += [value for name, value in attrs if name in {"href", "src", "background"}]

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self):
        return " ".join("".join(self.words).split())


def answer(*lines, **fields):
    view = Answer(replace(HOUSE, **fields.pop("house", {})), "Hello Maria", lines, **fields)
    return RENDERER.render(Notice("answer", "k", ("m@lind.example",), view, thread=Thread("<a@b>", (), "New lead")))


def lead(outcome="accepted", **fields):
    return replace(LeadLine(outcome, "EX-7F3K-2", "Acme Fasteners", "Ada Byron", receipt=AT), **fields)


def both(rendered):
    return [" ".join(rendered.text.split()), Page(rendered.html).text]


def test_every_template_renders_every_sample():
    assert check(RENDERER) == []


def test_every_folder_of_templates_is_checked_by_a_sample():
    folders = {path.name for path in TEMPLATES.iterdir() if path.is_dir()}
    assert folders == {notice.kind for notice in SAMPLES.values()}


@every_sample
def test_the_text_fits_a_terminal(notice):
    lines = RENDERER.render(notice).text.split("\n")
    assert [line for line in lines if len(line) > 72] == []
    assert not re.search(r"\n\n\n", "\n".join(lines))


@every_sample
def test_the_html_is_one_accessible_page_without_outside_resources(notice):
    rendered = RENDERER.render(notice)
    page = Page(rendered.html)
    levels = [int(tag[1]) for tag in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert page.lang == "en"
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    assert not {"img", "script", "link", "iframe", "form"} & set(page.tags)
    assert "url(" not in rendered.html
    assert "@import" not in rendered.html


@every_sample
def test_no_word_of_the_engine_room_reaches_people(notice):
    rendered = RENDERER.render(notice)
    for text in (rendered.subject, *both(rendered)):
        assert not re.search(r"\b(finding|verdict|none|true|false|undefined|conflict\.|cap\.)\b", text, re.IGNORECASE)


@every_sample
def test_only_the_house_is_linked_to(notice):
    house = notice.view.house
    for link in Page(RENDERER.render(notice).html).links:
        assert link.startswith(f"mailto:{house.address}?") or link in dict(house.links).values()


@pytest.mark.parametrize(
    ("zone", "end", "words"),
    [
        pytest.param("UTC", datetime(2027, 5, 23, tzinfo=UTC), "the end of Saturday, 22 May 2027 (UTC)", id="utc"),
        pytest.param(
            "America/New_York", datetime(2027, 5, 23, 4, tzinfo=UTC),
            "the end of Saturday, 22 May 2027 (New York time)", id="west of Greenwich",
        ),
        pytest.param(
            "Asia/Tokyo", datetime(2027, 2, 28, 15, tzinfo=UTC),
            "the end of Sunday, 28 February 2027 (Tokyo time)", id="east of Greenwich",
        ),
    ],
)  # fmt: skip
def test_an_accepted_lead_is_told_its_last_day_and_the_instant(zone, end, words):
    rendered = answer(lead(expires_at=end), house={"zone": ZoneInfo(zone)})
    for text in both(rendered):
        assert words in text
        assert f"{end:%Y-%m-%d %H:%M} UTC" in text


def test_an_accepted_lead_is_told_reference_receipt_places_and_statement():
    rendered = answer(lead(), used=12)
    for text in both(rendered):
        assert "EX-7F3K-2" in text
        assert "Sunday, 22 November 2026, 16:04:09 (UTC)" in text
        assert "12 of 50 used" in text
        assert HOUSE.statement in text
    assert rendered.subject == "Re: [EX-7F3K-2 accepted] New lead"


def test_a_company_that_ends_with_a_full_stop_gets_no_second_one():
    rendered = answer(lead(company="Harborlight S.L."))
    assert "Harborlight S.L. is registered for you." in rendered.text
    for outcome in ("incomplete", "held", "rejected"):
        assert "Harborlight S.L.." not in answer(lead(outcome, company="Harborlight S.L.")).text


def test_a_program_without_cap_term_or_statement_speaks_of_none():
    rendered = answer(lead(), used=12, house={"cap": None, "statement": "", "contact": ""})
    for text in both(rendered):
        assert not re.search(r"places|used|valid until|confirm|questions", text, re.IGNORECASE)


def test_a_refusal_gives_evidence_and_the_policys_own_sentence():
    reason = Reason("cap.reached", "50 of 50 are in use", "You can have up to 50 at any time.")
    for text in both(answer(lead("rejected", reasons=(reason,)))):
        assert "50 of 50 are in use." in text
        assert "You can have up to 50 at any time." in text
        assert HOUSE.statement not in text


def test_an_incomplete_lead_is_told_each_fault_and_what_was_understood():
    stated = (
        FieldShown("email", "E-mail", "ada(at)acme", "Please send an address such as name@company.com.", "line 4"),
        FieldShown("url", "URL", "", "Please send the company's web address."),
        FieldShown("company", "Company name", "Acme Fasteners"),
    )
    rendered = answer(lead("incomplete", fields=stated))
    for text in both(rendered):
        assert "E-mail: Please send an address such as name@company.com." in text
        assert "You wrote: ada(at)acme (line 4)" in text
        assert "URL: Please send the company's web address." in text
        assert "Company name Acme Fasteners" in text
    assert "    E-mail:\n    URL:\n" in rendered.text


def test_a_lead_that_only_lacks_its_confirmation_is_asked_for_just_that():
    reason = Reason("attestation.missing", "It is not confirmed yet.", HOUSE.statement)
    rendered = answer(lead("incomplete", reasons=(reason,)), attest=True)
    for text in both(rendered):
        assert 'a line that says "I confirm"' in text
        assert "What we still need" not in text
        assert text.count(HOUSE.statement) == 1


def test_a_wrong_value_that_is_not_required_is_told_even_when_the_lead_is_accepted():
    wrong = lead(fields=(FieldShown("phone", "Phone", "12", "This is too short for a phone number."),))
    for lines in ([wrong], [wrong, *[lead()] * 5]):
        for text in both(answer(*lines)):
            assert "Phone: This is too short for a phone number." in text


def test_several_leads_are_summed_up_first_and_only_the_troubled_ones_are_explained():
    reason = Reason("cap.reached", "50 of 50 are in use.", "Up to 50.")
    calm = [lead(ref=f"EX-000{n}-2", company=f"Calm {n}") for n in range(3)]
    troubled = [lead("rejected", ref=f"EX-100{n}-2", company=f"Late {n}", reasons=(reason,)) for n in range(2)]
    rendered = answer(*calm, *troubled)
    for text in both(rendered):
        assert "3 accepted, 2 not accepted" in text
        assert text.index("3 accepted") < text.index("Calm 0")
        assert (text.count("Calm 1"), text.count("Late 1")) == (1, 2)
        assert (text.count("50 of 50 are in use."), text.count("Up to 50.")) == (2, 1)
    assert rendered.subject == "Re: [3 of 5 accepted] New lead"


def test_a_sheet_of_500_leads_stays_below_what_mail_clients_cut_off():
    rendered = answer(*(lead(expires_at=AT) for _ in range(500)))
    assert len(rendered.html.encode()) < 102_000


def test_a_mail_without_a_lead_is_answered_with_an_example():
    for text in both(answer(required=("first_name", "lead_type"), lead_types=("Qualified Lead", "Other"))):
        assert "Contact first name: Ada" in text
        assert "Lead type: Qualified Lead" in text
        assert "Qualified Lead, Other" in text


def test_a_case_is_decided_by_sending_the_prepared_mail():
    notice = SAMPLES["case/conflict"]
    page = Page(RENDERER.render(notice).html)
    mails = [urlsplit(link) for link in page.links if link.startswith("mailto:")]
    assert [parse_qs(mail.query)["body"][0].split()[0] for mail in mails] == ["ACCEPT", "REJECT", "QUEUE", "ASK"]
    for mail in mails:
        assert unquote(mail.path) == notice.view.house.address
        assert "[EX-9Q2M-A k7q2mzx4hd]" in parse_qs(mail.query)["subject"][0]


def test_a_case_keeps_its_token_in_the_subject_however_long_the_company():
    notice = SAMPLES["case/conflict"]
    rendered = RENDERER.render(replace(notice, view=replace(notice.view, company="Long " * 200)))
    assert "[EX-9Q2M-A k7q2mzx4hd]" in rendered.subject
    assert len(rendered.subject) <= 200


def test_a_stranger_is_never_quoted_back():
    notice = replace(SAMPLES["stranger/unknown"], thread=Thread("<a@b>", (), "Cheap watches www.evil.example"))
    rendered = RENDERER.render(notice)
    assert "watches" not in rendered.subject + rendered.text + rendered.html


@pytest.mark.parametrize(
    ("subject", "ours"),
    [
        pytest.param("New lead", "Re: [EX-7F3K-2 accepted] New lead", id="first answer"),
        pytest.param("RE: AW: Fwd: New lead", "Re: [EX-7F3K-2 accepted] New lead", id="reply marks do not pile up"),
        pytest.param(
            "Re: [EX-7F3K-2 needs details] New lead", "Re: [EX-7F3K-2 accepted] New lead", id="our own mark is replaced"
        ),
        pytest.param("Re: [3 of 5 accepted] New lead", "Re: [EX-7F3K-2 accepted] New lead", id="our count is replaced"),
        pytest.param("[Acme] lead", "Re: [EX-7F3K-2 accepted] [Acme] lead", id="the partner's bracket stays"),
        pytest.param("", "Acme Fasteners is registered for you (EX-7F3K-2)", id="no subject"),
        pytest.param("Re:", "Acme Fasteners is registered for you (EX-7F3K-2)", id="only a reply mark"),
    ],
)
def test_the_subject_of_an_answer(subject, ours):
    view = Answer(HOUSE, "Hello", (lead(),))
    assert RENDERER.render(Notice("answer", "k", ("a@b",), view, thread=Thread("<a@b>", (), subject))).subject == ours


@given(st.text())
def test_whatever_a_stranger_writes_stays_words(words):
    stated = (FieldShown("company", "Company name", words, words, words),)
    view = Answer(HOUSE, "Hello", (lead("incomplete", company=words, contact=words, fields=stated),))
    rendered = RENDERER.render(Notice("answer", "k", ("a@b",), view, thread=Thread("<a@b>", (), words)))
    plain = answer(lead("incomplete", company="x", contact="x", fields=(FieldShown("company", "C", "x", "x", "x"),)))
    tags = [tag for tag in Page(rendered.html).tags if tag != "span"]
    assert len(tags) <= len(Page(plain.html).tags)
    assert set(tags) <= set(Page(plain.html).tags)
    assert len(rendered.subject) <= 200
    assert rendered.subject.isprintable() or not re.search(r"[\x00-\x1f\x7f]", rendered.subject)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", rendered.text + rendered.html)


def marked(view):
    """The view with a tag before every text that is not a key."""
    if isinstance(view, str):
        return "<i>" + view
    if isinstance(view, tuple):
        return tuple(marked(one) for one in view)
    if is_dataclass(view):
        keys = {"opening", "outcome", "state", "what"}
        return replace(view, **{f.name: marked(getattr(view, f.name)) for f in fields(view) if f.name not in keys})
    return view


@every_sample
def test_no_text_of_any_view_is_taken_for_html(notice):
    rendered = RENDERER.render(replace(notice, view=marked(notice.view)))
    assert "<i>" in rendered.text
    assert "i" not in Page(rendered.html).tags


def test_an_address_in_a_value_is_shown_whole_but_is_no_link_bait():
    rendered = answer(lead(company="Visit www.evil.example or a@evil.example"))
    assert "Visit www.evil.example or a@evil.example" in Page(rendered.html).text
    assert "evil.example" not in rendered.html.partition("<body")[2]


@pytest.mark.parametrize("path", [pytest.param(path, id=path.name) for path in TEMPLATES.rglob("*.html")])
def test_html_takes_no_macro_from_a_text_template(path):
    """Such a macro escapes nothing, and its result counts as safe."""
    imported = re.findall(r'from "(\w+\.txt)" import ([\w, ]+)', path.read_text(encoding="utf-8"))
    assert all(name.strip().isupper() for _, names in imported for name in names.split(","))


def override(folder, name, text):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return Renderer([folder, TEMPLATES])


def test_an_operators_template_comes_first_and_the_rest_stays(tmp_path):
    renderer = override(tmp_path, "stranger/subject.txt", "Who are you, {{ n.address }}?\n")
    rendered = renderer.render(SAMPLES["stranger/unknown"])
    assert rendered.subject == "Who are you, someone@elsewhere.example?"
    assert "We have kept your mail" in rendered.text
    assert check(renderer) == []


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        pytest.param("stranger/body.txt", "\n{{ n.adress }}", "stranger/body.txt: 2: .*adress", id="undefined name"),
        pytest.param("stranger/body.txt", "a\nb\n{% if %}", "stranger/body.txt: 3: ", id="syntax"),
        pytest.param(
            "_parts.txt", "{% macro footer(a) %}{% endmacro %}", "decided/body.txt: .*lead", id="missing macro"
        ),
        pytest.param("nudge/subject.txt", "  \n", "nudge/subject.txt: 1: renders to nothing", id="empty"),
        pytest.param("digest/body.html", "{{ n.more + 'x' }}", "digest/body.html: 1: ", id="wrong types"),
        pytest.param("case/body.txt", "{% include 'gone.txt' %}", "gone.txt: 1: there is no such", id="missing file"),
    ],
)
def test_a_wrong_template_is_named_with_its_line(tmp_path, name, text, problem):
    problems = check(override(tmp_path, name, text))
    assert any(re.match(problem, line) for line in problems), problems


def test_a_wrong_template_stops_the_one_mail_with_a_clear_error(tmp_path):
    renderer = override(tmp_path, "stranger/body.txt", "{{ n.nonsense }}")
    with pytest.raises(ConfigError, match=r"stranger/body\.txt: 1: .*nonsense"):
        renderer.render(SAMPLES["stranger/unknown"])
    assert renderer.render(SAMPLES["too_large/mail"]).text


ANSWER = next(notice for notice in samples() if notice.kind == "answer")


def test_what_was_compiled_is_used_again_until_the_template_changes(tmp_path):
    own, kept = tmp_path / "own", tmp_path / "kept"
    (own / "answer").mkdir(parents=True)
    subject = own / "answer" / "subject.txt"
    for text in ("first", "first", "second"):
        subject.write_text(text)
        assert Renderer([own, TEMPLATES], kept).render(ANSWER).subject == text
    files = {path: path.stat().st_mtime_ns for path in kept.iterdir()}
    Renderer([own, TEMPLATES], kept).render(ANSWER)
    assert {path: path.stat().st_mtime_ns for path in kept.iterdir()} == files


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda kept: kept.rename(kept.parent / "gone"), id="gone while running"),
        pytest.param(lambda kept: (kept.rmdir(), kept.write_text("")), id="a file of that name"),
    ],
)
def test_mails_are_written_where_nothing_can_be_kept(tmp_path, spoil):
    kept = tmp_path / "kept"
    kept.mkdir()
    renderer = Renderer([TEMPLATES], kept)
    spoil(kept)
    assert renderer.render(ANSWER) == RENDERER.render(ANSWER)
    assert Renderer([TEMPLATES], kept).render(ANSWER) == RENDERER.render(ANSWER)


def test_code_is_neither_taken_from_nor_left_in_a_folder_that_others_may_write_to(tmp_path):
    Renderer([TEMPLATES], tmp_path / "kept").render(ANSWER)
    (tmp_path / "kept").chmod(0o777)
    for file in (tmp_path / "kept").iterdir():
        file.write_bytes(b"spoilt")
    assert Renderer([TEMPLATES], tmp_path / "kept").render(ANSWER) == RENDERER.render(ANSWER)
    assert {file.read_bytes() for file in (tmp_path / "kept").iterdir()} == {b"spoilt"}
