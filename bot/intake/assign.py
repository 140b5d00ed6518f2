"""What stands beside a label made values of fields: an address out of its brackets, a link out of a company's name."""

from __future__ import annotations

import re

from bot.domain.lead import Origin, Value
from bot.intake import names
from bot.intake.kinds import one_type
from bot.intake.legal import is_legal
from bot.intake.lexicon import key, lexicon
from bot.intake.siderows import listed
from bot.intake.values import Own, addresses, links, phones, plain_at, plain_host, unwrap
from bot.intake.vocabulary import FULL_NAME, LAST_FIRST, OTHER, SECOND_LAST, Vocabulary
from bot.intake.words import fold

Values = dict[str, Value]

_QUOTES = "\"“”„«»'‘’‚*_`"
_PLAIN = re.compile(r"[^@<>()\[\]|/;,\"“”„«»*_`~]*")
_LINKED = re.compile(r"\[([^\[\]]{1,300})\]\((?:mailto:)?([^()\s]{1,1000})\)")
_PLACEHOLDER = re.compile(r"[\s_.\-–—?…*/]*|[<\[{][^<>\[\]{}@./:]{2,60}[>\]}]|_{2,}.*")
_FORMER = frozenset(
    re.findall(
        r"\w+",
        "was formerly previously old früher war bisher alt alte vorher avant ancien ancienne antes era anterior antigua"
        " antigo antiga prima vecchio precedente was voorheen eerst oud oude dawniej było stary stara tidigare var",
    )
)
_ASIDE = re.compile(r"[\s,;–—-]*[(\[]([^()\[\]]{2,40})[)\]]$")
_REMARK = re.compile(r"\s*\((?:[^\W\d_A-ZÀ-Þ][^\W\d_]*\s[^()]{1,60}|[^\W\d_]{1,20}\s?:\s?[^()]{1,60})\)$")
_REMARKED = re.compile(r"[(\[（]\s?[^\W\d_A-ZÀ-ÞΑ-ΩА-Я][^\W\d_]*[^()\[\]（）@\d]{1,80}[)\]）]\s?[.!?]?")
_EXPLAINED = re.compile(r"([^\W\d_][^,;()–—]{1,22}?)(?:[,;]|\s[-–—(]|\s?[–—])\s?[^\W\d_A-ZÀ-ÞΑ-ΩА-Я]")
_REMARKS = frozenset({"lead_type", "notes", "url"})  # which say something in brackets too: "(same domain as her mail)"
_MARK = re.compile("[,;(–—]| -")
_LONGEST_BLANK = 24  # characters
_LONGEST_DITTO = 30
_TITLE_CUT = re.compile(r"\s*[,;|/(（]\s*|\s+[-–—]\s+")


def tidy(text: str) -> str:
    """A value without markdown, an echoed link, quotes round all of it, or a dangling separator."""
    text = text.strip(" \t,;|*_")
    if "](" in text:
        text = _LINKED.sub(r"\1", text)
    if "~~" in text:
        text = re.sub(r"~~[^~]{0,300}~~", "", text).strip()
    if len(text) > 1 and text[0] in _QUOTES and text[-1] in _QUOTES:
        text = text[1:-1].strip()
    return text.rstrip("…").rstrip()


def is_empty(text: str) -> bool:
    """Whether a value says that there is none ("n/a", "to follow", a template's blank)."""
    if not text or (len(text) < _LONGEST_BLANK and key(text) in lexicon().empty):
        return True
    if not text[0].isalnum():
        return bool(_PLACEHOLDER.fullmatch(text))
    head = _EXPLAINED.match(text) if _MARK.search(text) else None
    return head is not None and key(head[1]) in lexicon().empty


def says_nothing(name: str, text: str) -> bool:
    """Whether a field's value is empty (see ``is_empty``), or only a remark in brackets: "(will ask)"."""
    if is_empty(text):
        return True
    remark = text[0] in "([（" and name not in _REMARKS and bool(_REMARKED.fullmatch(text))
    return remark and not is_ditto(text)


def is_ditto(text: str) -> bool:
    """Whether a value only points at the one above it."""
    return len(text) < _LONGEST_DITTO and fold(text).strip("()[] .:") in listed("ditto")


def assign(values: Values, name: str, text: str, origin: Origin, vocabulary: Vocabulary, own: Own) -> None:
    """Put a labelled text into a lead's values; what a field already holds stays."""
    text = tidy(text)
    if name == OTHER or says_nothing(name, text):
        return
    if name == SECOND_LAST:
        name, before = "last_name", values.pop("last_name", None)
        text = f"{before.text} {text}" if before else text
    if name == LAST_FIRST:
        _set(values, name, text, origin)
        name = FULL_NAME
    if name == "email":
        _email(values, text, origin, own)
    elif name == "url":
        _url(values, text, origin, own)
    elif name == "lead_type":
        kind = one_type(text, vocabulary)
        if kind and name in values and not vocabulary.type_of(values[name].text):
            del values[name]  # "Company type: GmbH" stood before it
        _set(values, name, kind or text, origin)
    elif name in (FULL_NAME, "first_name", "last_name", "company") and not _PLAIN.fullmatch(text):
        _compound(values, name, text, origin, vocabulary, own)
    else:
        _set(values, name, text, origin)


def _set(values: Values, name: str, text: str, origin: Origin, sure: float = 1.0) -> None:
    if text and (name not in values or values[name].sure < sure == 1.0):  # a label's own value, not one beside another
        values[name] = Value(text, origin, sure)


def _email(values: Values, text: str, origin: Origin, own: Own) -> None:
    found = [each for each in addresses(plain_at(text)) if not own.address(each.text)]
    if found:
        _set(values, "email", found[0].text, origin)
        webs = [web for web in links(text.replace(found[0].text, " ")) if not own.host(web.text)]
        if len(webs) == 1:
            _set(values, "url", unwrap(webs[0].text), origin, 0.9)
        name = text[: found[0].start].strip(" <\"'(") if found[0].start > 4 and "<" in text else ""
        if name and not {FULL_NAME, "first_name", "last_name"} & values.keys() and len(name.split()) in (2, 3):
            _set(values, FULL_NAME, name, origin, 0.8)
    elif not addresses(plain_at(text)):
        _set(values, "email", text, origin)


def _url(values: Values, text: str, origin: Origin, own: Own) -> None:
    text = unwrap(plain_host(text))
    found = [each for each in links(text) if not own.host(each.text)]
    found = [each for each in found if not _is_former(text, each.start)] or found
    found = found or [each for each in links(text) if own.is_page(each.text)]
    if found:
        _set(values, "url", unwrap(found[0].text), origin)
    elif (mails := addresses(text)) and not own.address(mails[0].text):
        _set(values, "email", mails[0].text, origin)
    elif not links(text) and not mails:
        _set(values, "url", text, origin)


def _is_former(text: str, at: int) -> bool:
    """Whether the word before a value says that it held in the past: "was www.old.com, is now www.new.com"."""
    return key(text[:at].rstrip(" :(").rpartition(" ")[2]) in _FORMER


def _compound(values: Values, name: str, text: str, origin: Origin, vocabulary: Vocabulary, own: Own) -> None:
    """A name or company with more in it: "Jane Doe, CFO <jane@acme.com>", "Acme Ltd (www.acme.com)"."""
    rest = plain_at(text)
    for field, find in (("email", addresses), ("url", links), ("phone", phones)):
        for each in find(rest):
            ours = own.address(each.text) if field == "email" else field == "url" and own.host(each.text)
            if not ours:
                _set(values, field, unwrap(each.text) if field == "url" else each.text, origin)
            rest = rest.replace(each.text, " ")
    rest = re.sub(r"\s*[(<\[]\s*(?:mailto:|https?://)?\s*[)>\]]", " ", rest)
    rest = re.sub(r"\s+", " ", rest).strip(" ,;|/-–—")
    if name == "company":
        aside = _ASIDE.search(rest)
        if aside and (kind := one_type(aside[1], vocabulary)):
            _set(values, "lead_type", kind, origin)
            rest = rest[: aside.start()]
        _set(values, name, tidy(_without_remark(rest)), origin)
        return
    pieces = [piece.strip(" )）") for piece in _TITLE_CUT.split(rest) if piece.strip(" )）")]
    if name == FULL_NAME and len(pieces) > 1:
        kept = [pieces[0]]
        for piece in pieces[1:]:
            if piece.isascii() and not pieces[0].isascii() and names.is_eastern(pieces[0]):
                continue  # the name once more, in Latin letters
            kind = one_type(piece, vocabulary) if len(piece) < 40 else ""
            if kind:
                _set(values, "lead_type", kind, origin)
            elif is_title(piece):
                _set(values, "job_title", piece, origin)
            elif "," in rest and len(pieces) == 2 and len(piece.split()) <= 3:
                kept = [rest]
            elif (len(pieces) > 2 or len(piece.split()) > 1) and _is_named(piece):
                _set(values, "company", piece, origin, 0.8)
        rest = kept[0]
    _set(values, name, tidy(rest), origin)


def _without_remark(text: str) -> str:
    """A company without its address behind a comma, and without a remark in brackets: "(formerly Adler & Co.)"."""
    remark = _REMARK.search(text)
    text = text[: remark.start()] if remark else text
    head, *rest = text.split(",")
    at = next((at for at, piece in enumerate(rest) if any(map(str.isdigit, piece))), len(rest))
    return ",".join([head, *rest[:at]]) if at < len(rest) and " " in head.strip() else text


def _is_named(text: str) -> bool:
    """Whether words can be a company's name, and are no remark: "goes by one name only"."""
    words = text.split()
    small = sum(word[:1].islower() and key(word) not in lexicon().particles for word in words)
    return small * 2 < len(words) or is_legal(text)


def is_title(text: str) -> bool:
    """Whether a text reads like a position in a company."""
    words = [key(word) for word in re.split(r"[\s/&,.-]+", text) if word]
    titles = lexicon().titles
    return (
        bool(words)
        and len(words) <= 7
        and (words[-1] in titles or any(word in titles or _is_compound_title(word) for word in words[:3]))
    )


_FEWEST = 5  # letters of a title that another word may stand before: "Avdelingsleder", "Hankintapäällikkö"
_BEFORE = 4


def _is_compound_title(word: str) -> bool:
    return any(word[-size:] in lexicon().titles for size in range(_FEWEST, len(word) - _BEFORE + 1))
