"""What a registration must state and attest (LEANSTACK L7, L8; PlaidCloud P8, P11)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal, get_args

from annotated_types import Ge, Le

from bot.domain.decision import Facts, Finding, Verdict
from bot.domain.lead import FIELD_NAMES
from bot.rules.common import STRICT, Meaning, Positive, Text, listed

FieldName = Literal[
    "first_name",
    "last_name",
    "email",
    "url",
    "company",
    "lead_type",
    "phone",
    "job_title",
    "country",
    "notes",
    "product_line",
    "expected_close",
]
"""FIELDS and EXTRA_FIELDS of bot.domain.lead, spelled out for the checker of the file and for editors."""


@dataclass(frozen=True, kw_only=True)
class LeadType:
    """A kind of lead: the canonical name that is echoed, and what partners write for it."""

    __pydantic_config__ = STRICT
    name: Text
    synonyms: tuple[Text, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Intake:
    """What a registration must state (LEANSTACK L7, L8; PlaidCloud P8, P11)."""

    __pydantic_config__ = STRICT
    required: tuple[FieldName, ...]
    """The fields without which a lead is asked back."""
    lead_types: tuple[LeadType, ...] = ()
    """The kinds of lead the program knows; all of them may be registered."""
    labels: Mapping[str, tuple[Text, ...]] = field(default_factory=dict)
    """Further words by which partners name a field, in addition to those known in many languages."""
    attestation: Literal["implied", "explicit"]
    """"implied": registering attests the statement; "explicit": the mail must say so in a line of its own."""
    statement: Text
    """The policy's sentence on what registering attests."""
    max_leads_per_mail: Positive
    priority: Literal["received", "completed"]
    """Which instant orders rivals: receipt of the first mail, or of the one that completed the lead."""
    incomplete_days: Positive
    """How long an incomplete lead keeps its place, in days."""
    confidence: Annotated[float, Ge(0), Le(1)]
    """How sure a value must be read to be taken without asking back (0 to 1)."""
    policy: Text

    def __post_init__(self) -> None:
        """Raise ValueError, a line "key: problem" each, for what no registration could ever satisfy."""
        if problems := tuple(self._problems()):
            raise ValueError("\n".join(problems))

    def check(self, facts: Facts) -> Iterator[Finding]:
        """Refuse what is not attested where the program demands a line of confirmation (L8, P8)."""
        if self.attestation == "explicit" and not facts.attested:
            evidence = "The mail does not confirm the relationship; please send it again with a line that does"
            yield Finding("attestation.missing", Verdict.REJECT, evidence, self.statement)

    def meanings(self) -> Iterator[Meaning]:
        """What is asked of every mail."""
        names = tuple(FIELD_NAMES[name] for name in self.required)
        yield Meaning(f"A registration must state {listed(names, 'and')}; what is missing is asked back.", self.policy)
        if self.lead_types:
            kinds = tuple(kind.name for kind in self.lead_types)
            yield Meaning(f"The lead type is {listed(kinds)}, or a synonym of it.", self.policy)
        said = "Registering attests" if self.attestation == "implied" else "A line of the mail must confirm"
        yield Meaning(f"{said} the business relationship.", self.statement)
        counts = "its first mail" if self.priority == "received" else "the mail that completed it"
        yield Meaning(
            f"Among rivals the earlier receipt of {counts} counts; an incomplete lead keeps its place for "
            f"{self.incomplete_days} days. At most {self.max_leads_per_mail} leads are read from one mail."
        )

    def _problems(self) -> Iterator[str]:
        if not self.required:
            yield "required: must name at least one field"
        for name in dict.fromkeys(self.required):
            if self.required.count(name) > 1:
                yield f"required: {name!r} is named twice"
        known = get_args(FieldName)
        for label in self.labels:
            if label not in known:
                yield f"labels.{label}: is no field; known are {', '.join(known)}"
        if "lead_type" in self.required and not self.lead_types:
            yield "lead_types: a lead type is required, but none is named"
        words = [word.casefold() for kind in self.lead_types for word in (kind.name, *kind.synonyms)]
        for word in dict.fromkeys(words):
            if words.count(word) > 1:
                yield f"lead_types: {word!r} is named twice"
