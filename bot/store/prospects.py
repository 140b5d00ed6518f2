"""Finds who else may have a prospect: by domain, by contact address, by name and by the list of aliases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from sqlalchemy import BindParameter, Connection, and_, bindparam, or_, select

from bot.domain.alias import Alias
from bot.domain.match import Prospect
from bot.domain.outcome import Ask
from bot.domain.registration import LIVE, State
from bot.matching.aliases import prospect_keys
from bot.matching.blocking import filed
from bot.store import schema
from bot.store.aliases import aliases_among
from bot.store.alike import names_alike
from bot.store.batch import AMONG, among
from bot.store.rows import CUSTOMER, REGISTRATION, Line

_regs = schema.registration.c
_customers = schema.customer.c

_OVER = (State.REJECTED.value, State.WITHDRAWN.value, State.LOST.value)  # these say nothing about a new lead
_CLAIMS = frozenset(state.value for state in LIVE)
_JUDGED_AGAIN = (State.INCOMPLETE.value, State.EXPIRED.value)  # when it is completed, or renewed
_UNDECIDED = (State.HELD.value, State.WAITING.value)  # judged again when what they wait for changes

# Made once, so that SQLAlchemy compiles each of them once.
_program: BindParameter[str] = bindparam("program")
REGISTRATIONS = select(*REGISTRATION).where(_regs.program == _program)
_HAD_A_TERM = and_(_regs.state == State.WITHDRAWN.value, _regs.expires_at.is_not(None))  # it goes on, or is renewed
_ALIVE = REGISTRATIONS.where(or_(_regs.state.not_in(_OVER), _HAD_A_TERM))
_BY_DOMAIN = _ALIVE.where(_regs.domain.in_(AMONG))
_BY_EMAIL = _ALIVE.where(_regs.email_key.in_(AMONG))
_BY_COMPANY = _ALIVE.where(_regs.company_key.in_(AMONG))
_CUSTOMERS = select(*CUSTOMER).where(_customers.program == _program)
_CUSTOMERS_BY_DOMAIN = _CUSTOMERS.where(_customers.domain.in_(AMONG))
_CUSTOMERS_BY_COMPANY = _CUSTOMERS.where(_customers.company_key.in_(AMONG))


class Search:
    """Registrations that are not over, and customers, of the companies that a batch of mails is about.

    A company whose domain is claimed or a customer's is not looked up by name, unless its registration is named itself:
    what becomes of that may concern those like it. Who is found undecided is looked up in turn, since its case or its
    line is judged by all that stands beside it, not only by what the batch is about.
    Without ``names`` neither names nor aliases are looked up.
    """

    def __init__(self, connection: Connection, program: str, *, names: bool) -> None:
        self._by_name = names
        self._connection = connection
        self._program = program
        self._domains: set[str] = set()
        self._emails: set[str] = set()
        self._names: set[str] = set()
        self.rows: dict[str, Line] = {}
        self.customers: dict[str, Line] = {}
        self.aliases: dict[tuple[str, str], Alias] = {}
        self.alike: dict[str, Mapping[str, float]] = {}
        self.words: dict[str, int] = {}
        self.names = 0

    def run(self, ask: Ask, named: Sequence[Line], listed: Sequence[Line]) -> None:
        """Find what an Ask is about, and what the registrations are about that it names and lists."""
        about = [*named, *listed]
        self._take(about)
        self._tied(about, ask.ties)
        self._on([*ask.domains, *(row.domain for row in about)], [*ask.emails, *(row.email for row in about)])
        again = [(row.company, row.domain) for row in self.rows.values() if row.state in _JUDGED_AGAIN]
        self._named(chain(self._unclaimed([*ask.companies, *again]), (filed(row.company) for row in named)))
        undecided = [row for row in self.rows.values() if row.state in _UNDECIDED]
        if undecided:
            self._tied(undecided)
            self._on((row.domain for row in undecided), (row.email for row in undecided))
            self._named(filed(row.company) for row in undecided)

    def _tied(self, rows: Iterable[Line], keys: Iterable[str] = ()) -> None:
        """The lines of the list of aliases that concern these companies and keys."""
        if not self._by_name:
            return
        found = aliases_among(self._connection, self._program, {*keys, *_ties(rows)})
        self.aliases.update(((one.key, one.of_key), one) for one in found)

    def _on(self, domains: Iterable[str], emails: Iterable[str]) -> None:
        """By domain, those on the list of aliases too, and by address."""
        tied = (key for pair in self.aliases for key in pair if "." in key)
        wanted = _new((*domains, *tied), self._domains)
        self._take(on_domains(self._connection, self._program, wanted))
        self._sell(among(self._connection, _CUSTOMERS_BY_DOMAIN, wanted, program=self._program))
        contacts = _new(map(str.casefold, emails), self._emails)
        self._take(among(self._connection, _BY_EMAIL, contacts, program=self._program))

    def _named(self, names: Iterable[str]) -> None:
        """By name, and those on the list of aliases too; names are worked out only where they count."""
        if not self._by_name:
            return
        tied = {text for one in self.aliases.values() for name, key in _ends(one) if "." not in key
                for text in (filed(name), key)}  # fmt: skip
        wanted = _new((*names, *tied), self._names)
        answer = names_alike(self._connection, self._program, wanted)
        self.alike.update(answer.found)
        for word, count in answer.counts.counts.items():
            self.words[word] = max(count, self.words.get(word, 0))
        self.names = max(self.names, answer.counts.names)
        keys = sorted({*wanted, *(name for found in answer.found.values() for name in found)})
        self._take(of_companies(self._connection, self._program, keys))
        self._sell(among(self._connection, _CUSTOMERS_BY_COMPANY, keys, program=self._program))

    def _unclaimed(self, companies: Iterable[tuple[str, str]]) -> Iterator[str]:
        """The names, as they are filed, of companies without an exact match."""
        claimed = {row.domain for row in self.rows.values() if row.state in _CLAIMS} | self.customers.keys()
        return (filed(company) for company, domain in companies if domain not in claimed or not domain)

    def _take(self, rows: Iterable[Line]) -> None:
        self.rows.update((row.ref, row) for row in rows)

    def _sell(self, rows: Iterable[Line]) -> None:
        self.customers.update((row.domain, row) for row in rows)


def on_domains(connection: Connection, program: str, domains: Iterable[str]) -> Iterator[Line]:
    """The rows of registrations on these domains that are not over."""
    return among(connection, _BY_DOMAIN, domains, program=program)


def of_companies(connection: Connection, program: str, names: Iterable[str]) -> Iterator[Line]:
    """The rows of registrations that are not over, of companies with these names as they are filed."""
    return among(connection, _BY_COMPANY, names, program=program)


def _ties(rows: Iterable[Line]) -> set[str]:
    return {key for row in rows for key in prospect_keys(Prospect(row.company, row.url, row.email))}


def _new(keys: Iterable[str], asked: set[str]) -> list[str]:
    """The keys that were not asked for before, in a fixed order; from now on they were."""
    wanted = sorted({*keys} - asked - {""})
    asked.update(wanted)
    return wanted


def _ends(alias: Alias) -> tuple[tuple[str, str], tuple[str, str]]:
    return (alias.company, alias.key), (alias.of, alias.of_key)
