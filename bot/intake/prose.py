"""Leads written as sentences, as a subject, or as a bare list: each address with the name and company around it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.domain.lead import Origin, Value
from bot.intake.answers import same_as_mail
from bot.intake.assign import Values
from bot.intake.bystanders import without_bystanders
from bot.intake.fragments import fragment_types
from bot.intake.kinds import types_in
from bot.intake.legal import is_legal
from bot.intake.lexicon import key, lexicon
from bot.intake.person import person_in
from bot.intake.pieces import Piece, Target, anchored, items_of, sentences, split
from bot.intake.pooled import pooled
from bot.intake.runs import GAP
from bot.intake.text import Line
from bot.intake.values import Own, addresses, host_of, links, phones, plain_at, same_house, unwrap
from bot.intake.vocabulary import FULL_NAME, Vocabulary
from bot.intake.weights import is_domain

_MOST_READ = 1_000  # leads of a text that are read; those beyond are only counted


def read_prose(
    lines: Sequence[Line], part: str, vocabulary: Vocabulary, own: Own, *, avoid: frozenset[str] = frozenset()
) -> list[Values]:
    """The leads of unlabelled text, each anchored by a mail address or, where there is none, a web address.

    ``avoid`` holds keys of names (the sender's) that are never taken.
    """
    items = without_bystanders(items_of(lines), own)
    anchors = [anchored(item, own) for item in items]
    count = sum(anchors)
    if count <= 1:
        targets = tuple(target for item in items for target in item.targets)
        whole = Piece("\n".join(item.text for item in items), items[0].number if items else 1, targets)
        values = _lead(whole, part, vocabulary, own, avoid)
        return [values] if values else []
    leads: list[Values] = []
    shared: list[Piece] = []
    for item, anchor in zip(items, anchors, strict=True):
        if anchor and len(leads) >= _MOST_READ:
            leads.append({"email": Value(addresses(plain_at(item.text))[0].text, Origin(part, f"line {item.number}"))})
        elif anchor:
            told = [values for piece in split(item, own) if (values := _lead(piece, part, vocabulary, own, avoid))]
            _pool(told, item.text, own)
            leads += told
        else:
            shared.append(item)
    if (
        len(leads) > 1
        and all("lead_type" not in lead for lead in leads[1:])
        and _PLURAL.search(items[anchors.index(max(anchors))].text)
    ):
        for lead in leads[1:]:
            lead.update({name: value for name, value in leads[0].items() if name == "lead_type"})
    stated: Values = {}
    if shared and leads:
        piece = Piece("\n".join(item.text for item in shared), shared[0].number)
        stated = _lead(piece, part, vocabulary, own, avoid) or _house(piece, leads, part, vocabulary, avoid)
    if len(leads) > 1:
        _drop_positions(leads, stated)
        _share_house([lead for lead in leads if _host(lead)])
    _share(leads, stated)
    return leads


def _drop_positions(leads: Sequence[Values], stated: Values) -> None:
    """Of leads of one house whose company is stated once for all, make what stands beside their names positions."""
    company, house = stated.get("company"), _host(leads[0])
    if company is None or not house or any(_host(lead) != house for lead in leads):
        return
    url = stated["url"].text if "url" in stated else ""
    if not is_domain(company.text, f"@{house}", url):
        return
    for lead in leads:
        told = lead.get("company")
        if told and not is_legal(told.text) and not is_domain(told.text, f"@{house}", url):
            lead.setdefault("job_title", lead.pop("company"))


def _pool(leads: list[Values], text: str, own: Own) -> None:
    """Read again the leads of a text whose addresses stand together, apart from the names."""
    if not 1 < len(leads) <= _MOST_POOLED or all(FULL_NAME in lead and "company" in lead for lead in leads):
        return
    if all("email" in lead for lead in leads):
        text = plain_at(text)
        webs = [web for web in links(text) if not own.host(unwrap(web.text))]
        pooled(leads, _blank(text, [(each.start, each.end) for each in (*addresses(text), *webs)]), webs)


_MOST_POOLED = 6
_SURE = 0.8
_GUESSED = 0.5
_PLURAL = re.compile(
    r"\b(?:both|all|each|beide|alle|tous|toutes|ambos|ambas|todos|todas|tutti|entrambi|allemaal|oba|obie|wszyscy|båda|begge"
    r"|leads|customers|clients|clientes|kunden|prospects)\b|両方|都是|모두",
    re.IGNORECASE,
)


def _share_house(leads: Sequence[Values]) -> None:
    """Give leads the company and web address of another lead whose address is under the same domain."""
    heads = {_host(lead): lead for lead in reversed(leads) if _is_told(lead, "company") or "url" in lead}
    for lead in leads:
        head = heads.get(_host(lead))
        if head and not any(_is_told(lead, name) for name in ("company", "url")):
            lead.update({name: value for name, value in head.items() if name in ("company", "url")})


def _is_told(lead: Values, name: str) -> bool:
    """Whether a lead has a value that is more than a guess, as the company in "Ann Lee (IT)" is."""
    return name in lead and lead[name].sure > _GUESSED


def _host(lead: Values) -> str:
    host = lead["email"].text.rpartition("@")[2].casefold() if "email" in lead else ""
    return "" if host in lexicon().freemail else host


def _house(piece: Piece, leads: Sequence[Values], part: str, vocabulary: Vocabulary, avoid: frozenset[str]) -> Values:
    """The company that a text beside several leads of one domain names, as that domain tells."""
    hosts = {_host(lead) for lead in leads}
    if len(hosts) > 1 or "" in hosts:
        return {}
    text = _blank(piece.text, [(start, end) for _, start, end in types_in(piece.text, vocabulary)])
    email = leads[0]["email"].text
    found = person_in(text, email=f"@{email.rpartition('@')[2]}", url="", at=-1, avoid=avoid)
    named = bool(found.company) and found.company_sure > _SURE and is_domain(found.company, email, "")
    return {"company": Value(found.company, Origin(part, f"line {piece.number}"), 0.85)} if named else {}


def _share(leads: list[Values], shared: Values) -> None:
    """Give each lead the company, web address and type that are stated once for all of them."""
    for lead in leads:
        if not _is_told(lead, "company") and "url" not in lead:
            for name in ("company", "url"):
                if name in shared:
                    lead[name] = shared[name]


def _lead(piece: Piece, part: str, vocabulary: Vocabulary, own: Own, avoid: frozenset[str]) -> Values:
    text = plain_at(piece.text)
    origin = Origin(part, f"line {piece.number}")
    mails = addresses(text)
    webs = links(text)
    email = next((each for each in mails if not own.address(each.text)), None)
    theirs = [each for each in webs if not own.host(unwrap(each.text))]
    housed = [each for each in theirs if email and same_house(host_of(unwrap(each.text)), email.text)]
    url = (housed or theirs)[0] if theirs else None
    kinds = types_in(text, vocabulary)
    values: Values = {}
    if email:
        values["email"] = Value(email.text, origin, 0.98)
    if url:
        values["url"] = Value(
            unwrap(url.text), origin, 0.95 if housed or len({each.text for each in theirs}) == 1 else 0.75
        )
    elif email and (host := _same_host(text, email.text)):
        values["url"] = Value(host, origin, 0.9)
    if not kinds:
        kinds = fragment_types(text, vocabulary)
    if len({kind for kind, _, _ in kinds}) == 1:
        values["lead_type"] = Value(kinds[0][0], origin, 0.9)
    numbers = phones(text)
    if numbers:
        values["phone"] = Value(numbers[0].text, origin, 0.8)
    spans = [(each.start, each.end) for each in (*mails, *webs, *numbers)] + [(start, end) for _, start, end in kinds]
    blank = _blank(text, spans)
    found = person_in(
        blank,
        email=email.text if email else "",
        url=url.text if url else "",
        at=email.start if email else -1,
        avoid=avoid,
        web_at=url.start if url and text[url.start - 1 : url.start] == "(" else -1,
    )
    if found.name and (email or found.company):
        values[FULL_NAME] = Value(found.name, origin, found.name_sure)
    if found.company:
        values["company"] = Value(found.company, origin, found.company_sure)
    if not url and (target := _target(piece.targets, values, own)):
        values["url"] = Value(target.url, origin, 0.85)
        if found.company_sure < _SURE and key(target.shown) != key(found.name) and _is_name(target.shown, vocabulary):
            values["company"] = Value(target.shown, origin, 0.8)
    if not email and not url and not (found.company_sure > _SURE and "?" not in text and asks_for_registration(text)):
        return {}
    if found.title and found.name:
        values["job_title"] = Value(found.title, origin, 0.8)
    return values


def _is_name(shown: str, vocabulary: Vocabulary) -> bool:
    """Whether the words of a link are a name, and not "Visit website"."""
    words = shown.split()
    return (
        0 < len(words) <= 6
        and all(word[:1].isupper() for word in (words[0], words[-1]))
        and not vocabulary.sense(shown)
        and not any(vocabulary.sense(word) == "url" or key(word) in lexicon().fillers for word in words)
    )


def _target(targets: Sequence[Target], values: Values, own: Own) -> Target | None:
    """The link behind a lead's words ("Visit website") that lies where its address does, or bears its name."""
    email, company = (values[name].text if name in values else "" for name in ("email", "company"))
    for target in targets:
        url = unwrap(target.url)
        host = host_of(url)
        if host and not own.host(url) and (same_house(host, email) or (company and is_domain(company, "", url))):
            return target._replace(url=url)
    return None


def _same_host(text: str, email: str) -> str:
    """The domain of an address where a sentence beside it says that the web address is the same."""
    host = email.rpartition("@")[2].casefold()
    own = host not in lexicon().freemail and any(same_as_mail(sentence) for sentence in sentences(text[:2_000]))
    return host if own else ""


def _blank(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with what was recognised taken out, every other character in its place."""
    chars = list(text)
    for start, end in spans:
        chars[start:end] = GAP * (end - start)
    return "".join(chars)


def asks_for_registration(text: str) -> bool:
    """Whether a text asks for something to be registered, rather than about it."""
    words = lexicon().asking
    if not words.isdisjoint(map(key, re.findall(r"[\w'’-]+", text[:5000]))):
        return True
    if text.isascii():
        return False
    whole = key(text[:2000])
    return any(word in whole for word in words if not word.isascii() and len(word) > 1)
