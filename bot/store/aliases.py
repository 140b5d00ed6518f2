"""The operator's list of companies that are one, of one group, or none of the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import BindParameter, Connection, bindparam, delete, or_, select

from bot.domain.alias import Alias, Tie
from bot.store import schema
from bot.store.batch import AMONG, among, upsert
from bot.store.database import Database
from bot.store.records import Imported
from bot.store.rows import Line

_table = schema.alias
_rows = _table.c
_COLUMNS = (_rows.program, _rows.company, _rows.of, _rows.tie, _rows.key, _rows.of_key)
_program: BindParameter[str] = bindparam("program")
_LINKED = select(*_COLUMNS).where(_rows.program == _program, or_(_rows.key.in_(AMONG), _rows.of_key.in_(AMONG)))
_STEPS = 4  # lines in a row by which two companies are still found to be tied


class AliasList(Database):
    """What the store does with the list."""

    def aliases(self, program: str | None = None) -> list[Alias]:
        """Every line of the list, by program and name."""
        query = select(*_COLUMNS).order_by(_rows.program, _rows.company, _rows.of)
        if program is not None:
            query = query.where(_rows.program == program)
        with self._read() as connection:
            return [_to_alias(row) for row in connection.execute(query)]

    def put_aliases(self, aliases: Sequence[Alias]) -> Imported:
        """Insert lines, or update those on the same two companies; all or none."""
        last = {(one.program, one.key, one.of_key): one for one in aliases}
        with self._write() as connection:
            before: dict[tuple[str, str, str], Alias] = {}
            for program in {one.program for one in aliases}:
                keys = {one.key for one in aliases if one.program == program}
                found = map(_to_alias, among(connection, _LINKED, keys, program=program))
                before.update({(one.program, one.key, one.of_key): one for one in found})
            changed = [one for key, one in last.items() if before.get(key) != one]
            if changed:
                made = upsert(connection, _table)
                update = {name: made.excluded[name] for name in ("company", "of", "tie")}
                connection.execute(
                    made.on_conflict_do_update(index_elements=["program", "key", "of_key"], set_=update),
                    [{column.name: getattr(one, column.name) for column in _COLUMNS} for one in changed],
                )
        old = sum((one.program, one.key, one.of_key) in before for one in changed)
        return Imported(len(changed) - old, old)

    def remove_aliases(self, program: str, key: str, of_key: str = "") -> int:
        """Take a company off the list, or only its line with another one; gives the number of lines that were there."""
        mine = or_(_rows.key == key, _rows.of_key == key)
        query = delete(_table).where(_rows.program == program, mine)
        if of_key:
            query = query.where(or_(_rows.key == of_key, _rows.of_key == of_key))
        with self._write() as connection:
            return int(connection.execute(query).rowcount)


def aliases_among(connection: Connection, program: str, keys: Iterable[str]) -> tuple[Alias, ...]:
    """The lines that concern these keys, and what they are tied to in turn."""
    found: dict[tuple[str, str], Alias] = {}
    asked: set[str] = set()
    wanted = set(keys)
    for _ in range(_STEPS):
        rows = [_to_alias(row) for row in among(connection, _LINKED, wanted, program=program)]
        asked |= wanted
        found.update({(one.key, one.of_key): one for one in rows})
        wanted = {key for one in rows for key in (one.key, one.of_key)} - asked
        if not wanted:
            break
    return tuple(found.values())


def _to_alias(row: Line) -> Alias:
    program, company, of, tie, key, of_key = row
    return Alias(program, company, of, Tie(tie), key, of_key)
