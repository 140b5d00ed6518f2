"""The open book of one batch: the program, who may write, and all that was known, kept up as mails are handled."""

from __future__ import annotations

from collections.abc import Iterable

from bot.commands.register import Register
from bot.domain.delivery import SentMail
from bot.domain.outcome import Known
from bot.domain.partner import Partner
from bot.domain.quarantine import Binding, Quarantined
from bot.domain.reference import make, next_free
from bot.matching.aliases import Aliases
from bot.matching.comparer import Comparer
from bot.matching.domains import ignored
from bot.matching.rarity import from_counts
from bot.notices.common import House
from bot.rules.program import Program

FAST_ROUNDS = 5  # answers within an hour, all in one conversation: no person is as fast
SAME_AGAIN = 4  # of a sender's budget, a fourth may go to answers on the very same registrations, or on none


class Book:
    """A mutable working view; a book in whose middle an error was raised is thrown away, with its transaction.

    ``admins`` are addresses in lower case; ``reply_budget`` is how many answers a sender gets within an hour;
    ``mail_bytes`` is the size beyond which a mail was not fetched.
    """

    def __init__(
        self,
        program: Program,
        house: House,
        admins: frozenset[str],
        known: Known,
        reply_budget: int = 20,
        mail_bytes: int = 25_000_000,
    ) -> None:
        self.program = program
        self.house = house
        self.admins = admins
        self.reply_budget = reply_budget
        self.mail_bytes = mail_bytes
        self.register = Register(known, _comparer(program, known))
        self.settled = False
        self._number = known.numbers
        self._replies = dict(known.replies)
        self._repeated = dict(known.repeated)
        self._keys: set[str] = set()
        self._sent = {mail.message_id: mail for mail in known.sent}
        self._failing = known.failing
        self._quarantined = {one.inbound: one for one in known.quarantined}
        self._by_address: dict[str, Partner] = {}
        self._by_domain: dict[str, Partner] = {}
        for partner in known.partners:
            self._by_address.update(dict.fromkeys(partner.addresses, partner))
            self._by_domain.update(dict.fromkeys(partner.domains, partner))

    def partner_of(self, address: str) -> Partner | None:
        """The partner an address (lower case) belongs to: by the address itself, else by its domain."""
        return self._by_address.get(address) or self._by_domain.get(address.rpartition("@")[2])

    def quarantined(self, word: str) -> Quarantined | None:
        """The mail that waits, or waited, under a word."""
        return next((one for one in self._quarantined.values() if one.word == word), None)

    def asked(self, address: str) -> int:
        """How many mails an address has been asked to confirm, and may still."""
        return sum(
            one.address == address and one.asked_until is not None and not one.released_by
            for one in self._quarantined.values()
        )

    def put_quarantined(self, one: Quarantined) -> None:
        """Take a mail that waits, or that was released."""
        self._quarantined[one.inbound] = one

    def sent(self, message_ids: Iterable[str]) -> list[SentMail]:
        """The mails of ours with these Message-IDs."""
        return [self._sent[one] for one in message_ids if one in self._sent]

    def failing(self, address: str) -> bool:
        """Whether mails to an address have come back."""
        return address in self._failing

    def put_failing(self, address: str, *, failing: bool) -> None:
        """Take an address as failing, or as working again."""
        self._failing = self._failing | {address} if failing else self._failing - {address}

    def bind(self, binding: Binding) -> None:
        """Take an address as one of a partner's."""
        owner = self.register.partner(binding.partner)
        if owner is not None:
            self._by_address[binding.address] = owner

    @property
    def admins_in_order(self) -> tuple[str, ...]:
        """The admins' addresses, in a fixed order."""
        return tuple(sorted(self.admins))

    def new_ref(self) -> str:
        """The next reference."""
        number = next_free(self._number)
        self._number = number + 1
        return make(self.program.prefix, number)

    def may_answer(self, address: str, rounds: int, refs: tuple[str, ...] = ()) -> bool:
        """Whether the sender's reply budget allows one more answer on ``refs``, in a conversation of so many rounds.

        Two programs that answer each other fast are stopped long before: by the thread that grows with each answer, or,
        where no thread is kept, since they go on about the same. An admin, whose every answer may be about none, may.
        """
        given, same = self._replies.get(address, 0), self._repeated.get((address, refs), 0)
        if given >= self.reply_budget or (given >= FAST_ROUNDS and rounds >= FAST_ROUNDS):
            return False
        return address in self.admins or same < max(FAST_ROUNDS, self.reply_budget // SAME_AGAIN)

    def answered(self, address: str, refs: tuple[str, ...] = ()) -> None:
        """Count an answer to a sender on these references."""
        self._replies[address] = self._replies.get(address, 0) + 1
        self._repeated[address, refs] = self._repeated.get((address, refs), 0) + 1

    def first(self, key: str) -> bool:
        """Whether a notice's key is met for the first time in this batch."""
        if key in self._keys:
            return False
        self._keys.add(key)
        return True


def _comparer(program: Program, known: Known) -> Comparer | None:
    """What compares names, where the program's scope is more than the domain."""
    match = program.match
    if match.scope == "domain":
        return None
    rarity = from_counts(known.names, known.words)
    return Comparer(ignored(match.ignore_domains), match.thresholds, Aliases(known.aliases), rarity)
