"""Files companies by name, under the keys of bot.matching.blocking, in the transaction that writes who bears them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from sqlalchemy import BindParameter, Connection, bindparam, func, select

from bot.matching.blocking import LISTED, name_keys, number, words_of
from bot.matching.readings import established_keys, word_keys
from bot.matching.resemblance import ESTABLISHED
from bot.store.batch import AMONG, among, insert_many, upsert
from bot.store.name_tables import company_name, name_key, name_word, word_key

ALL = ""
"""The word whose row counts the names themselves."""

_program: BindParameter[str] = bindparam("program")
_names = company_name.c
_IDS = select(_names.name, _names.id).where(_names.program == _program, _names.name.in_(AMONG))
_WORDS = select(name_word.c.word, name_word.c.names).where(name_word.c.program == _program, name_word.c.word.in_(AMONG))
_LISTED = select(name_key.c.key, func.count().label("names")).where(name_key.c.key.in_(AMONG)).group_by(name_key.c.key)


def add_names(connection: Connection, program: str, names: Iterable[str]) -> None:
    """File names (see ``filed``) that are not there yet; the caller has locked the program."""
    wanted = dict.fromkeys(name for name in names if name)
    for row in among(connection, _IDS, wanted, program=program):
        del wanted[row.name]
    insert_many(connection, company_name, [{"program": program, "name": name} for name in wanted])
    ids = {row.name: row.id for row in among(connection, _IDS, wanted, program=program)}
    _file_names(connection, program, ids)
    _file_words(connection, program, ids)


def _file_names(connection: Connection, program: str, ids: Mapping[str, int]) -> None:
    """Under each key while it has room."""
    wanted = sorted((number(program, key), ids[name]) for name in ids for key in name_keys(name))
    listed = Counter({row.key: row.names for row in among(connection, _LISTED, (key for key, _ in wanted))})
    rows = []
    for key, name in wanted:
        if listed[key] < LISTED:
            listed[key] += 1
            rows.append({"key": key, "name": name})
    insert_many(connection, name_key, rows)


def _file_words(connection: Connection, program: str, names: Iterable[str]) -> None:
    """Count the words of these names, and file those that no name had before, or that are established now."""
    counts = Counter(word for name in names for word in (ALL, *words_of(name)))
    if not counts:
        return
    before = {row.word: row.names for row in among(connection, _WORDS, counts, program=program)}
    made = upsert(connection, name_word)
    more = {"names": name_word.c.names + made.excluded.names}
    rows = [{"program": program, "word": word, "names": names} for word, names in sorted(counts.items())]
    connection.execute(made.on_conflict_do_update(index_elements=["program", "word"], set_=more), rows)
    del counts[ALL]
    keys = [(number(program, key), word) for word in counts.keys() - before for key in word_keys(word)]
    for word, more_names in counts.items():
        if before.get(word, 0) < ESTABLISHED <= before.get(word, 0) + more_names:
            keys += ((number(program, key), word) for key in established_keys(word))
    insert_many(connection, word_key, [{"key": key, "word": word} for key, word in sorted(keys)])
