"""What names say of two prospects that share no domain, page or address: never that they are the same."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.match import Judgement, Likeness, Rarity, Thresholds
from bot.matching.alike import Compared, Relation, bearing, compare_names, likeness, name_score, names_elsewhere
from bot.matching.parts import label_speaks_of
from bot.matching.rarity import kinds
from bot.matching.side import Side
from bot.matching.wording import wording

_SAME_NAME = "same company name"
_LIKE_NAME = "similar company name"
_SHORT = 4  # letters up to which a name is as good as initials
_TELLING = 0.45  # the weight of one word of the dictionary
_COMPOUND = 0.6  # the weight of a word made of two, or of two that together tell something
_ENDINGS = ("group", "holding", "holdings", "gruppe", "corp", "inc", "hq", "global", "online")


def by_name(one: Side, other: Side, thresholds: Thresholds, rarity: Rarity) -> Judgement | None:
    """REVIEW where the names, with the domains, are a reason for a person to look; None where they are none."""
    names = compare_names(one.name, other.name, thresholds.typo)
    said = _Apart(one, other, names, thresholds, rarity).said()
    if not said and names_elsewhere(one.name, other.name):
        said = "a further name of one is the other's"
    if not said and _is_written_in_address(one, other):
        said = "the address of one is made of the other's name"
    if not said:
        return None
    reason = _SAME_NAME if names.relation is Relation.EQUAL else _LIKE_NAME
    shown = " / ".join(sorted((one.name.shown, other.name.shown)))
    return Judgement(Likeness.REVIEW, reason, (f"{said}: {shown}", _where(one, other)))


@dataclass(frozen=True, slots=True)
class _Apart:
    """Two prospects whose names are weighed; each method says why a person should look, or nothing."""

    one: Side
    other: Side
    names: Compared
    thresholds: Thresholds
    rarity: Rarity

    def said(self) -> str:
        """What the names' relation to each other says."""
        known = {
            Relation.EQUAL: self.equal,
            Relation.TYPO: self.misspelled,
            Relation.PLACE: self.placed,
            Relation.INITIALS: self.initials,
            Relation.WITHIN: self.within,
            Relation.OVERLAP: self.overlap,
            Relation.UNRELATED: self.unrelated,
        }
        return known[self.names.relation]()

    def equal(self) -> str:
        """The same name: of public bodies only in the same order."""
        one, other = self.one.name, self.other.name
        if self.public and _own_sites(self.one, self.other) and bearing(one.core) != bearing(other.core):
            return ""  # the University of York is in York, York University is not
        return "the same name" if one.joined == other.joined else "the same name but for what says how it is held"

    def misspelled(self) -> str:
        """A misspelled name counts where one side has no site, or the sites are as alike as the names."""
        if _spells_out(self.one) and _spells_out(self.other):
            return ""
        least = self.thresholds.alike
        score = name_score(self.one.name, self.other.name, self.rarity, typo=self.thresholds.typo)
        if score < least or (_own_sites(self.one, self.other) and _labels_alike(self.one, self.other) < least):
            return ""
        return "the same name but for a few letters"

    def placed(self) -> str:
        """One name with two places, or with one: enough where the name is rare, or the sites are named alike."""
        names, said = self.names, "the same name at another place"
        if self.same_label:
            return said
        if self.public:
            return ""
        least = self.thresholds.rare if names.mine and names.theirs else _TELLING
        return said if self.rarest >= least or (least == _TELLING and self.weight >= least) else ""

    def initials(self) -> str:
        """Initials alone are borne by many."""
        longest = max(len(bearing(side.name.core)) for side in (self.one, self.other))
        if self.same_label or (longest >= _SHORT and not _own_sites(self.one, self.other)):
            return "one name is made of the first letters of the other"
        return ""

    def within(self) -> str:
        """A name that holds the other: a subsidiary or an outlet, where the common part says enough."""
        known, names, said = kinds(), self.names, "one name holds the other"
        more = names.mine or names.theirs
        if self.same_label:
            return said
        if self.public:
            return ""
        if self.rarest >= self.thresholds.rare or (self.rarest >= _COMPOUND and self.opens_label):
            return said
        if all(word in known.outlets or word in known.places or word.isdigit() for word in more):
            return "one name is that of an outlet of the other"
        cores = set(self.one.name.core), set(self.other.name.core)
        exact = all(core.issuperset(names.shared) for core in cores)
        return said if exact and len(names.shared) > 1 and self.weight >= _COMPOUND else ""

    def overlap(self) -> str:
        """Names that share words and differ in others: siblings where the sites, or the other words, are alike too."""
        said = "names of one stem"
        if self.public:
            return ""
        if self.same_label and label_speaks_of(self.one) and label_speaks_of(self.other):
            return said
        if self.rarest < _COMPOUND:
            return ""
        places = kinds().places
        mine = [word for word in self.names.mine if word not in places]
        theirs = [word for word in self.names.theirs if word not in places]
        if mine and theirs and all(any(_kindred(word, against) for against in theirs) for word in mine):
            return said
        return said if self.rarest >= self.thresholds.rare and self.opens_label else ""

    def unrelated(self) -> str:
        """Names in two languages, or run together, are told by domains that are alike and speak of both."""
        long_enough = len(_bare_label(self.one)) >= _SHORT
        if long_enough and self.same_label and label_speaks_of(self.one) and label_speaks_of(self.other):
            return "sites of one name at two registries"
        return ""

    @property
    def public(self) -> bool:
        """Whether one of the names is that of a public body or a school."""
        names = self.names
        return any(word in kinds().public for word in (*names.shared, *names.mine, *names.theirs))

    @property
    def weight(self) -> float:
        """How much the common words say."""
        return sum(map(self.rarity, self.names.shared))

    @property
    def rarest(self) -> float:
        """How rare the rarest common word is."""
        return max(map(self.rarity, self.names.shared), default=0.0)

    @property
    def same_label(self) -> bool:
        """Whether both chose the same name at different registries: acme.de and acme-uk.com."""
        return _same_label(self.one, self.other)

    @property
    def opens_label(self) -> bool:
        """Whether the common word is the label of one and opens that of the other: siemens.com, siemens-energy.com."""
        short, long = sorted((_bare_label(self.one), _bare_label(self.other)), key=len)
        return _own_sites(self.one, self.other) and short in self.names.shared and long.startswith(short)


def _own_sites(one: Side, other: Side) -> bool:
    return bool(one.site.own and other.site.own)


def _bare_label(side: Side) -> str:
    """The domain's label without places and what says how a company is held, where it has other words."""
    known = kinds()
    words = tuple(word for word in side.site.label if word not in wording().soft and word not in known.places)
    label = "".join(words or side.site.label)
    ending = next((soft for soft in _ENDINGS if label.endswith(soft) and len(label) > len(soft) + 1), "")
    return label.removesuffix(ending)


def _same_label(one: Side, other: Side) -> bool:
    return _own_sites(one, other) and len(_bare_label(one)) > 1 and _bare_label(one) == _bare_label(other)


def _spells_out(side: Side) -> bool:
    """Whether the site, page or address is made of the name as it is spelled: then it is no slip."""
    local = side.site.contact.partition("@")[0] if not side.site.own else ""
    texts = ("".join(side.site.label), "".join(filter(str.isalnum, local)), *side.site.page)
    return any(side.name.joined in text for text in texts)


def _labels_alike(one: Side, other: Side) -> float:
    return 1.0 if _same_label(one, other) else likeness(_bare_label(one), _bare_label(other))


def _kindred(one: str, other: str) -> bool:
    """Whether two words look like one in two languages: Coffee and Kaffee."""
    from rapidfuzz.distance import Indel  # noqa: PLC0415 - see alike.py

    return Indel.normalized_similarity(one, other) >= 0.6


def _is_written_in_address(one: Side, other: Side) -> bool:
    """Whether the address of one, at a free provider, is the name or the label of the other."""
    for side, against in ((one, other), (other, one)):
        local = "".join(filter(str.isalnum, side.site.contact.partition("@")[0]))
        names = {"".join(against.site.label), against.name.joined}
        if not side.site.own and len(local) > _SHORT + 2 and local in names:
            return True
    return False


def _where(one: Side, other: Side) -> str:
    sites = " / ".join(sorted(side.site.own or "no site of its own" for side in (one, other)))
    return f"at different sites: {sites}" if _own_sites(one, other) else f"sites: {sites}"
