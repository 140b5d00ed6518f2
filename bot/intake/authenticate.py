"""Who really sent a mail: what the receiving server or our own check found out, and whether it speaks for the From.

RFC 8601 (Authentication-Results), RFC 7489 section 3.1 (alignment), RFC 6376 (DKIM).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.domain.mail import Envelope, Proof, Signature
from bot.intake.mime import authserv_id

_MARKS = re.compile(r'(\\.|["()])')
_WORD = re.compile(r"([A-Za-z][\w.\-]{0,40})\s{0,5}=\s{0,5}(\"[^\"]{0,300}\"|[^\s;\"]{1,300})")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_BRACKETED = re.compile(r"<([^<>]{0,320})>")
_INSIDE = "x-ms-exchange-organization-authas"
_FAILED = ("fail", "permerror", "reject", "quarantine")


@dataclass(frozen=True, slots=True)
class Trust:
    """Whom to believe that a From is authentic.

    "dmarc": Authentication-Results of ``authserv_id``; ``""`` stands for Microsoft 365, which writes no name.
    "dkim": signatures that were checked here. "trusted_header": a gateway's own ``header`` that holds ``value``.
    "none" takes every From at its word. ``strict`` alignment asks for the very domain of the From; else one of the same
    ``organization`` will do, which maps a domain to the one that its owner registered, or ``""``. The signature of a
    domain in ``on_behalf`` (ASCII, lower case) speaks for any From, by "dmarc" and "dkim".
    """

    require: Literal["dmarc", "dkim", "trusted_header", "none"] = "dmarc"
    authserv_id: str = ""
    header: str = ""
    value: str = ""
    strict: bool = False
    on_behalf: frozenset[str] = frozenset()
    organization: Callable[[str], str] = str.lower

    def aligned(self, stated: str, domain: str) -> bool:
        """Whether what was proven of one domain (or address) is proven of the From's (RFC 7489 section 3.1)."""
        if stated.count("@") > 1:  # servers differ on which of them counts
            return False
        one, other = _ascii(stated.rpartition("@")[2].strip("<>.")), _ascii(domain)
        if one == other or self.strict:
            return bool(one) and one == other
        owner = self.organization(one)
        return bool(owner) and owner == self.organization(other)

    def wants(self, signer: str, domain: str) -> bool:
        """Whether a signature of ``signer`` may prove a From at ``domain``."""
        return signer in self.on_behalf or self.aligned(signer, domain)


@dataclass(frozen=True, slots=True)
class _Result:
    """One method's result and its properties (``header.from``, ``smtp.mailfrom``...), all lower case."""

    method: str
    result: str
    properties: dict[str, str]


def prove(envelope: Envelope, trust: Trust, signatures: Sequence[Signature] = ()) -> Proof:
    """Whether the From is who it says, by what this inbox requires; ``signatures`` are those checked here.

    By "dmarc", where a domain publishes no policy, an aligned DKIM or SPF pass will do. Sender and Reply-To count for
    nothing.
    """
    if len(envelope.froms) != 1 or len(envelope.headers.get("from", ())) != 1:
        return Proof(proven=False, method="none", evidence=f"{len(envelope.froms)} addresses in From")
    if not _one_reading(envelope):
        return Proof(proven=False, method="none", evidence="a From that mail servers read differently")
    if trust.require == "none":
        return Proof(proven=True, method="none", evidence="not checked here")
    if trust.require == "dkim":
        return _signed(envelope, trust, signatures)
    if trust.require == "trusted_header":
        return _stamped(envelope, trust)
    return _reported(envelope, trust)


def _one_reading(envelope: Envelope) -> bool:
    """Whether every server finds the same address in the From: one that another may read proves nothing of ours."""
    address = envelope.from_.addr
    written = _QUOTED.sub("", _bare(envelope.headers["from"][0]))
    others = {one.strip().casefold() for one in _BRACKETED.findall(written) if "@" in one} - {envelope.from_.key}
    group = ":" in (outside := _BRACKETED.sub("", written)) and ";" in outside  # RFC 6854: DMARC knows no groups
    return address.count("@") == 1 and '"' not in address and not others and not group


def _reported(envelope: Envelope, trust: Trust) -> Proof:
    results = list(_results(envelope, trust))
    if not results:
        return Proof(proven=False, method="none", evidence="no Authentication-Results of the receiving server")
    if not trust.authserv_id and envelope.headers.get(_INSIDE) == ("Internal",):
        return Proof(proven=True, method="header", evidence="sent from inside the own Microsoft 365 tenant")
    judged = _judged(results, _ascii(envelope.from_.domain), trust)
    signers = {
        each.properties.get("header.d", "") for each in results if (each.method, each.result) == ("dkim", "pass")
    }
    return judged if judged.proven else _vouched(signers, trust) or judged


def _vouched(signers: Iterable[str], trust: Trust) -> Proof | None:
    """The word of a domain that the operator lets write on others' behalf: a forwarder, a form, a mailing service."""
    found = min(trust.on_behalf.intersection(signers), default="")
    return Proof(proven=True, method="behalf", evidence=f"signed by {found} on behalf of the From") if found else None


def _signed(envelope: Envelope, trust: Trust, signatures: Sequence[Signature]) -> Proof:
    found = [one for one in signatures if trust.aligned(one.domain, envelope.from_.domain)]
    good = next((one for one in found if one.holds), None)
    if good:
        return Proof(proven=True, method="dkim", evidence=f"signed by {good.domain}")
    if vouched := _vouched((one.domain for one in signatures if one.holds), trust):
        return vouched
    why = "; ".join(f"{one.domain}: {one.why}" for one in found[:3]) or "no DKIM signature of the From's domain"
    return Proof(proven=False, method="none", evidence=why[:300])


def _stamped(envelope: Envelope, trust: Trust) -> Proof:
    """A gateway's header counts when it is there once: a second one came with the mail."""
    values = [value.strip().casefold() for value in envelope.headers.get(trust.header.lower(), ())]
    if values == [trust.value.strip().casefold()]:
        return Proof(proven=True, method="header", evidence=f"{trust.header}: {trust.value}")
    return Proof(proven=False, method="none", evidence=f"{trust.header}: {', '.join(values)[:200] or 'missing'}")


def _judged(results: list[_Result], domain: str, trust: Trust) -> Proof:
    dmarc = [each for each in results if each.method == "dmarc"]
    composite = [each for each in results if each.method == "compauth" and each.result == "fail"]
    if composite or any(each.result in _FAILED for each in dmarc):
        return Proof(proven=False, method="dmarc", evidence=_shown([*composite, *dmarc]))
    if any(each.result == "pass" and _names(each.properties.get("header.from", domain), domain) for each in dmarc):
        return Proof(proven=True, method="dmarc", evidence=_shown(dmarc))
    if any(each.result == "pass" for each in dmarc):
        return Proof(proven=False, method="dmarc", evidence=f"{_shown(dmarc)}, but From is {domain}")
    return _aligned(results, domain, trust)


def _aligned(results: list[_Result], domain: str, trust: Trust) -> Proof:
    for method, names in (("dkim", ("header.d", "header.i")), ("spf", ("smtp.mailfrom", "smtp.from", "envelope-from"))):
        for each in results:
            stated = next((each.properties[name] for name in names if name in each.properties), "")
            if each.method == method and each.result == "pass" and trust.aligned(stated, domain):
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
                    _properties(words[1:]),
                )


def _properties(words: Iterable[tuple[str, str]]) -> dict[str, str]:
    """By name; one that is there twice with two values says nothing, since the sender may have written one of them."""
    found: dict[str, str] = {}
    for name, text in words:
        value = text.strip('"').lower()
        found[name.lower()] = value if found.get(name.lower(), value) == value else ""
    return found


def _bare(value: str) -> str:
    """A header without comments, and without marks inside its quoted strings: a sender may write into both."""
    if '"' not in value and "(" not in value:
        return value
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
            quoted = piece.endswith('"')  # a backslash means nothing out here
            kept.append(piece)
    return "".join(kept)


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
