"""What a text says is wrong in the leads beside it: an address that replaces one, a type that is not the one given."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.domain.lead import Draft, Origin, Value
from bot.intake.kinds import types_in
from bot.intake.lexicon import key
from bot.intake.values import Own, addresses
from bot.intake.vocabulary import FULL_NAME, Vocabulary

_MOST = 50
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_CHANGES = (
    r"(?:please (?:use|change|correct|update|replace)|change the|correct(?:ion| address| e-?mail)|instead of"
    r"|is (?:old|wrong|outdated)"
    r"|bitte (?:ändern|korrigieren|verwenden|nehmen)|korrektur|falsche adresse|veuillez (?:utiliser|corriger|remplacer)"
    r"|por favor (?:usen?|usar|corrij\w+|cambi\w+)|corrección|correção|correzione|si prega di (?:usare|correggere)"
    r"|gebruik)\b"
)
_DENIES = r"(?:n(?:ot|icht|on?|iet?)|kein|pas)\b"
_MAY_CHANGE, _MAY_DENY = re.compile(_CHANGES), re.compile(_DENIES)
"""The words anywhere in a text in lower case: five times as fast as the same in any case and at a word's start."""
_CHANGE, _DENIAL = re.compile(rf"\b{_CHANGES}", re.IGNORECASE), re.compile(rf"\b{_DENIES}", re.IGNORECASE)


def corrected(drafts: Sequence[Draft], text: str, vocabulary: Vocabulary, own: Own) -> list[Draft]:
    """The leads as a text corrects them, where it is plain whom it means: the only one, or one it names."""
    result = list(drafts)
    if not 0 < len(drafts) <= _MOST:
        return result
    text = text[:20_000]
    lowered = text.lower()
    changes, denies = bool(_MAY_CHANGE.search(lowered)), bool(vocabulary.lead_types and _MAY_DENY.search(lowered))
    for sentence in _SENTENCE.split(text) if changes or denies else ():
        if changes and "@" in sentence and _CHANGE.search(sentence):
            found = [each.text for each in addresses(sentence) if not own.address(each.text)]
            if len(found) == 1:
                _address(result, sentence, found[0])
        if denies and _DENIAL.search(sentence):
            kinds = {kind for kind, _, _ in types_in(sentence, vocabulary)}
            if len(kinds) == 1:
                _type(result, sentence, kinds.pop())
    return result


def _address(drafts: list[Draft], sentence: str, address: str) -> None:
    """Put the address in the place of what the lead meant had, and drop the lead that the address alone made."""
    others = [draft for draft in drafts if draft.text("email").casefold() != address.casefold()]
    meant = others if len(others) == 1 else [draft for draft in others if _named(draft, sentence)]
    if len(meant) == 1 and meant[0].text("email"):
        place = drafts.index(meant[0])
        drafts[place] = Draft({**meant[0].values, "email": Value(address, Origin("body", "correction"), 0.9)})
        drafts[:] = [
            draft
            for at, draft in enumerate(drafts)
            if at == place or draft.text("email").casefold() != address.casefold()
        ]


def _type(drafts: list[Draft], sentence: str, kind: str) -> None:
    meant = [draft for draft in drafts if _named(draft, sentence)]
    if len(meant) == 1:
        told = Value(kind, Origin("body", "correction"), 0.9)
        drafts[drafts.index(meant[0])] = Draft({**meant[0].values, "lead_type": told})


def _named(draft: Draft, sentence: str) -> bool:
    """Whether a sentence names a lead by its last name or company."""
    last = draft.text("last_name") or draft.text(FULL_NAME).rpartition(" ")[2]
    return any(len(key(name)) > 2 and f" {name} " in f" {sentence} " for name in (last, draft.text("company")))
