"""The tables by which companies are found by name: each name once a program, its keys, its words and their keys.

They only grow: a name stays when its registrations end, and those that bear it say by their state whether they count.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, PrimaryKeyConstraint, Table, Text, UniqueConstraint

from bot.store.columns import Counter
from bot.store.schema import metadata

company_name = Table(  # the name as bot.matching.blocking.filed has it
    "company_name",
    metadata,
    Column("id", Counter, primary_key=True),
    Column("program", Text, nullable=False),
    Column("name", Text, nullable=False),
    UniqueConstraint("program", "name", name="company_name_name"),
)

name_key = Table(  # the program is part of the key: see bot.matching.blocking.number
    "name_key",
    metadata,
    Column("key", BigInteger, nullable=False),
    Column("name", BigInteger, nullable=False),
    PrimaryKeyConstraint("key", "name", name="name_key_key"),
    sqlite_with_rowid=False,
)

name_word = Table(  # how many names hold a word; the row of the word "" counts the names themselves
    "name_word",
    metadata,
    Column("program", Text, nullable=False),
    Column("word", Text, nullable=False),
    Column("names", Integer, nullable=False),
    PrimaryKeyConstraint("program", "word", name="name_word_key"),
    sqlite_with_rowid=False,
)

word_key = Table(
    "word_key",
    metadata,
    Column("key", BigInteger, nullable=False),
    Column("word", Text, nullable=False),
    PrimaryKeyConstraint("key", "word", name="word_key_key"),
    sqlite_with_rowid=False,
)
