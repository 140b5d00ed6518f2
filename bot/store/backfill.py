"""Files the companies that are not filed by name yet: those of an older version, or of rules that judged by domain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Connection, Table, bindparam, select, tuple_, update

from bot.matching.blocking import filed
from bot.store import schema
from bot.store.names import add_names
from bot.store.rows import Line

_AT_ONCE = 1_000
_COMPANIES = ((schema.registration, schema.registration.c.company), (schema.customer, schema.customer.c.name))


def file_companies(connection: Connection, program: str = "") -> None:
    """File every registration and customer, or those of one program, that has a company's name and no key for it."""
    for table, company in _COMPANIES:
        place = tuple_(*table.primary_key)
        query = (
            select(table.c.program, company.label("company"), *table.primary_key)
            .where(table.c.company_key == "", company != "", *([table.c.program == program] if program else []))
            .order_by(*table.primary_key)
            .limit(_AT_ONCE)
        )
        rows = connection.execute(query).all()
        while rows:
            _file(connection, table, rows)
            rows = connection.execute(
                query.where(place > tuple(getattr(rows[-1], c.name) for c in table.primary_key))
            ).all()


def _file(connection: Connection, table: Table, rows: Sequence[Line]) -> None:
    names: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        names[row.program].append(filed(row.company))
    for program, filed_names in names.items():
        add_names(connection, program, filed_names)
    keys = [column.name for column in table.primary_key]
    change = (
        update(table)
        .where(*(table.c[key] == bindparam(f"at_{key}") for key in keys))
        .values(company_key=bindparam("as_filed"))
    )
    changes = [{"as_filed": filed(row.company), **{f"at_{key}": getattr(row, key) for key in keys}} for row in rows]
    connection.execute(change, changes)
