"""Partners and customers brought in from files: inserted or updated by key, all rows or none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, delete, insert, select

from bot.domain.errors import Refused
from bot.domain.partner import Customer, Partner
from bot.store import schema
from bot.store.batch import chunks, upsert
from bot.store.database import Database
from bot.store.known import partners as read_partners
from bot.store.names import add_names
from bot.store.records import Imported
from bot.store.rows import CUSTOMER, from_customer, from_partner, to_customer
from bot.store.unit import lock

T = TypeVar("T", Partner, Customer)
_senders = schema.sender


class Imports(Database):
    """What the store takes from files."""

    def import_partners(self, partners: Sequence[Partner]) -> Imported:
        """Insert or update partners by program and id, their senders replaced; Refused where two share a sender."""
        with self._write() as connection:
            done = [self._partners(connection, program, rows) for program, rows in _by_program(partners).items()]
        return Imported(sum(one.new for one in done), sum(one.changed for one in done))

    def import_customers(self, customers: Sequence[Customer]) -> Imported:
        """Insert or update customers by program and domain."""
        with self._write() as connection:
            done = [self._customers(connection, program, rows) for program, rows in _by_program(customers).items()]
        return Imported(sum(one.new for one in done), sum(one.changed for one in done))

    @staticmethod
    def _partners(connection: Connection, program: str, rows: Sequence[Partner]) -> Imported:
        last = {row.id: row for row in rows}
        before = {one.id: one for one in read_partners(connection, program, last)}
        changed = [row for row in last.values() if before.get(row.id) != row]
        if changed:
            _put(connection, schema.partner, [from_partner(row) for row in changed])
            _replace_senders(connection, program, changed)
        return _counted(changed, lambda row: row.id in before)

    @staticmethod
    def _customers(connection: Connection, program: str, rows: Sequence[Customer]) -> Imported:
        lock(connection, program)
        last = {row.domain: row for row in rows}
        table = schema.customer
        query = select(*CUSTOMER).where(table.c.program == program)
        before = {
            one.domain: one
            for chunk in chunks(last)
            for one in map(to_customer, connection.execute(query.where(table.c.domain.in_(chunk))))
        }
        changed = [row for row in last.values() if before.get(row.domain) != row]
        if changed:
            made = [from_customer(row) for row in changed]
            _put(connection, table, made)
            add_names(connection, program, (row["company_key"] for row in made))
        return _counted(changed, lambda row: row.domain in before)


def _by_program(rows: Iterable[T]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = {}
    for row in rows:
        found.setdefault(row.program, []).append(row)
    return found


def _counted(changed: Sequence[T], known: Callable[[T], bool]) -> Imported:
    old = sum(known(row) for row in changed)
    return Imported(len(changed) - old, old)


def _put(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """Insert rows, or update those whose primary key is there."""
    made = upsert(connection, table)
    keys = [column.name for column in table.primary_key]
    rest = {column.name: made.excluded[column.name] for column in table.c if column.name not in keys}
    connection.execute(made.on_conflict_do_update(index_elements=keys, set_=rest), rows)


def _replace_senders(connection: Connection, program: str, partners: Sequence[Partner]) -> None:
    for chunk in chunks(partner.id for partner in partners):
        connection.execute(delete(_senders).where(_senders.c.program == program, _senders.c.partner.in_(chunk)))
    owners: dict[str, str] = {}
    rows = []
    for partner in partners:
        for place, value in enumerate(dict.fromkeys([*partner.addresses, *partner.domains])):
            other = owners.setdefault(value.casefold(), partner.id)
            if other != partner.id:
                raise Refused(f"{value} is a sender of both {other} and {partner.id}")
            rows.append({"program": program, "value": value.casefold(), "partner": partner.id, "place": place})
    for chunk in chunks(owners):
        query = select(_senders.c.value, _senders.c.partner).where(_senders.c.program == program)
        for value, other in connection.execute(query.where(_senders.c.value.in_(chunk))):
            raise Refused(f"{value} is a sender of both {other} and {owners[value]}")
    if rows:
        connection.execute(insert(_senders), rows)
