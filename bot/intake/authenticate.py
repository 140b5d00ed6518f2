"""Who really sent a mail: what the receiving server found out, and whether it speaks for the From (RFC 8601)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from bot.domain.mail import Envelope, Proof
from bot.intake.mime import authserv_id

_MARKS = re.compile(r'(\\.|["()])')
_WORD = re.compile(r"([A-Za-z][\w.\-]{0,40})\s{0,5}=\s{0,5}(\"[^\"]{0,300}\"|[^\s;\"]{1,300})")


@dataclass(frozen=True, slots=True)
class Trust:
    """Whom to believe: ``authserv_id`` is the receiving server's name in Authentication-Results.

    ``""`` stands for a server that writes none (Microsoft 365). ``require`` "none" takes every From at its word.
    """

    require: Literal["dmarc", "none"] = "dmarc"
    authserv_id: str = ""


@dataclass(frozen=True, slots=True)
class _Result:
    """One method's result and its properties (``header.from``, ``smtp.mailfrom``...), all lower case."""

    method: str
    result: str
    properties: dict[str, str]


def prove(envelope: Envelope, trust: Trust) -> Proof:
    """Whether the From is who it says: DMARC, or where a domain publishes no policy, aligned DKIM or SPF (RFC 7489).

    Only the topmost headers of the configured server count; what a sender wrote in below them never does (P6).
    """
    if len(envelope.froms) != 1 or len(envelope.headers.get("from", ())) != 1:
        return Proof(proven=False, method="none", evidence=f"{len(envelope.froms)} addresses in From")
    if trust.require == "none":
        return Proof(proven=True, method="none", evidence="not checked here")
    results = list(_results(envelope, trust))
    if not results:
        return Proof(proven=False, method="none", evidence="no Authentication-Results of the receiving server")
    return _judged(results, _ascii(envelope.from_.domain))


def _judged(results: list[_Result], domain: str) -> Proof:
    dmarc = [each for each in results if each.method == "dmarc"]
    if any(each.result in ("fail", "permerror", "reject", "quarantine") for each in dmarc):
        return Proof(proven=False, method="dmarc", evidence=_shown(dmarc))
    if any(each.result == "pass" and _names(each.properties.get("header.from", domain), domain) for each in dmarc):
        return Proof(proven=True, method="dmarc", evidence=_shown(dmarc))
    if any(each.result == "pass" for each in dmarc):
        return Proof(proven=False, method="dmarc", evidence=f"{_shown(dmarc)}, but From is {domain}")
    return _aligned(results, domain)


def _aligned(results: list[_Result], domain: str) -> Proof:
    for method, names in (("dkim", ("header.d", "header.i")), ("spf", ("smtp.mailfrom", "smtp.from", "envelope-from"))):
        for each in results:
            stated = next((each.properties[name] for name in names if name in each.properties), "")
            if each.method == method and each.result == "pass" and stated and _covers(stated, domain):
                return Proof(proven=True, method=method, evidence=_shown([each]))
    return Proof(proven=False, method="none", evidence=_shown(results))


def _results(envelope: Envelope, trust: Trust) -> Iterator[_Result]:
    wanted = trust.authserv_id.strip().lower()
    for value in envelope.headers.get("authentication-results", ()):
        if authserv_id(value) != wanted:
            continue
        parts = _bare(value[:20_000]).split(";")
        for part in parts if not wanted else parts[1:]:
            words = _WORD.findall(part)
            if words:
                yield _Result(
                    words[0][0].lower(),
                    words[0][1].strip('"').lower(),
                    {name.lower(): text.strip('"').lower() for name, text in words[1:]},
                )


def _bare(value: str) -> str:
    """A header without comments, and without marks inside its quoted strings: a sender may write into both."""
    kept: list[str] = []
    depth, quoted = 0, False
    for piece in _MARKS.split(value):
        if quoted:
            quoted = piece != '"'
            kept.append(piece.replace(";", "_"))
        elif piece == "(":
            depth += 1
        elif depth:
            depth -= piece == ")"
        else:
            quoted = piece == '"'
            kept.append(piece)
    return "".join(kept)


def _covers(stated: str, domain: str) -> bool:
    """Whether a domain vouches for another: the same, or the one above it, which controls what is below."""
    above = _ascii(stated.rpartition("@")[2].strip("<>."))
    return "." in above and (domain == above or domain.endswith(f".{above}"))


def _names(stated: str, domain: str) -> bool:
    return _ascii(stated.rpartition("@")[2].strip("<>.")) == domain


def _ascii(domain: str) -> str:
    domain = domain.strip(".").lower()
    if domain.isascii():
        return domain
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return domain


def _shown(results: list[_Result]) -> str:
    """The results as an admin reads them, short."""
    said = []
    for each in results[:4]:
        about = (
            each.properties.get("header.from")
            or each.properties.get("header.d")
            or each.properties.get("smtp.mailfrom")
        )
        said.append(f"{each.method}={each.result}" + (f" ({about})" if about else ""))
    return ", ".join(said)[:300]
